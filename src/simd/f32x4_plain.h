/* What the back ends without WebAssembly do alike; included at their ends. */
#ifndef INK_SIMD_F32X4_PLAIN_H
#define INK_SIMD_F32X4_PLAIN_H

/* u32x4_splat; where constants are dear, of a number that the compiler does not know. */
static inline u32x4 u32x4_kept(uint32_t x) { return u32x4_splat(x); }

/* Writes a lane of a and the same of b for each of four bits that is set, one behind the other;
 * returns their end. They need room for four pairs: what stands behind them is not told. */
static inline float *f32x4_store_pairs(float *to, f32x4 a, f32x4 b, int bits) {
    float four_a[4], four_b[4];
    f32x4_store(four_a, a), f32x4_store(four_b, b);
    for (int i = 0; i < 4; i++, bits >>= 1) {
        memcpy(to, (float[2]){four_a[i], four_b[i]}, 2 * sizeof *to);
        to += 2 * (bits & 1);
    }
    return to;
}

#endif
