#include "data/preprocess.h"

#include <string.h>

#include "base/text.h"

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

const ink_preprocessor ink_preprocessors[] = {
#define PREPROCESSOR(name, sentence) {#name, sentence, name##_params, name##_fill},
#include "data/preprocessors.def"
#undef PREPROCESSOR
    {0},
};

static const char default_name[] = "standardize";

static int fail_unknown(const char *name, ink_error *error) {
    char known[96];
    ink_text text = {known, sizeof known, 0};
    for (const ink_preprocessor *row = ink_preprocessors; row->name; row++)
        ink_text_format(&text, row == ink_preprocessors ? "%s" : ", %s", row->name);
    return ink_fail(error, INK_ERROR_CONFIG, "preprocess: there is no \"%s\"; there are: %s", name,
                    known);
}

int ink_preprocess_read(ink_config *config, ink_preprocess *preprocess, ink_error *error) {
    const char *name = ink_config_choice(config, "preprocess");
    if (!name) name = default_name;
    const ink_preprocessor *row = ink_preprocessors;
    while (row->name && strcmp(row->name, name) != 0) row++;
    if (!row->name) return fail_unknown(name, error);
    *preprocess = (ink_preprocess){.kind = row};
    int status = ink_config_params(config, "preprocess", row->params, preprocess->values, error);
    if (status == 0) row->fill(preprocess->values, preprocess->table);
    return status;
}

void ink_preprocess_apply(const ink_preprocess *preprocess, const uint8_t *pixels, size_t count,
                          float *y) {
    for (size_t i = 0; i < count; i++) y[i] = preprocess->table[pixels[i]];
}
