/* What a loss is. A new one is a file in losses/ and a row in losses.def. */
#ifndef INK_NET_LOSS_H
#define INK_NET_LOSS_H

#include <stdint.h>

#include "base/config.h"
#include "base/real.h"

typedef struct ink_loss_type {
    ink_choice choice;

    /* losses(N), one a sample, and dlogits(N,C) = scale · dloss/dlogits, which may
     * be NULL. Every label is below classes. */
    void (*evaluate)(const double *params, int n, int classes, const ink_real *logits,
                     const uint8_t *labels, ink_real scale, ink_real *losses, ink_real *dlogits);

    /* The loss of scores that are all zero: where an untrained net should start. */
    double (*chance)(const double *params, int classes);

    /* What the logits say of each class, rows that sum to 1; may alias. */
    void (*probabilities)(int n, int classes, const ink_real *logits, ink_real *probabilities);
} ink_loss_type;

/* Defines the row of that name in its file. */
#define INK_LOSS_TYPE(name) const ink_loss_type INK_REAL_NAME(ink_loss_##name)

/* The rows of losses.def, each the first member of its ink_loss_type. */
extern const ink_choice *const INK_REAL_NAME(ink_losses)[];

#endif
