/* Plain twins of kernel/reduce.h. */
#ifndef INK_KERNEL_REDUCE_REFERENCE_H
#define INK_KERNEL_REDUCE_REFERENCE_H

#include <math.h>

#include "kernel/reduce.h"

static inline int ink_argmax_reference(int count, const ink_real *x) {
    int best = 0;
    for (int i = 1; i < count; i++)
        if (x[i] > x[best] || (x[best] != x[best] && x[i] == x[i])) best = i;
    return best;
}

static inline ink_real ink__sum_reference(size_t count, const ink_real *x, bool squared) {
    ink_real total = 0;
    for (size_t start = 0; start < count; start += INK_SUM_SHARD) {
        ink_real lanes[INK_SUM_LANES] = {0}, shard = 0;
        size_t length = count - start < INK_SUM_SHARD ? count - start : INK_SUM_SHARD;
        for (size_t i = 0; i < length; i++) {
            ink_real value = x[start + i];
            lanes[i % INK_SUM_LANES] += squared ? value * value : value;
        }
        for (int i = 0; i < INK_SUM_LANES; i++) shard += lanes[i];
        total += shard;
    }
    return total;
}
static inline ink_real ink_sum_reference(size_t count, const ink_real *x) {
    return ink__sum_reference(count, x, false);
}
static inline ink_real ink_sum_squares_reference(size_t count, const ink_real *x) {
    return ink__sum_reference(count, x, true);
}

static inline void ink_column_sums_reference(int m, int n, const ink_real *x, ink_real *sums) {
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++) sums[j] += x[(size_t)i * n + j];
}

static inline bool ink_all_finite_reference(size_t count, const ink_real *x) {
    for (size_t i = 0; i < count; i++)
        if (!(x[i] > -INFINITY && x[i] < INFINITY)) return false;
    return true;
}

#ifdef INK_REAL_IS_DOUBLE
#define ink_sum         ink_sum_reference
#define ink_sum_squares ink_sum_squares_reference
#define ink_column_sums ink_column_sums_reference
#define ink_argmax      ink_argmax_reference
#define ink_all_finite  ink_all_finite_reference
#endif

#endif
