/* The convolutions' tests on the relaxed back end. */
#define INK_SIMD_RELAXED
#include "kernel/convolution.c"
#include "kernel/convolution_direct.c"
#include "test_kernel_convolution.c"
