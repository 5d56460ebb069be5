#include "data/augment.h"

#include <math.h>
#include <string.h>

#include "simd/f32x4_math.h"

enum { SHIFT, ROTATE, SCALE, SHEAR, ELASTIC, NOISE, ERASE };
const ink_param ink_augment_params[] = {
    {"shift", INK_PARAM_INTEGER, 0, 8, 0, "Moves by up to this many whole pixels each way."},
    {"rotate", INK_PARAM_NUMBER, 0, 180, 0, "Turns by up to this many degrees either way."},
    {"scale", INK_PARAM_NUMBER, 0, 0.5, 0, "Enlarges or shrinks by up to this share."},
    {"shear", INK_PARAM_NUMBER, 0, 1, 0, "Slants by up to this many pixels a row, either way."},
    {"elastic", INK_PARAM_NUMBER, 0, 8, 0,
     "Bends as if on rubber; how many pixels things move, typically."},
    {"noise", INK_PARAM_NUMBER, 0, 128, 0,
     "Adds bell-shaped noise of this standard deviation, in grey levels."},
    {"erase", INK_PARAM_NUMBER, 0, 0.5, 0,
     "Blanks a rectangle of up to this share of the image (random erasing)."},
    {0},
};

bool ink_augment_is_on(const double values[INK_MAX_PARAMS]) {
    for (int i = 0; ink_augment_params[i].name; i++)
        if (values[i] > 0) return true;
    return false;
}

bool ink_augment_keeps_background(const double values[INK_MAX_PARAMS]) {
    return values[NOISE] == 0;
}

/* Where the pixel at (x, y) of the result comes from: (x0 + xx·x + xy·y, and so on). */
typedef struct affine {
    float x0, xx, xy, y0, yx, yy;
} affine;

static float draw(ink_random *random, double limit) {
    return (float)limit * ink_random_between(random, -1, 1);
}

/* The inverse of: enlarge, slant, turn about the middle, then move. */
static affine draw_affine(const double *values, int height, int width, ink_random *random) {
    uint32_t shifts = 2 * (uint32_t)values[SHIFT] + 1;
    float right = (float)ink_random_below(random, shifts) - (float)values[SHIFT];
    float down = (float)ink_random_below(random, shifts) - (float)values[SHIFT];
    float angle = draw(random, values[ROTATE]) * 0x1.1df46ap-6f; /* π/180 */
    float larger = 1 + draw(random, values[SCALE]), slant = draw(random, values[SHEAR]);
    float c = ink_cosf(angle), s = ink_sinf(angle);
    affine map = {.xx = (c + slant * s) / larger,
                  .xy = (s - slant * c) / larger,
                  .yx = -s / larger,
                  .yy = c / larger};
    float x = (float)(width - 1) / 2, y = (float)(height - 1) / 2;
    map.x0 = x - map.xx * (x + right) - map.xy * (y + down);
    map.y0 = y - map.yx * (x + right) - map.yy * (y + down);
    return map;
}

/* How far each pixel is displaced: a uniform cubic B-spline over a grid of random
 * vectors, as in Rueckert and others, "Nonrigid registration using free-form
 * deformations" (1999): as smooth as the blurred noise of Simard, Steinkraus and
 * Platt, "Best practices for convolutional neural networks applied to visual document
 * analysis" (ICDAR 2003), and cheaper. */
enum { CELLS = 4, KNOTS = CELLS + 3 };

typedef struct elastic {
    bool on;
    float x[KNOTS][KNOTS], y[KNOTS][KNOTS];
} elastic;

static void draw_elastic(elastic *field, double pixels, ink_random *random) {
    field->on = pixels > 0;
    if (!field->on) return;
    /* A uniform number in ±1 has the variance ⅓; the spline keeps 151/315 of it along
     * each axis, on average. */
    double limit = pixels * 3.6133;
    for (int i = 0; i < KNOTS; i++)
        for (int j = 0; j < KNOTS; j++) {
            field->x[i][j] = draw(random, limit);
            field->y[i][j] = draw(random, limit);
        }
}

/* The cell in which pixel i of `side` lies, and the weights of its four knots. */
static int spline_weights(int i, int side, float weights[4]) {
    float at = ((float)i + 0.5f) * CELLS / (float)side;
    int cell = (int)at;
    float t = at - (float)cell, u = 1 - t;
    weights[0] = u * u * u / 6;
    weights[3] = t * t * t / 6;
    weights[1] = 2.0f / 3 - t * t * (1 - t / 2);
    weights[2] = 1 - weights[0] - weights[1] - weights[3];
    return cell;
}

/* The row's knots, from those of the whole field. */
static void blend_rows(const elastic *field, int y, int height, float x_row[KNOTS],
                       float y_row[KNOTS]) {
    float w[4];
    int cell = spline_weights(y, height, w);
    for (int j = 0; j < KNOTS; j++) {
        x_row[j] = y_row[j] = 0;
        for (int i = 0; i < 4; i++) {
            x_row[j] += w[i] * field->x[cell + i][j];
            y_row[j] += w[i] * field->y[cell + i][j];
        }
    }
}

static int pixel(int height, int width, const uint8_t *image, int row, int column) {
    bool inside = (unsigned)row < (unsigned)height && (unsigned)column < (unsigned)width;
    return inside ? image[row * width + column] : 0;
}

/* The image at (x, y), between pixels in 256 steps each way; 0 outside. */
static uint8_t sample(int height, int width, const uint8_t *image, float x, float y) {
    /* Further out nothing is seen of it, and a cast to int may not be defined. */
    if (!(x > -1 && y > -1 && x < (float)width && y < (float)height)) return 0;
    int right = (int)(x * 256 + 256.5f), down = (int)(y * 256 + 256.5f);
    int column = (right >> 8) - 1, row = (down >> 8) - 1, corners[4];
    right &= 255;
    down &= 255;
    if ((unsigned)row < (unsigned)(height - 1) && (unsigned)column < (unsigned)(width - 1)) {
        const uint8_t *p = image + row * width + column;
        corners[0] = p[0], corners[1] = p[1], corners[2] = p[width], corners[3] = p[width + 1];
    } else
        for (int i = 0; i < 4; i++)
            corners[i] = pixel(height, width, image, row + i / 2, column + i % 2);
    int above = corners[0] * (256 - right) + corners[1] * right;
    int below = corners[2] * (256 - right) + corners[3] * right;
    return (uint8_t)((above * (256 - down) + below * down + 32768) >> 16);
}

/* One resampling for all that moves pixels. */
static void resample(const affine *map, const elastic *field, int height, int width,
                     const uint8_t *image, uint8_t *out) {
    for (int r = 0; r < height; r++) {
        float x_row[KNOTS], y_row[KNOTS], w[4];
        if (field->on) blend_rows(field, r, height, x_row, y_row);
        for (int c = 0; c < width; c++) {
            float x = map->x0 + map->xx * (float)c + map->xy * (float)r;
            float y = map->y0 + map->yx * (float)c + map->yy * (float)r;
            if (field->on) {
                int cell = spline_weights(c, width, w);
                for (int i = 0; i < 4; i++) {
                    x += w[i] * x_row[cell + i];
                    y += w[i] * y_row[cell + i];
                }
            }
            *out++ = sample(height, width, image, x, y);
        }
    }
}

/* Nearly normal: the sum of four uniform bytes has mean 510 and variance 4·5461.25. */
static void add_noise(double deviation, size_t count, ink_random *random, uint8_t *out) {
    float scale = (float)(deviation / 147.8);
    for (size_t i = 0; i < count; i++) {
        uint32_t bits = ink_random_bits(random);
        int sum = (int)((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24));
        float value = (float)out[i] + scale * (float)(sum - 510) + 0.5f;
        out[i] = value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)value;
    }
}

/* Zhong and others, "Random erasing data augmentation" (2020), to blank paper: up to
 * that share of the area, at most twice as long as wide. */
static void erase(double share, int height, int width, ink_random *random, uint8_t *out) {
    float area = (float)share * ink_random_uniform(random) * (float)(height * width);
    float ratio = ink_random_between(random, 0.5f, 1);
    bool upright = ink_random_bits(random) & 1;
    int longer = (int)(sqrtf(area / ratio) + 0.5f), shorter = (int)(sqrtf(area * ratio) + 0.5f);
    int rows = upright ? longer : shorter, columns = upright ? shorter : longer;
    if (rows > height) rows = height;
    if (columns > width) columns = width;
    int top = (int)ink_random_below(random, (uint32_t)(height - rows) + 1);
    int left = (int)ink_random_below(random, (uint32_t)(width - columns) + 1);
    for (int r = top; r < top + rows; r++) memset(out + r * width + left, 0, (size_t)columns);
}

void ink_augment(const double values[INK_MAX_PARAMS], int height, int width, ink_random *random,
                 const uint8_t *image, uint8_t *out) {
    size_t count = (size_t)height * (size_t)width;
    bool moves = false;
    for (int i = SHIFT; i <= ELASTIC; i++) moves = moves || values[i] > 0;
    if (moves) {
        elastic field;
        affine map = draw_affine(values, height, width, random);
        draw_elastic(&field, values[ELASTIC], random);
        resample(&map, &field, height, width, image, out);
    } else
        memcpy(out, image, count);
    if (values[NOISE] > 0) add_noise(values[NOISE], count, random, out);
    if (values[ERASE] > 0) erase(values[ERASE], height, width, random, out);
}
