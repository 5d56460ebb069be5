/* Plain twins of kernel/sparse.h. */
#ifndef INK_KERNEL_SPARSE_REFERENCE_H
#define INK_KERNEL_SPARSE_REFERENCE_H

#include "kernel/sparse.h"

static inline void ink_sparse_forward_reference(const ink_sparse *x, int m, const ink_real *w,
                                                const ink_real *bias, ink_real *y) {
    for (int i = 0; i < x->n; i++)
        for (int j = 0; j < m; j++) {
            const ink_real *row = x->x + (size_t)i * x->k, *weights = w + (size_t)j * x->k;
            ink_real all = ink_sum_reference((size_t)x->k, weights);
            ink_real sum = bias[j] + x->background * all;
            for (int k = 0; k < x->k; k++)
                if (!(row[k] == x->background)) sum += (row[k] - x->background) * weights[k];
            y[(size_t)i * m + j] = sum;
        }
}

static inline void ink_sparse_backward_reference(const ink_sparse *x, int m, const ink_real *dy,
                                                 const ink_real *dbias, ink_real *dw) {
    for (int j = 0; j < m; j++)
        for (int k = 0; k < x->k; k++) {
            ink_real sum = x->background * dbias[j];
            for (int i = 0; i < x->n; i++) {
                ink_real pixel = x->x[(size_t)i * x->k + k];
                if (!(pixel == x->background))
                    sum += (pixel - x->background) * dy[(size_t)i * m + j];
            }
            dw[(size_t)j * x->k + k] = sum;
        }
}

#endif
