#include "kernel/scores.h"
#include "kernel/softmax.h"
#include "net/loss.h"

enum { MARGIN, MEAN };

static const ink_param params[] = {
    {"margin", INK_PARAM_NUMBER, 0, 1000, 1, "By how much the right class must lead."},
    {"mean", INK_PARAM_SWITCH, 0, 1, 0,
     "Divides by the number of classes instead of adding them up."},
    {0},
};

static void evaluate(const double *values, int n, int classes, const ink_real *scores,
                     const uint8_t *labels, ink_real scale, ink_real *losses, ink_real *dscores) {
    ink_real share = values[MEAN] ? 1 / (ink_real)classes : 1;
    ink_scores all = {n, classes, scores, labels, share, scale, losses, dscores};
    ink_hinge(&all, (ink_real)values[MARGIN], 1);
}

static double chance(const double *values, int classes) {
    return values[MARGIN] * (classes - 1) / (values[MEAN] ? classes : 1);
}

INK_LOSS_TYPE(hinge) = {
    .choice = {"hinge", "What each wrong score lacks of lying a margin below the right one.",
               params},
    .evaluate = evaluate,
    .chance = chance,
    .probabilities = ink_softmax,
};
