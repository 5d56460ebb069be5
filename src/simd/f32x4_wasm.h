/* WebAssembly SIMD. */
#ifndef INK_SIMD_F32X4_WASM_H
#define INK_SIMD_F32X4_WASM_H

#include <stdint.h>
#include <wasm_simd128.h>

typedef v128_t f32x4;
typedef v128_t u32x4;

static inline f32x4 f32x4_load(const float *p) { return wasm_v128_load(p); }
static inline void f32x4_store(float *p, f32x4 a) { wasm_v128_store(p, a); }
static inline f32x4 f32x4_splat(float x) { return wasm_f32x4_splat(x); }
static inline f32x4 f32x4_load_splat(const float *p) { return wasm_v128_load32_splat(p); }
static inline f32x4 f32x4_zero(void) { return wasm_f32x4_const_splat(0.0f); }

static inline f32x4 f32x4_add(f32x4 a, f32x4 b) { return wasm_f32x4_add(a, b); }
static inline f32x4 f32x4_sub(f32x4 a, f32x4 b) { return wasm_f32x4_sub(a, b); }
static inline f32x4 f32x4_mul(f32x4 a, f32x4 b) { return wasm_f32x4_mul(a, b); }
static inline f32x4 f32x4_div(f32x4 a, f32x4 b) { return wasm_f32x4_div(a, b); }
static inline f32x4 f32x4_sqrt(f32x4 a) { return wasm_f32x4_sqrt(a); }
static inline f32x4 f32x4_neg(f32x4 a) { return wasm_f32x4_neg(a); }
static inline f32x4 f32x4_abs(f32x4 a) { return wasm_f32x4_abs(a); }
static inline f32x4 f32x4_min(f32x4 a, f32x4 b) { return wasm_f32x4_pmin(a, b); }
static inline f32x4 f32x4_max(f32x4 a, f32x4 b) { return wasm_f32x4_pmax(a, b); }

#ifndef INK_SIMD_RELAXED
/* a·b + c, rounded twice. */
static inline f32x4 f32x4_madd(f32x4 a, f32x4 b, f32x4 c) {
    return wasm_f32x4_add(wasm_f32x4_mul(a, b), c);
}
#endif

static inline u32x4 f32x4_lt(f32x4 a, f32x4 b) { return wasm_f32x4_lt(a, b); }
static inline u32x4 f32x4_eq(f32x4 a, f32x4 b) { return wasm_f32x4_eq(a, b); }
static inline f32x4 f32x4_select(u32x4 mask, f32x4 a, f32x4 b) {
    return wasm_v128_bitselect(a, b, mask);
}
static inline float f32x4_lane0(f32x4 a) { return wasm_f32x4_extract_lane(a, 0); }
/* The highest bit of lane i as bit i. */
static inline int u32x4_bitmask(u32x4 a) { return (int)wasm_i32x4_bitmask(a); }

/* Four bytes as 0 … 255. */
static inline f32x4 f32x4_load_u8(const uint8_t *p) {
    v128_t wide = wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(p));
    return wasm_f32x4_convert_i32x4(wasm_u32x4_extend_low_u16x8(wide));
}

/* Which of 16 bytes are not 0: byte i's as bit i. */
static inline int u8x16_others(const uint8_t *p) {
    v128_t zero = wasm_i8x16_eq(wasm_v128_load(p), wasm_i8x16_const_splat(0));
    return (int)(wasm_i8x16_bitmask(zero) ^ 0xffff);
}

/* Of eight halves of four words, the lower one of each first: 1 where it is `least` or more, else
 * 0. */
static inline void u16x8_at_least(const uint32_t words[4], uint16_t least, uint8_t eight[8]) {
    v128_t some = wasm_u16x8_ge(wasm_v128_load(words), wasm_u16x8_splat(least));
    v128_t ones = wasm_v128_and(some, wasm_u16x8_const_splat(1));
    wasm_v128_store64_lane(eight, wasm_u8x16_narrow_i16x8(ones, ones), 0);
}

/* Lanes 0 and 2, and lanes 1 and 3, of a and then of b. */
static inline f32x4 f32x4_even(f32x4 a, f32x4 b) { return wasm_i32x4_shuffle(a, b, 0, 2, 4, 6); }
static inline f32x4 f32x4_odd(f32x4 a, f32x4 b) { return wasm_i32x4_shuffle(a, b, 1, 3, 5, 7); }
/* The lower two, and the upper two, lanes of a and b in turn. */
static inline f32x4 f32x4_zip_low(f32x4 a, f32x4 b) { return wasm_i32x4_shuffle(a, b, 0, 4, 1, 5); }
static inline f32x4 f32x4_zip_high(f32x4 a, f32x4 b) {
    return wasm_i32x4_shuffle(a, b, 2, 6, 3, 7);
}

/* The bytes of those of four lanes whose bits are set, then others. */
#define INK__LANE(i) 4 * (i), 4 * (i) + 1, 4 * (i) + 2, 4 * (i) + 3
#define INK__LANES(i, j, k, l) \
    { INK__LANE(i), INK__LANE(j), INK__LANE(k), INK__LANE(l) }
static const uint8_t ink__chosen_lanes[16][16] = {
    INK__LANES(0, 0, 0, 0), INK__LANES(0, 0, 0, 0), INK__LANES(1, 0, 0, 0), INK__LANES(0, 1, 0, 0),
    INK__LANES(2, 0, 0, 0), INK__LANES(0, 2, 0, 0), INK__LANES(1, 2, 0, 0), INK__LANES(0, 1, 2, 0),
    INK__LANES(3, 0, 0, 0), INK__LANES(0, 3, 0, 0), INK__LANES(1, 3, 0, 0), INK__LANES(0, 1, 3, 0),
    INK__LANES(2, 3, 0, 0), INK__LANES(0, 2, 3, 0), INK__LANES(1, 2, 3, 0), INK__LANES(0, 1, 2, 3)};
#undef INK__LANES
#undef INK__LANE

/* Of bytes below 16 the relaxed one makes the same. */
#ifdef INK_SIMD_RELAXED
#define INK__SWIZZLE wasm_i8x16_relaxed_swizzle
#else
#define INK__SWIZZLE wasm_i8x16_swizzle
#endif

/* Writes a lane of a and the same of b for each of four bits that is set, one behind the other;
 * returns their end. They need room for four pairs: what stands behind them is not told. */
static inline float *f32x4_store_pairs(float *to, f32x4 a, f32x4 b, int bits) {
    v128_t lanes = wasm_v128_load(ink__chosen_lanes[bits]);
    a = INK__SWIZZLE(a, lanes), b = INK__SWIZZLE(b, lanes);
    f32x4_store(to, f32x4_zip_low(a, b));
    f32x4_store(to + 4, f32x4_zip_high(a, b));
    return to + 2 * __builtin_popcount((unsigned)bits);
}

/* rows[i][j] becomes rows[j][i]. */
static inline void f32x4_transpose(f32x4 rows[4]) {
    v128_t ab_low = f32x4_zip_low(rows[0], rows[1]), ab_high = f32x4_zip_high(rows[0], rows[1]);
    v128_t cd_low = f32x4_zip_low(rows[2], rows[3]), cd_high = f32x4_zip_high(rows[2], rows[3]);
    rows[0] = wasm_i32x4_shuffle(ab_low, cd_low, 0, 1, 4, 5);
    rows[1] = wasm_i32x4_shuffle(ab_low, cd_low, 2, 3, 6, 7);
    rows[2] = wasm_i32x4_shuffle(ab_high, cd_high, 0, 1, 4, 5);
    rows[3] = wasm_i32x4_shuffle(ab_high, cd_high, 2, 3, 6, 7);
}

static inline u32x4 f32x4_bits(f32x4 a) { return a; }
static inline f32x4 f32x4_from_bits(u32x4 a) { return a; }
static inline u32x4 u32x4_splat(uint32_t x) { return wasm_u32x4_splat(x); }
/* The same of a number that the compiler does not know: V8 makes a known one anew in each turn of
 * a loop, in three instructions. */
static inline u32x4 u32x4_kept(uint32_t x) {
    __asm__("" : "+r"(x));
    return u32x4_splat(x);
}
/* x, x + step, x + 2·step, x + 3·step. */
static inline u32x4 u32x4_steps(uint32_t x, uint32_t step) {
    return wasm_u32x4_make(x, x + step, x + 2 * step, x + 3 * step);
}
static inline u32x4 u32x4_add(u32x4 a, u32x4 b) { return wasm_i32x4_add(a, b); }
static inline u32x4 u32x4_sub(u32x4 a, u32x4 b) { return wasm_i32x4_sub(a, b); }
static inline u32x4 u32x4_and(u32x4 a, u32x4 b) { return wasm_v128_and(a, b); }
static inline u32x4 u32x4_or(u32x4 a, u32x4 b) { return wasm_v128_or(a, b); }
static inline u32x4 u32x4_xor(u32x4 a, u32x4 b) { return wasm_v128_xor(a, b); }
/* By 0 … 31; shr brings in zeros. */
static inline u32x4 u32x4_shl(u32x4 a, int by) { return wasm_i32x4_shl(a, (uint32_t)by); }
static inline u32x4 u32x4_shr(u32x4 a, int by) { return wasm_u32x4_shr(a, (uint32_t)by); }

#endif
