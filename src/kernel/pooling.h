/* Pooling over square windows, channel by channel, and maxout over groups of
 * channels. Windows never look outside (no padding). */
#ifndef INK_KERNEL_POOLING_H
#define INK_KERNEL_POOLING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/real.h"

enum { INK_MAX_WIDTH = 8192 };

/* `planes` images (H,W), one after the other: samples times channels. */
typedef struct ink_pooling {
    size_t planes;
    int height, width;         /* H, W ≤ INK_MAX_WIDTH */
    int size, stride;          /* a window's side, and the step to the next */
    int out_height, out_width; /* ⌊(H − size)/stride⌋ + 1 */
    bool rectify;              /* max pooling takes ReLU of x, and its way back that of y > 0 */
} ink_pooling;

/* y(planes, OH, OW) = the largest of each window. */
void ink_max_pool(const ink_pooling *pooling, const ink_real *x, ink_real *y);

/* dx: dy goes to the first of a window's largest, found again by comparing. */
void ink_max_pool_backward(const ink_pooling *pooling, const ink_real *x, const ink_real *y,
                           const ink_real *dy, ink_real *dx);

/* y = the mean of each window: columns are summed first, from the top. */
void ink_average_pool(const ink_pooling *pooling, const ink_real *x, ink_real *y);
void ink_average_pool_backward(const ink_pooling *pooling, const ink_real *dy, ink_real *dx);

/* y(groups, plane) = the largest of x(groups, pieces, plane) over pieces. */
void ink_maxout(size_t groups, int pieces, size_t plane, const ink_real *x, ink_real *y);

/* dx: dy goes to the first of the largest. */
void ink_maxout_backward(size_t groups, int pieces, size_t plane, const ink_real *x,
                         const ink_real *y, const ink_real *dy, ink_real *dx);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
