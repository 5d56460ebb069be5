/* Plain C: four floats in a struct. */
#ifndef INK_SIMD_F32X4_SCALAR_H
#define INK_SIMD_F32X4_SCALAR_H

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef struct f32x4 {
    float lane[4];
} f32x4;

typedef struct u32x4 {
    uint32_t lane[4];
} u32x4;

/* The four lanes of an expression in i, a and b. */
#define INK__LANES(type, expression)                           \
    type result;                                               \
    for (int i = 0; i < 4; i++) result.lane[i] = (expression); \
    return result

static inline f32x4 f32x4_load(const float *p) { INK__LANES(f32x4, p[i]); }
static inline void f32x4_store(float *p, f32x4 a) { memcpy(p, a.lane, sizeof a.lane); }
static inline f32x4 f32x4_splat(float x) { INK__LANES(f32x4, x); }
static inline f32x4 f32x4_load_splat(const float *p) { return f32x4_splat(*p); }
static inline f32x4 f32x4_zero(void) { return f32x4_splat(0.0f); }

static inline f32x4 f32x4_add(f32x4 a, f32x4 b) { INK__LANES(f32x4, a.lane[i] + b.lane[i]); }
static inline f32x4 f32x4_sub(f32x4 a, f32x4 b) { INK__LANES(f32x4, a.lane[i] - b.lane[i]); }
static inline f32x4 f32x4_mul(f32x4 a, f32x4 b) { INK__LANES(f32x4, a.lane[i] * b.lane[i]); }
static inline f32x4 f32x4_div(f32x4 a, f32x4 b) { INK__LANES(f32x4, a.lane[i] / b.lane[i]); }
static inline f32x4 f32x4_sqrt(f32x4 a) { INK__LANES(f32x4, sqrtf(a.lane[i])); }
static inline f32x4 f32x4_neg(f32x4 a) { INK__LANES(f32x4, -a.lane[i]); }
static inline f32x4 f32x4_abs(f32x4 a) { INK__LANES(f32x4, fabsf(a.lane[i])); }
static inline f32x4 f32x4_min(f32x4 a, f32x4 b) {
    INK__LANES(f32x4, b.lane[i] < a.lane[i] ? b.lane[i] : a.lane[i]);
}
static inline f32x4 f32x4_max(f32x4 a, f32x4 b) {
    INK__LANES(f32x4, a.lane[i] < b.lane[i] ? b.lane[i] : a.lane[i]);
}

/* a·b + c, rounded twice. */
static inline f32x4 f32x4_madd(f32x4 a, f32x4 b, f32x4 c) {
    INK__LANES(f32x4, a.lane[i] * b.lane[i] + c.lane[i]);
}

static inline u32x4 f32x4_lt(f32x4 a, f32x4 b) {
    INK__LANES(u32x4, a.lane[i] < b.lane[i] ? 0xffffffffu : 0u);
}
static inline u32x4 f32x4_eq(f32x4 a, f32x4 b) {
    INK__LANES(u32x4, a.lane[i] == b.lane[i] ? 0xffffffffu : 0u);
}
static inline f32x4 f32x4_select(u32x4 mask, f32x4 a, f32x4 b) {
    INK__LANES(f32x4, mask.lane[i] ? a.lane[i] : b.lane[i]);
}
static inline float f32x4_lane0(f32x4 a) { return a.lane[0]; }
/* The highest bit of lane i as bit i. */
static inline int u32x4_bitmask(u32x4 a) {
    int mask = 0;
    for (int i = 0; i < 4; i++) mask |= (int)(a.lane[i] >> 31) << i;
    return mask;
}

/* Four bytes as 0 … 255. */
static inline f32x4 f32x4_load_u8(const uint8_t *p) { INK__LANES(f32x4, (float)p[i]); }

/* Lanes 0 and 2, and lanes 1 and 3, of a and then of b. */
static inline f32x4 f32x4_even(f32x4 a, f32x4 b) {
    return (f32x4){{a.lane[0], a.lane[2], b.lane[0], b.lane[2]}};
}
static inline f32x4 f32x4_odd(f32x4 a, f32x4 b) {
    return (f32x4){{a.lane[1], a.lane[3], b.lane[1], b.lane[3]}};
}
/* The lower two, and the upper two, lanes of a and b in turn. */
static inline f32x4 f32x4_zip_low(f32x4 a, f32x4 b) {
    return (f32x4){{a.lane[0], b.lane[0], a.lane[1], b.lane[1]}};
}
static inline f32x4 f32x4_zip_high(f32x4 a, f32x4 b) {
    return (f32x4){{a.lane[2], b.lane[2], a.lane[3], b.lane[3]}};
}

/* Which of 16 bytes are not 0: byte i's as bit i. */
static inline int u8x16_others(const uint8_t *p) {
    int others = 0;
    for (int i = 0; i < 16; i++) others |= (p[i] != 0) << i;
    return others;
}

/* Of eight halves of four words, the lower one of each first: 1 where it is `least` or more, else
 * 0. */
static inline void u16x8_at_least(const uint32_t words[4], uint16_t least, uint8_t eight[8]) {
    for (int i = 0; i < 8; i++) eight[i] = (words[i / 2] >> i % 2 * 16 & 0xffff) >= least;
}

/* rows[i][j] becomes rows[j][i]. */
static inline void f32x4_transpose(f32x4 rows[4]) {
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < i; j++) {
            float swapped = rows[i].lane[j];
            rows[i].lane[j] = rows[j].lane[i];
            rows[j].lane[i] = swapped;
        }
}

static inline u32x4 f32x4_bits(f32x4 a) {
    u32x4 bits;
    memcpy(&bits, &a, sizeof bits);
    return bits;
}
static inline f32x4 f32x4_from_bits(u32x4 bits) {
    f32x4 a;
    memcpy(&a, &bits, sizeof a);
    return a;
}
static inline u32x4 u32x4_splat(uint32_t x) { INK__LANES(u32x4, x); }
/* x, x + step, x + 2·step, x + 3·step. */
static inline u32x4 u32x4_steps(uint32_t x, uint32_t step) {
    return (u32x4){{x, x + step, x + 2 * step, x + 3 * step}};
}
static inline u32x4 u32x4_add(u32x4 a, u32x4 b) { INK__LANES(u32x4, a.lane[i] + b.lane[i]); }
static inline u32x4 u32x4_sub(u32x4 a, u32x4 b) { INK__LANES(u32x4, a.lane[i] - b.lane[i]); }
static inline u32x4 u32x4_and(u32x4 a, u32x4 b) { INK__LANES(u32x4, a.lane[i] & b.lane[i]); }
static inline u32x4 u32x4_or(u32x4 a, u32x4 b) { INK__LANES(u32x4, a.lane[i] | b.lane[i]); }
static inline u32x4 u32x4_xor(u32x4 a, u32x4 b) { INK__LANES(u32x4, a.lane[i] ^ b.lane[i]); }
/* By 0 … 31; shr brings in zeros. */
static inline u32x4 u32x4_shl(u32x4 a, int by) { INK__LANES(u32x4, a.lane[i] << by); }
static inline u32x4 u32x4_shr(u32x4 a, int by) { INK__LANES(u32x4, a.lane[i] >> by); }

#undef INK__LANES

#include "simd/f32x4_plain.h"

#endif
