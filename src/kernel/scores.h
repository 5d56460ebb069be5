/* Losses of scores other than softmax's: losses(N), one a sample, and
 * dscores(N,C) = scale · dloss/dscore, which may be NULL and may alias scores.
 * Sums over classes; `share` is what each class's part is weighed with (1, or 1/C
 * for the mean). */
#ifndef INK_KERNEL_SCORES_H
#define INK_KERNEL_SCORES_H

#include <stdint.h>

#include "base/real.h"

typedef struct ink_scores {
    int samples, classes; /* N, C */
    const ink_real *scores;
    const uint8_t *labels; /* below classes */
    ink_real share, scale;
    ink_real *losses, *dscores;
} ink_scores;

/* Σ_c max(s,0) − s·t_c + log(1 + e^−|s|), t_c = 1 for the label's class, else 0:
 * one yes-or-no question for each class. */
void ink_binary_cross_entropy(const ink_scores *scores);

/* Σ_{c≠label} max(0, margin + s_c − s_label), to the power 1 or 2 (Weston, Watkins
 * 1999). */
void ink_hinge(const ink_scores *scores, ink_real margin, int power);

/* Σ_c (s_c − t_c)². */
void ink_squared_error(const ink_scores *scores);

/* Softens the targets of a cross-entropy that losses and dscores already hold:
 * t = 1 − smoothing for the label, and smoothing/C more for each class (Szegedy et
 * al. 2016, section 7). dscores may not alias scores here. */
void ink_smooth_labels(const ink_scores *scores, ink_real smoothing);

/* probabilities(N,C) from scores: each through the logistic function, then made
 * to sum to 1. May alias. */
void ink_logistic_shares(int n, int classes, const ink_real *scores, ink_real *probabilities);

/* The same for scores that aim at 0 and 1: what is negative counts as 0. */
void ink_positive_shares(int n, int classes, const ink_real *scores, ink_real *probabilities);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
