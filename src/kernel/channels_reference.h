/* Plain twins of kernel/channels.h. */
#ifndef INK_KERNEL_CHANNELS_REFERENCE_H
#define INK_KERNEL_CHANNELS_REFERENCE_H

#include "kernel/channels.h"
#include "kernel/reduce_reference.h"

static inline void ink_channel_sums_reference(const ink_channels *shape, const ink_real *x,
                                              ink_real *sums) {
    for (int c = 0; c < shape->channels; c++) sums[c] = 0;
    for (int n = 0; n < shape->samples; n++)
        for (int c = 0; c < shape->channels; c++, x += shape->plane)
            sums[c] += ink_sum_reference(shape->plane, x);
}

static inline void ink_channel_squares_reference(const ink_channels *shape, const ink_real *x,
                                                 const ink_real *mean, ink_real *sums) {
    for (int c = 0; c < shape->channels; c++) sums[c] = 0;
    for (int n = 0; n < shape->samples; n++)
        for (int c = 0; c < shape->channels; c++, x += shape->plane)
            for (size_t i = 0; i < shape->plane; i++)
                sums[c] += (x[i] - mean[c]) * (x[i] - mean[c]);
}

static inline void ink_channel_products_reference(const ink_channels *shape, const ink_real *x,
                                                  const ink_real *z, ink_real *sums) {
    for (int c = 0; c < shape->channels; c++) sums[c] = 0;
    for (int n = 0; n < shape->samples; n++)
        for (int c = 0; c < shape->channels; c++, x += shape->plane, z += shape->plane)
            for (size_t i = 0; i < shape->plane; i++) sums[c] += x[i] * z[i];
}

static inline void ink_channel_normalize_reference(const ink_channels *shape, const ink_real *x,
                                                   const ink_real *mean, const ink_real *scale,
                                                   const ink_real *factor, const ink_real *offset,
                                                   ink_real *normal, ink_real *y) {
    size_t count = (size_t)shape->samples * (size_t)shape->channels * shape->plane;
    for (size_t i = 0; i < count; i++) {
        size_t c = i / shape->plane % (size_t)shape->channels;
        normal[i] = (x[i] - mean[c]) * scale[c];
        y[i] = normal[i] * factor[c] + offset[c];
    }
}

static inline void ink_channel_affine_reference(const ink_channels *shape, const ink_real *x,
                                                const ink_real *factor, const ink_real *offset,
                                                ink_real *y) {
    size_t count = (size_t)shape->samples * (size_t)shape->channels * shape->plane;
    for (size_t i = 0; i < count; i++) {
        size_t c = i / shape->plane % (size_t)shape->channels;
        y[i] = x[i] * factor[c] + offset[c];
    }
}

static inline void ink_channel_blend_reference(const ink_channels *shape, const ink_real *x,
                                               const ink_real *factor, const ink_real *z,
                                               const ink_real *other, const ink_real *offset,
                                               ink_real *y) {
    size_t count = (size_t)shape->samples * (size_t)shape->channels * shape->plane;
    for (size_t i = 0; i < count; i++) {
        size_t c = i / shape->plane % (size_t)shape->channels;
        y[i] = x[i] * factor[c] + z[i] * other[c] + offset[c];
    }
}

#ifdef INK_REAL_IS_DOUBLE
#define ink_channel_sums      ink_channel_sums_reference
#define ink_channel_squares   ink_channel_squares_reference
#define ink_channel_products  ink_channel_products_reference
#define ink_channel_normalize ink_channel_normalize_reference
#define ink_channel_affine    ink_channel_affine_reference
#define ink_channel_blend     ink_channel_blend_reference
#endif

#endif
