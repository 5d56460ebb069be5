/* The product's tests on the relaxed back end. */
#define INK_SIMD_RELAXED
#include "kernel/gemm.c"
#include "test_kernel_gemm.c"
