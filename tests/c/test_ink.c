#include <stdlib.h>

#include "data/ink.h"
#include "data/synthetic.h"
#include "harness.h"

/* Paints `image` (28×28) enlarged `zoom` times onto a width×height canvas: each
 * pixel goes from paper to ink as far as the image says. */
static uint8_t *paint(const uint8_t image[784], int zoom, int width, int height, int left, int top,
                      int paper, int ink) {
    uint8_t *canvas = malloc((size_t)width * (size_t)height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            int u = (x - left) / zoom, v = (y - top) / zoom, value = 0;
            if (x >= left && y >= top && u < 28 && v < 28) value = image[v * 28 + u];
            canvas[y * width + x] = (uint8_t)(paper + (ink - paper) * value / 255);
        }
    return canvas;
}

static double difference(const uint8_t a[784], const uint8_t b[784]) {
    double sum = 0;
    for (int i = 0; i < 784; i++) sum += abs(a[i] - b[i]);
    return sum / 784;
}

static int is_empty(const uint8_t image[784]) {
    for (int i = 0; i < 784; i++)
        if (image[i]) return 0;
    return 1;
}

/* Where the outermost row is so faint that it falls under the threshold, the box is a
 * twentieth smaller and the digit that much larger: hence mean and worst. */
TEST(finds_the_same_digit_at_any_size_place_and_polarity) {
    static const struct {
        int zoom, side, left, top, paper, ink;
    } cases[] = {
        {1, 28, 0, 0, 0, 255},     {1, 28, 0, 0, 255, 0},    {1, 400, 371, 2, 255, 0},
        {3, 300, 1, 200, 255, 20}, {10, 280, 0, 0, 30, 240}, {25, 1024, 320, 5, 255, 0},
        {10, 280, 0, 0, 240, 200}, /* faint pencil */
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double total = 0, worst = 0;
        for (uint32_t i = 0; i < 40; i++) {
            uint8_t image[784], label, out[784];
            ink_synthetic_digit(5, i, image, &label);
            uint8_t *canvas = paint(image, cases[c].zoom, cases[c].side, cases[c].side,
                                    cases[c].left, cases[c].top, cases[c].paper, cases[c].ink);
            CHECK_EQ_INT(ink_prepare_grey(canvas, cases[c].side, cases[c].side, out, NULL), INK_OK);
            double change = difference(out, image);
            total += change;
            if (change > worst) worst = change;
            free(canvas);
        }
        CHECK_NEAR(total / 40, 0, 2.5);
        CHECK_NEAR(worst, 0, 15);
    }
}

TEST(says_when_nothing_is_drawn) {
    static uint8_t rgba[64 * 64 * 4];
    static const uint8_t greys[] = {0, 1, 127, 255};
    for (size_t g = 0; g < sizeof greys; g++) {
        uint8_t out[784];
        memset(rgba, greys[g], sizeof rgba);
        memset(out, 0xCD, sizeof out);
        CHECK_EQ_INT(ink_prepare_rgba(rgba, 64, 64, out, NULL), INK_EVENT_BLANK);
        CHECK(is_empty(out));
        CHECK_EQ_INT(ink_prepare_grey(rgba, 64, 64, out, NULL), INK_EVENT_BLANK);
        CHECK_EQ_INT(ink_prepare_grey(rgba, 1, 1, out, NULL), INK_EVENT_BLANK);
        CHECK_EQ_INT(ink_prepare_grey(rgba, 1, 4096, out, NULL), INK_EVENT_BLANK);
    }
}

/* Paper whose grey wavers by a few levels, as a photograph's does. */
static int waver(int i) { return (int)((unsigned)i * 2654435761u >> 29) - 4; }

TEST(takes_paper_noise_for_paper) {
    static uint8_t canvas[280 * 280];
    uint8_t image[784], label, out[784];
    for (int i = 0; i < 280 * 280; i++) canvas[i] = (uint8_t)(230 + waver(i));
    CHECK_EQ_INT(ink_prepare_grey(canvas, 280, 280, out, NULL), INK_EVENT_BLANK);

    ink_synthetic_digit(5, 3, image, &label);
    uint8_t *drawn = paint(image, 8, 280, 280, 40, 30, 230, 60);
    for (int i = 0; i < 280 * 280; i++) drawn[i] = (uint8_t)(drawn[i] + waver(i));
    drawn[3 * 280 + 5] = drawn[270 * 280 + 275] = 0; /* specks of dust */
    CHECK_EQ_INT(ink_prepare_grey(drawn, 280, 280, out, NULL), INK_OK);
    CHECK_NEAR(difference(out, image), 0, 6);
    free(drawn);
}

TEST(bears_a_stroke_across_the_border) {
    uint8_t canvas[100 * 100], out[784];
    memset(canvas, 255, sizeof canvas);
    for (int y = 0; y < 100; y++) memset(canvas + y * 100 + 40, 0, 12);
    CHECK_EQ_INT(ink_prepare_grey(canvas, 100, 100, out, NULL), INK_OK);
    CHECK_EQ_INT(out[14 * 28 + 14], 255);
    CHECK_EQ_INT(out[14 * 28 + 4], 0);
    CHECK_EQ_INT(out[14 * 28 + 24], 0);
}

/* One digit as a canvas may hold it, in RGBA; all must agree with the grey one. */
TEST(reads_every_kind_of_canvas) {
    static const struct {
        uint8_t paper[4], ink[4];
    } kinds[] = {
        {{255, 255, 255, 255}, {0, 0, 0, 255}},
        {{0, 0, 0, 0}, {0, 0, 0, 255}},             /* black on transparent */
        {{255, 255, 255, 0}, {255, 255, 255, 255}}, /* white on transparent */
        {{0, 0, 0, 255}, {255, 255, 255, 255}},
        {{20, 24, 60, 255}, {250, 240, 90, 255}},
    };
    uint8_t image[784], label, expected[784], out[784];
    static uint8_t rgba[4 * 60 * 60];
    ink_synthetic_digit(5, 8, image, &label);
    for (int i = 0; i < 784; i++) image[i] = image[i] > 127 ? 255 : 0;
    uint8_t *canvas = paint(image, 2, 60, 60, 1, 3, 0, 255);
    CHECK_EQ_INT(ink_prepare_grey(canvas, 60, 60, expected, NULL), INK_OK);
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        for (int i = 0; i < 60 * 60; i++)
            memcpy(rgba + 4 * i, canvas[i] ? kinds[kind].ink : kinds[kind].paper, 4);
        CHECK_EQ_INT(ink_prepare_rgba(rgba, 60, 60, out, NULL), INK_OK);
        CHECK_EQ_BYTES(out, expected, 784);
    }
    free(canvas);
}

/* A horizontal bar 60×6 comes to 20×2 at rows 13 and 14, exactly. */
TEST(averages_areas_exactly) {
    uint8_t canvas[100 * 100], out[784];
    memset(canvas, 0, sizeof canvas);
    for (int y = 31; y < 37; y++) memset(canvas + y * 100 + 7, 200, 60);
    CHECK_EQ_INT(ink_prepare_grey(canvas, 100, 100, out, NULL), INK_OK);
    for (int y = 0; y < 28; y++)
        for (int x = 0; x < 28; x++)
            CHECK_EQ_INT(out[y * 28 + x], (y == 13 || y == 14) && x >= 4 && x < 24 ? 255 : 0);
}

TEST(refuses_sizes_out_of_range) {
    static const int sizes[][2] = {{0, 1}, {1, 0}, {-1, 5}, {5, -1}, {4097, 1}, {1, 4097}};
    uint8_t pixel[4] = {0}, out[784];
    memset(out, 0xCD, sizeof out);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        ink_error error = {0};
        CHECK_EQ_INT(ink_prepare_grey(pixel, sizes[i][0], sizes[i][1], out, &error),
                     INK_ERROR_ARGUMENT);
        CHECK_EQ_INT(error.code, INK_ERROR_ARGUMENT);
        CHECK(strstr(error.detail, "4096") != NULL);
        CHECK_EQ_INT(ink_prepare_rgba(pixel, sizes[i][0], sizes[i][1], out, NULL),
                     INK_ERROR_ARGUMENT);
    }
    for (int i = 0; i < 784; i++) CHECK(out[i] == 0xCD);
}

/* At the extremes of size, sums must not overflow nor indices leave the 20×20. */
TEST(takes_every_size) {
    static const int sizes[][2] = {{1, 2},    {2, 1},    {2, 2},       {3, 4096},   {4096, 3},
                                   {1, 4096}, {4096, 1}, {4095, 4096}, {4096, 4096}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int width = sizes[i][0], height = sizes[i][1];
        size_t count = (size_t)width * (size_t)height;
        uint8_t out[784], *canvas = malloc(count);
        if (!CHECK(canvas != NULL)) return;
        memset(canvas, 255, count);
        canvas[0] = 0; /* a corner, then all but the border */
        CHECK(ink_prepare_grey(canvas, width, height, out, NULL) >= 0);
        for (int y = 1; y < height - 1; y++)
            if (width > 2) memset(canvas + (size_t)y * (size_t)width + 1, 0, (size_t)width - 2);
        CHECK(ink_prepare_grey(canvas, width, height, out, NULL) >= 0);
        free(canvas);
    }
}

/* Random blots of every small size: the sanitizers watch the bounds. */
TEST(keeps_within_its_buffers) {
    uint32_t state = 1;
    uint8_t guarded[16 + 784 + 16];
    memset(guarded, 0xCD, sizeof guarded);
    for (int round = 0; round < 3000; round++) {
        uint8_t canvas[45 * 45];
        int width = 1 + round % 45, height = 1 + round / 45 % 45;
        for (int i = 0; i < width * height; i++) {
            state = state * 1664525u + 1013904223u;
            canvas[i] = (state >> 24) > 250u - (unsigned)round % 200 ? (uint8_t)(state >> 16) : 0;
        }
        CHECK(ink_prepare_grey(canvas, width, height, guarded + 16, NULL) >= 0);
    }
    for (int i = 0; i < 16; i++) CHECK(guarded[i] == 0xCD && guarded[16 + 784 + i] == 0xCD);
}

int main(void) {
    RUN(finds_the_same_digit_at_any_size_place_and_polarity);
    RUN(says_when_nothing_is_drawn);
    RUN(takes_paper_noise_for_paper);
    RUN(bears_a_stroke_across_the_border);
    RUN(reads_every_kind_of_canvas);
    RUN(averages_areas_exactly);
    RUN(refuses_sizes_out_of_range);
    RUN(takes_every_size);
    RUN(keeps_within_its_buffers);
    return harness_end();
}
