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

/* Of a plane: Σ (x − mean)·(z − mean), in the order of reduce.h, whatever its length. */
static inline float plane_products(size_t length, const float *x, const float *z, float mean) {
    f32x4 m = f32x4_splat(mean), s0 = f32x4_zero(), s1 = s0, s2 = s0, s3 = s0;
    size_t i = 0;
    for (; i + INK_SUM_LANES <= length; i += INK_SUM_LANES) {
        const float *a = x + i, *b = z + i;
        s0 = f32x4_madd(f32x4_sub(f32x4_load(a), m), f32x4_sub(f32x4_load(b), m), s0);
        s1 = f32x4_madd(f32x4_sub(f32x4_load(a + 4), m), f32x4_sub(f32x4_load(b + 4), m), s1);
        s2 = f32x4_madd(f32x4_sub(f32x4_load(a + 8), m), f32x4_sub(f32x4_load(b + 8), m), s2);
        s3 = f32x4_madd(f32x4_sub(f32x4_load(a + 12), m), f32x4_sub(f32x4_load(b + 12), m), s3);
    }
    float lanes[INK_SUM_LANES], total = 0;
    f32x4_store(lanes, s0), f32x4_store(lanes + 4, s1);
    f32x4_store(lanes + 8, s2), f32x4_store(lanes + 12, s3);
    for (int lane = 0; i < length; i++, lane++) lanes[lane] += (x[i] - mean) * (z[i] - mean);
    for (int lane = 0; lane < INK_SUM_LANES; lane++) total += lanes[lane];
    return total;
}

/* mean NULL stands for zeros. */
static void sum_products(const ink_channels *shape, const float *x, const float *z,
                         const float *mean, float *sums) {
    size_t channels = (size_t)shape->channels;
    for (size_t c = 0; c < channels; c++) sums[c] = 0;
    for (int n = 0; n < shape->samples; n++) {
        if (shape->plane > 1) {
            for (size_t c = 0; c < channels; c++, x += shape->plane, z += shape->plane)
                sums[c] += plane_products(shape->plane, x, z, mean ? mean[c] : 0);
            continue;
        }
        for (size_t c = 0; c < channels; c += 4) {
            size_t left = channels - c;
            f32x4 m = mean ? f32x4_load_part(mean + c, left) : f32x4_zero();
            f32x4 a = f32x4_sub(f32x4_load_part(x + c, left), m);
            f32x4 b = f32x4_sub(f32x4_load_part(z + c, left), m);
            f32x4_store_part(sums + c, left, f32x4_madd(a, b, f32x4_load_part(sums + c, left)));
        }
        x += channels, z += channels;
    }
}

void ink_channel_squares(const ink_channels *shape, const float *x, const float *mean,
                         float *sums) {
    sum_products(shape, x, x, mean, sums);
}

void ink_channel_products(const ink_channels *shape, const float *x, const float *z, float *sums) {
    sum_products(shape, x, z, NULL, sums);
}

void ink_channel_normalize(const ink_channels *shape, const float *x, const float *mean,
                           const float *scale, const float *factor, const float *offset,
                           float *normal, float *y) {
    run r = runs_of(shape);
    for (size_t k = 0; k < r.runs; k++, x += r.length, normal += r.length, y += r.length) {
        size_t channel = k % (size_t)shape->channels;
        for (size_t i = 0; i < r.length; i += 4) {
            size_t left = r.length - i;
            f32x4 v = f32x4_sub(f32x4_load_part(x + i, left), number(&r, mean, channel, i));
            v = f32x4_mul(v, number(&r, scale, channel, i));
            f32x4_store_part(normal + i, left, v);
            v = f32x4_mul(v, number(&r, factor, channel, i));
            f32x4_store_part(y + i, left, f32x4_add(v, number(&r, offset, channel, i)));
        }
    }
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
