/* Products whose first factor is half zeros or more, as what comes out of ReLU and dropout is: only
 * its other numbers are multiplied. */
#ifndef INK_KERNEL_GEMM_SPARSE_H
#define INK_KERNEL_GEMM_SPARSE_H

#include "kernel/gemm.h"

/* Numbers of scratch that a product of these sizes needs. */
size_t ink__gemm_sparse_scratch(int m, int n, int k);

/* Whether it is worth it: by shape, and by a's numbers. */
bool ink__gemm_is_sparse(const ink_gemm *product);

/* ink_gemm_run, with the same bits where no number is infinite or NaN: a zero adds nothing. */
void ink__gemm_sparse_run(const ink_gemm *product, float *scratch, ink_pool *pool);

#endif
