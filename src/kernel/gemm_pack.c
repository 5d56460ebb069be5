#include "kernel/gemm_pack.h"

#include <string.h>

#include "kernel/part.h"
#include "simd/f32x4.h"

enum { LANES = 4 };

/* Columns of x that are turned before the next four rows' are: both stay in L1. */
enum { STRIP = 64 };

/* Four rows of x become four columns of y, as far as whole vectors go. */
static void transpose_four(int columns, const float *x, size_t ldx, float *y, size_t ldy) {
    const float *x1 = x + ldx, *x2 = x1 + ldx, *x3 = x2 + ldx;
    for (int j = 0; j + LANES <= columns; j += LANES) {
        f32x4 four[LANES] = {f32x4_load(x + j), f32x4_load(x1 + j), f32x4_load(x2 + j),
                             f32x4_load(x3 + j)};
        f32x4_transpose(four);
        f32x4_store(y, four[0]), y += ldy;
        f32x4_store(y, four[1]), y += ldy;
        f32x4_store(y, four[2]), y += ldy;
        f32x4_store(y, four[3]), y += ldy;
    }
}

void ink__transpose(int rows, int columns, const float *x, size_t ldx, float *y, size_t ldy) {
    int fours = rows / LANES * LANES;
    for (int left = columns; left > 0; left -= STRIP, x += STRIP, y += STRIP * ldy) {
        int strip = left < STRIP ? left : STRIP, turned = strip / LANES * LANES;
        for (int i = 0; i < fours; i += LANES)
            transpose_four(strip, x + (size_t)i * ldx, ldx, y + i, ldy);
        for (int i = 0; i < rows; i++)
            for (int j = i < fours ? turned : 0; j < strip; j++)
                y[(size_t)j * ldy + (size_t)i] = x[(size_t)i * ldx + (size_t)j];
    }
}

void ink__pack_panel(int width, int used, int k, const float *x, size_t ld, bool across,
                     float *panel) {
    if (used < width) memset(panel, 0, (size_t)k * (size_t)width * sizeof *panel);
    if (across)
        ink__transpose(used, k, x, ld, panel, (size_t)width);
    else
        ink__copy_rows(k, used, x, (int)ld, panel, width);
}

void ink__pack_panels(int width, int first, int last, int count, int k, const float *x, size_t ld,
                      bool across, float *panels) {
    for (int p = first; p < last; p++) {
        int start = p * width, used = count - start < width ? count - start : width;
        ink__pack_panel(width, used, k, x + (across ? (size_t)start * ld : (size_t)start), ld,
                        across, panels + (size_t)p * (size_t)k * (size_t)width);
    }
}
