#include "data/synthetic.h"

#include <math.h>
#include <string.h>

#include "base/random.h"
#include "data/ink.h"
#include "data/synthetic_skeletons.h"

enum { PIECES = 5, POINTS_LIMIT = INK__KNOTS_LIMIT * PIECES };

typedef struct dot {
    float x, y, radius;
    int starts; /* nothing is drawn from the dot before */
} dot;

typedef struct path {
    dot dots[POINTS_LIMIT];
    int count;
} path;

/* About normal: mean 0, deviation 1, within ±3.5 (Irwin–Hall of four). */
static float normal(ink_random *random) {
    float sum = ink_random_uniform(random);
    for (int i = 1; i < 4; i++) sum += ink_random_uniform(random);
    return (sum - 2.0f) * 1.7320508f;
}

static float clamp(float value, float low, float high) {
    return value < low ? low : value > high ? high : value;
}

/* Each ten hold each digit once, in an order drawn for them; ~group keeps these
 * numbers apart from any sample's own. */
static uint32_t label_of(uint64_t seed, uint32_t index) {
    uint32_t order[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    ink_random random = ink_random_make(seed, INK_STREAM_SYNTHETIC, ~(index / 10));
    ink_random_shuffle(&random, order, 10);
    return order[index % 10];
}

static const ink__style *choose_style(ink_random *random, const ink__style_list *list) {
    uint32_t total = 0;
    for (int i = 0; i < list->count; i++) total += list->styles[i].weight;
    uint32_t pick = ink_random_below(random, total);
    const ink__style *style = list->styles;
    while (pick >= style->weight) pick -= (style++)->weight;
    return style;
}

static float spline(float a, float b, float c, float d, float t) {
    return b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/* Adds the curve from knot i to i + 1 of the stroke, its first point excluded. */
static void add_span(path *path, const ink__knot *knots, const float *x, const float *y, int i,
                     int count) {
    int before = knots[i].pen == INK__PEN_SMOOTH ? i - 1 : i;
    int after =
        knots[i + 1].pen == INK__PEN_SMOOTH && i + 2 < count && knots[i + 2].pen != INK__PEN_DOWN
            ? i + 2
            : i + 1;
    for (int piece = 1; piece <= PIECES; piece++) {
        float t = (float)piece / PIECES;
        path->dots[path->count++] = (dot){.x = spline(x[before], x[i], x[i + 1], x[after], t),
                                          .y = spline(y[before], y[i], y[i + 1], y[after], t)};
    }
}

/* The style's knots as this writer puts them, in units of the digit's half height
 * around its middle, joined by splines. */
static void trace(ink_random *random, const ink__style *style, path *path) {
    float x[INK__KNOTS_LIMIT], y[INK__KNOTS_LIMIT];
    float habit = ink_random_between(random, -0.2f, 1.2f);
    float jitter = style->jitter * ink_random_between(random, 0.045f, 0.135f);
    float drift_x = 0.0f, drift_y = 0.0f; /* a hand that is off stays so for a while */
    for (int i = 0; i < style->count; i++) {
        const ink__knot *knot = &style->knots[i];
        float blend = habit + 0.5f * normal(random);
        drift_x = 0.7f * drift_x + jitter * normal(random);
        drift_y = 0.7f * drift_y + jitter * normal(random);
        x[i] = knot->x + blend * (float)(knot->u - knot->x) + drift_x;
        y[i] = knot->y + blend * (float)(knot->v - knot->y) + drift_y;
        x[i] = (x[i] - 45.0f) * 0.02f;
        y[i] = (y[i] - 50.0f) * 0.02f;
    }
    path->count = 0;
    for (int i = 0; i < style->count; i++) {
        if (style->knots[i].pen == INK__PEN_DOWN)
            path->dots[path->count++] = (dot){.x = x[i], .y = y[i], .starts = 1};
        if (i + 1 < style->count && style->knots[i + 1].pen != INK__PEN_DOWN)
            add_span(path, style->knots, x, y, i, style->count);
    }
}

/* Bends, slants, turns and stretches the path smoothly. */
static void warp(ink_random *random, path *path) {
    float bend[2][5];
    for (int axis = 0; axis < 2; axis++)
        for (int i = 0; i < 5; i++) bend[axis][i] = 0.11f * normal(random);
    float aspect = 1.0f + 0.14f * normal(random), slant = 0.17f + 0.25f * normal(random);
    float tangent = 0.1f * normal(random), cosine = 1.0f / sqrtf(1.0f + tangent * tangent);
    for (int i = 0; i < path->count; i++) {
        dot *dot = &path->dots[i];
        float x = dot->x, y = dot->y;
        float u = x + bend[0][0] * x * x + bend[0][1] * x * y + bend[0][2] * y * y +
                  bend[0][3] * y * y * y + bend[0][4] * x * x * y;
        float v = y + bend[1][0] * x * x + bend[1][1] * x * y + bend[1][2] * y * y +
                  bend[1][3] * x * x * x + bend[1][4] * x * y * y;
        u = u * aspect - slant * v;
        dot->x = cosine * (u - tangent * v);
        dot->y = cosine * (v + tangent * u);
    }
}

/* Sets the pen's radius along the path, in pixels of the 20×20 box. */
static void press(ink_random *random, path *path) {
    float radius = clamp(1.25f + 0.42f * normal(random), 0.6f, 3.0f);
    float trend = 0.26f * normal(random), swell = 0.2f * normal(random);
    for (int i = 0; i < path->count; i++) {
        float t = (float)i / (float)path->count;
        float change = trend * (2.0f * t - 1.0f) + swell * (8.0f * t * (1.0f - t) - 1.0f);
        path->dots[i].radius = radius * clamp(1.0f + change, 0.6f, 1.5f);
    }
}

typedef struct extent {
    float low, high;
} extent;

static void include(extent *extent, float low, float high) {
    if (low < extent->low) extent->low = low;
    if (high > extent->high) extent->high = high;
}

/* Scales the path so that its ink, edges included, is 20 pixels on the longer
 * side, and puts it in the middle of the box. The pen does not scale, so the scale
 * is found by iteration; three rounds bring it within a hundredth. */
static void fit(path *path, float edge) {
    extent across, down;
    float scale = 8.0f;
    for (int round = 0; round < 3; round++) {
        across = down = (extent){1e9f, -1e9f};
        for (int i = 0; i < path->count; i++) {
            const dot *dot = &path->dots[i];
            float reach = (dot->radius + edge) / scale;
            include(&across, dot->x - reach, dot->x + reach);
            include(&down, dot->y - reach, dot->y + reach);
        }
        float width = across.high - across.low, height = down.high - down.low;
        scale = INK_BOX / (width > height ? width : height);
    }
    for (int i = 0; i < path->count; i++) {
        dot *dot = &path->dots[i];
        dot->x = 0.5f * INK_BOX + scale * (dot->x - 0.5f * (across.low + across.high));
        dot->y = 0.5f * INK_BOX + scale * (dot->y - 0.5f * (down.low + down.high));
    }
}

/* Darkens the cells near the segment from a to b: full within the radius, fading
 * over 2·edge around it. */
static void draw_segment(const dot *a, const dot *b, float edge, float cells[400]) {
    float dx = b->x - a->x, dy = b->y - a->y, length2 = dx * dx + dy * dy;
    float inverse = length2 > 0 ? 1.0f / length2 : 0.0f, fade = 0.5f / edge;
    float reach = (a->radius > b->radius ? a->radius : b->radius) + edge;
    int x0 = (int)clamp((a->x < b->x ? a->x : b->x) - reach + 0.5f, 0, INK_BOX);
    int x1 = (int)clamp((a->x > b->x ? a->x : b->x) + reach + 0.5f, 0, INK_BOX);
    int y0 = (int)clamp((a->y < b->y ? a->y : b->y) - reach + 0.5f, 0, INK_BOX);
    int y1 = (int)clamp((a->y > b->y ? a->y : b->y) + reach + 0.5f, 0, INK_BOX);
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            float px = (float)x + 0.5f - a->x, py = (float)y + 0.5f - a->y;
            float t = clamp((px * dx + py * dy) * inverse, 0.0f, 1.0f);
            float ex = px - t * dx, ey = py - t * dy;
            float radius = a->radius + t * (b->radius - a->radius);
            float ink = (radius + edge - sqrtf(ex * ex + ey * ey)) * fade;
            float *cell = &cells[y * INK_BOX + x];
            if (ink > *cell) *cell = ink;
        }
}

static void draw(const path *path, float edge, uint8_t image[784]) {
    float cells[INK_BOX * INK_BOX] = {0};
    uint8_t bytes[INK_BOX * INK_BOX];
    for (int i = 1; i < path->count; i++)
        if (!path->dots[i].starts) draw_segment(&path->dots[i - 1], &path->dots[i], edge, cells);
    for (int i = 0; i < INK_BOX * INK_BOX; i++)
        bytes[i] = (uint8_t)(255.0f * clamp(cells[i], 0.0f, 1.0f) + 0.5f);
    ink__centre(bytes, image);
}

void ink_synthetic_digit(uint64_t seed, uint32_t index, uint8_t image[784], uint8_t *label) {
    ink_random random = ink_random_make(seed, INK_STREAM_SYNTHETIC, index);
    uint32_t digit = label_of(seed, index);
    float edge = ink_random_between(&random, 0.4f, 0.65f);
    path path;
    trace(&random, choose_style(&random, &ink__digit_styles[digit]), &path);
    warp(&random, &path);
    press(&random, &path);
    fit(&path, edge);
    draw(&path, edge, image);
    *label = (uint8_t)digit;
}

void ink_fake_sample(uint64_t seed, uint32_t index, uint8_t *image, size_t pixels, uint8_t *label,
                     int classes) {
    ink_random random = ink_random_make(seed, INK_STREAM_FAKE, index);
    *label = (uint8_t)ink_random_below(&random, (uint32_t)classes);
    uint32_t bits = 0;
    for (size_t i = 0; i < pixels; i++, bits >>= 8) {
        if (i % 4 == 0) bits = ink_random_bits(&random);
        image[i] = (uint8_t)bits;
    }
}
