#include "kernel/softmax.h"
#include "net/loss.h"

static const ink_param params[] = {{0}};

static void evaluate(const double *values, int n, int classes, const ink_real *logits,
                     const uint8_t *labels, ink_real scale, ink_real *losses, ink_real *dlogits) {
    (void)values;
    ink_softmax_cross_entropy(n, classes, logits, labels, scale, losses, dlogits);
}

INK_LOSS_TYPE(softmax_cross_entropy) = {
    .choice = {"softmax-cross-entropy",
               "Minus the logarithm of the probability that softmax gives the right class.",
               params},
    .evaluate = evaluate,
    .probabilities = ink_softmax,
};
