/* The matrix product, on which dense layers and convolutions run. */
#ifndef INK_KERNEL_GEMM_H
#define INK_KERNEL_GEMM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "base/real.h"

/* c(M,N) = from(M,N) + a(M,K) · b(K,N). Matrices are row-major; a leading dimension is the
 * distance of two stored rows and at least their length. c aliases nothing but from. */
typedef struct ink_gemm {
    int m, n, k;
    const ink_real *a;
    int lda;
    bool transpose_a; /* a is stored (K,M) */
    const ink_real *b;
    int ldb;
    bool transpose_b; /* b is stored (N,K) */
    ink_real *c;
    int ldc;
    const ink_real *from; /* NULL: zeros; c itself: a · b is added to it */
    int ldf;              /* 0: one row, for all of them */
} ink_gemm;

/* How many numbers of scratch a product of these sizes needs, for any number of
 * threads and either storage. */
size_t ink_gemm_scratch(int m, int n, int k);

/* Each element of c is one accumulator over ascending k, from 0 or its from, so
 * its bits depend neither on the tile nor on the threads (in the relaxed build:
 * nor on the threads). Small products stay on the caller's thread; pool may be
 * NULL. Scratch is written over. */
void ink_gemm_run(const ink_gemm *product, ink_real *scratch, ink_pool *pool);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
