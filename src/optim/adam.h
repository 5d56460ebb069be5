/* The update that adam and adamw share. */
#ifndef INK_OPTIM_ADAM_H
#define INK_OPTIM_ADAM_H

#include "optim/optimizer.h"

enum { INK_BETA1 = INK_LEARNING_RATE + 1, INK_BETA2, INK_EPSILON };

#define INK_ADAM_PARAMS                                                                             \
    {"learningRate", INK_PARAM_NUMBER, 0, 1000, 0.001, "About how far a weight moves in a step."},  \
        {"beta1", INK_PARAM_NUMBER, 0, 0.9999, 0.9, "How slowly the mean of gradients forgets."},   \
        {"beta2", INK_PARAM_NUMBER, 0, 0.999999, 0.999, "How slowly the mean of squares forgets."}, \
    {                                                                                               \
        "epsilon", INK_PARAM_NUMBER, 1e-12, 1, 1e-8, "Keeps the division away from zero."           \
    }

/* Kingma, Ba, "Adam", 2015, algorithm 1:
 * m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;
 * w ← keep·w − rate/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε);  keep is 1 in plain Adam. */
void ink_adam_update(const ink_update *u, float keep);

#endif
