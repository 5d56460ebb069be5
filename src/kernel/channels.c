#include "kernel/channels.h"

#include <stdbool.h>

#include "kernel/part.h"
#include "kernel/reduce.h"

void ink_channel_sums(const ink_channels *shape, const float *x, float *sums) {
    for (int c = 0; c < shape->channels; c++) sums[c] = 0;
    if (shape->plane == 1) {
        ink_column_sums(shape->samples, shape->channels, x, sums);
        return;
    }
    for (int n = 0; n < shape->samples; n++)
        for (int c = 0; c < shape->channels; c++, x += shape->plane)
            sums[c] += ink_sum(shape->plane, x);
}

/* Where planes are single numbers, a row of channels is one run of vectors with
 * factors of their own; otherwise a plane is, with one factor for all. */
typedef struct run {
    size_t length, runs;
    bool per_number;
} run;

static run runs_of(const ink_channels *shape) {
    size_t samples = (size_t)shape->samples, channels = (size_t)shape->channels;
    if (shape->plane == 1) return (run){channels, samples, true};
    return (run){shape->plane, samples * channels, false};
}

static inline f32x4 number(const run *r, const float *values, size_t channel, size_t i) {
    return r->per_number ? f32x4_load_part(values + i, r->length - i)
                         : f32x4_load_splat(values + channel);
}

void ink_channel_affine(const ink_channels *shape, const float *x, const float *factor,
                        const float *offset, float *y) {
    run r = runs_of(shape);
    for (size_t k = 0; k < r.runs; k++, x += r.length, y += r.length) {
        size_t channel = k % (size_t)shape->channels;
        for (size_t i = 0; i < r.length; i += 4) {
            f32x4 v =
                f32x4_mul(f32x4_load_part(x + i, r.length - i), number(&r, factor, channel, i));
            v = f32x4_add(v, number(&r, offset, channel, i));
            f32x4_store_part(y + i, r.length - i, v);
        }
    }
}

void ink_channel_blend(const ink_channels *shape, const float *x, const float *factor,
                       const float *z, const float *other, const float *offset, float *y) {
    run r = runs_of(shape);
    for (size_t k = 0; k < r.runs; k++, x += r.length, z += r.length, y += r.length) {
        size_t channel = k % (size_t)shape->channels;
        for (size_t i = 0; i < r.length; i += 4) {
            f32x4 v =
                f32x4_mul(f32x4_load_part(x + i, r.length - i), number(&r, factor, channel, i));
            f32x4 w =
                f32x4_mul(f32x4_load_part(z + i, r.length - i), number(&r, other, channel, i));
            v = f32x4_add(f32x4_add(v, w), number(&r, offset, channel, i));
            f32x4_store_part(y + i, r.length - i, v);
        }
    }
}
