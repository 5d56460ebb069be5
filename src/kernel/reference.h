/* The plain twin of every kernel: no vectors, no blocks, the same bits in float
 * (the relaxed build's products aside). Sources compiled with
 * INK_REAL_IS_DOUBLE get the twins under the kernels' own names: see the end. */
#ifndef INK_KERNEL_REFERENCE_H
#define INK_KERNEL_REFERENCE_H

#include <math.h>

#include "kernel/activation_reference.h"
#include "kernel/channels_reference.h"
#include "kernel/convolution_reference.h"
#include "kernel/elementwise.h"
#include "kernel/gemm.h"
#include "kernel/math_reference.h"
#include "kernel/pooling_reference.h"
#include "kernel/random_fill.h"
#include "kernel/reduce_reference.h"
#include "kernel/scores_reference.h"
#include "kernel/softmax.h"
#include "kernel/sparse_reference.h"

static inline void ink_gemm_reference(const ink_gemm *product) {
    const ink_gemm p = *product;
    for (int i = 0; i < p.m; i++)
        for (int j = 0; j < p.n; j++) {
            ink_real sum = p.from ? p.from[(size_t)i * p.ldf + j] : 0;
            for (int k = 0; k < p.k; k++) {
                ink_real a =
                    p.transpose_a ? p.a[(size_t)k * p.lda + i] : p.a[(size_t)i * p.lda + k];
                ink_real b =
                    p.transpose_b ? p.b[(size_t)j * p.ldb + k] : p.b[(size_t)k * p.ldb + j];
                sum += a * b;
            }
            p.c[(size_t)i * p.ldc + j] = sum;
        }
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

static inline void ink_copy_reference(size_t count, const ink_real *x, ink_real *y) {
    for (size_t i = 0; i < count; i++) y[i] = x[i];
}

static inline void ink_scale_reference(size_t count, ink_real factor, ink_real *x) {
    for (size_t i = 0; i < count; i++) x[i] *= factor;
}

static inline void ink_penalize_reference(size_t count, ink_real l1, ink_real l2, const ink_real *w,
                                          ink_real *dw) {
    for (size_t i = 0; i < count; i++) dw[i] += (w[i] > 0 ? l1 : w[i] < 0 ? -l1 : 0) + l2 * w[i];
}

static inline void ink_draw_mask_reference(ink_random *random, float rate, size_t count,
                                           uint8_t *mask) {
    uint32_t bits = 0, drop = (uint32_t)(rate * 65536.0f + 0.5f);
    for (size_t i = 0; i < count; i++) {
        bits = i % 2 ? bits >> 16 : ink_random_bits(random);
        mask[i] = (bits & 0xffff) >= drop;
    }
}

static inline void ink_apply_mask_reference(size_t count, const uint8_t *mask, ink_real scale,
                                            const ink_real *x, ink_real *y) {
    for (size_t i = 0; i < count; i++) y[i] = mask[i] ? x[i] * scale : 0;
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

static inline size_t ink_sparse_scratch_reference(int n, int k, int m) {
    (void)n, (void)k, (void)m;
    return 0;
}
static inline void ink_sparse_forward_run_reference(const ink_sparse *x, int m, const ink_real *w,
                                                    const ink_real *bias, ink_real *y,
                                                    ink_real *scratch, ink_pool *pool) {
    (void)scratch, (void)pool;
    ink_sparse_forward_reference(x, m, w, bias, y);
}
static inline void ink_sparse_backward_run_reference(const ink_sparse *x, int m, const ink_real *dy,
                                                     const ink_real *dbias, ink_real *dw,
                                                     ink_real *scratch, ink_pool *pool) {
    (void)scratch, (void)pool;
    ink_sparse_backward_reference(x, m, dy, dbias, dw);
}

#define ink_sparse_scratch        ink_sparse_scratch_reference
#define ink_sparse_forward        ink_sparse_forward_run_reference
#define ink_sparse_backward       ink_sparse_backward_run_reference
#define ink_gemm_scratch          ink_gemm_scratch_reference
#define ink_gemm_run              ink_gemm_run_reference
#define ink_softmax               ink_softmax_reference
#define ink_softmax_cross_entropy ink_softmax_cross_entropy_reference
#define ink_relu                  ink_relu_reference
#define ink_relu_backward         ink_relu_backward_reference
#define ink_fill                  ink_fill_reference
#define ink_copy                  ink_copy_reference
#define ink_scale                 ink_scale_reference
#define ink_penalize              ink_penalize_reference
#define ink_draw_mask             ink_draw_mask_reference
#define ink_apply_mask            ink_apply_mask_reference
#define ink_lookup                ink_lookup_reference
#define ink_fill_uniform          ink_fill_uniform_reference
#define ink_fill_normal           ink_fill_normal_reference
#endif

#endif
