#include "kernel/random_fill.h"

#include "simd/f32x4_math.h"

void ink_fill_uniform(ink_random *random, float low, float high, size_t count, float *x) {
    for (size_t i = 0; i < count; i++) x[i] = ink_random_between(random, low, high);
}

/* Four pairs at once. Of the last ones only those asked for are drawn. */
void ink_fill_normal(ink_random *random, float mean, float deviation, size_t count, float *x) {
    f32x4 means = f32x4_splat(mean), deviations = f32x4_splat(deviation);
    for (size_t start = 0; start < count; start += 8) {
        size_t length = count - start < 8 ? count - start : 8;
        float u[4] = {0}, v[4] = {0}, even[4], odd[4];
        for (size_t pair = 0; pair < (length + 1) / 2; pair++) {
            u[pair] = ink_random_uniform(random);
            v[pair] = ink_random_uniform(random);
        }
        f32x4 log = f32x4_log(f32x4_sub(f32x4_splat(1.0f), f32x4_load(u)));
        f32x4 radius = f32x4_sqrt(f32x4_mul(f32x4_splat(-2.0f), log));
        f32x4 angle = f32x4_mul(f32x4_splat(0x1.921fb6p+2f), f32x4_load(v));
        f32x4 cosine = f32x4_mul(radius, f32x4_cos(angle));
        f32x4 sine = f32x4_mul(radius, f32x4_sin(angle));
        f32x4_store(even, f32x4_add(means, f32x4_mul(deviations, cosine)));
        f32x4_store(odd, f32x4_add(means, f32x4_mul(deviations, sine)));
        for (size_t i = 0; i < length; i++) x[start + i] = i % 2 ? odd[i / 2] : even[i / 2];
    }
}
