#include "data/augment.h"
#include "data/synthetic.h"
#include "harness.h"

enum { SIDE = 28, PIXELS = SIDE * SIDE };

static void read_config(const char *text, double *values) {
    ink_config *config;
    CHECK_EQ_INT(ink_config_parse(&ink_allocator_default, text, &config, NULL), 0);
    CHECK_EQ_INT(ink_config_params(config, "augment", ink_augment_params, values, NULL), 0);
    CHECK_EQ_INT(ink_config_finish(config, NULL), 0);
    ink_config_destroy(config);
}

static void augment(const char *text, uint32_t draw, int height, int width, const uint8_t *image,
                    uint8_t *out) {
    double values[INK_MAX_PARAMS];
    read_config(text, values);
    ink_random random = ink_random_make(1, INK_STREAM_AUGMENT, draw);
    ink_augment(values, height, width, &random, image, out);
}

static const uint8_t *digit(uint32_t number) {
    static uint8_t image[PIXELS];
    uint8_t label;
    ink_synthetic_digit(1, number, image, &label);
    return image;
}

TEST(nothing_is_on_by_default) {
    double values[INK_MAX_PARAMS];
    uint8_t out[PIXELS];
    read_config("", values);
    CHECK(!ink_augment_is_on(values));
    augment("", 0, SIDE, SIDE, digit(3), out);
    CHECK_EQ_BYTES(out, digit(3), PIXELS);
    read_config("augment.noise=1", values);
    CHECK(ink_augment_is_on(values));
}

/* Resampling itself changes nothing: settings so small that all stays in place. */
TEST(small_changes_are_none) {
    uint8_t out[PIXELS];
    augment("augment.rotate=1e-6\naugment.scale=1e-9\naugment.shear=1e-9\naugment.elastic=1e-6", 0,
            SIDE, SIDE, digit(4), out);
    CHECK_EQ_BYTES(out, digit(4), PIXELS);
}

TEST(shifts_are_by_whole_pixels) {
    int seen[5][5] = {{0}};
    for (uint32_t draw = 0; draw < 300; draw++) {
        uint8_t out[PIXELS];
        const uint8_t *image = digit(draw % 10);
        augment("augment.shift=2", draw, SIDE, SIDE, image, out);
        int matches = 0;
        for (int down = -2; down <= 2; down++)
            for (int right = -2; right <= 2; right++) {
                int same = 1;
                for (int y = 0; y < SIDE; y++)
                    for (int x = 0; x < SIDE; x++) {
                        int from_x = x - right, from_y = y - down;
                        int inside = from_x >= 0 && from_x < SIDE && from_y >= 0 && from_y < SIDE;
                        same &= out[y * SIDE + x] == (inside ? image[from_y * SIDE + from_x] : 0);
                    }
                matches += same;
                seen[down + 2][right + 2] += same;
            }
        CHECK_EQ_INT(matches, 1);
    }
    for (int i = 0; i < 25; i++) CHECK(seen[i / 5][i % 5] > 2);
}

/* Centre of mass and second moments of a picture. */
typedef struct moments {
    double mass, x, y, xx, xy, yy;
} moments;

static moments measure(const uint8_t *image, int height, int width) {
    moments m = {0};
    for (int i = 0; i < height * width; i++) {
        m.mass += image[i];
        m.x += image[i] * (double)(i % width);
        m.y += image[i] * (double)(i / width);
    }
    m.x /= m.mass;
    m.y /= m.mass;
    for (int i = 0; i < height * width; i++) {
        double dx = i % width - m.x, dy = i / width - m.y;
        m.xx += image[i] * dx * dx / m.mass;
        m.xy += image[i] * dx * dy / m.mass;
        m.yy += image[i] * dy * dy / m.mass;
    }
    return m;
}

/* A bar of 41×9 pixels in the middle of 81×61. */
enum { HEIGHT = 61, WIDTH = 81 };
static const uint8_t *bar(void) {
    static uint8_t image[HEIGHT * WIDTH];
    for (int y = 26; y <= 34; y++)
        for (int x = 20; x <= 60; x++) image[y * WIDTH + x] = 200;
    return image;
}

TEST(rotation_scale_and_shear_do_as_they_say) {
    moments before = measure(bar(), HEIGHT, WIDTH);
    double most = 0, least = 0, largest = 0, smallest = 9, slant = 0;
    for (uint32_t draw = 0; draw < 200; draw++) {
        static uint8_t out[HEIGHT * WIDTH];
        augment("augment.rotate=30", draw, HEIGHT, WIDTH, bar(), out);
        moments m = measure(out, HEIGHT, WIDTH);
        double angle = atan2(2 * m.xy, m.xx - m.yy) / 2 * 180 / acos(-1.0);
        CHECK_NEAR(m.x, before.x, 0.05);
        CHECK_NEAR(m.mass / before.mass, 1, 0.01);
        if (angle > most) most = angle;
        if (angle < least) least = angle;
        augment("augment.scale=0.25", draw, HEIGHT, WIDTH, bar(), out);
        m = measure(out, HEIGHT, WIDTH);
        double factor = sqrt(m.xx / before.xx);
        CHECK_NEAR(m.mass / before.mass, factor * factor, 0.03);
        if (factor > largest) largest = factor;
        if (factor < smallest) smallest = factor;
        augment("augment.shear=0.5", draw, HEIGHT, WIDTH, bar(), out);
        m = measure(out, HEIGHT, WIDTH);
        CHECK_NEAR(m.yy, before.yy, 0.1);
        CHECK_NEAR(m.mass / before.mass, 1, 0.01);
        slant = fmax(slant, fabs(m.xy / m.yy));
    }
    CHECK_NEAR(most, 29.5, 1);
    CHECK_NEAR(least, -29.5, 1);
    CHECK_NEAR(largest, 1.245, 0.015);
    CHECK_NEAR(smallest, 0.755, 0.015);
    CHECK_NEAR(slant, 0.49, 0.02);
}

/* A ramp shows by how far its pixels move. */
TEST(elastic_moves_as_far_as_asked) {
    uint8_t ramp[PIXELS], out[PIXELS];
    for (int i = 0; i < PIXELS; i++) ramp[i] = (uint8_t)(9 * (i % SIDE));
    double squares = 0, jumps = 0;
    int count = 0;
    for (uint32_t draw = 0; draw < 300; draw++) {
        augment("augment.elastic=1.5", draw, SIDE, SIDE, ramp, out);
        for (int y = 8; y < 20; y++)
            for (int x = 8; x < 20; x++) {
                double moved = (out[y * SIDE + x] - ramp[y * SIDE + x]) / 9.0;
                squares += moved * moved;
                jumps = fmax(jumps, fabs((out[y * SIDE + x + 1] - out[y * SIDE + x]) / 9.0 - 1));
                count++;
            }
    }
    CHECK_NEAR(sqrt(squares / count), 1.5, 0.1);
    CHECK(jumps < 2.5); /* smooth: neighbours move alike */
}

TEST(noise_has_its_deviation) {
    uint8_t grey[PIXELS], out[PIXELS];
    memset(grey, 128, PIXELS);
    double sum = 0, squares = 0;
    for (uint32_t draw = 0; draw < 50; draw++) {
        augment("augment.noise=20", draw, SIDE, SIDE, grey, out);
        for (int i = 0; i < PIXELS; i++) {
            sum += out[i] - 128;
            squares += (out[i] - 128) * (out[i] - 128);
        }
    }
    CHECK_NEAR(sum / 50 / PIXELS, 0, 0.4);
    CHECK_NEAR(sqrt(squares / 50 / PIXELS), 20, 0.4);
    augment("augment.noise=128", 0, SIDE, SIDE, digit(0), out);
    int ends = 0;
    for (int i = 0; i < PIXELS; i++) ends += out[i] == 0 || out[i] == 255;
    CHECK(ends > 200);
}

TEST(erasing_blanks_a_rectangle) {
    uint8_t white[PIXELS], out[PIXELS];
    memset(white, 255, PIXELS);
    double sum = 0;
    int most = 0, touched[PIXELS] = {0};
    for (uint32_t draw = 0; draw < 2000; draw++) {
        augment("augment.erase=0.2", draw, SIDE, SIDE, white, out);
        int count = 0, left = SIDE, right = -1, top = SIDE, bottom = -1;
        for (int i = 0; i < PIXELS; i++) {
            if (out[i]) continue;
            int x = i % SIDE, y = i / SIDE;
            count++, touched[i]++;
            left = x < left ? x : left, right = x > right ? x : right;
            top = y < top ? y : top, bottom = y > bottom ? y : bottom;
        }
        if (count) CHECK_EQ_INT(count, (right - left + 1) * (bottom - top + 1));
        sum += count;
        if (count > most) most = count;
    }
    CHECK_NEAR(sum / 2000 / PIXELS, 0.1, 0.01);
    CHECK_NEAR((double)most / PIXELS, 0.2, 0.015);
    for (int i = 0; i < PIXELS; i++) CHECK(touched[i] > 0);
}

/* All at once, on images of several sizes: part of the bits. */
TEST(bits_are_pinned) {
    static const int sizes[][2] = {{28, 28}, {1, 1}, {1, 40}, {5, 3}, {64, 48}};
    uint64_t hash = 0;
    for (uint32_t draw = 0; draw < 500; draw++) {
        static uint8_t image[64 * 48], out[64 * 48];
        const int *size = sizes[draw % 5];
        for (int i = 0; i < size[0] * size[1]; i++) image[i] = (uint8_t)(i * i + i / 7);
        augment("augment.shift=3\naugment.rotate=180\naugment.scale=0.5\naugment.shear=1\n"
                "augment.elastic=8\naugment.noise=9\naugment.erase=0.5",
                draw, size[0], size[1], draw % 5 ? image : digit(draw), out);
        for (int i = 0; i < size[0] * size[1]; i++) hash = hash * 6364136223846793005u + out[i] + 1;
    }
    CHECK_EQ_INT(hash, 416190208233678320);
}

int main(void) {
    RUN(nothing_is_on_by_default);
    RUN(small_changes_are_none);
    RUN(shifts_are_by_whole_pixels);
    RUN(rotation_scale_and_shear_do_as_they_say);
    RUN(elastic_moves_as_far_as_asked);
    RUN(noise_has_its_deviation);
    RUN(erasing_blanks_a_rectangle);
    RUN(bits_are_pinned);
    return harness_end();
}
