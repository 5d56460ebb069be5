/* Vector loops over any count: the last vector may be partly there. */
#ifndef INK_KERNEL_PART_H
#define INK_KERNEL_PART_H

#include <stddef.h>

#include "simd/f32x4.h"

/* Fewer than four numbers, zeros after them. */
f32x4 ink__load_few(const float *p, size_t count);
void ink__store_few(float *p, size_t count, f32x4 x);

/* Up to four numbers, zeros after the last of `left`. */
static inline f32x4 f32x4_load_part(const float *p, size_t left) {
    return left >= 4 ? f32x4_load(p) : ink__load_few(p, left);
}

static inline void f32x4_store_part(float *p, size_t left, f32x4 x) {
    if (left >= 4)
        f32x4_store(p, x);
    else
        ink__store_few(p, left, x);
}

/* For short rows: a call of memcpy would cost more. What is left over of whole vectors is copied
 * with what comes before it. */
static inline void copy_row(int count, const float *from, float *to) {
    int i = 0, last = count - 4;
    for (; i <= last; i += 4) f32x4_store(to + i, f32x4_load(from + i));
    if (i < count && last >= 0)
        f32x4_store(to + last, f32x4_load(from + last));
    else
        for (; i < count; i++) to[i] = from[i];
}

/* Rows of `count` numbers into a room whose other numbers are left alone. */
void ink__copy_rows(int rows, int count, const float *from, int from_pitch, float *to,
                    int to_pitch);

#endif
