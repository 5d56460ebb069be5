/* Channel by channel: what batch normalisation is made of. A tensor here is
 * x(N, C, plane): N samples, C channels, `plane` numbers each (1 after a dense
 * layer). */
#ifndef INK_KERNEL_CHANNELS_H
#define INK_KERNEL_CHANNELS_H

#include <stddef.h>

#include "base/real.h"

typedef struct ink_channels {
    int samples, channels; /* N, C */
    size_t plane;
} ink_channels;

/* sums(C), of each channel's numbers, sample after sample. */
void ink_channel_sums(const ink_channels *shape, const ink_real *x, ink_real *sums);

/* sums(C), of the squares of x − mean(C), and of the products x·z. */
void ink_channel_squares(const ink_channels *shape, const ink_real *x, const ink_real *mean,
                         ink_real *sums);
void ink_channel_products(const ink_channels *shape, const ink_real *x, const ink_real *z,
                          ink_real *sums);

/* normal = (x − mean(C))·scale(C); y = normal·factor(C) + offset(C); y may alias x. */
void ink_channel_normalize(const ink_channels *shape, const ink_real *x, const ink_real *mean,
                           const ink_real *scale, const ink_real *factor, const ink_real *offset,
                           ink_real *normal, ink_real *y);

/* y = x·factor(C) + offset(C); y may alias x. */
void ink_channel_affine(const ink_channels *shape, const ink_real *x, const ink_real *factor,
                        const ink_real *offset, ink_real *y);

/* y = x·factor(C) + z·other(C) + offset(C); y may alias x or z. */
void ink_channel_blend(const ink_channels *shape, const ink_real *x, const ink_real *factor,
                       const ink_real *z, const ink_real *other, const ink_real *offset,
                       ink_real *y);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
