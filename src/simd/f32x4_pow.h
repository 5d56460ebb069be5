/* f32x4_pow: part of f32x4_math.h, to be included through it. */
#ifndef INK_SIMD_F32X4_POW_H
#define INK_SIMD_F32X4_POW_H

/* An unevaluated sum of two floats, |low| at most about an ulp of high. */
typedef struct ink__pair {
    f32x4 high, low;
} ink__pair;

/* Exact for |a| ≥ |b| (Dekker 1971, "A floating-point technique for extending
 * the available precision"). */
static inline ink__pair ink__add_exactly(f32x4 a, f32x4 b) {
    f32x4 sum = f32x4_add(a, b);
    return (ink__pair){sum, f32x4_sub(b, f32x4_sub(sum, a))};
}

/* The upper 12 bits of a's 24: what is left has 12 too, so products of such
 * halves are exact. */
static inline f32x4 ink__upper_half(f32x4 a) {
    return f32x4_from_bits(u32x4_and(f32x4_bits(a), u32x4_splat(0xfffff000u)));
}

/* a·b exactly, unless it underflows (Dekker, as above). */
static inline ink__pair ink__multiply_exactly(f32x4 a, f32x4 b) {
    f32x4 a_high = ink__upper_half(a), a_low = f32x4_sub(a, a_high);
    f32x4 b_high = ink__upper_half(b), b_low = f32x4_sub(b, b_high);
    f32x4 product = f32x4_mul(a, b);
    f32x4 error = f32x4_sub(f32x4_mul(a_high, b_high), product);
    error = f32x4_add(error, f32x4_mul(a_high, b_low));
    error = f32x4_add(error, f32x4_mul(a_low, b_high));
    return (ink__pair){product, f32x4_add(error, f32x4_mul(a_low, b_low))};
}

/* log x for 0 < x < inf to about 2⁻³⁰ of itself: log m = 2 artanh s with
 * s = (m − 1) / (m + 1), the quotient as a pair. */
static inline ink__pair ink__log_pair(f32x4 x) {
    f32x4 e, m = ink__split_exponent(x, &e), one = f32x4_splat(1.0f);
    f32x4 f = f32x4_sub(m, one);
    ink__pair d = ink__add_exactly(f32x4_select(f32x4_lt(m, one), one, m),
                                   f32x4_select(f32x4_lt(m, one), m, one));
    f32x4 s = f32x4_div(f, d.high);
    ink__pair back = ink__multiply_exactly(s, d.high);
    f32x4 rest = f32x4_sub(f32x4_sub(f, back.high), back.low);
    f32x4 s_low = f32x4_div(f32x4_sub(rest, f32x4_mul(s, d.low)), d.high);
    f32x4 z = f32x4_mul(s, s);
    /* 2 artanh s = 2s + s·(2/3 z + 2/5 z² + …), |z| ≤ 0.0295. */
    f32x4 p = f32x4_splat(2.0f / 11.0f);
    p = ink__horner(p, z, 2.0f / 9.0f);
    p = ink__horner(p, z, 2.0f / 7.0f);
    p = ink__horner(p, z, 2.0f / 5.0f);
    p = ink__horner(p, z, 2.0f / 3.0f);
    f32x4 low = f32x4_add(f32x4_mul(f32x4_mul(p, z), s), f32x4_add(s_low, s_low));
    /* ln 2 with 15 bits, times e of 8 at most: exact. */
    ink__pair sum = ink__add_exactly(f32x4_mul(e, f32x4_splat(0x1.62e4p-1f)), f32x4_add(s, s));
    low = f32x4_add(low, f32x4_mul(e, f32x4_splat(0x1.7f7d1cp-20f)));
    return ink__add_exactly(sum.high, f32x4_add(sum.low, low));
}

/* Masks: whole where y is a whole number (inf too), odd where it is an odd one. */
static inline u32x4 ink__whole(f32x4 y, u32x4 *odd) {
    /* |y| + 2²³ rounds to a whole number, its parity in the lowest bit; from 2²³
     * on y is whole itself, from 2²⁴ on even. */
    f32x4 a = f32x4_abs(y), limit = f32x4_splat(0x1p23f);
    u32x4 small = f32x4_lt(a, limit);
    f32x4 shifted = f32x4_select(small, f32x4_add(a, limit), a);
    f32x4 rounded = f32x4_select(small, f32x4_sub(shifted, limit), a);
    u32x4 whole = f32x4_eq(rounded, a);
    u32x4 parity = u32x4_sub(u32x4_splat(0), u32x4_and(f32x4_bits(shifted), u32x4_splat(1)));
    *odd = u32x4_and(u32x4_and(parity, whole), f32x4_lt(a, f32x4_splat(0x1p24f)));
    return whole;
}

/* 6 ulp; signs, zeros, infinities and 1 as in C11, F.9.4.4: pow(x, 0) and
 * pow(1, y) are 1 for NaN too; NaN for x < 0 unless y is whole.
 * Inf and zero come where y·log x, rounded to float, leaves exp's range. */
static inline f32x4 f32x4_pow(f32x4 x, f32x4 y) {
    f32x4 zero = f32x4_zero(), one = f32x4_splat(1.0f), a = f32x4_abs(x);
    ink__pair log = ink__log_pair(a);
    ink__pair product = ink__multiply_exactly(log.high, y);
    f32x4 tail = f32x4_add(product.low, f32x4_mul(log.low, y));
    /* Out of exp's range, and for log 0 and log inf, the high part says it all. */
    f32x4 high = f32x4_mul(ink__log_ends(a, log.high), y);
    u32x4 exact = f32x4_lt(f32x4_abs(high), f32x4_splat(200.0f));
    f32x4 power = ink__exp_sum(high, f32x4_select(exact, tail, zero));
    power = f32x4_select(f32x4_eq(a, one), one, power);

    u32x4 odd, whole = ink__whole(y, &odd);
    f32x4 result = f32x4_from_bits(u32x4_xor(f32x4_bits(power), u32x4_and(odd, ink__sign(x))));
    /* No real power of a negative number; ±0 and −inf have them all. */
    f32x4 no_number = f32x4_select(f32x4_lt(f32x4_splat(-INFINITY), x), f32x4_splat(NAN), result);
    result = f32x4_select(whole, result, f32x4_select(f32x4_lt(x, zero), no_number, result));
    /* NaN on either side, except where the result is 1 whatever it is. */
    result = f32x4_select(f32x4_eq(x, x), result, x);
    result = f32x4_select(f32x4_eq(y, y), result, y);
    u32x4 always_one = u32x4_or(f32x4_eq(y, zero), f32x4_eq(x, one));
    return f32x4_select(always_one, one, result);
}

#endif
