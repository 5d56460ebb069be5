/* Plain twins of kernel/convolution.h. */
#ifndef INK_KERNEL_CONVOLUTION_REFERENCE_H
#define INK_KERNEL_CONVOLUTION_REFERENCE_H

#include <stddef.h>

#include "kernel/convolution.h"

/* Row r, column p of an image's windows: its pixel in the image, or −1 outside. */
static inline int ink__window_pixel(const ink_windows *w, int r, int p) {
    int c = r / (w->kernel * w->kernel), ky = r / w->kernel % w->kernel, kx = r % w->kernel;
    int y = p / w->out_width * w->stride + ky - w->padding;
    int x = p % w->out_width * w->stride + kx - w->padding;
    if (y < 0 || y >= w->height || x < 0 || x >= w->width) return -1;
    return (c * w->height + y) * w->width + x;
}

/* What the loops run over: rows of a window, outputs of an image, numbers of an image. */
typedef struct ink__windows_sizes {
    int rows, outputs, pixels;
} ink__windows_sizes;

static inline ink__windows_sizes ink__windows_sizes_of(const ink_windows *w) {
    return (ink__windows_sizes){w->channels * w->kernel * w->kernel, w->out_height * w->out_width,
                                w->channels * w->height * w->width};
}

static inline void ink_convolution_forward_reference(const ink_convolution *conv,
                                                     const ink_real *bias, const ink_real *x,
                                                     ink_real *y) {
    ink__windows_sizes s = ink__windows_sizes_of(&conv->windows);
    for (int n = 0; n < conv->n; n++, x += s.pixels)
        for (int o = 0; o < conv->filters; o++)
            for (int p = 0; p < s.outputs; p++) {
                ink_real sum = bias[o];
                for (int r = 0; r < s.rows; r++) {
                    int pixel = ink__window_pixel(&conv->windows, r, p);
                    if (pixel >= 0) sum += conv->weight[o * s.rows + r] * x[pixel];
                }
                *y++ = sum;
            }
}

static inline void ink_convolution_backward_weight_reference(const ink_convolution *conv,
                                                             const ink_real *x, const ink_real *dy,
                                                             ink_real *dweight) {
    ink__windows_sizes s = ink__windows_sizes_of(&conv->windows);
    for (int i = 0; i < conv->filters * s.rows; i++) dweight[i] = 0;
    for (int n = 0; n < conv->n; n++, x += s.pixels)
        for (int o = 0; o < conv->filters; o++, dy += s.outputs)
            for (int r = 0; r < s.rows; r++)
                for (int p = 0; p < s.outputs; p++) {
                    int pixel = ink__window_pixel(&conv->windows, r, p);
                    if (pixel >= 0) dweight[o * s.rows + r] += dy[p] * x[pixel];
                }
}

static inline void ink_convolution_backward_input_reference(const ink_convolution *conv,
                                                            const ink_real *dy, ink_real *dx) {
    ink__windows_sizes s = ink__windows_sizes_of(&conv->windows);
    for (int n = 0; n < conv->n; n++, dx += s.pixels) {
        for (int i = 0; i < s.pixels; i++) dx[i] = 0;
        for (int o = 0; o < conv->filters; o++, dy += s.outputs)
            for (int r = 0; r < s.rows; r++)
                for (int p = 0; p < s.outputs; p++) {
                    int pixel = ink__window_pixel(&conv->windows, r, p);
                    if (pixel >= 0) dx[pixel] += conv->weight[o * s.rows + r] * dy[p];
                }
    }
}

#ifdef INK_REAL_IS_DOUBLE
static inline size_t ink_convolution_scratch_reference(const ink_windows *windows, int filters) {
    (void)windows, (void)filters;
    return 0;
}

#define ink_convolution_scratch         ink_convolution_scratch_reference
#define ink_convolution_forward         ink_convolution_forward_reference
#define ink_convolution_backward_weight ink_convolution_backward_weight_reference
#define ink_convolution_backward_input  ink_convolution_backward_input_reference
#endif

#endif
