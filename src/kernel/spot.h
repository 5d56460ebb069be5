/* Where a matrix is not zero: lists of numbers, each with the place of what it is multiplied by. */
#ifndef INK_KERNEL_SPOT_H
#define INK_KERNEL_SPOT_H

#include "kernel/part.h"
#include "kernel/sparse.h"
#include "simd/f32x4.h"

typedef ink_spot spot;

/* A bit for each of four numbers that is not zero. Of a zero that it knows the compiler makes a
 * longer question. */
static inline int others_of(f32x4 four) {
    return ~u32x4_bitmask(f32x4_eq(four, f32x4_from_bits(u32x4_kept(0)))) & 15;
}

/* Those of four numbers that stand at these places. A list needs room for four more than it comes
 * to. */
static inline spot *note_four(spot *end, f32x4 four, u32x4 at) {
    return (spot *)f32x4_store_pairs((float *)end, f32x4_from_bits(at), four, others_of(four));
}

/* Columns of a panel: their sums are held in eight registers. */
enum { SPOT_WIDE = 32 };

/* sums(SPOT_WIDE) = from + the spots' values by the rows that they stand at of a panel(K,
 * SPOT_WIDE). */
void ink__add_spots(const spot *first, const spot *end, const float *panel, const float *from,
                    float *sums);

#endif
