#include "kernel/gemm_pack.h"

#include <string.h>

#include "kernel/part.h"
#include "simd/f32x4.h"

enum { LANES = 4 };

/* panel(K,width) from x(used,K), in blocks of 4 by 4: row after row, as it is read. What the last
 * four lack are copies of its last row. */
static void pack_columns(int width, int used, int k, const float *x, size_t ld, float *panel) {
    for (int j = 0; j < k; j += LANES, x += LANES, panel += LANES * width)
        for (int i = 0; i < used; i += LANES) {
            int rows = used - i, left = k - j;
            const float *x0 = x + (size_t)i * ld, *x1 = rows > 1 ? x0 + ld : x0;
            const float *x2 = rows > 2 ? x1 + ld : x1, *x3 = rows > 3 ? x2 + ld : x2;
            float *to = panel + i;
            if (left < LANES) {
                for (int r = 0; r < left; r++, to += width)
                    to[0] = x0[r], to[1] = x1[r], to[2] = x2[r], to[3] = x3[r];
                continue;
            }
            f32x4 four[LANES] = {f32x4_load(x0), f32x4_load(x1), f32x4_load(x2), f32x4_load(x3)};
            f32x4_transpose(four);
            for (int r = 0; r < LANES; r++, to += width) f32x4_store(to, four[r]);
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
