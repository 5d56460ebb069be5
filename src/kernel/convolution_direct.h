/* The forward pass of convolutions of stride 1, from images in place: four outputs of a row at a
 * time, with no window ever written down. What kernel/convolution.h says holds. */
#ifndef INK_KERNEL_CONVOLUTION_DIRECT_H
#define INK_KERNEL_CONVOLUTION_DIRECT_H

#include "kernel/convolution.h"

/* Outputs of a plane, at least. */
enum { INK__DIRECT_LEAST = 4 };

size_t ink__direct_scratch(const ink_windows *windows, int filters);
void ink__direct_forward(const ink_convolution *conv, const float *bias, const float *x, float *y);

#endif
