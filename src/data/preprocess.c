#include "data/preprocess.h"

#include <stddef.h>

static const ink_param none_params[] = {{0}};

static void none_fill(const double *values, float table[256]) {
    (void)values;
    for (int i = 0; i < 256; i++) table[i] = (float)i;
}

static const ink_param scale_params[] = {{0}};

static void scale_fill(const double *values, float table[256]) {
    (void)values;
    for (int i = 0; i < 256; i++) table[i] = (float)(i / 255.0);
}

enum { MEAN, DEVIATION };
static const ink_param standardize_params[] = {
    /* MNIST's training images have mean 0.1307 and deviation 0.3081 on a scale of 0 … 1. */
    {"mean", INK_PARAM_NUMBER, -1000, 1000, 0.1307, "The mean pixel, where white is 1."},
    {"deviation", INK_PARAM_NUMBER, 1e-6, 1000, 0.3081, "The standard deviation of the pixels."},
    {0},
};

static void standardize_fill(const double *values, float table[256]) {
    for (int i = 0; i < 256; i++)
        table[i] = (float)((i / 255.0 - values[MEAN]) / values[DEVIATION]);
}

#define PREPROCESSOR(name, sentence) \
    static const ink_preprocessor name = {{#name, sentence, name##_params}, name##_fill};
#include "data/preprocessors.def"
#undef PREPROCESSOR

const ink_choice *const ink_preprocessors[] = {
#define PREPROCESSOR(name, sentence) &name.choice,
#include "data/preprocessors.def"
#undef PREPROCESSOR
    NULL,
};

int ink_preprocess_read(ink_config *config, ink_preprocess *preprocess, ink_error *error) {
    const ink_choice *choice;
    int status = ink_config_choose(config, "preprocess", "standardize", ink_preprocessors, &choice,
                                   preprocess->values, error);
    if (status < 0) return status;
    preprocess->kind = (const ink_preprocessor *)choice;
    preprocess->kind->fill(preprocess->values, preprocess->table);
    return 0;
}

void ink_preprocess_apply(const ink_preprocess *preprocess, const uint8_t *pixels, size_t count,
                          float *y) {
    for (size_t i = 0; i < count; i++) y[i] = preprocess->table[pixels[i]];
}
