/* Plain twins of kernel/convolution.h. */
#ifndef INK_KERNEL_CONVOLUTION_REFERENCE_H
#define INK_KERNEL_CONVOLUTION_REFERENCE_H

#include <stddef.h>

#include "kernel/convolution.h"

/* Row r, column p of the columns: its pixel in the image, or −1 outside. */
static inline int ink__window_pixel(const ink_windows *w, int r, int p) {
    int c = r / (w->kernel * w->kernel), ky = r / w->kernel % w->kernel, kx = r % w->kernel;
    int y = p / w->out_width * w->stride + ky - w->padding;
    int x = p % w->out_width * w->stride + kx - w->padding;
    if (y < 0 || y >= w->height || x < 0 || x >= w->width) return -1;
    return (c * w->height + y) * w->width + x;
}

static inline void ink_windows_gather_reference(const ink_windows *w, const ink_real *image,
                                                ink_real *columns) {
    int rows = w->channels * w->kernel * w->kernel, outputs = w->out_height * w->out_width;
    for (int r = 0; r < rows; r++)
        for (int p = 0; p < outputs; p++) {
            int pixel = ink__window_pixel(w, r, p);
            columns[(size_t)r * outputs + p] = pixel < 0 ? 0 : image[pixel];
        }
}

static inline void ink_windows_scatter_reference(const ink_windows *w, const ink_real *dcolumns,
                                                 ink_real *dimage) {
    int rows = w->channels * w->kernel * w->kernel, outputs = w->out_height * w->out_width;
    for (int i = 0; i < w->channels * w->height * w->width; i++) dimage[i] = 0;
    for (int r = 0; r < rows; r++)
        for (int p = 0; p < outputs; p++) {
            int pixel = ink__window_pixel(w, r, p);
            if (pixel >= 0) dimage[pixel] += dcolumns[(size_t)r * outputs + p];
        }
}

#ifdef INK_REAL_IS_DOUBLE
#define ink_windows_gather  ink_windows_gather_reference
#define ink_windows_scatter ink_windows_scatter_reference
#endif

#endif
