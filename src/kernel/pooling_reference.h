/* Plain twins of kernel/pooling.h. */
#ifndef INK_KERNEL_POOLING_REFERENCE_H
#define INK_KERNEL_POOLING_REFERENCE_H

#include "kernel/pooling.h"

/* Column j of the window at `corner`, folded from the top. */
static inline ink_real ink__column_max(const ink_pooling *p, const ink_real *corner, int j) {
    ink_real best = corner[j];
    for (int i = 1; i < p->size; i++)
        if (best < corner[i * p->width + j]) best = corner[i * p->width + j];
    return best;
}
static inline ink_real ink__column_sum(const ink_pooling *p, const ink_real *corner, int j) {
    ink_real sum = corner[j];
    for (int i = 1; i < p->size; i++) sum += corner[i * p->width + j];
    return sum;
}

/* Where output o's window begins, over all planes. */
static inline size_t ink__window_corner(const ink_pooling *p, size_t o) {
    size_t outputs = (size_t)(p->out_height * p->out_width), at = o % outputs;
    size_t row = at / (size_t)p->out_width * (size_t)p->stride;
    size_t column = at % (size_t)p->out_width * (size_t)p->stride;
    return (o / outputs * (size_t)p->height + row) * (size_t)p->width + column;
}

static inline size_t ink__pool_outputs(const ink_pooling *p) {
    return p->planes * (size_t)(p->out_height * p->out_width);
}

static inline void ink_max_pool_reference(const ink_pooling *p, const ink_real *x, ink_real *y) {
    for (size_t o = 0; o < ink__pool_outputs(p); o++) {
        const ink_real *corner = x + ink__window_corner(p, o);
        y[o] = ink__column_max(p, corner, 0);
        for (int j = 1; j < p->size; j++) {
            ink_real best = ink__column_max(p, corner, j);
            if (y[o] < best) y[o] = best;
        }
        if (p->rectify && y[o] < 0) y[o] = 0;
    }
}

static inline void ink_average_pool_reference(const ink_pooling *p, const ink_real *x,
                                              ink_real *y) {
    for (size_t o = 0; o < ink__pool_outputs(p); o++) {
        const ink_real *corner = x + ink__window_corner(p, o);
        ink_real sum = ink__column_sum(p, corner, 0);
        for (int j = 1; j < p->size; j++) sum += ink__column_sum(p, corner, j);
        y[o] = sum * (1 / (ink_real)(p->size * p->size));
    }
}

static inline void ink__clear(const ink_pooling *p, ink_real *dx) {
    for (size_t i = 0; i < p->planes * (size_t)(p->height * p->width); i++) dx[i] = 0;
}

static inline void ink_max_pool_backward_reference(const ink_pooling *p, const ink_real *x,
                                                   const ink_real *y, const ink_real *dy,
                                                   ink_real *dx) {
    ink__clear(p, dx);
    for (size_t o = 0; o < ink__pool_outputs(p); o++) {
        if (p->rectify && !(y[o] > 0)) continue;
        size_t corner = ink__window_corner(p, o);
        int k = 0;
        while (k < p->size * p->size && x[corner + k / p->size * p->width + k % p->size] != y[o])
            k++;
        if (k < p->size * p->size) dx[corner + k / p->size * p->width + k % p->size] += dy[o];
    }
}

static inline void ink_average_pool_backward_reference(const ink_pooling *p, const ink_real *dy,
                                                       ink_real *dx) {
    ink__clear(p, dx);
    for (size_t o = 0; o < ink__pool_outputs(p); o++)
        for (int k = 0; k < p->size * p->size; k++)
            dx[ink__window_corner(p, o) + k / p->size * p->width + k % p->size] +=
                dy[o] * (1 / (ink_real)(p->size * p->size));
}

static inline void ink_maxout_reference(size_t groups, int pieces, size_t plane, const ink_real *x,
                                        ink_real *y) {
    for (size_t g = 0; g < groups; g++)
        for (size_t i = 0; i < plane; i++) {
            ink_real best = x[g * pieces * plane + i];
            for (int k = 1; k < pieces; k++)
                if (best < x[(g * pieces + k) * plane + i]) best = x[(g * pieces + k) * plane + i];
            y[g * plane + i] = best;
        }
}

static inline void ink_maxout_backward_reference(size_t groups, int pieces, size_t plane,
                                                 const ink_real *x, const ink_real *y,
                                                 const ink_real *dy, ink_real *dx) {
    for (size_t g = 0; g < groups; g++)
        for (size_t i = 0; i < plane; i++) {
            ink_real rest = dy[g * plane + i];
            for (int k = 0; k < pieces; k++) {
                size_t at = (g * pieces + k) * plane + i;
                dx[at] = 0;
                if (x[at] == y[g * plane + i]) dx[at] = rest, rest = 0;
            }
        }
}

#ifdef INK_REAL_IS_DOUBLE
#define ink_max_pool              ink_max_pool_reference
#define ink_max_pool_backward     ink_max_pool_backward_reference
#define ink_average_pool          ink_average_pool_reference
#define ink_average_pool_backward ink_average_pool_backward_reference
#define ink_maxout                ink_maxout_reference
#define ink_maxout_backward       ink_maxout_backward_reference
#endif

#endif
