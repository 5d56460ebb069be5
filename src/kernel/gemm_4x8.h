/* The innermost product: a tile of C, 4 rows by 8 columns, in 8 registers. Two
 * vectors of b and one of a make 11 of V8's 15. */
#ifndef INK_KERNEL_GEMM_4X8_H
#define INK_KERNEL_GEMM_4X8_H

#include <stdbool.h>
#include <stddef.h>

#include "simd/f32x4.h"

enum { GEMM_ROWS = 4, GEMM_COLUMNS = 8 };

/* Where four rows of a stand, and how far it is from one k to the next. Rows that
 * are not there stand where the last one does. */
typedef struct gemm_rows {
    const float *row[GEMM_ROWS];
    size_t step;
} gemm_rows;

/* c(4,8) = [c +] a(4,K) · b(K,8), b in a panel (K,8). */
static inline void gemm_4x8(int k, const gemm_rows *a, const float *b, float *c, size_t ldc,
                            bool from_c) {
    const float *a0 = a->row[0], *a1 = a->row[1], *a2 = a->row[2], *a3 = a->row[3];
    size_t step = a->step;
    float *c0 = c, *c1 = c0 + ldc, *c2 = c1 + ldc, *c3 = c2 + ldc;
    f32x4 c00 = f32x4_zero(), c01 = c00, c10 = c00, c11 = c00;
    f32x4 c20 = c00, c21 = c00, c30 = c00, c31 = c00;
    if (from_c) {
        c00 = f32x4_load(c0), c01 = f32x4_load(c0 + 4);
        c10 = f32x4_load(c1), c11 = f32x4_load(c1 + 4);
        c20 = f32x4_load(c2), c21 = f32x4_load(c2 + 4);
        c30 = f32x4_load(c3), c31 = f32x4_load(c3 + 4);
    }
    for (; k > 0; k--, a0 += step, a1 += step, a2 += step, a3 += step, b += 8) {
        f32x4 b0 = f32x4_load(b), b1 = f32x4_load(b + 4), row;
        row = f32x4_load_splat(a0), c00 = f32x4_madd(row, b0, c00), c01 = f32x4_madd(row, b1, c01);
        row = f32x4_load_splat(a1), c10 = f32x4_madd(row, b0, c10), c11 = f32x4_madd(row, b1, c11);
        row = f32x4_load_splat(a2), c20 = f32x4_madd(row, b0, c20), c21 = f32x4_madd(row, b1, c21);
        row = f32x4_load_splat(a3), c30 = f32x4_madd(row, b0, c30), c31 = f32x4_madd(row, b1, c31);
    }
    f32x4_store(c0, c00), f32x4_store(c0 + 4, c01);
    f32x4_store(c1, c10), f32x4_store(c1 + 4, c11);
    f32x4_store(c2, c20), f32x4_store(c2 + 4, c21);
    f32x4_store(c3, c30), f32x4_store(c3 + 4, c31);
}

#endif
