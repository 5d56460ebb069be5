#include "data/preprocess.h"

enum { MEAN, DEVIATION };
static const ink_param params[] = {
    /* MNIST's training images have mean 0.1307 and deviation 0.3081 on a scale of 0 … 1. */
    {"mean", INK_PARAM_NUMBER, -1000, 1000, 0.1307, "The mean pixel, where white is 1."},
    {"deviation", INK_PARAM_NUMBER, 1e-6, 1000, 0.3081, "The standard deviation of the pixels."},
    {0},
};

static int plan(ink_preprocess *preprocess, ink_error *error) {
    (void)error;
    const double *values = preprocess->values;
    for (int i = 0; i < 256; i++)
        preprocess->table[i] = (float)((i / 255.0 - values[MEAN]) / values[DEVIATION]);
    return 0;
}

const ink_preprocessor ink_preprocessor_standardize = {
    .choice = {"standardize", "Divides by 255, takes the mean away and divides by the deviation.",
               params},
    .plan = plan,
    .apply = ink__apply_table,
};
