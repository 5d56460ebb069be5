#include "kernel/scores.h"
#include "net/loss.h"

enum { MEAN };

static const ink_param params[] = {
    {"mean", INK_PARAM_SWITCH, 0, 1, 1,
     "Divides by the number of classes instead of adding them up."},
    {0},
};

static void evaluate(const double *values, int n, int classes, const ink_real *scores,
                     const uint8_t *labels, ink_real scale, ink_real *losses, ink_real *dscores) {
    ink_real share = values[MEAN] ? 1 / (ink_real)classes : 1;
    ink_scores all = {n, classes, scores, labels, share, scale, losses, dscores};
    ink_binary_cross_entropy(&all);
}

static double chance(const double *values, int classes) {
    return 0.6931471805599453 * (values[MEAN] ? 1 : classes);
}

INK_LOSS_TYPE(binary_cross_entropy) = {
    .choice = {"binary-cross-entropy", "Asks of each class by itself: this one, yes or no?",
               params},
    .evaluate = evaluate,
    .chance = chance,
    .probabilities = ink_logistic_shares,
};
