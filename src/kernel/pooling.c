#include "kernel/pooling.h"

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

void ink_max_pool(const ink_pooling *p, const float *x, float *y) {
    float row[INK_MAX_WIDTH];
    for (size_t plane = 0; plane < p->planes; plane++, x += p->height * p->width)
        for (int i = 0; i < p->out_height; i++, y += p->out_width) {
            fold_columns(p, x + i * p->stride * p->width, row, f32x4_max);
            for (int j = 0; j < p->out_width; j++) {
                const float *window = row + j * p->stride;
                float best = window[0];
                for (int k = 1; k < p->size; k++) best = best < window[k] ? window[k] : best;
                y[j] = best;
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

void ink_max_pool_backward(const ink_pooling *p, const float *x, const float *y, const float *dy,
                           float *dx) {
    size_t size = (size_t)(p->height * p->width);
    memset(dx, 0, p->planes * size * sizeof *dx);
    for (size_t plane = 0; plane < p->planes; plane++, x += size, dx += size)
        for (int i = 0; i < p->out_height; i++)
            for (int j = 0; j < p->out_width; j++) {
                int corner = i * p->stride * p->width + j * p->stride;
                route_to_first(p, x + corner, *y++, *dy++, dx + corner);
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
