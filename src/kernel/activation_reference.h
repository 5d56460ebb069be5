/* Plain twins of kernel/activation.h. */
#ifndef INK_KERNEL_ACTIVATION_REFERENCE_H
#define INK_KERNEL_ACTIVATION_REFERENCE_H

#include "kernel/activation.h"
#include "kernel/math_reference.h"

static inline void ink_leaky_relu_reference(size_t count, ink_real slope, const ink_real *x,
                                            ink_real *y) {
    for (size_t i = 0; i < count; i++) y[i] = x[i] < 0 ? slope * x[i] : x[i];
}
static inline void ink_leaky_relu_backward_reference(size_t count, ink_real slope,
                                                     const ink_real *y, const ink_real *dy,
                                                     ink_real *dx) {
    for (size_t i = 0; i < count; i++) dx[i] = dy[i] * (y[i] > 0 ? 1 : slope);
}

static inline void ink_prelu_backward_reference(size_t count, ink_real slope, const ink_real *x,
                                                const ink_real *dy, ink_real *dx, ink_real *parts) {
    for (size_t i = 0; i < count; i++) parts[i] = x[i] < 0 ? dy[i] * x[i] : 0;
    if (dx) ink_leaky_relu_backward_reference(count, slope, x, dy, dx);
}

static inline void ink_elu_reference(size_t count, ink_real alpha, const ink_real *x, ink_real *y) {
    for (size_t i = 0; i < count; i++)
        y[i] = x[i] < 0 ? alpha * (ink_exp_reference(x[i]) - 1) : x[i];
}
static inline void ink_elu_backward_reference(size_t count, ink_real alpha, const ink_real *y,
                                              const ink_real *dy, ink_real *dx) {
    for (size_t i = 0; i < count; i++) dx[i] = dy[i] * (y[i] > 0 ? 1 : y[i] + alpha);
}

static inline ink_real ink__normal_below_reference(ink_real x) {
    return (ink_real)0.5 * (1 + ink_erf_reference(x * (ink_real)0x1.6a09e667f3bcdp-1));
}
static inline void ink_gelu_reference(size_t count, const ink_real *x, ink_real *y) {
    for (size_t i = 0; i < count; i++) y[i] = x[i] * ink__normal_below_reference(x[i]);
}
static inline void ink_gelu_backward_reference(size_t count, const ink_real *x, const ink_real *dy,
                                               ink_real *dx) {
    for (size_t i = 0; i < count; i++) {
        ink_real bell = ink_exp_reference((ink_real)-0.5 * (x[i] * x[i]));
        ink_real density = (ink_real)0x1.9884533d43651p-2 * bell;
        dx[i] = dy[i] * (ink__normal_below_reference(x[i]) + x[i] * density);
    }
}

static inline void ink_sigmoid_reference(size_t count, const ink_real *x, ink_real *y) {
    for (size_t i = 0; i < count; i++) y[i] = 1 / (1 + ink_exp_reference(-x[i]));
}
static inline void ink_sigmoid_backward_reference(size_t count, const ink_real *y,
                                                  const ink_real *dy, ink_real *dx) {
    for (size_t i = 0; i < count; i++) dx[i] = dy[i] * (y[i] * (1 - y[i]));
}

static inline void ink_silu_reference(size_t count, const ink_real *x, ink_real *y) {
    for (size_t i = 0; i < count; i++) y[i] = x[i] * (1 / (1 + ink_exp_reference(-x[i])));
}
static inline void ink_silu_backward_reference(size_t count, const ink_real *x, const ink_real *dy,
                                               ink_real *dx) {
    for (size_t i = 0; i < count; i++) {
        ink_real s = 1 / (1 + ink_exp_reference(-x[i]));
        dx[i] = dy[i] * (s * (1 + x[i] * (1 - s)));
    }
}

static inline void ink_tanh_reference(size_t count, const ink_real *x, ink_real *y) {
    for (size_t i = 0; i < count; i++) y[i] = ink_tanh_of_reference(x[i]);
}
static inline void ink_tanh_backward_reference(size_t count, const ink_real *y, const ink_real *dy,
                                               ink_real *dx) {
    for (size_t i = 0; i < count; i++) dx[i] = dy[i] * (1 - y[i] * y[i]);
}

#ifdef INK_REAL_IS_DOUBLE
#define ink_leaky_relu          ink_leaky_relu_reference
#define ink_leaky_relu_backward ink_leaky_relu_backward_reference
#define ink_prelu_backward      ink_prelu_backward_reference
#define ink_elu                 ink_elu_reference
#define ink_elu_backward        ink_elu_backward_reference
#define ink_gelu                ink_gelu_reference
#define ink_gelu_backward       ink_gelu_backward_reference
#define ink_sigmoid             ink_sigmoid_reference
#define ink_sigmoid_backward    ink_sigmoid_backward_reference
#define ink_silu                ink_silu_reference
#define ink_silu_backward       ink_silu_backward_reference
#define ink_tanh                ink_tanh_reference
#define ink_tanh_backward       ink_tanh_backward_reference
#endif

#endif
