#include "kernel/reduce.h"

#include <math.h>
#include <stdint.h>

#include "simd/f32x4.h"

/* So that each sum has a loop of its own, without a call for each vector, where it is built for
 * size, too. */
#define INLINE static inline __attribute__((always_inline))

static f32x4 square(f32x4 x) { return f32x4_mul(x, x); }
static f32x4 same(f32x4 x) { return x; }

/* One shard: four vectors are the 16 partial sums. */
INLINE float shard_sum(size_t length, const float *x, f32x4 (*value)(f32x4)) {
    f32x4 s0 = f32x4_zero(), s1 = s0, s2 = s0, s3 = s0;
    size_t i = 0;
    for (; i + INK_SUM_LANES <= length; i += INK_SUM_LANES) {
        s0 = f32x4_add(s0, value(f32x4_load(x + i)));
        s1 = f32x4_add(s1, value(f32x4_load(x + i + 4)));
        s2 = f32x4_add(s2, value(f32x4_load(x + i + 8)));
        s3 = f32x4_add(s3, value(f32x4_load(x + i + 12)));
    }
    float lanes[INK_SUM_LANES], total = 0;
    f32x4_store(lanes, s0), f32x4_store(lanes + 4, s1);
    f32x4_store(lanes + 8, s2), f32x4_store(lanes + 12, s3);
    for (int lane = 0; i < length; i++, lane++)
        lanes[lane] += f32x4_lane0(value(f32x4_load_splat(x + i)));
    for (int lane = 0; lane < INK_SUM_LANES; lane++) total += lanes[lane];
    return total;
}

INLINE float sharded_sum(size_t count, const float *x, f32x4 (*value)(f32x4)) {
    float total = 0;
    for (size_t start = 0; start < count; start += INK_SUM_SHARD) {
        size_t left = count - start;
        total += shard_sum(left < INK_SUM_SHARD ? left : INK_SUM_SHARD, x + start, value);
    }
    return total;
}

float ink_sum(size_t count, const float *x) { return sharded_sum(count, x, same); }

float ink_sum_squares(size_t count, const float *x) { return sharded_sum(count, x, square); }

/* Two lines of the cache at a time, whose sums stay in registers while the rows pass. */
void ink_column_sums(int m, int n, const float *x, float *sums) {
    int j = 0;
    for (; j + 32 <= n; j += 32) {
        const float *row = x + j;
        float *to = sums + j;
        f32x4 s0 = f32x4_load(to), s1 = f32x4_load(to + 4), s2 = f32x4_load(to + 8);
        f32x4 s3 = f32x4_load(to + 12), s4 = f32x4_load(to + 16), s5 = f32x4_load(to + 20);
        f32x4 s6 = f32x4_load(to + 24), s7 = f32x4_load(to + 28);
        for (int i = 0; i < m; i++, row += n) {
            s0 = f32x4_add(s0, f32x4_load(row)), s1 = f32x4_add(s1, f32x4_load(row + 4));
            s2 = f32x4_add(s2, f32x4_load(row + 8)), s3 = f32x4_add(s3, f32x4_load(row + 12));
            s4 = f32x4_add(s4, f32x4_load(row + 16)), s5 = f32x4_add(s5, f32x4_load(row + 20));
            s6 = f32x4_add(s6, f32x4_load(row + 24)), s7 = f32x4_add(s7, f32x4_load(row + 28));
        }
        f32x4_store(to, s0), f32x4_store(to + 4, s1), f32x4_store(to + 8, s2);
        f32x4_store(to + 12, s3), f32x4_store(to + 16, s4), f32x4_store(to + 20, s5);
        f32x4_store(to + 24, s6), f32x4_store(to + 28, s7);
    }
    for (; j + 4 <= n; j += 4) {
        f32x4 sum = f32x4_load(sums + j);
        for (int i = 0; i < m; i++) sum = f32x4_add(sum, f32x4_load(x + (size_t)i * n + j));
        f32x4_store(sums + j, sum);
    }
    for (; j < n; j++)
        for (int i = 0; i < m; i++) sums[j] += x[(size_t)i * n + j];
}

/* From the end: of equals, the first is the last to win. */
int ink_argmax(int count, const float *x) {
    int best = 0;
    float most = -INFINITY;
    for (int i = count - 1; i >= 0; i--)
        if (x[i] >= most) best = i, most = x[i];
    return best;
}

bool ink_all_finite(size_t count, const float *x) {
    f32x4 inf = f32x4_splat(INFINITY);
    u32x4 finite = u32x4_splat(0xffffffffu);
    size_t i = 0;
    for (; i + 4 <= count; i += 4)
        finite = u32x4_and(finite, f32x4_lt(f32x4_abs(f32x4_load(x + i)), inf));
    for (; i < count; i++)
        finite = u32x4_and(finite, f32x4_lt(f32x4_abs(f32x4_load_splat(x + i)), inf));
    float lanes[4];
    f32x4_store(lanes, f32x4_select(finite, f32x4_splat(1.0f), f32x4_zero()));
    return lanes[0] + lanes[1] + lanes[2] + lanes[3] == 4;
}
