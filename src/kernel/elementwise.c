#include "kernel/elementwise.h"

#include <stdbool.h>
#include <string.h>

#include "kernel/part.h"
#include "simd/f32x4.h"

void ink_relu(size_t count, const float *x, float *y) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) f32x4_store(y + i, f32x4_max(f32x4_load(x + i), f32x4_zero()));
    for (; i < count; i++) y[i] = x[i] < 0 ? 0 : x[i];
}

void ink_relu_backward(size_t count, const float *y, const float *dy, float *dx) {
    f32x4 zero = f32x4_zero();
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        u32x4 open = f32x4_lt(zero, f32x4_load(y + i));
        f32x4_store(dx + i, f32x4_select(open, f32x4_load(dy + i), zero));
    }
    for (; i < count; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}

void ink_fill(size_t count, float value, float *x) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) f32x4_store(x + i, f32x4_splat(value));
    for (; i < count; i++) x[i] = value;
}

void ink_copy(size_t count, const float *x, float *y) {
    if (x != y) memcpy(y, x, count * sizeof *y);
}

void ink_scale(size_t count, float factor, float *x) {
    f32x4 factors = f32x4_splat(factor);
    size_t i = 0;
    for (; i + 4 <= count; i += 4) f32x4_store(x + i, f32x4_mul(f32x4_load(x + i), factors));
    for (; i < count; i++) x[i] *= factor;
}

void ink_penalize(size_t count, float l1, float l2, const float *w, float *dw) {
    f32x4 zero = f32x4_zero(), up = f32x4_splat(l1), down = f32x4_splat(-l1);
    f32x4 factor = f32x4_splat(l2);
    for (size_t i = 0; i < count; i += 4) {
        size_t left = count - i;
        f32x4 weight = f32x4_load_part(w + i, left);
        f32x4 sign = f32x4_select(f32x4_lt(weight, zero), down, zero);
        sign = f32x4_select(f32x4_lt(zero, weight), up, sign);
        f32x4 pull = f32x4_add(sign, f32x4_mul(factor, weight));
        f32x4_store_part(dw + i, left, f32x4_add(f32x4_load_part(dw + i, left), pull));
    }
}

/* Two numbers from each 32 bits, the lower half first. */
void ink_draw_mask(ink_random *random, float rate, size_t count, uint8_t *mask) {
    uint16_t drop = (uint16_t)(rate * 65536.0f + 0.5f);
    for (size_t i = 0; i < count; i += 8) {
        uint8_t last[8];
        bool whole = count - i >= 8;
        u16x8_at_least(ink_random_four(random), drop, whole ? mask + i : last);
        if (!whole) memcpy(mask + i, last, count - i);
    }
}

void ink_apply_mask(size_t count, const uint8_t *mask, float scale, const float *x, float *y) {
    f32x4 factor = f32x4_splat(scale), zero = f32x4_zero();
    for (size_t i = 0; i < count; i += 4) {
        size_t left = count - i;
        uint8_t last[4] = {0};
        if (left < 4) memcpy(last, mask + i, left);
        u32x4 kept = f32x4_lt(zero, f32x4_load_u8(left < 4 ? last : mask + i));
        f32x4 scaled = f32x4_mul(f32x4_load_part(x + i, left), factor);
        f32x4_store_part(y + i, left, f32x4_select(kept, scaled, zero));
    }
}

void ink_lookup(size_t count, const uint8_t *bytes, const float table[256], float *y) {
    size_t i = 0;
    f32x4 blank = f32x4_splat(table[0]);
    for (; i + 8 <= count; i += 8, bytes += 8) {
        uint64_t eight;
        memcpy(&eight, bytes, sizeof eight);
        /* Most of an image is blank, and in runs. */
        if (eight == 0) {
            f32x4_store(y + i, blank), f32x4_store(y + i + 4, blank);
            continue;
        }
        for (size_t j = 0; j < 8; j++) y[i + j] = table[bytes[j]];
    }
    for (; i < count; i++) y[i] = table[*bytes++];
}
