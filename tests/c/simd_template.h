/* One test for every SIMD back end: a test_simd_*.c chooses it by macro and
 * includes this. Each function is held to plain C on ordinary and special values;
 * the mathematical ones to double libm, and to one checksum on all back ends. */
#include "simd/f32x4_math.h"

#include "harness.h"
#include "kernel_support.h"

static const float values[] = {
    0.0f,      -0.0f,  1.0f,      -1.0f,      2.5f,   -3.75f,    0.1f,   -0.3f,   1e-3f,
    -7e4f,     1e-20f, -1e20f,    3e38f,      -3e38f, 0x1p-126f, 1e-40f, -1e-45f, INFINITY,
    -INFINITY, NAN,    8388609.f, 16777215.f, -0.5f,  1.5f,      0.0f,   NAN,     -1.0f,
};
enum { VALUES = sizeof values / sizeof *values - 3 }; /* three more, to load four from any */

typedef union lanes {
    float f[4];
    uint32_t u[4];
} lanes;

static lanes lanes_of(f32x4 a) {
    lanes l;
    f32x4_store(l.f, a);
    return l;
}
static lanes bits_of(u32x4 a) { return lanes_of(f32x4_from_bits(a)); }

/* For each a and b: the vector in `got`, lane by lane, is the number in `want`. */
#define CHECK_LANES(want, got)                                                                \
    for (int i = 0; i < VALUES; i++)                                                          \
        for (int j = 0; j < VALUES; j++) {                                                    \
            f32x4 va = f32x4_load(values + i), vb = f32x4_load(values + j);                   \
            lanes result = lanes_of(got);                                                     \
            (void)va, (void)vb;                                                               \
            for (int lane = 0; lane < 4; lane++) {                                            \
                float a = values[i + lane], b = values[j + lane];                             \
                (void)a, (void)b;                                                             \
                if (!CHECK(same_float(result.f[lane], want)))                                 \
                    printf("    " #got ": %a and %a give %a, not %a\n", a, b, result.f[lane], \
                           want);                                                             \
            }                                                                                 \
        }

TEST(arithmetic) {
    CHECK_LANES(a + b, f32x4_add(va, vb));
    CHECK_LANES(a - b, f32x4_sub(va, vb));
    CHECK_LANES(a * b, f32x4_mul(va, vb));
    CHECK_LANES(a / b, f32x4_div(va, vb));
    CHECK_LANES(sqrtf(a), f32x4_sqrt(va));
    CHECK_LANES(-a, f32x4_neg(va));
    CHECK_LANES(fabsf(a), f32x4_abs(va));
}

/* In which of two zeros, and with a NaN on either side, f32x4.h says a. */
TEST(minimum_and_maximum) {
    CHECK_LANES(b < a ? b : a, f32x4_min(va, vb));
    CHECK_LANES(a < b ? b : a, f32x4_max(va, vb));
    f32x4 nan = f32x4_splat(NAN), zero = f32x4_zero(), minus = f32x4_splat(-0.0f);
    CHECK(isnan(f32x4_lane0(f32x4_max(nan, zero))));
    CHECK(same_float(f32x4_lane0(f32x4_max(zero, nan)), 0.0f));
    CHECK(same_float(f32x4_lane0(f32x4_min(minus, zero)), -0.0f));
    CHECK(same_float(f32x4_lane0(f32x4_min(zero, minus)), 0.0f));
}

TEST(multiply_add) {
    static const float addends[] = {0.0f, -0.0f, 1.0f, -0.03f, 1e20f, INFINITY, NAN};
    for (size_t k = 0; k < sizeof addends / sizeof *addends; k++) {
        float c = addends[k];
        f32x4 vc = f32x4_splat(c);
#ifdef INK_SIMD_RELAXED
        CHECK_LANES((same_float(result.f[lane], fmaf(a, b, c)) ? fmaf(a, b, c) : a * b + c),
                    f32x4_madd(va, vb, vc));
#else
        CHECK_LANES(a * b + c, f32x4_madd(va, vb, vc));
#endif
    }
#ifndef INK_SIMD_RELAXED
    /* Fused, this would be 2⁻²⁴. */
    f32x4 x = f32x4_splat(1 + 0x1p-12f), y = f32x4_splat(-(1 + 0x1p-11f));
    CHECK(f32x4_lane0(f32x4_madd(x, x, y)) == 0);
#endif
}

TEST(comparison) {
    CHECK_LANES(a < b ? 1.0f : -2.0f,
                f32x4_select(f32x4_lt(va, vb), f32x4_splat(1), f32x4_splat(-2)));
    CHECK_LANES(a == b ? a : b, f32x4_select(f32x4_eq(va, vb), va, vb));
    lanes mask = bits_of(f32x4_lt(f32x4_zero(), f32x4_load(values + 1)));
    const uint32_t want[] = {0, 0xffffffffu, 0, 0xffffffffu};
    CHECK_EQ_BYTES(mask.u, want, sizeof want);
}

TEST(moves) {
    CHECK_LANES(a, va);
    CHECK_LANES(values[i], f32x4_splat(values[i]));
    CHECK_LANES(values[i], f32x4_load_splat(values + i));
    CHECK_LANES(0.0f, f32x4_zero());
    CHECK_LANES(values[i], f32x4_splat(f32x4_lane0(va)));
    float guarded[6] = {7, 7, 7, 7, 7, 7};
    f32x4_store(guarded + 1, f32x4_splat(2));
    CHECK(guarded[0] == 7 && guarded[1] == 2 && guarded[4] == 2 && guarded[5] == 7);

    uint8_t bytes[259];
    for (int i = 0; i < 259; i++) bytes[i] = (uint8_t)(i * 37);
    for (int i = 0; i < 256; i++) {
        lanes l = lanes_of(f32x4_load_u8(bytes + i));
        for (int lane = 0; lane < 4; lane++) CHECK(l.f[lane] == bytes[i + lane]);
    }
    for (int bits = 0; bits < 16; bits++) {
        float signs[4];
        for (int i = 0; i < 4; i++) signs[i] = bits >> i & 1 ? -1.0f : 1.0f;
        CHECK(u32x4_bitmask(f32x4_lt(f32x4_load(signs), f32x4_zero())) == bits);
    }
    uint8_t image[17];
    for (uint32_t bits = 0; bits < 1 << 16; bits += 257) {
        for (int i = 0; i < 16; i++) image[i + 1] = bits >> i & 1 ? (uint8_t)(1 << i % 8) : 0;
        CHECK(u8x16_others(image + 1) == (int)bits);
    }
    static const uint32_t words[] = {0x00010000u, 0x80007fffu, 0xffff8001u, 0x12341234u};
    static const uint16_t least[] = {0, 1, 2, 0x1234, 0x1235, 0x7fff, 0x8000, 0x8001, 0xffff};
    for (size_t i = 0; i < sizeof least / sizeof *least; i++) {
        uint8_t ones[10] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
        u16x8_at_least(words, least[i], ones + 1);
        for (int j = 0; j < 8; j++)
            CHECK(ones[j + 1] == ((words[j / 2] >> j % 2 * 16 & 0xffff) >= least[i]));
        CHECK(ones[0] == 7 && ones[9] == 7);
    }
    f32x4 low = f32x4_load((float[]){0, 1, 2, 3}), high = f32x4_load((float[]){4, 5, 6, 7});
    static const float zip_low[] = {0, 4, 1, 5}, zip_high[] = {2, 6, 3, 7};
    for (int i = 0; i < 4; i++) {
        CHECK(lanes_of(f32x4_even(low, high)).f[i] == (float)(2 * i));
        CHECK(lanes_of(f32x4_odd(low, high)).f[i] == (float)(2 * i + 1));
        CHECK(lanes_of(f32x4_zip_low(low, high)).f[i] == zip_low[i]);
        CHECK(lanes_of(f32x4_zip_high(low, high)).f[i] == zip_high[i]);
    }
    f32x4 rows[4];
    for (int i = 0; i < 4; i++)
        rows[i] = f32x4_load((float[]){10.0f * i, 10.0f * i + 1, 10.0f * i + 2, 10.0f * i + 3});
    f32x4_transpose(rows);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) CHECK(lanes_of(rows[i]).f[j] == 10 * j + i);
}

TEST(store_pairs) {
    static const float some[] = {1, -0.0f, NAN, INFINITY};
    uint32_t words[4], got[2];
    memcpy(words, some, sizeof words);
    for (int bits = 0; bits < 16; bits++) {
        float room[10];
        for (int i = 0; i < 10; i++) room[i] = 7;
        f32x4 places = f32x4_from_bits(u32x4_steps(0x7fffffffu, 3));
        float *at = room + 1, *end = f32x4_store_pairs(at, places, f32x4_load(some), bits);
        for (uint32_t i = 0; i < 4; i++) {
            if (!(bits >> i & 1)) continue;
            memcpy(got, at, sizeof got), at += 2;
            CHECK(got[0] == 0x7fffffffu + 3 * i && got[1] == words[i]);
        }
        CHECK(at == end && room[0] == 7 && room[9] == 7);
    }
}

TEST(integers) {
    for (int lane = 0; lane < 4; lane++) {
        CHECK(bits_of(u32x4_steps(5, (uint32_t)-2)).u[lane] == 5u - 2u * (uint32_t)lane);
        CHECK(bits_of(u32x4_kept(9)).u[lane] == 9);
    }
    static const uint32_t words[] = {0, 1, 0x7fffffffu, 0x80000000u, 0xffffffffu, 0x3f800000u};
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < 6; j++) {
            uint32_t a = words[i], b = words[j];
            u32x4 va = u32x4_splat(a), vb = u32x4_splat(b);
            for (int lane = 0; lane < 4; lane++) {
                CHECK(bits_of(u32x4_add(va, vb)).u[lane] == a + b);
                CHECK(bits_of(u32x4_sub(va, vb)).u[lane] == a - b);
                CHECK(bits_of(u32x4_and(va, vb)).u[lane] == (a & b));
                CHECK(bits_of(u32x4_or(va, vb)).u[lane] == (a | b));
                CHECK(bits_of(u32x4_xor(va, vb)).u[lane] == (a ^ b));
                CHECK(bits_of(u32x4_shl(va, 23)).u[lane] == a << 23);
                CHECK(bits_of(u32x4_shr(va, 23)).u[lane] == a >> 23);
                CHECK(bits_of(u32x4_shr(u32x4_shl(va, 0), 31)).u[lane] == a >> 31);
            }
        }
    lanes one = bits_of(f32x4_bits(f32x4_splat(1)));
    CHECK(one.u[0] == 0x3f800000u && one.u[3] == 0x3f800000u);
}

/* The mathematical functions. */

typedef struct function {
    const char *name;
    f32x4 (*vector)(f32x4);
    double (*exact)(double);
    float low, high; /* where the bound holds, besides the special values */
    float ulps;
    uint32_t checksum;
} function;

static const function functions[] = {
    {"exp", f32x4_exp, exp, -90, 90, 1, 0xf4ee8ef9u},
    {"log", f32x4_log, log, 0, 1e6f, 1, 0x69cdcb23u},
    {"sin", f32x4_sin, sin, -1e4f, 1e4f, 3, 0xd26c00acu},
    {"cos", f32x4_cos, cos, -1e4f, 1e4f, 3, 0x1532f1a4u},
    {"tanh", f32x4_tanh, tanh, -10, 10, 2, 0x85db9683u},
    {"erf", f32x4_erf, erf, -5, 5, 2, 0xbf48d923u},
};
enum { FUNCTIONS = sizeof functions / sizeof *functions, INPUTS = 100000 };
static const uint32_t pow_checksum = 0x1d200031u;
static const float pow_ulps = 6;

/* How far off, in units of want's last place; 0 for NaN with NaN, and for zero
 * where want is below 2⁻¹²⁶ (or an ulp from it), inf where it is past the largest. */
static double ulps_off(float got, double want) {
    if (isnan(got) || isnan(want)) return isnan(got) && isnan(want) ? 0 : INFINITY;
    bool same_sign = !signbit(got) == !signbit(want);
    if (isinf(got)) return fabs(want) > 0x1.fffff8p127 && same_sign ? 0 : INFINITY;
    if (got == 0) return fabs(want) < 0x1.000002p-126 && same_sign ? 0 : INFINITY;
    int exponent;
    frexp(want, &exponent);
    return fabs((double)got - want) / ldexp(1, (exponent < -125 ? -125 : exponent) - 24);
}

/* Any bits at all, or uniform between low and high, in turn. */
static float input(ink_random *random, int i, float low, float high) {
    uint32_t bits = ink_random_bits(random);
    float any;
    memcpy(&any, &bits, sizeof any);
    return i % 2 ? any : low + (high - low) * ((float)(bits >> 8) * 0x1p-24f);
}

/* FNV-1a over a float's bytes, all NaNs being one. */
static uint32_t fnv1a(uint32_t hash, float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    if (isnan(x)) bits = 0x7fc00000u;
    for (int byte = 0; byte < 4; byte++, bits >>= 8) hash = (hash ^ (bits & 0xff)) * 16777619u;
    return hash;
}

static void check_checksum(const char *name, uint32_t got, uint32_t want) {
    if (!CHECK(got == want)) printf("    checksum of %s: 0x%08xu\n", name, got);
}

static void check_ulps(const char *name, double worst, float x, float y, float bound) {
    printf("    %s: %.2f ulp at most\n", name, worst);
    if (!CHECK(worst <= bound)) printf("    %s: too far off at %a, %a\n", name, x, y);
}

TEST(functions_of_one) {
    for (int f = 0; f < FUNCTIONS; f++) {
        const function *fn = &functions[f];
        ink_random random = ink_random_make(1, INK_STREAM_SYNTHETIC, 0);
        uint32_t hash = 2166136261u;
        double worst = 0;
        float at = 0;
        for (int i = 0; i < INPUTS; i += 4) {
            float x[4];
            for (int lane = 0; lane < 4; lane++)
                x[lane] = input(&random, i + lane, fn->low, fn->high);
            lanes y = lanes_of(fn->vector(f32x4_load(x)));
            for (int lane = 0; lane < 4; lane++) {
                hash = fnv1a(hash, y.f[lane]);
                /* sin and cos promise little far out; the others hold everywhere. */
                if (fn->high == 1e4f && fabsf(x[lane]) > 1e4f) continue;
                double off = ulps_off(y.f[lane], fn->exact(x[lane]));
                if (off > worst) worst = off, at = x[lane];
            }
        }
        check_checksum(fn->name, hash, fn->checksum);
        check_ulps(fn->name, worst, at, 0, fn->ulps);
    }
}

/* y is chosen so that most powers are in range. */
TEST(powers) {
    ink_random random = ink_random_make(2, INK_STREAM_SYNTHETIC, 0);
    uint32_t hash = 2166136261u;
    double worst = 0;
    float at_x = 0, at_y = 0;
    for (int i = 0; i < INPUTS; i++) {
        float x = input(&random, i, 0.5f, 2), y = input(&random, i / 2, -127, 127);
        if (i % 8 == 7) y = floorf(y), x = -fabsf(x);
        float power = ink_powf(x, y);
        hash = fnv1a(hash, power);
        double off = ulps_off(power, pow(x, y));
        if (off > worst) worst = off, at_x = x, at_y = y;
    }
    check_checksum("pow", hash, pow_checksum);
    check_ulps("pow", worst, at_x, at_y, pow_ulps);
    for (int i = 0; i < VALUES; i++)
        for (int j = 0; j < VALUES; j++)
            if (!CHECK(ulps_off(ink_powf(values[i], values[j]), pow(values[i], values[j])) <= 6))
                printf("    pow(%a, %a) = %a\n", values[i], values[j],
                       ink_powf(values[i], values[j]));
}

TEST(special_values) {
    for (int f = 0; f < FUNCTIONS; f++)
        for (int i = 0; i < VALUES; i++) {
            if (functions[f].high == 1e4f && fabsf(values[i]) > 1e4f && !isinf(values[i])) continue;
            float got = f32x4_lane0(functions[f].vector(f32x4_splat(values[i])));
            double want = functions[f].exact(values[i]);
            if (!CHECK(ulps_off(got, want) <= functions[f].ulps))
                printf("    %s(%a) = %a, not %a\n", functions[f].name, values[i], got, want);
        }
    CHECK(same_float(ink_sinf(-0.0f), -0.0f) && same_float(ink_sinf(0.0f), 0.0f));
    CHECK(same_float(ink_tanhf(-0.0f), -0.0f) && same_float(ink_erff(-0.0f), -0.0f));
    CHECK(ink_expf(0) == 1 && ink_cosf(0) == 1 && same_float(ink_logf(1), 0.0f));
    CHECK(ink_tanhf(20) == 1 && ink_erff(-9) == -1 && ink_erff(INFINITY) == 1);
}

/* Where exp's and pow's results leave the range of normal floats. */
TEST(ends_of_exp) {
    CHECK(isinf(ink_expf(0x1.62e430p+6f)) && ink_expf(0x1.62e42ep+6f) > 3.4e38f);
    CHECK(ink_expf(-0x1.5d58a0p+6f) == 0 && ink_expf(-0x1.5d589ep+6f) >= 0x1p-126f);
    CHECK(isinf(ink_expf(3e38f)) && ink_expf(-3e38f) == 0);
    CHECK(ink_powf(2, 127) == 0x1p127f && isinf(ink_powf(2, 128)));
    CHECK(ink_powf(2, -125) == 0x1p-125f && same_float(ink_powf(-2, -127), -0.0f));
}

TEST(sines_stay_sines) {
    ink_random random = ink_random_make(3, INK_STREAM_SYNTHETIC, 0);
    for (int i = 0; i < 10000; i++) {
        float x = input(&random, 1, 0, 0);
        if (isfinite(x)) CHECK(fabsf(ink_sinf(x)) <= 1 && fabsf(ink_cosf(x)) <= 1);
    }
    /* The floats closest to multiples of π/2 below 1e4. */
    CHECK(ulps_off(ink_sinf(0x1.921fb6p+1f), sin(0x1.921fb6p+1f)) <= 3);
    CHECK(ulps_off(ink_sinf(355), sin(355)) <= 3 && ulps_off(ink_cosf(5051.5f), cos(5051.5f)) <= 3);
}

int main(void) {
    RUN(arithmetic);
    RUN(minimum_and_maximum);
    RUN(multiply_add);
    RUN(comparison);
    RUN(moves);
    RUN(store_pairs);
    RUN(integers);
    RUN(functions_of_one);
    RUN(powers);
    RUN(special_values);
    RUN(ends_of_exp);
    RUN(sines_stay_sines);
    return harness_end();
}
