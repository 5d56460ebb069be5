/* The gradient check: backward's gradients, in float, against finite differences
 * of the loss, for which the same layers and losses are compiled in double on the
 * plain reference kernels, with the same weights, images and dropout masks. */
#ifndef INK_CHECK_GRADCHECK_H
#define INK_CHECK_GRADCHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* A tensor at which the two differ by more has a wrong gradient. */
#define INK_GRADCHECK_BOUND 1e-3

/* Of a tensor. Up to INK_GRADCHECK_SAMPLES of its numbers are tried, evenly
 * spread; those at which the loss has a kink (a ReLU that opens, another maximum)
 * are skipped. */
typedef struct ink_gradcheck_row {
    char name[32]; /* "layers.1.weight" */
    size_t count;  /* numbers in the tensor */
    size_t tried, skipped;
    double error; /* ‖a − n‖₂ / max(‖a‖₂ + ‖n‖₂, 10⁻⁴·‖whole gradient‖₂) over those tried */
} ink_gradcheck_row;

enum { INK_GRADCHECK_SAMPLES = 100 };

typedef struct ink_gradcheck ink_gradcheck;

/* Sets up the check of `config`'s model on `samples` ≤ batchSize made-up images(height, width) with
 * random labels. Returns how many tensors are trained, or a negative error; the caller closes it.
 */
int ink_gradcheck_open(const char *config, int height, int width, int classes, int samples,
                       uint64_t seed, ink_gradcheck **check, ink_error *error);

/* Checks the next tensor: seconds of work where the model is large. False: there is none left. */
bool ink_gradcheck_next(ink_gradcheck *check, ink_gradcheck_row *row);

void ink_gradcheck_close(ink_gradcheck *check);

#endif
