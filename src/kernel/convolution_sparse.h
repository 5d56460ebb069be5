/* The way back of convolutions of stride 1 with small windows: only what is not zero in dy is
 * multiplied, and behind ReLU and max pooling most is. What kernel/convolution.h says holds; an
 * element of dweight is one accumulator over ascending images and outputs. */
#ifndef INK_KERNEL_CONVOLUTION_SPARSE_H
#define INK_KERNEL_CONVOLUTION_SPARSE_H

#include "kernel/convolution.h"

/* Wider windows are for others. */
enum { INK__SPARSE_KERNEL = 5 };

size_t ink__sparse_scratch(const ink_windows *windows, int filters);
void ink__sparse_backward_weight(const ink_convolution *conv, const float *x, const float *dy,
                                 float *dweight);
void ink__sparse_backward_input(const ink_convolution *conv, const float *dy, float *dx);

#endif
