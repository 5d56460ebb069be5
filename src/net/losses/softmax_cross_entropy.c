#include "kernel/scores.h"
#include "kernel/softmax.h"
#include "net/loss.h"
#include "simd/f32x4_math.h"

enum { SMOOTHING };

static const ink_param params[] = {
    {"labelSmoothing", INK_PARAM_NUMBER, 0, 0.9, 0,
     "How much of the target is shared out evenly among all classes."},
    {0},
};

static void evaluate(const double *values, int n, int classes, const ink_real *logits,
                     const uint8_t *labels, ink_real scale, ink_real *losses, ink_real *dlogits) {
    ink_softmax_cross_entropy(n, classes, logits, labels, scale, losses, dlogits);
    if (values[SMOOTHING] > 0)
        ink_smooth_labels(&(ink_scores){n, classes, logits, labels, 1, scale, losses, dlogits},
                          (ink_real)values[SMOOTHING]);
}

static double chance(const double *values, int classes) {
    (void)values;
    return (double)ink_logf((float)classes);
}

INK_LOSS_TYPE(softmax_cross_entropy) = {
    .choice = {"softmax-cross-entropy",
               "Minus the logarithm of the probability that softmax gives the right class.",
               params},
    .evaluate = evaluate,
    .chance = chance,
    .probabilities = ink_softmax,
};
