/* Functions of one number for the reference twins: in float our own vector
 * functions' bits, in double good to about 1e-14. */
#ifndef INK_KERNEL_MATH_REFERENCE_H
#define INK_KERNEL_MATH_REFERENCE_H

#include <math.h>

#include "base/real.h"
#include "simd/f32x4_math.h"

#ifdef INK_REAL_IS_DOUBLE
/* Reduced as in f32x4_math.h, then the series. */
static inline double ink_exp_reference(double x) {
    if (!(x > -700)) return x == x ? 0 : x;
    if (x > 700) return INFINITY;
    double n = floor(x * 0x1.71547652b82fep+0 + 0.5);
    double r = (x - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
    double term = 1, sum = 0;
    for (int i = 1; i < 20; i++) sum += term, term *= r / i;
    for (; n > 0; n--) sum *= 2;
    for (; n < 0; n++) sum *= 0.5;
    return sum;
}
static inline double ink_log_reference(double x) {
    if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
    if (!(x < INFINITY)) return x;
    double e = 0;
    for (; x > 0x1.6a09e667f3bcdp+0; x *= 0.5) e++;
    for (; x < 0x1.6a09e667f3bcdp-1; x *= 2) e--;
    double s = (x - 1) / (x + 1), z = s * s, power = s, sum = 0;
    for (int i = 1; i < 45; i += 2) sum += power / i, power *= z;
    return 2 * sum + e * 0x1.62e42fefa39efp-1;
}
static inline double ink_tanh_of_reference(double x) {
    if (x > 20) return 1;
    if (x < -20) return -1;
    double e = ink_exp_reference(2 * x);
    return (e - 1) / (e + 1);
}
/* erf x = 2/√π · e^(−x²) · Σ 2ⁿx^(2n+1)/(1·3·5…(2n+1))  (Abramowitz, Stegun 7.1.6) */
static inline double ink_erf_reference(double x) {
    if (x > 6) return 1;
    if (x < -6) return -1;
    double term = x, sum = 0;
    for (int n = 0; n < 200; n++) sum += term, term *= 2 * x * x / (2 * n + 3);
    return 0x1.20dd750429b6dp+0 * ink_exp_reference(-x * x) * sum;
}
#else
static inline float ink_exp_reference(float x) { return ink_expf(x); }
static inline float ink_log_reference(float x) { return ink_logf(x); }
static inline float ink_tanh_of_reference(float x) { return ink_tanhf(x); }
static inline float ink_erf_reference(float x) { return ink_erff(x); }
#endif

#endif
