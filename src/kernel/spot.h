/* Where a matrix is not zero: lists of numbers, each with the place of what it is multiplied by. */
#ifndef INK_KERNEL_SPOT_H
#define INK_KERNEL_SPOT_H

#include "kernel/part.h"
#include "kernel/sparse.h"
#include "simd/f32x4.h"

typedef ink_spot spot;

/* Writes it, and goes on behind it if it counts: a branch would often be guessed wrong. A list
 * needs room for one more than it comes to. */
static inline spot *note(spot *end, int at, float value, int counts) {
    *end = (spot){at, value};
    return end + (counts & 1);
}

/* Four numbers, zeros after the last of `left`, and a bit for each that is not zero. */
static inline int spot_four(const float *x, int left, float four[4]) {
    f32x4 numbers = f32x4_load_part(x, (size_t)left);
    f32x4_store(four, numbers);
    return ~u32x4_bitmask(f32x4_eq(numbers, f32x4_zero())) & 15;
}

/* Those of up to four numbers side by side: the first's place, and a step to each next one's. */
static inline spot *note_four(spot *end, const float *x, int left, int at, int step) {
    float four[4];
    int counts = spot_four(x, left, four);
    end = note(end, at, four[0], counts);
    end = note(end, at + step, four[1], counts >> 1);
    end = note(end, at + 2 * step, four[2], counts >> 2);
    return note(end, at + 3 * step, four[3], counts >> 3);
}

/* Columns of a panel: their sums are held in eight registers. */
enum { SPOT_WIDE = 32 };

/* sums(SPOT_WIDE) = from + the spots' values by the rows that they stand at of a panel(K,
 * SPOT_WIDE). */
void ink__add_spots(const spot *first, const spot *end, const float *panel, const float *from,
                    float *sums);

#endif
