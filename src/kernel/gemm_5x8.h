/* The innermost product: a tile of C, 5 rows by 8 columns, in 10 registers. Two vectors of b and
 * one of a make 13 of V8's 15. */
#ifndef INK_KERNEL_GEMM_5X8_H
#define INK_KERNEL_GEMM_5X8_H

#include <stddef.h>

#include "simd/f32x4.h"

enum { GEMM_ROWS = 5, GEMM_COLUMNS = 8 };

/* c(5,8) = from(5,8), or zeros where that is NULL, + a(5,K) · b(K,8), each in a panel: (K,5) and
 * (K,8). One pointer into each is what a loop of WebAssembly can keep up with: it adds to every
 * pointer by itself, so the one into b also tells when to stop. */
static inline void gemm_5x8(int k, const float *a, const float *b, const float *from, size_t ldf,
                            float *c, size_t ldc) {
    f32x4 c00 = f32x4_zero(), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
    f32x4 c30 = c00, c31 = c00, c40 = c00, c41 = c00;
    if (from) {
        c00 = f32x4_load(from), c01 = f32x4_load(from + 4), from += ldf;
        c10 = f32x4_load(from), c11 = f32x4_load(from + 4), from += ldf;
        c20 = f32x4_load(from), c21 = f32x4_load(from + 4), from += ldf;
        c30 = f32x4_load(from), c31 = f32x4_load(from + 4), from += ldf;
        c40 = f32x4_load(from), c41 = f32x4_load(from + 4);
    }
    for (const float *end = b + GEMM_COLUMNS * k; b != end; a += GEMM_ROWS, b += GEMM_COLUMNS) {
        f32x4 b0 = f32x4_load(b), b1 = f32x4_load(b + 4), row;
        row = f32x4_load_splat(a), c00 = f32x4_madd(row, b0, c00), c01 = f32x4_madd(row, b1, c01);
        row = f32x4_load_splat(a + 1);
        c10 = f32x4_madd(row, b0, c10), c11 = f32x4_madd(row, b1, c11);
        row = f32x4_load_splat(a + 2);
        c20 = f32x4_madd(row, b0, c20), c21 = f32x4_madd(row, b1, c21);
        row = f32x4_load_splat(a + 3);
        c30 = f32x4_madd(row, b0, c30), c31 = f32x4_madd(row, b1, c31);
        row = f32x4_load_splat(a + 4);
        c40 = f32x4_madd(row, b0, c40), c41 = f32x4_madd(row, b1, c41);
    }
    f32x4_store(c, c00), f32x4_store(c + 4, c01), c += ldc;
    f32x4_store(c, c10), f32x4_store(c + 4, c11), c += ldc;
    f32x4_store(c, c20), f32x4_store(c + 4, c21), c += ldc;
    f32x4_store(c, c30), f32x4_store(c + 4, c31), c += ldc;
    f32x4_store(c, c40), f32x4_store(c + 4, c41);
}

#endif
