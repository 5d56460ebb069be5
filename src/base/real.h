/* The number type of layers and reference kernels: float in the engine, double
 * where the gradient check compiles the same sources again; what they export then
 * has another name. */
#ifndef INK_BASE_REAL_H
#define INK_BASE_REAL_H

#ifdef INK_REAL_IS_DOUBLE
typedef double ink_real;
#define INK_REAL_NAME(name) name##_double
#else
typedef float ink_real;
#define INK_REAL_NAME(name) name
#endif

#endif
