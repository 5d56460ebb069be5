#include "kernel/spot.h"

void ink__add_spots(const spot *spot, const ink_spot *end, const float *panel, const float *from,
                    float *sums) {
    f32x4 s0 = f32x4_load(from), s1 = f32x4_load(from + 4), s2 = f32x4_load(from + 8);
    f32x4 s3 = f32x4_load(from + 12), s4 = f32x4_load(from + 16), s5 = f32x4_load(from + 20);
    f32x4 s6 = f32x4_load(from + 24), s7 = f32x4_load(from + 28);
    for (; spot != end; spot++) {
        const float *row = panel + spot->at * SPOT_WIDE;
        f32x4 value = f32x4_load_splat(&spot->value);
        s0 = f32x4_madd(value, f32x4_load(row), s0);
        s1 = f32x4_madd(value, f32x4_load(row + 4), s1);
        s2 = f32x4_madd(value, f32x4_load(row + 8), s2);
        s3 = f32x4_madd(value, f32x4_load(row + 12), s3);
        s4 = f32x4_madd(value, f32x4_load(row + 16), s4);
        s5 = f32x4_madd(value, f32x4_load(row + 20), s5);
        s6 = f32x4_madd(value, f32x4_load(row + 24), s6);
        s7 = f32x4_madd(value, f32x4_load(row + 28), s7);
    }
    f32x4_store(sums, s0), f32x4_store(sums + 4, s1), f32x4_store(sums + 8, s2);
    f32x4_store(sums + 12, s3), f32x4_store(sums + 16, s4), f32x4_store(sums + 20, s5);
    f32x4_store(sums + 24, s6), f32x4_store(sums + 28, s7);
}
