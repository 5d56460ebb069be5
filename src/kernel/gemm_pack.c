#include "kernel/gemm_pack.h"

#include <string.h>

#include "kernel/part.h"
#include "simd/f32x4.h"

enum { LANES = 4 };

/* Columns of x that are turned before the next four rows' are: both stay in L1. */
enum { STRIP = 64 };

/* Four rows of x, as four columns of a panel; k of their numbers. */
static void pack_four(int width, int k, const float *x, size_t ld, float *panel) {
    const float *x1 = x + ld, *x2 = x1 + ld, *x3 = x2 + ld;
    for (int j = 0; j + LANES <= k; j += LANES) {
        f32x4 four[LANES] = {f32x4_load(x + j), f32x4_load(x1 + j), f32x4_load(x2 + j),
                             f32x4_load(x3 + j)};
        f32x4_transpose(four);
        f32x4_store(panel, four[0]), panel += width;
        f32x4_store(panel, four[1]), panel += width;
        f32x4_store(panel, four[2]), panel += width;
        f32x4_store(panel, four[3]), panel += width;
    }
}

/* panel(K,width) from x(used,K). */
static void pack_columns(int width, int used, int k, const float *x, size_t ld, float *panel) {
    int fours = used / LANES * LANES;
    for (int left = k; left > 0; left -= STRIP, x += STRIP, panel += STRIP * width) {
        int columns = left < STRIP ? left : STRIP, turned = columns / LANES * LANES;
        for (int i = 0; i < fours; i += LANES)
            pack_four(width, columns, x + (size_t)i * ld, ld, panel + i);
        for (int i = 0; i < used; i++)
            for (int j = i < fours ? turned : 0; j < columns; j++)
                panel[j * width + i] = x[(size_t)i * ld + (size_t)j];
    }
}

void ink__pack_panel(int width, int used, int k, const float *x, size_t ld, bool across,
                     float *panel) {
    if (used < width) memset(panel, 0, (size_t)k * (size_t)width * sizeof *panel);
    if (across)
        pack_columns(width, used, k, x, ld, panel);
    else
        copy_rows(k, used, x, (int)ld, panel, width);
}

void ink__pack_panels(int width, int first, int last, int count, int k, const float *x, size_t ld,
                      bool across, float *panels) {
    for (int p = first; p < last; p++) {
        int start = p * width, used = count - start < width ? count - start : width;
        ink__pack_panel(width, used, k, x + (across ? (size_t)start * ld : (size_t)start), ld,
                        across, panels + (size_t)p * (size_t)k * (size_t)width);
    }
}
