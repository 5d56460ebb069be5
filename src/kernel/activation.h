/* Activation functions and their slopes, number by number. y and dx may alias x
 * and dy. A backward reads forward's y where the slope can be told from it, else
 * forward's x. */
#ifndef INK_KERNEL_ACTIVATION_H
#define INK_KERNEL_ACTIVATION_H

#include <stddef.h>

#include "base/real.h"

/* y = x < 0 ? slope·x : x, slope ≥ 0. */
void ink_leaky_relu(size_t count, ink_real slope, const ink_real *x, ink_real *y);
void ink_leaky_relu_backward(size_t count, ink_real slope, const ink_real *y, const ink_real *dy,
                             ink_real *dx);

/* parts = x < 0 ? dy·x : 0, whose sum is the gradient of a learned slope; and dx,
 * which may be NULL. */
void ink_prelu_backward(size_t count, ink_real slope, const ink_real *x, const ink_real *dy,
                        ink_real *dx, ink_real *parts);

/* y = x < 0 ? alpha·(eˣ − 1) : x  (Clevert, Unterthiner, Hochreiter 2016). */
void ink_elu(size_t count, ink_real alpha, const ink_real *x, ink_real *y);
void ink_elu_backward(size_t count, ink_real alpha, const ink_real *y, const ink_real *dy,
                      ink_real *dx);

/* y = x·Φ(x), Φ the normal distribution's  (Hendrycks, Gimpel 2016). */
void ink_gelu(size_t count, const ink_real *x, ink_real *y);
void ink_gelu_backward(size_t count, const ink_real *x, const ink_real *dy, ink_real *dx);

/* y = 1/(1 + e⁻ˣ). */
void ink_sigmoid(size_t count, const ink_real *x, ink_real *y);
void ink_sigmoid_backward(size_t count, const ink_real *y, const ink_real *dy, ink_real *dx);

/* y = x·σ(x), σ the sigmoid  (Elfwing, Uchibe, Doya 2017). */
void ink_silu(size_t count, const ink_real *x, ink_real *y);
void ink_silu_backward(size_t count, const ink_real *x, const ink_real *dy, ink_real *dx);

void ink_tanh(size_t count, const ink_real *x, ink_real *y);
void ink_tanh_backward(size_t count, const ink_real *y, const ink_real *dy, ink_real *dx);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
