/* What the kernel tests share: arrays between guards, and equality of floats in
 * which all NaNs are one. */
#ifndef INK_TESTS_KERNEL_SUPPORT_H
#define INK_TESTS_KERNEL_SUPPORT_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"

enum { GUARD = 16 };

/* count floats between two guards; every number starts as NaN, so that reading
 * what was never written shows. Not aligned to 16 bytes, on purpose. */
typedef struct guarded {
    float *block, *x;
    size_t count;
} guarded;

static inline void guard_fill(float *x, size_t count, uint32_t bits) {
    for (size_t i = 0; i < count; i++) memcpy(x + i, &bits, sizeof bits);
}

static inline guarded guarded_make(size_t count) {
    guarded array = {.block = malloc((count + 2 * GUARD + 1) * sizeof(float)), .count = count};
    array.x = array.block + GUARD + 1;
    guard_fill(array.block, count + 2 * GUARD + 1, 0x7fedcba9u);
    return array;
}

static inline bool guard_whole(const float *x, size_t count) {
    uint32_t bits;
    for (size_t i = 0; i < count; i++)
        if (memcpy(&bits, x + i, sizeof bits), bits != 0x7fedcba9u) return false;
    return true;
}

/* Whether both guards still hold what they held; frees the array. */
static inline bool guarded_end(guarded array) {
    bool whole = guard_whole(array.block, GUARD + 1) && guard_whole(array.x + array.count, GUARD);
    free(array.block);
    return whole;
}

static inline bool same_float(float a, float b) {
    return (a != a && b != b) || memcmp(&a, &b, sizeof a) == 0;
}

static inline bool same_floats(size_t count, const float *a, const float *b) {
    for (size_t i = 0; i < count; i++)
        if (!same_float(a[i], b[i])) return false;
    return true;
}

/* Uniform in [−2, 2), reproducible. */
static inline void fill_random(uint32_t seed, size_t count, float *x) {
    ink_random random = ink_random_make(seed, INK_STREAM_SYNTHETIC, 0);
    for (size_t i = 0; i < count; i++) x[i] = ink_random_between(&random, -2, 2);
}

#endif
