/* Convolutions over batches of images. */
#ifndef INK_KERNEL_CONVOLUTION_H
#define INK_KERNEL_CONVOLUTION_H

#include <stddef.h>

#include "base/pool.h"
#include "base/real.h"

/* Square windows over an image(C,H,W) with zeros around it. */
typedef struct ink_windows {
    int channels, height, width; /* C, H, W */
    int kernel, stride, padding; /* K: a window's side */
    int out_height, out_width;   /* OH, OW: ⌊(H + 2·padding − K)/stride⌋ + 1 */
} ink_windows;

/* weight(O,C,K,K) over the windows of n images. Scratch holds ink_convolution_scratch
 * numbers and is written over. */
typedef struct ink_convolution {
    ink_windows windows;
    int filters, n; /* O, N */
    const ink_real *weight;
    ink_real *scratch;
    ink_pool *pool;
} ink_convolution;

/* For any number of images and threads. */
size_t ink_convolution_scratch(const ink_windows *windows, int filters);

/* y(N,O,OH,OW) = bias(O) + weight * x(N,C,H,W). Each number is one accumulator, from its
 * bias on over ascending c, ky, kx. */
void ink_convolution_forward(const ink_convolution *conv, const ink_real *bias, const ink_real *x,
                             ink_real *y);

/* dweight(O,C,K,K) of dy(N,O,OH,OW) and x, and dx(N,C,H,W) of dy. Sums run in an order
 * fixed by the shapes. */
void ink_convolution_backward_weight(const ink_convolution *conv, const ink_real *x,
                                     const ink_real *dy, ink_real *dweight);
void ink_convolution_backward_input(const ink_convolution *conv, const ink_real *dy, ink_real *dx);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
