#include "data/preprocess.h"

static const ink_param params[] = {{0}};

static int plan(ink_preprocess *preprocess, ink_error *error) {
    (void)error;
    preprocess->finding_count = 1;
    preprocess->findings[0] = (ink_finding){.name = "mean", .rank = 1, .shape = {1}};
    return 0;
}

const ink_preprocessor ink_preprocessor_mean = {
    .choice = {"mean", "Divides by 255 and takes the mean of all training pixels away.", params},
    .plan = plan,
    .fit = ink__fit_mean,
    .apply = ink__apply_mean,
};
