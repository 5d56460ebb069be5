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
    ink_squared_error(&all);
}

static double chance(const double *values, int classes) {
    return 1.0 / (values[MEAN] ? classes : 1);
}

INK_LOSS_TYPE(mse) = {
    .choice = {"mse", "The squared distance to 1 for the right class and 0 for the others.",
               params},
    .evaluate = evaluate,
    .chance = chance,
    .probabilities = ink_positive_shares,
};
