/* What is done to each number on its own, and the ways to fill an array. */
#ifndef INK_KERNEL_ELEMENTWISE_H
#define INK_KERNEL_ELEMENTWISE_H

#include <stddef.h>
#include <stdint.h>

#include "base/random.h"
#include "base/real.h"

/* y = x < 0 ? 0 : x, so NaN passes through; may alias. */
void ink_relu(size_t count, const ink_real *x, ink_real *y);

/* dx = y > 0 ? dy : 0, from ReLU's output; dx may alias dy or y. */
void ink_relu_backward(size_t count, const ink_real *y, const ink_real *dy, ink_real *dx);

void ink_fill(size_t count, ink_real value, ink_real *x);

/* y = x; may alias. */
void ink_copy(size_t count, const ink_real *x, ink_real *y);

/* x *= factor */
void ink_scale(size_t count, ink_real factor, ink_real *x);

/* dw += l1·sign(w) + l2·w; the sign of 0 is 0. */
void ink_penalize(size_t count, ink_real l1, ink_real l2, const ink_real *w, ink_real *dw);

/* mask(count): 0 with the probability `rate` (to 1/65536), else 1. */
void ink_draw_mask(ink_random *random, float rate, size_t count, uint8_t *mask);

/* y = mask ? x·scale : 0; y may alias x. */
void ink_apply_mask(size_t count, const uint8_t *mask, ink_real scale, const ink_real *x,
                    ink_real *y);

/* y = table[byte]: pixels through any preprocessing of single pixels. */
void ink_lookup(size_t count, const uint8_t *bytes, const ink_real table[256], ink_real *y);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
