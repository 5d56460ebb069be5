/* The factors of a product are brought into panels, in which the innermost kernel
 * reads straight ahead. */
#ifndef INK_KERNEL_GEMM_PACK_H
#define INK_KERNEL_GEMM_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "simd/f32x4.h"

/* panel(K,width) from x(K,width), stored in rows of k. */
static inline void pack_rows(int width, int k, const float *x, size_t ld, float *panel) {
    for (; k > 0; k--, x += ld, panel += width)
        for (int i = 0; i < width; i += 4) f32x4_store(panel + i, f32x4_load(x + i));
}

/* panel(K,width) from x(width,K): transposed in blocks of 4 by 4. */
static inline void pack_columns(int width, int k, const float *x, size_t ld, float *panel) {
    int block = 0;
    for (; block + 4 <= k; block += 4)
        for (int i = 0; i < width; i += 4) {
            const float *from = x + i * ld + block;
            float *to = panel + (size_t)block * width + i;
            f32x4 rows[4] = {f32x4_load(from), f32x4_load(from + ld), f32x4_load(from + 2 * ld),
                             f32x4_load(from + 3 * ld)};
            f32x4_transpose(rows);
            for (int row = 0; row < 4; row++) f32x4_store(to + row * width, rows[row]);
        }
    for (; block < k; block++)
        for (int i = 0; i < width; i++) panel[(size_t)block * width + i] = x[i * ld + block];
}

/* The last panel, of which only `used` of its width exist: the rest is zero. */
static inline void pack_edge(int width, int used, int k, const float *x, size_t step, size_t step_k,
                             float *panel) {
    memset(panel, 0, (size_t)k * width * sizeof *panel);
    for (int row = 0; row < k; row++)
        for (int i = 0; i < used; i++) panel[(size_t)row * width + i] = x[i * step + row * step_k];
}

/* Packs panels first … last−1 of a factor, each `width` of its `count` columns:
 * panel p is panels + p·K·width. `across` tells that x is stored (count,K),
 * otherwise (K,count). */
static inline void pack_panels(int width, int first, int last, int count, int k, const float *x,
                               size_t ld, bool across, float *panels) {
    for (int p = first; p < last; p++) {
        float *panel = panels + (size_t)p * k * width;
        int start = p * width;
        const float *from = x + (across ? start * ld : (size_t)start);
        if (start + width > count)
            pack_edge(width, count - start, k, from, across ? ld : 1, across ? 1 : ld, panel);
        else if (across)
            pack_columns(width, k, from, ld, panel);
        else
            pack_rows(width, k, from, ld, panel);
    }
}

#endif
