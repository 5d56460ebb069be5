#include <string.h>

#include "data/preprocess.h"

enum { BINS };
static const ink_param params[] = {
    {"bins", INK_PARAM_INTEGER, 2, 256, 16,
     "Into how many equal steps the grey levels are counted."},
    {0},
};

static int plan(ink_preprocess *preprocess, ink_error *error) {
    (void)error;
    preprocess->shape[0] = (int)preprocess->values[BINS];
    preprocess->shape[1] = preprocess->shape[2] = 1;
    return 0;
}

static void apply(const ink_preprocess *preprocess, const uint8_t *images, size_t count, float *y) {
    size_t bins = (size_t)preprocess->shape[0];
    size_t pixels = (size_t)preprocess->height * (size_t)preprocess->width;
    for (; count > 0; count--, images += pixels, y += bins) {
        uint32_t counts[256] = {0};
        for (size_t p = 0; p < pixels; p++) counts[images[p] * bins / 256]++;
        ink__share_roots(bins, counts, y);
    }
}

const ink_preprocessor ink_features_intensity_histogram = {
    .choice = {"intensity-histogram",
               "How many pixels there are of each grey level, wherever they are.", params},
    .plan = plan,
    .apply = apply,
};
