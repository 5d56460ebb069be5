/* Our own exp, log, sin, cos, tanh, erf and pow: every build computes the same
 * bits, the relaxed one included, for nothing here is f32x4_madd. Errors are
 * stated in units of the last place, against double libm, as the tests measure
 * them. NaN gives NaN. Results below 2⁻¹²⁶ = 1.18e-38 are flushed to zero by exp
 * and pow; denormal arguments are read as they are. */
#ifndef INK_SIMD_F32X4_MATH_H
#define INK_SIMD_F32X4_MATH_H

#include <math.h>

#include "simd/f32x4.h"

/* Every byte of wasm is downloaded: there, what is long is no more than once. */
#ifdef __wasm__
#define INK__LONG static inline __attribute__((noinline))
#else
#define INK__LONG static inline
#endif

/* p·x + c, rounded twice in every build: one step of Horner's rule. */
static inline f32x4 ink__horner(f32x4 p, f32x4 x, float c) {
    return f32x4_add(f32x4_mul(p, x), f32x4_splat(c));
}

/* The nearest whole number, ties to even, for |x| < 2²²: in the low bits of
 * x + 1.5·2²³. */
#define INK__ROUNDER 0x1.8p23f

static inline u32x4 ink__sign(f32x4 x) {
    return u32x4_and(f32x4_bits(x), u32x4_splat(0x80000000u));
}

/* |magnitude| with that sign bit. */
static inline f32x4 ink__with_sign(f32x4 magnitude, u32x4 sign) {
    return f32x4_from_bits(u32x4_or(f32x4_bits(f32x4_abs(magnitude)), sign));
}

/* exp(x + tail) with |tail| ≪ 1: Cephes' expf (Moshier), ln 2 split after Cody
 * and Waite; the scale 2ⁿ is added to the exponent bits, so that n = 128 works. */
static inline f32x4 ink__exp_sum(f32x4 x, f32x4 tail) {
    f32x4 rounder = f32x4_splat(INK__ROUNDER);
    f32x4 shifted = f32x4_add(f32x4_mul(x, f32x4_splat(0x1.715476p+0f)), rounder);
    f32x4 n = f32x4_sub(shifted, rounder);
    f32x4 r = f32x4_sub(x, f32x4_mul(n, f32x4_splat(0.693359375f)));
    r = f32x4_sub(r, f32x4_mul(n, f32x4_splat(-2.12194440e-4f)));
    r = f32x4_add(r, tail);
    f32x4 p = f32x4_splat(1.9875691500e-4f);
    p = ink__horner(p, r, 1.3981999507e-3f);
    p = ink__horner(p, r, 8.3334519073e-3f);
    p = ink__horner(p, r, 4.1665795894e-2f);
    p = ink__horner(p, r, 1.6666665459e-1f);
    p = ink__horner(p, r, 5.0000001201e-1f);
    p = f32x4_add(f32x4_mul(p, f32x4_mul(r, r)), r);
    p = f32x4_add(p, f32x4_splat(1.0f));
    f32x4 y = f32x4_from_bits(u32x4_add(f32x4_bits(p), u32x4_shl(f32x4_bits(shifted), 23)));
    /* ln 2⁻¹²⁶ and ln 2¹²⁸, rounded inwards; past the latter x·3e38 is inf or NaN. */
    y = f32x4_select(f32x4_lt(x, f32x4_splat(-0x1.5d589ep+6f)), f32x4_zero(), y);
    return f32x4_select(f32x4_lt(x, f32x4_splat(0x1.62e430p+6f)), y,
                        f32x4_mul(x, f32x4_splat(3e38f)));
}

/* 1 ulp. exp(−inf) = 0; inf above 88.72283. */
INK__LONG f32x4 f32x4_exp(f32x4 x) { return ink__exp_sum(x, f32x4_zero()); }

/* x = m·2ᵉ with √½ ≤ m < √2, for 0 < x < inf, denormal x too. */
static inline f32x4 ink__split_exponent(f32x4 x, f32x4 *e) {
    u32x4 tiny = f32x4_lt(x, f32x4_splat(0x1p-126f));
    x = f32x4_select(tiny, f32x4_mul(x, f32x4_splat(0x1p24f)), x);
    /* From the bits of √½ on, so that the mantissa's range starts there. */
    u32x4 offset = u32x4_sub(f32x4_bits(x), u32x4_splat(0x3f3504f3u));
    /* The exponent with a bias of 256, so that it is no negative number. */
    u32x4 biased = u32x4_shr(u32x4_add(offset, u32x4_splat(256u << 23)), 23);
    f32x4 rounder = f32x4_splat(INK__ROUNDER);
    f32x4 exponent = f32x4_from_bits(u32x4_add(f32x4_bits(rounder), biased));
    *e = f32x4_sub(f32x4_sub(exponent, rounder),
                   f32x4_select(tiny, f32x4_splat(256.0f + 24.0f), f32x4_splat(256.0f)));
    u32x4 mantissa = u32x4_and(offset, u32x4_splat(0x007fffffu));
    return f32x4_from_bits(u32x4_add(mantissa, u32x4_splat(0x3f3504f3u)));
}

/* What log gives outside 0 < x < inf, y elsewhere. */
static inline f32x4 ink__log_ends(f32x4 x, f32x4 y) {
    f32x4 zero = f32x4_zero(), inf = f32x4_splat(INFINITY);
    y = f32x4_select(f32x4_lt(x, inf), y, x);
    y = f32x4_select(f32x4_lt(zero, x), y, f32x4_mul(x, f32x4_splat(NAN)));
    return f32x4_select(f32x4_eq(x, zero), f32x4_neg(inf), y);
}

/* 1 ulp. log(±0) = −inf, NaN below. Cephes' logf. */
INK__LONG f32x4 f32x4_log(f32x4 x) {
    f32x4 e, m = ink__split_exponent(x, &e);
    f32x4 f = f32x4_sub(m, f32x4_splat(1.0f)), z = f32x4_mul(f, f);
    f32x4 p = f32x4_splat(7.0376836292e-2f);
    p = ink__horner(p, f, -1.1514610310e-1f);
    p = ink__horner(p, f, 1.1676998740e-1f);
    p = ink__horner(p, f, -1.2420140846e-1f);
    p = ink__horner(p, f, 1.4249322787e-1f);
    p = ink__horner(p, f, -1.6668057665e-1f);
    p = ink__horner(p, f, 2.0000714765e-1f);
    p = ink__horner(p, f, -2.4999993993e-1f);
    p = ink__horner(p, f, 3.3333331174e-1f);
    f32x4 y = f32x4_mul(f32x4_mul(p, z), f);
    y = f32x4_add(y, f32x4_mul(e, f32x4_splat(-2.12194440e-4f)));
    y = f32x4_sub(y, f32x4_mul(z, f32x4_splat(0.5f)));
    y = f32x4_add(y, f);
    y = f32x4_add(y, f32x4_mul(e, f32x4_splat(0.693359375f)));
    return ink__log_ends(x, y);
}

/* sin(x + quarter·π/2): x less n·π/2 in five parts after Cody and Waite, the
 * first four of 11 bits, so that n·part is exact for |n| < 2¹³; polynomials of
 * Cephes' sinf and cosf on ±π/4. */
static inline f32x4 ink__sin_quarter(f32x4 x, uint32_t quarter) {
    f32x4 rounder = f32x4_splat(INK__ROUNDER);
    f32x4 shifted = f32x4_add(f32x4_mul(x, f32x4_splat(0x1.45f306p-1f)), rounder);
    f32x4 n = f32x4_sub(shifted, rounder);
    f32x4 r = f32x4_sub(x, f32x4_mul(n, f32x4_splat(0x1.92p+0f)));
    r = f32x4_sub(r, f32x4_mul(n, f32x4_splat(0x1.fb4p-12f)));
    r = f32x4_sub(r, f32x4_mul(n, f32x4_splat(0x1.444p-24f)));
    r = f32x4_sub(r, f32x4_mul(n, f32x4_splat(0x1.68cp-39f)));
    r = f32x4_sub(r, f32x4_mul(n, f32x4_splat(0x1.1a6264p-54f)));
    /* Far out, where the parts no longer cancel, this keeps sines within ±1. */
    r = f32x4_min(f32x4_max(r, f32x4_splat(-0.8f)), f32x4_splat(0.8f));
    f32x4 z = f32x4_mul(r, r);

    f32x4 s = f32x4_splat(-1.9515295891e-4f);
    s = ink__horner(s, z, 8.3321608736e-3f);
    s = ink__horner(s, z, -1.6666654611e-1f);
    s = f32x4_add(f32x4_mul(f32x4_mul(s, z), r), r);
    f32x4 c = f32x4_splat(2.443315711809948e-5f);
    c = ink__horner(c, z, -1.388731625493765e-3f);
    c = ink__horner(c, z, 4.166664568298827e-2f);
    c = f32x4_mul(f32x4_mul(c, z), z);
    c = f32x4_add(f32x4_sub(c, f32x4_mul(z, f32x4_splat(0.5f))), f32x4_splat(1.0f));

    u32x4 turn = u32x4_add(f32x4_bits(shifted), u32x4_splat(quarter));
    u32x4 odd = u32x4_sub(u32x4_splat(0), u32x4_and(turn, u32x4_splat(1)));
    u32x4 sign = u32x4_shl(u32x4_and(turn, u32x4_splat(2)), 30);
    return f32x4_from_bits(u32x4_xor(f32x4_bits(f32x4_select(odd, c, s)), sign));
}

/* 3 ulp for |x| ≤ 1e4; beyond, the error grows with x (|x| ≤ 1e6: 1e-3 at most)
 * until only −1 ≤ result ≤ 1 is left. ±inf give NaN. */
static inline f32x4 f32x4_sin(f32x4 x) {
    /* Zero keeps its sign, which x − n·part loses. */
    return f32x4_select(f32x4_eq(x, f32x4_zero()), x, ink__sin_quarter(x, 0));
}
static inline f32x4 f32x4_cos(f32x4 x) { return ink__sin_quarter(x, 1); }

/* 2 ulp. Cephes' tanhf. */
static inline f32x4 f32x4_tanh(f32x4 x) {
    f32x4 a = f32x4_abs(x), z = f32x4_mul(a, a), one = f32x4_splat(1.0f);
    f32x4 p = f32x4_splat(-5.70498872745e-3f);
    p = ink__horner(p, z, 2.06390887954e-2f);
    p = ink__horner(p, z, -5.37397155531e-2f);
    p = ink__horner(p, z, 1.33314422036e-1f);
    p = ink__horner(p, z, -3.33332819422e-1f);
    f32x4 near = f32x4_add(f32x4_mul(f32x4_mul(p, z), a), a);
    f32x4 growth = f32x4_add(f32x4_exp(f32x4_add(a, a)), one);
    f32x4 far = f32x4_sub(one, f32x4_div(f32x4_splat(2.0f), growth));
    return ink__with_sign(f32x4_select(f32x4_lt(a, f32x4_splat(0.625f)), near, far), ink__sign(x));
}

/* 2 ulp. Minimax polynomials by N. Juffa ("vectorizable implementation of erff",
 * Stack Overflow 35148198): below 0.93 of erf itself, above of log(1 − erf). */
static inline f32x4 f32x4_erf(f32x4 x) {
    /* From 4 on erf is 1 in float. */
    f32x4 a = f32x4_min(f32x4_abs(x), f32x4_splat(4.0f)), z = f32x4_mul(a, a);
    f32x4 p = f32x4_splat(-5.96761703e-4f);
    p = ink__horner(p, z, 4.99119423e-3f);
    p = ink__horner(p, z, -2.67681349e-2f);
    p = ink__horner(p, z, 1.12819925e-1f);
    p = ink__horner(p, z, -3.76125336e-1f);
    p = ink__horner(p, z, 1.28379166e-1f);
    f32x4 near = f32x4_add(f32x4_mul(p, a), a);
    f32x4 q = f32x4_splat(-1.72853470e-5f);
    q = ink__horner(q, a, 3.83197126e-4f);
    q = ink__horner(q, a, -3.88396438e-3f);
    q = ink__horner(q, a, 2.42546219e-2f);
    q = ink__horner(q, a, -1.06777877e-1f);
    q = ink__horner(q, a, -6.34846687e-1f);
    q = ink__horner(q, a, -1.28717512e-1f);
    q = f32x4_sub(f32x4_mul(q, a), a);
    f32x4 far = f32x4_sub(f32x4_splat(1.0f), f32x4_exp(q));
    u32x4 small = f32x4_lt(a, f32x4_splat(0.927734375f));
    return ink__with_sign(f32x4_select(small, near, far), ink__sign(x));
}

#include "simd/f32x4_pow.h"

/* The same of one number, through lane 0. */
static inline float ink_expf(float x) { return f32x4_lane0(f32x4_exp(f32x4_splat(x))); }
static inline float ink_logf(float x) { return f32x4_lane0(f32x4_log(f32x4_splat(x))); }
static inline float ink_sinf(float x) { return f32x4_lane0(f32x4_sin(f32x4_splat(x))); }
static inline float ink_cosf(float x) { return f32x4_lane0(f32x4_cos(f32x4_splat(x))); }
static inline float ink_tanhf(float x) { return f32x4_lane0(f32x4_tanh(f32x4_splat(x))); }
static inline float ink_erff(float x) { return f32x4_lane0(f32x4_erf(f32x4_splat(x))); }
static inline float ink_powf(float x, float y) {
    return f32x4_lane0(f32x4_pow(f32x4_splat(x), f32x4_splat(y)));
}

#endif
