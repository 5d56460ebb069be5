/* Softmax and the cross-entropy on it, row by row; of up to 256 classes, as bytes can name. */
#ifndef INK_KERNEL_SOFTMAX_H
#define INK_KERNEL_SOFTMAX_H

#include <stdint.h>

#include "base/real.h"

/* probabilities(N,C) = exp(logits − their row's maximum), over its sum. They
 * may alias. A NaN or +inf in a row makes NaNs of it. */
void ink_softmax(int n, int classes, const ink_real *logits, ink_real *probabilities);

/* losses(N), in nats: −log of the label's probability, from the logits so that
 * neither a vanishing probability nor one close to 1 costs precision.
 * dlogits(N,C) = scale · (probability − [class is label]); may be NULL, may
 * alias logits. Labels are below classes. */
void ink_softmax_cross_entropy(int n, int classes, const ink_real *logits, const uint8_t *labels,
                               ink_real scale, ink_real *losses, ink_real *dlogits);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
