/* GNU vector extensions of 16 bytes: SSE2 and NEON natively. */
#ifndef INK_SIMD_F32X4_GNU_H
#define INK_SIMD_F32X4_GNU_H

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef float f32x4 __attribute__((vector_size(16)));
typedef uint32_t u32x4 __attribute__((vector_size(16)));

static inline f32x4 f32x4_load(const float *p) {
    f32x4 a;
    memcpy(&a, p, sizeof a);
    return a;
}
static inline void f32x4_store(float *p, f32x4 a) { memcpy(p, &a, sizeof a); }
static inline f32x4 f32x4_splat(float x) { return (f32x4){x, x, x, x}; }
static inline f32x4 f32x4_load_splat(const float *p) { return f32x4_splat(*p); }
static inline f32x4 f32x4_zero(void) { return f32x4_splat(0.0f); }

static inline u32x4 f32x4_bits(f32x4 a) { return (u32x4)a; }
static inline f32x4 f32x4_from_bits(u32x4 a) { return (f32x4)a; }
static inline u32x4 u32x4_splat(uint32_t x) { return (u32x4){x, x, x, x}; }
/* x, x + step, x + 2·step, x + 3·step. */
static inline u32x4 u32x4_steps(uint32_t x, uint32_t step) {
    return (u32x4){x, x + step, x + 2 * step, x + 3 * step};
}
static inline u32x4 u32x4_add(u32x4 a, u32x4 b) { return a + b; }
static inline u32x4 u32x4_sub(u32x4 a, u32x4 b) { return a - b; }
static inline u32x4 u32x4_and(u32x4 a, u32x4 b) { return a & b; }
static inline u32x4 u32x4_or(u32x4 a, u32x4 b) { return a | b; }
static inline u32x4 u32x4_xor(u32x4 a, u32x4 b) { return a ^ b; }
/* By 0 … 31; shr brings in zeros. */
static inline u32x4 u32x4_shl(u32x4 a, int by) { return a << by; }
static inline u32x4 u32x4_shr(u32x4 a, int by) { return a >> by; }

static inline f32x4 f32x4_add(f32x4 a, f32x4 b) { return a + b; }
static inline f32x4 f32x4_sub(f32x4 a, f32x4 b) { return a - b; }
static inline f32x4 f32x4_mul(f32x4 a, f32x4 b) { return a * b; }
static inline f32x4 f32x4_div(f32x4 a, f32x4 b) { return a / b; }
static inline f32x4 f32x4_sqrt(f32x4 a) {
    return (f32x4){sqrtf(a[0]), sqrtf(a[1]), sqrtf(a[2]), sqrtf(a[3])};
}
static inline f32x4 f32x4_neg(f32x4 a) { return -a; }
static inline f32x4 f32x4_abs(f32x4 a) { return (f32x4)((u32x4)a & u32x4_splat(0x7fffffffu)); }

/* a·b + c, rounded twice. */
static inline f32x4 f32x4_madd(f32x4 a, f32x4 b, f32x4 c) { return a * b + c; }

static inline u32x4 f32x4_lt(f32x4 a, f32x4 b) { return (u32x4)(a < b); }
static inline u32x4 f32x4_eq(f32x4 a, f32x4 b) { return (u32x4)(a == b); }
static inline f32x4 f32x4_select(u32x4 mask, f32x4 a, f32x4 b) {
    return (f32x4)((mask & (u32x4)a) | (~mask & (u32x4)b));
}
static inline f32x4 f32x4_min(f32x4 a, f32x4 b) { return f32x4_select(f32x4_lt(b, a), b, a); }
static inline f32x4 f32x4_max(f32x4 a, f32x4 b) { return f32x4_select(f32x4_lt(a, b), b, a); }
static inline float f32x4_lane0(f32x4 a) { return a[0]; }
/* The highest bit of lane i as bit i. */
static inline int u32x4_bitmask(u32x4 a) {
#ifdef __SSE2__
    return __builtin_ia32_movmskps((f32x4)a);
#else
    u32x4 bits = a >> 31;
    return (int)(bits[0] | bits[1] << 1 | bits[2] << 2 | bits[3] << 3);
#endif
}

/* Four bytes as 0 … 255. */
static inline f32x4 f32x4_load_u8(const uint8_t *p) {
    typedef uint8_t u8x4 __attribute__((vector_size(4)));
    typedef int32_t i32x4 __attribute__((vector_size(16)));
    u8x4 bytes;
    memcpy(&bytes, p, sizeof bytes);
    return __builtin_convertvector(__builtin_convertvector(bytes, i32x4), f32x4);
}

/* Which of 16 bytes are not 0: byte i's as bit i. */
static inline int u8x16_others(const uint8_t *p) {
#ifdef __SSE2__
    typedef char i8x16 __attribute__((vector_size(16)));
    i8x16 bytes;
    memcpy(&bytes, p, sizeof bytes);
    return __builtin_ia32_pmovmskb128(bytes == (i8x16){0}) ^ 0xffff;
#else
    int others = 0;
    for (int i = 0; i < 16; i++) others |= (p[i] != 0) << i;
    return others;
#endif
}

/* Of eight halves of four words, the lower one of each first: 1 where it is `least` or more, else
 * 0. */
static inline void u16x8_at_least(const uint32_t words[4], uint16_t least, uint8_t eight[8]) {
    typedef uint16_t u16x8 __attribute__((vector_size(16)));
    typedef uint8_t u8x8 __attribute__((vector_size(8)));
    u16x8 halves;
    memcpy(&halves, words, sizeof halves);
    u8x8 ones = __builtin_convertvector((u16x8)(halves >= least) & 1, u8x8);
    memcpy(eight, &ones, sizeof ones);
}

/* Lanes 0 and 2, and lanes 1 and 3, of a and then of b. */
static inline f32x4 f32x4_even(f32x4 a, f32x4 b) {
    return __builtin_shufflevector(a, b, 0, 2, 4, 6);
}
static inline f32x4 f32x4_odd(f32x4 a, f32x4 b) {
    return __builtin_shufflevector(a, b, 1, 3, 5, 7);
}
/* The lower two, and the upper two, lanes of a and b in turn. */
static inline f32x4 f32x4_zip_low(f32x4 a, f32x4 b) {
    return __builtin_shufflevector(a, b, 0, 4, 1, 5);
}
static inline f32x4 f32x4_zip_high(f32x4 a, f32x4 b) {
    return __builtin_shufflevector(a, b, 2, 6, 3, 7);
}

/* rows[i][j] becomes rows[j][i]. */
static inline void f32x4_transpose(f32x4 rows[4]) {
    f32x4 ab_low = f32x4_zip_low(rows[0], rows[1]), ab_high = f32x4_zip_high(rows[0], rows[1]);
    f32x4 cd_low = f32x4_zip_low(rows[2], rows[3]), cd_high = f32x4_zip_high(rows[2], rows[3]);
    rows[0] = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
    rows[1] = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
    rows[2] = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
    rows[3] = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

#include "simd/f32x4_plain.h"

#endif
