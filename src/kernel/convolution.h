/* What turns a convolution into matrix products: each window of an image becomes
 * a column. */
#ifndef INK_KERNEL_CONVOLUTION_H
#define INK_KERNEL_CONVOLUTION_H

#include "base/real.h"

/* Square windows over an image(C,H,W) with zeros around it. */
typedef struct ink_windows {
    int channels, height, width; /* C, H, W */
    int kernel, stride, padding; /* K: a window's side */
    int out_height, out_width;   /* OH, OW: ⌊(H + 2·padding − K)/stride⌋ + 1 */
} ink_windows;

/* columns(C·K·K, OH·OW) from image(C,H,W); zeros where a window looks outside. */
void ink_windows_gather(const ink_windows *windows, const ink_real *image, ink_real *columns);

/* The opposite way: dimage(C,H,W) = for each pixel the sum over the windows that
 * saw it, in the order of dcolumns' rows. */
void ink_windows_scatter(const ink_windows *windows, const ink_real *dcolumns, ink_real *dimage);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
