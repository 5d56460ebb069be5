#include <math.h>

#include "data/principal.h"

enum { COMPONENTS, EPSILON };
static const ink_param params[] = {
    {"components", INK_PARAM_INTEGER, 1, 65536, 50, "How many components are kept."},
    {"epsilon", INK_PARAM_NUMBER, 1e-12, 1000, 1e-5,
     "Added to each variance, so that what hardly varies is not blown up."},
    {0},
};

static int plan(ink_preprocess *preprocess, ink_error *error) {
    int k = (int)preprocess->values[COMPONENTS];
    preprocess->findings[INK_PRINCIPAL_SCALE] =
        (ink_finding){.name = "scale", .rank = 1, .shape = {k}};
    int status = ink__principal_plan(preprocess, k, error);
    preprocess->finding_count = 3;
    return status;
}

static void fit(const ink_preprocess *preprocess, const ink_samples *samples) {
    const double *variances = ink__principal_fit(preprocess, samples);
    for (int i = 0; i < preprocess->shape[0]; i++) {
        /* Rounding may leave a little less than nothing. */
        double variance = variances[i] > 0 ? variances[i] : 0;
        preprocess->findings[INK_PRINCIPAL_SCALE].values[i] =
            (float)(1 / sqrt(variance + preprocess->values[EPSILON]));
    }
}

static void apply(const ink_preprocess *preprocess, const uint8_t *images, size_t count, float *y) {
    const float *scale = preprocess->findings[INK_PRINCIPAL_SCALE].values;
    int k = preprocess->shape[0];
    ink__principal_apply(preprocess, images, count, y);
    for (; count > 0; count--, y += k)
        for (int i = 0; i < k; i++) y[i] *= scale[i];
}

const ink_preprocessor ink_preprocessor_whiten = {
    .choice = {"whiten", "Principal components, each divided by its deviation: all vary alike.",
               params},
    .plan = plan,
    .fit = fit,
    .apply = apply,
};
