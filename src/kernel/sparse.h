/* Products with a matrix that is mostly one number: an image is mostly background.
 * Only the other numbers are multiplied; the background's share is a rank-one term. */
#ifndef INK_KERNEL_SPARSE_H
#define INK_KERNEL_SPARSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "base/real.h"

/* Columns at most: places are 16 bits wide. */
enum { INK_SPARSE_MOST = 1 << 16 };

/* x(N,K), of which most are `background`, and where in each row the others are. */
typedef struct ink_sparse {
    int n, k; /* k ≤ INK_SPARSE_MOST */
    const ink_real *x;
    ink_real background;
    int *counts;      /* (N): of a row's others */
    uint16_t *places; /* (N,K): their columns, ascending, at the start of each row */
} ink_sparse;

/* Bytes for a matrix's counts and places. */
static inline size_t ink_sparse_room(int n, int k) {
    return (size_t)n * sizeof(int) + (size_t)n * (size_t)k * sizeof(uint16_t);
}

/* x with its counts and places in `room`, aligned as ints. */
static inline ink_sparse ink_sparse_over(int n, int k, const ink_real *x, ink_real background,
                                         void *room) {
    int *counts = (int *)room;
    return (ink_sparse){n, k, x, background, counts, (uint16_t *)(counts + n)};
}

/* Numbers of scratch that either product needs. */
size_t ink_sparse_scratch(int n, int k, int m);

/* Finds the places, and y(N,M) = bias(M) + x(N,K) · w(M,K)ᵀ. An element of y is one
 * accumulator: bias + background·Σₖ w (as ink_sum adds), then w · (x − background) over ascending
 * k. */
void ink_sparse_forward(const ink_sparse *x, int m, const ink_real *w, const ink_real *bias,
                        ink_real *y, ink_real *scratch, ink_pool *pool);

/* dw(M,K) = dy(N,M)ᵀ · x(N,K), with the places found and dbias(M) = Σₙ dy. An element of
 * dw is one accumulator: background·dbias, then dy · (x − background) over ascending n. */
void ink_sparse_backward(const ink_sparse *x, int m, const ink_real *dy, const ink_real *dbias,
                         ink_real *dw, ink_real *scratch, ink_pool *pool);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
