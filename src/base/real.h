/* The number type of layers and reference kernels: float in the engine, double
 * where the gradient check compiles the same sources again. */
#ifndef INK_BASE_REAL_H
#define INK_BASE_REAL_H

#ifdef INK_REAL_IS_DOUBLE
typedef double ink_real;
#else
typedef float ink_real;
#endif

#endif
