/* The plain twin of every kernel: no vectors, no blocks, the same bits in float
 * (the relaxed build's products aside). Sources compiled with
 * INK_REAL_IS_DOUBLE get the twins under the kernels' own names: see the end. */
#ifndef INK_KERNEL_REFERENCE_H
#define INK_KERNEL_REFERENCE_H

#include <math.h>

#include "kernel/elementwise.h"
#include "kernel/gemm.h"
#include "kernel/reduce.h"
#include "kernel/softmax.h"
#include "simd/f32x4_math.h"

#ifdef INK_REAL_IS_DOUBLE
/* In double, exp and log need only be good to about 1e-14: reduced as in
 * f32x4_math.h, then their series. */
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
#else
static inline float ink_exp_reference(float x) { return ink_expf(x); }
static inline float ink_log_reference(float x) { return ink_logf(x); }
#endif

static inline void ink_gemm_reference(const ink_gemm *product) {
    const ink_gemm p = *product;
    for (int i = 0; i < p.m; i++)
        for (int j = 0; j < p.n; j++) {
            ink_real *c = &p.c[(size_t)i * p.ldc + j], sum = p.accumulate ? *c : 0;
            for (int k = 0; k < p.k; k++) {
                ink_real a =
                    p.transpose_a ? p.a[(size_t)k * p.lda + i] : p.a[(size_t)i * p.lda + k];
                ink_real b =
                    p.transpose_b ? p.b[(size_t)j * p.ldb + k] : p.b[(size_t)k * p.ldb + j];
                sum += a * b;
            }
            *c = sum;
        }
}

static inline int ink_argmax_reference(int count, const ink_real *x) {
    int best = 0;
    for (int i = 1; i < count; i++)
        if (x[i] > x[best] || (x[best] != x[best] && x[i] == x[i])) best = i;
    return best;
}

/* out = exp(x − x[top]); returns the sum of all but the top one, whose is 1. */
static inline ink_real ink__exp_row_reference(int classes, const ink_real *x, int top,
                                              ink_real *out) {
    ink_real rest = 0, maximum = x[top];
    for (int i = 0; i < classes; i++) {
        ink_real e = ink_exp_reference(x[i] - maximum);
        if (i != top) rest += e;
        if (out) out[i] = e;
    }
    return rest;
}

static inline void ink_softmax_reference(int n, int classes, const ink_real *logits,
                                         ink_real *probabilities) {
    for (int row = 0; row < n; row++, logits += classes, probabilities += classes) {
        int top = ink_argmax_reference(classes, logits);
        ink_real rest = ink__exp_row_reference(classes, logits, top, probabilities);
        ink_real inverse = 1 / (1 + rest);
        for (int i = 0; i < classes; i++) probabilities[i] *= inverse;
    }
}

/* log(1 + x) for x ≥ 0, precise where x is small: log u plus what rounding took
 * from u, to first order. */
static inline ink_real ink_log1p_reference(ink_real x) {
    ink_real u = 1 + x;
    return ink_log_reference(u) + (x - (u - 1)) / u;
}

static inline void ink_softmax_cross_entropy_reference(int n, int classes, const ink_real *logits,
                                                       const uint8_t *labels, ink_real scale,
                                                       ink_real *losses, ink_real *dlogits) {
    for (int row = 0; row < n; row++, logits += classes) {
        int top = ink_argmax_reference(classes, logits), label = labels[row];
        ink_real gap = logits[top] - logits[label];
        ink_real rest = ink__exp_row_reference(classes, logits, top, dlogits);
        losses[row] = gap + ink_log1p_reference(rest);
        if (!dlogits) continue;
        ink_real inverse = 1 / (1 + rest);
        for (int i = 0; i < classes; i++)
            dlogits[i] = scale * (dlogits[i] * inverse - (i == label ? 1 : 0));
        dlogits += classes;
    }
}

static inline ink_real ink__sum_reference(size_t count, const ink_real *x, bool squared) {
    ink_real total = 0;
    for (size_t start = 0; start < count; start += INK_SUM_SHARD) {
        ink_real lanes[INK_SUM_LANES] = {0}, shard = 0;
        size_t length = count - start < INK_SUM_SHARD ? count - start : INK_SUM_SHARD;
        for (size_t i = 0; i < length; i++) {
            ink_real value = x[start + i];
            lanes[i % INK_SUM_LANES] += squared ? value * value : value;
        }
        for (int i = 0; i < INK_SUM_LANES; i++) shard += lanes[i];
        total += shard;
    }
    return total;
}
static inline ink_real ink_sum_reference(size_t count, const ink_real *x) {
    return ink__sum_reference(count, x, false);
}
static inline ink_real ink_sum_squares_reference(size_t count, const ink_real *x) {
    return ink__sum_reference(count, x, true);
}

static inline void ink_column_sums_reference(int m, int n, const ink_real *x, ink_real *sums) {
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++) sums[j] += x[(size_t)i * n + j];
}

static inline bool ink_all_finite_reference(size_t count, const ink_real *x) {
    for (size_t i = 0; i < count; i++)
        if (!(x[i] > -INFINITY && x[i] < INFINITY)) return false;
    return true;
}

static inline void ink_relu_reference(size_t count, const ink_real *x, ink_real *y) {
    for (size_t i = 0; i < count; i++) y[i] = x[i] < 0 ? 0 : x[i];
}

static inline void ink_relu_backward_reference(size_t count, const ink_real *y, const ink_real *dy,
                                               ink_real *dx) {
    for (size_t i = 0; i < count; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}

static inline void ink_fill_reference(size_t count, ink_real value, ink_real *x) {
    for (size_t i = 0; i < count; i++) x[i] = value;
}

static inline void ink_fill_rows_reference(int m, int n, const ink_real *row, ink_real *x) {
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++) x[(size_t)i * n + j] = row[j];
}

static inline void ink_scale_reference(size_t count, ink_real factor, ink_real *x) {
    for (size_t i = 0; i < count; i++) x[i] *= factor;
}

static inline void ink_lookup_reference(size_t count, const uint8_t *bytes,
                                        const ink_real table[256], ink_real *y) {
    for (size_t i = 0; i < count; i++) y[i] = table[bytes[i]];
}

static inline void ink_fill_uniform_reference(ink_random *random, ink_real low, ink_real high,
                                              size_t count, ink_real *x) {
    for (size_t i = 0; i < count; i++) x[i] = low + (high - low) * ink_random_uniform(random);
}

static inline void ink_fill_normal_reference(ink_random *random, ink_real mean, ink_real deviation,
                                             size_t count, ink_real *x) {
    for (size_t i = 0; i < count; i += 2) {
        float u = ink_random_uniform(random), v = ink_random_uniform(random);
        float radius = sqrtf(-2.0f * ink_logf(1.0f - u)), angle = 0x1.921fb6p+2f * v;
        x[i] = mean + deviation * (radius * ink_cosf(angle));
        if (i + 1 < count) x[i + 1] = mean + deviation * (radius * ink_sinf(angle));
    }
}

#ifdef INK_REAL_IS_DOUBLE
static inline size_t ink_gemm_scratch_reference(int m, int n, int k) {
    (void)m, (void)n, (void)k;
    return 0;
}
static inline void ink_gemm_run_reference(const ink_gemm *product, ink_real *scratch,
                                          ink_pool *pool) {
    (void)scratch, (void)pool;
    ink_gemm_reference(product);
}

#define ink_gemm_scratch          ink_gemm_scratch_reference
#define ink_gemm_run              ink_gemm_run_reference
#define ink_softmax               ink_softmax_reference
#define ink_softmax_cross_entropy ink_softmax_cross_entropy_reference
#define ink_sum                   ink_sum_reference
#define ink_sum_squares           ink_sum_squares_reference
#define ink_column_sums           ink_column_sums_reference
#define ink_argmax                ink_argmax_reference
#define ink_all_finite            ink_all_finite_reference
#define ink_relu                  ink_relu_reference
#define ink_relu_backward         ink_relu_backward_reference
#define ink_fill                  ink_fill_reference
#define ink_fill_rows             ink_fill_rows_reference
#define ink_scale                 ink_scale_reference
#define ink_lookup                ink_lookup_reference
#define ink_fill_uniform          ink_fill_uniform_reference
#define ink_fill_normal           ink_fill_normal_reference
#endif

#endif
