/* Plain twins of kernel/sparse.h. */
#ifndef INK_KERNEL_SPARSE_REFERENCE_H
#define INK_KERNEL_SPARSE_REFERENCE_H

#include "kernel/sparse.h"

static inline void ink_sparse_list_reference(ink_sparse *x, int i, const uint8_t *bytes,
                                             const ink_real differences[256]) {
    size_t at = (size_t)i * (size_t)x->k, row = at;
    for (int k = 0; k < x->k; k++) {
        if (bytes[k]) x->others[at++] = (ink_spot){k, differences[bytes[k]]};
        x->ends[i * ink_sparse_blocks(x->k) + k / INK_SPARSE_BLOCK] = (int)(at - row);
    }
}

static inline int ink_sparse_count(const ink_sparse *x, int i) {
    return x->ends[(i + 1) * ink_sparse_blocks(x->k) - 1];
}

static inline void ink_sparse_forward_reference(const ink_sparse *x, int m, const ink_real *w,
                                                const ink_real *bias, ink_real *y) {
    for (int i = 0; i < x->n; i++)
        for (int j = 0; j < m; j++) {
            const ink_real *weights = w + (size_t)j * (size_t)x->k;
            ink_real all = ink_sum_reference((size_t)x->k, weights);
            ink_real sum = bias[j] + x->background * all;
            for (int c = 0; c < ink_sparse_count(x, i); c++) {
                ink_spot other = x->others[(size_t)i * (size_t)x->k + (size_t)c];
                sum += other.value * weights[other.at];
            }
            y[(size_t)i * (size_t)m + (size_t)j] = sum;
        }
}

static inline void ink_sparse_backward_reference(const ink_sparse *x, int m, const ink_real *dy,
                                                 const ink_real *dbias, ink_real *dw) {
    for (int j = 0; j < m; j++) {
        ink_real *row = dw + (size_t)j * (size_t)x->k;
        for (int k = 0; k < x->k; k++) row[k] = x->background * dbias[j];
        for (int i = 0; i < x->n; i++)
            for (int c = 0; c < ink_sparse_count(x, i); c++) {
                ink_spot other = x->others[(size_t)i * (size_t)x->k + (size_t)c];
                row[other.at] += other.value * dy[(size_t)i * (size_t)m + (size_t)j];
            }
    }
}

#endif
