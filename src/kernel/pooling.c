#include "kernel/pooling.h"

#include <math.h>
#include <string.h>

#include "kernel/part.h"

/* row(W) of one row of windows: its columns folded from the top. */
static inline void fold_columns(const ink_pooling *p, const float *top, float *row,
                                f32x4 (*fold)(f32x4, f32x4)) {
    for (int j = 0; j < p->width; j += 4) {
        size_t left = (size_t)(p->width - j);
        f32x4 folded = f32x4_load_part(top + j, left);
        for (int i = 1; i < p->size; i++)
            folded = fold(folded, f32x4_load_part(top + i * p->width + j, left));
        f32x4_store_part(row + j, left, folded);
    }
}

/* What no output of max pooling is below. */
static float floor_of(const ink_pooling *p) { return p->rectify ? 0 : -INFINITY; }

/* Windows of 2 by 2 side by side, the usual ones, are worked on four at a time. */
static bool is_halving(const ink_pooling *p) {
    return p->size == 2 && p->stride == 2 && p->out_width >= 4;
}

/* Where four outputs of a row begin: the last four do some of those before them again. */
static int four_from(const ink_pooling *p, int j) {
    return j + 4 <= p->out_width ? j : p->out_width - 4;
}

/* A row of outputs from the two rows below top. */
static void halve_row(const ink_pooling *p, const float *top, float *y) {
    f32x4 least = f32x4_splat(floor_of(p));
    for (int j = 0; j < p->out_width; j += 4) {
        int at = four_from(p, j);
        const float *x = top + 2 * at, *below = x + p->width;
        f32x4 left = f32x4_max(f32x4_load(x), f32x4_load(below));
        f32x4 right = f32x4_max(f32x4_load(x + 4), f32x4_load(below + 4));
        f32x4 largest = f32x4_max(f32x4_even(left, right), f32x4_odd(left, right));
        f32x4_store(y + at, f32x4_max(largest, least));
    }
}

static float at_least(float least, float x) { return x < least ? least : x; }

void ink_max_pool(const ink_pooling *p, const float *x, float *y) {
    float row[INK_MAX_WIDTH];
    for (size_t plane = 0; plane < p->planes; plane++, x += p->height * p->width)
        for (int i = 0; i < p->out_height; i++, y += p->out_width) {
            const float *top = x + i * p->stride * p->width;
            if (is_halving(p)) {
                halve_row(p, top, y);
                continue;
            }
            fold_columns(p, top, row, f32x4_max);
            for (int j = 0; j < p->out_width; j++) {
                const float *window = row + j * p->stride;
                float best = window[0];
                for (int k = 1; k < p->size; k++) best = best < window[k] ? window[k] : best;
                y[j] = at_least(floor_of(p), best);
            }
        }
}

void ink_average_pool(const ink_pooling *p, const float *x, float *y) {
    float row[INK_MAX_WIDTH], share = 1.0f / (float)(p->size * p->size);
    for (size_t plane = 0; plane < p->planes; plane++, x += p->height * p->width)
        for (int i = 0; i < p->out_height; i++, y += p->out_width) {
            fold_columns(p, x + i * p->stride * p->width, row, f32x4_add);
            for (int j = 0; j < p->out_width; j++) {
                const float *window = row + j * p->stride;
                float sum = window[0];
                for (int k = 1; k < p->size; k++) sum += window[k];
                y[j] = sum * share;
            }
        }
}

static void route_to_first(const ink_pooling *p, const float *x, float largest, float dy,
                           float *dx) {
    for (int i = 0; i < p->size; i++, x += p->width, dx += p->width)
        for (int j = 0; j < p->size; j++)
            if (x[j] == largest) {
                dx[j] += dy;
                return;
            }
}

/* Where x is the largest, takes what is left of dy. */
static inline f32x4 take_share(f32x4 x, f32x4 largest, f32x4 *left) {
    u32x4 here = f32x4_eq(x, largest);
    f32x4 share = f32x4_select(here, *left, f32x4_zero());
    *left = f32x4_select(here, f32x4_zero(), *left);
    return share;
}

/* The way back of halve_row(), into the two rows below top_dx. */
static void unhalve_row(const ink_pooling *p, const float *top, const float *y, const float *dy,
                        float *top_dx) {
    f32x4 least = f32x4_splat(floor_of(p));
    int width = p->width;
    for (int i = 0; i < p->out_width; i += 4) {
        int j = four_from(p, i);
        const float *x = top + 2 * j;
        float *dx = top_dx + 2 * j;
        f32x4 top0 = f32x4_load(x), top1 = f32x4_load(x + 4);
        f32x4 bottom0 = f32x4_load(x + width), bottom1 = f32x4_load(x + width + 4);
        f32x4 largest = f32x4_load(y + j);
        f32x4 left = f32x4_select(f32x4_lt(least, largest), f32x4_load(dy + j), f32x4_zero());
        f32x4 even = take_share(f32x4_even(top0, top1), largest, &left);
        f32x4 odd = take_share(f32x4_odd(top0, top1), largest, &left);
        f32x4_store(dx, f32x4_zip_low(even, odd)), f32x4_store(dx + 4, f32x4_zip_high(even, odd));
        even = take_share(f32x4_even(bottom0, bottom1), largest, &left);
        odd = take_share(f32x4_odd(bottom0, bottom1), largest, &left);
        f32x4_store(dx + width, f32x4_zip_low(even, odd));
        f32x4_store(dx + width + 4, f32x4_zip_high(even, odd));
    }
}

void ink_max_pool_backward(const ink_pooling *p, const float *x, const float *y, const float *dy,
                           float *dx) {
    size_t size = (size_t)(p->height * p->width);
    bool sets_all = is_halving(p) && p->width == 2 * p->out_width && p->height == 2 * p->out_height;
    if (!sets_all) memset(dx, 0, p->planes * size * sizeof *dx);
    for (size_t plane = 0; plane < p->planes; plane++, x += size, dx += size)
        for (int i = 0; i < p->out_height; i++, y += p->out_width, dy += p->out_width) {
            size_t row = (size_t)(i * p->stride * p->width);
            if (is_halving(p)) {
                unhalve_row(p, x + row, y, dy, dx + row);
                continue;
            }
            for (int j = 0; j < p->out_width; j++) {
                size_t corner = row + (size_t)(j * p->stride);
                if (y[j] > floor_of(p)) route_to_first(p, x + corner, y[j], dy[j], dx + corner);
            }
        }
}

void ink_average_pool_backward(const ink_pooling *p, const float *dy, float *dx) {
    size_t size = (size_t)(p->height * p->width);
    float share = 1.0f / (float)(p->size * p->size);
    memset(dx, 0, p->planes * size * sizeof *dx);
    for (size_t plane = 0; plane < p->planes; plane++, dx += size)
        for (int i = 0; i < p->out_height; i++)
            for (int j = 0; j < p->out_width; j++) {
                float part = *dy++ * share, *to = dx + i * p->stride * p->width + j * p->stride;
                for (int k = 0; k < p->size; k++, to += p->width)
                    for (int l = 0; l < p->size; l++) to[l] += part;
            }
}

void ink_maxout(size_t groups, int pieces, size_t plane, const float *x, float *y) {
    for (size_t g = 0; g < groups; g++, y += plane, x += (size_t)pieces * plane)
        for (size_t i = 0; i < plane; i += 4) {
            f32x4 best = f32x4_load_part(x + i, plane - i);
            for (int piece = 1; piece < pieces; piece++)
                best = f32x4_max(best, f32x4_load_part(x + (size_t)piece * plane + i, plane - i));
            f32x4_store_part(y + i, plane - i, best);
        }
}

void ink_maxout_backward(size_t groups, int pieces, size_t plane, const float *x, const float *y,
                         const float *dy, float *dx) {
    f32x4 zero = f32x4_zero();
    for (size_t g = 0; g < groups; g++, y += plane, dy += plane)
        for (size_t i = 0; i < plane; i += 4) {
            size_t left = plane - i, at = g * (size_t)pieces * plane + i;
            f32x4 largest = f32x4_load_part(y + i, left), rest = f32x4_load_part(dy + i, left);
            for (int piece = 0; piece < pieces; piece++, at += plane) {
                u32x4 here = f32x4_eq(f32x4_load_part(x + at, left), largest);
                f32x4_store_part(dx + at, left, f32x4_select(here, rest, zero));
                rest = f32x4_select(here, zero, rest);
            }
        }
}
