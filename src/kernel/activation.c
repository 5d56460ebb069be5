#include "kernel/activation.h"

#include "kernel/part.h"
#include "simd/f32x4_math.h"

/* y[i] = f(parameter, x[i]); inlined, so that f is no call. */
static inline void map(size_t count, float parameter, const float *x, float *y,
                       f32x4 (*f)(f32x4 parameter, f32x4 x)) {
    f32x4 p = f32x4_splat(parameter);
    for (size_t i = 0; i < count; i += 4)
        f32x4_store_part(y + i, count - i, f(p, f32x4_load_part(x + i, count - i)));
}

/* dx[i] = dy[i] · slope(parameter, z[i]), z being x or y. */
static inline void chain(size_t count, float parameter, const float *z, const float *dy, float *dx,
                         f32x4 (*slope)(f32x4 parameter, f32x4 z)) {
    f32x4 p = f32x4_splat(parameter);
    for (size_t i = 0; i < count; i += 4) {
        f32x4 s = slope(p, f32x4_load_part(z + i, count - i));
        f32x4_store_part(dx + i, count - i, f32x4_mul(f32x4_load_part(dy + i, count - i), s));
    }
}

static f32x4 one(void) { return f32x4_splat(1.0f); }

static f32x4 leaky(f32x4 slope, f32x4 x) {
    return f32x4_select(f32x4_lt(x, f32x4_zero()), f32x4_mul(slope, x), x);
}
static f32x4 leaky_slope(f32x4 slope, f32x4 z) {
    return f32x4_select(f32x4_lt(f32x4_zero(), z), one(), slope);
}

void ink_leaky_relu(size_t count, float slope, const float *x, float *y) {
    map(count, slope, x, y, leaky);
}
void ink_leaky_relu_backward(size_t count, float slope, const float *y, const float *dy,
                             float *dx) {
    chain(count, slope, y, dy, dx, leaky_slope);
}

void ink_prelu_backward(size_t count, float slope, const float *x, const float *dy, float *dx,
                        float *parts) {
    f32x4 zero = f32x4_zero();
    for (size_t i = 0; i < count; i += 4) {
        f32x4 value = f32x4_load_part(x + i, count - i);
        f32x4 part = f32x4_mul(f32x4_load_part(dy + i, count - i), value);
        f32x4_store_part(parts + i, count - i, f32x4_select(f32x4_lt(value, zero), part, zero));
    }
    if (dx) chain(count, slope, x, dy, dx, leaky_slope);
}

static f32x4 elu(f32x4 alpha, f32x4 x) {
    f32x4 below = f32x4_mul(alpha, f32x4_sub(f32x4_exp(x), one()));
    return f32x4_select(f32x4_lt(x, f32x4_zero()), below, x);
}
static f32x4 elu_slope(f32x4 alpha, f32x4 y) {
    return f32x4_select(f32x4_lt(f32x4_zero(), y), one(), f32x4_add(y, alpha));
}

void ink_elu(size_t count, float alpha, const float *x, float *y) { map(count, alpha, x, y, elu); }
void ink_elu_backward(size_t count, float alpha, const float *y, const float *dy, float *dx) {
    chain(count, alpha, y, dy, dx, elu_slope);
}

/* Φ(x) = ½(1 + erf(x/√2)) */
static f32x4 normal_below(f32x4 x) {
    f32x4 e = f32x4_erf(f32x4_mul(x, f32x4_splat(0x1.6a09e6p-1f)));
    return f32x4_mul(f32x4_splat(0.5f), f32x4_add(one(), e));
}
static f32x4 gelu(f32x4 unused, f32x4 x) {
    (void)unused;
    return f32x4_mul(x, normal_below(x));
}
/* Φ(x) + x·φ(x), φ(x) = e^(−x²/2)/√(2π) */
static f32x4 gelu_slope(f32x4 unused, f32x4 x) {
    (void)unused;
    f32x4 bell = f32x4_exp(f32x4_mul(f32x4_splat(-0.5f), f32x4_mul(x, x)));
    f32x4 density = f32x4_mul(f32x4_splat(0x1.988454p-2f), bell);
    return f32x4_add(normal_below(x), f32x4_mul(x, density));
}

void ink_gelu(size_t count, const float *x, float *y) { map(count, 0, x, y, gelu); }
void ink_gelu_backward(size_t count, const float *x, const float *dy, float *dx) {
    chain(count, 0, x, dy, dx, gelu_slope);
}

static f32x4 sigmoid(f32x4 unused, f32x4 x) {
    (void)unused;
    return f32x4_div(one(), f32x4_add(one(), f32x4_exp(f32x4_neg(x))));
}
static f32x4 sigmoid_slope(f32x4 unused, f32x4 y) {
    (void)unused;
    return f32x4_mul(y, f32x4_sub(one(), y));
}

void ink_sigmoid(size_t count, const float *x, float *y) { map(count, 0, x, y, sigmoid); }
void ink_sigmoid_backward(size_t count, const float *y, const float *dy, float *dx) {
    chain(count, 0, y, dy, dx, sigmoid_slope);
}

static f32x4 hyperbolic(f32x4 unused, f32x4 x) {
    (void)unused;
    return f32x4_tanh(x);
}
static f32x4 hyperbolic_slope(f32x4 unused, f32x4 y) {
    (void)unused;
    return f32x4_sub(one(), f32x4_mul(y, y));
}

void ink_tanh(size_t count, const float *x, float *y) { map(count, 0, x, y, hyperbolic); }
void ink_tanh_backward(size_t count, const float *y, const float *dy, float *dx) {
    chain(count, 0, y, dy, dx, hyperbolic_slope);
}

static f32x4 silu(f32x4 unused, f32x4 x) { return f32x4_mul(x, sigmoid(unused, x)); }
/* σ(x)·(1 + x·(1 − σ(x))) */
static f32x4 silu_slope(f32x4 unused, f32x4 x) {
    f32x4 s = sigmoid(unused, x);
    return f32x4_mul(s, f32x4_add(one(), f32x4_mul(x, f32x4_sub(one(), s))));
}

void ink_silu(size_t count, const float *x, float *y) { map(count, 0, x, y, silu); }
void ink_silu_backward(size_t count, const float *x, const float *dy, float *dx) {
    chain(count, 0, x, dy, dx, silu_slope);
}
