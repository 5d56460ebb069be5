#include "data/principal.h"

enum { COMPONENTS };
static const ink_param params[] = {
    {"components", INK_PARAM_INTEGER, 1, 65536, 50, "How many components are kept."},
    {0},
};

static int plan(ink_preprocess *preprocess, ink_error *error) {
    return ink__principal_plan(preprocess, (int)preprocess->values[COMPONENTS], error);
}

static void fit(const ink_preprocess *preprocess, const ink_samples *samples) {
    ink__principal_fit(preprocess, samples);
}

const ink_preprocessor ink_preprocessor_pca = {
    .choice = {"pca",
               "Principal components: what remains of an image along the directions in which the "
               "training images vary most.",
               params},
    .plan = plan,
    .fit = fit,
    .apply = ink__principal_apply,
};
