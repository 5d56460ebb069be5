/* The sparse products' tests on the relaxed back end. */
#define INK_SIMD_RELAXED
#include "kernel/sparse.c"
#include "test_kernel_sparse.c"
