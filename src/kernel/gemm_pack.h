/* The factors of a product are brought into panels, in which the innermost kernel
 * reads straight ahead. */
#ifndef INK_KERNEL_GEMM_PACK_H
#define INK_KERNEL_GEMM_PACK_H

#include <stdbool.h>
#include <stddef.h>

/* y(columns,rows) = x(rows,columns)ᵀ, rows ldx and ldy apart. */
void ink__transpose(int rows, int columns, const float *x, size_t ldx, float *y, size_t ldy);

/* panel(K,width), of which only `used` columns exist: the rest is 0. `across` tells that x is
 * stored (used,K), otherwise (K,used), rows ld apart. */
void ink__pack_panel(int width, int used, int k, const float *x, size_t ld, bool across,
                     float *panel);

/* Packs panels first … last−1 of a factor, each `width` of its `count` columns:
 * panel p is panels + p·K·width. */
void ink__pack_panels(int width, int first, int last, int count, int k, const float *x, size_t ld,
                      bool across, float *panels);

#endif
