/* Sums and the like, in an order fixed by the shape alone. */
#ifndef INK_KERNEL_REDUCE_H
#define INK_KERNEL_REDUCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/real.h"

/* Sums run in shards of INK_SUM_SHARD numbers, added in order. In a shard,
 * number i joins partial sum i mod INK_SUM_LANES; those are added in order. */
enum { INK_SUM_SHARD = 4096, INK_SUM_LANES = 16 };

/* Σ x and Σ x² of x(count). */
ink_real ink_sum(size_t count, const ink_real *x);
ink_real ink_sum_squares(size_t count, const ink_real *x);

/* sums(N) += the rows of x(M,N), in ascending order. */
void ink_column_sums(int m, int n, const ink_real *x, ink_real *sums);

/* Where the largest of x(count) is; the first of equals. A NaN never wins,
 * unless all are, which gives 0. count ≥ 1. */
int ink_argmax(int count, const ink_real *x);

/* Whether none of x(count) is NaN or infinite. */
bool ink_all_finite(size_t count, const ink_real *x);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
