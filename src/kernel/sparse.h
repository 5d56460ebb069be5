/* Products with a matrix that is mostly one number: an image is mostly background.
 * Only the other numbers are multiplied; the background's share is a rank-one term. */
#ifndef INK_KERNEL_SPARSE_H
#define INK_KERNEL_SPARSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "base/real.h"

/* Columns of a block, with which a share of the work may begin or end. */
enum { INK_SPARSE_BLOCK = 64 };

/* A number of a row, and where it stands: its column. */
typedef struct ink_spot {
    int at;
    ink_real value;
} ink_spot;

/* x(N,K), of which most are `background`: of each row, the others. */
typedef struct ink_sparse {
    int n, k;
    ink_real background;
    int *ends;        /* (N, blocks): how many of a row's others come before a block's end */
    ink_spot *others; /* (N,K): what each has more than the background, ascending, at the start of
                         each row */
} ink_sparse;

/* Blocks of k columns, the last of them perhaps shorter. */
static inline int ink_sparse_blocks(int k) { return (k + INK_SPARSE_BLOCK - 1) / INK_SPARSE_BLOCK; }

/* Row i of x is an image: a byte of 0 is background, any other has differences[byte] more. */
void ink_sparse_list(ink_sparse *x, int i, const uint8_t *bytes, const ink_real differences[256]);

/* Numbers of scratch that either product of at most n rows needs. */
size_t ink_sparse_scratch(int n, int k, int m);

/* y(N,M) = bias(M) + x(N,K) · w(M,K)ᵀ. An element of y is one accumulator:
 * bias + background·Σₖ w (as ink_sum adds), then w · (x − background) over ascending k. */
void ink_sparse_forward(const ink_sparse *x, int m, const ink_real *w, const ink_real *bias,
                        ink_real *y, ink_real *scratch, ink_pool *pool);

/* dw(M,K) = dy(N,M)ᵀ · x(N,K), with dbias(M) = Σₙ dy. An element of dw is one
 * accumulator: background·dbias, then dy · (x − background) over ascending n. */
void ink_sparse_backward(const ink_sparse *x, int m, const ink_real *dy, const ink_real *dbias,
                         ink_real *dw, ink_real *scratch, ink_pool *pool);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
