#include "data/preprocess.h"

#include <math.h>
#include <string.h>

#include "kernel/elementwise.h"

#define PREPROCESSOR(name) extern const ink_preprocessor ink_preprocessor_##name;
#define FEATURES(name)     extern const ink_preprocessor ink_features_##name;
#include "data/features.def"
#include "data/preprocessors.def"
#undef PREPROCESSOR
#undef FEATURES

const ink_choice *const ink_preprocessors[] = {
#define PREPROCESSOR(name) &ink_preprocessor_##name.choice,
#include "data/preprocessors.def"
#undef PREPROCESSOR
    NULL,
};

const ink_choice *const ink_features[] = {
#define FEATURES(name) &ink_features_##name.choice,
#include "data/features.def"
#undef FEATURES
    NULL,
};

/* Whether a config asks for the preprocessing that stands where it asks for none. */
static bool is_default(const ink_preprocess *preprocess) {
    const ink_param *params = preprocess->kind->choice.params;
    if (preprocess->kind != &ink_preprocessor_standardize) return false;
    for (int i = 0; params[i].name; i++)
        if (preprocess->values[i] != params[i].fallback) return false;
    return true;
}

static int choose(ink_config *config, const char *path, const char *fallback,
                  const ink_choice *const *rows, ink_preprocess *preprocess, ink_error *error) {
    const ink_choice *choice;
    int status =
        ink_config_choose(config, path, fallback, rows, &choice, preprocess->values, error);
    if (status) return status;
    preprocess->kind = (const ink_preprocessor *)choice;
    preprocess->path = path;
    return 0;
}

int ink_preprocess_read(ink_config *config, int height, int width, ink_preprocess *preprocess,
                        ink_error *error) {
    *preprocess = (ink_preprocess){.height = height, .width = width, .shape = {1, height, width}};
    for (int i = 0; i < 256; i++) preprocess->table[i] = (float)(i / 255.0);
    int status = choose(config, "preprocess", "standardize", ink_preprocessors, preprocess, error);
    if (!status && ink_config_has(config, "features")) {
        if (!is_default(preprocess))
            return ink_fail(error, INK_ERROR_CONFIG,
                            "features: they replace the preprocessing; leave out preprocess");
        status = choose(config, "features", NULL, ink_features, preprocess, error);
    }
    if (!status && preprocess->kind->plan) status = preprocess->kind->plan(preprocess, error);
    return status;
}

size_t ink_finding_size(const ink_finding *finding) {
    size_t size = 1;
    for (int i = 0; i < finding->rank; i++)
        size = ink_size_multiply(size, (size_t)finding->shape[i]);
    return size;
}

void ink_preprocess_carve_findings(ink_preprocess *preprocess, ink_arena *arena) {
    for (int i = 0; i < preprocess->finding_count; i++) {
        ink_finding *finding = &preprocess->findings[i];
        finding->values =
            ink_arena_take(arena, ink_size_multiply(ink_finding_size(finding), sizeof(float)));
    }
}

void ink_preprocess_carve_scratch(ink_preprocess *preprocess, ink_arena *arena) {
    preprocess->scratch = ink_arena_take(arena, preprocess->scratch_size);
}

bool ink_preprocess_is_fitted(const ink_preprocess *preprocess) {
    for (int i = 0; i < preprocess->finding_count; i++) {
        const ink_finding *finding = &preprocess->findings[i];
        size_t size = ink_finding_size(finding), zeros = 0;
        while (zeros < size && finding->values[zeros] == 0) zeros++;
        if (zeros == size) return false;
    }
    return true;
}

void ink_preprocess_reset(ink_preprocess *preprocess) {
    for (int i = 0; i < preprocess->finding_count; i++)
        memset(preprocess->findings[i].values, 0,
               ink_finding_size(&preprocess->findings[i]) * sizeof(float));
}

void ink_preprocess_fit(ink_preprocess *preprocess, const ink_samples *samples) {
    if (preprocess->kind->fit) preprocess->kind->fit(preprocess, samples);
}

void ink_preprocess_apply(const ink_preprocess *preprocess, const uint8_t *images, size_t count,
                          float *y) {
    preprocess->kind->apply(preprocess, images, count, y);
}

const uint8_t *ink__samples_image(const ink_samples *samples, size_t i) {
    return ink_data_image(samples->data, false, ink_split_image(samples->split, i));
}

void ink__share_roots(size_t count, const uint32_t *counts, float *y) {
    double total = 0;
    for (size_t i = 0; i < count; i++) total += counts[i];
    for (size_t i = 0; i < count; i++)
        y[i] = total > 0 ? (float)sqrt(counts[i] / total * (double)count) : 0;
}

void ink__apply_table(const ink_preprocess *preprocess, const uint8_t *images, size_t count,
                      float *y) {
    ink_lookup(count * (size_t)preprocess->height * (size_t)preprocess->width, images,
               preprocess->table, y);
}

float ink_preprocess_background(const ink_preprocess *preprocess) {
    return preprocess->kind->apply == ink__apply_table ? preprocess->table[0] : NAN;
}

/* Pixels first … end−1 of all samples, added up. */
static void add_pixels(const ink_samples *samples, size_t first, size_t end, uint64_t *sums) {
    for (size_t i = 0; i < samples->split->train; i++) {
        const uint8_t *image = ink__samples_image(samples, i);
        for (size_t p = first; p < end; p++) sums[p - first] += image[p];
    }
}

enum { PIXEL_BLOCK = 128 };

void ink__fit_mean(const ink_preprocess *preprocess, const ink_samples *samples) {
    size_t pixels = (size_t)preprocess->height * (size_t)preprocess->width;
    bool single = ink_finding_size(&preprocess->findings[0]) == 1;
    float *mean = preprocess->findings[0].values;
    double all = 0, white = 255.0 * (double)samples->split->train;
    for (size_t first = 0; first < pixels; first += PIXEL_BLOCK) {
        uint64_t sums[PIXEL_BLOCK] = {0};
        size_t end = first + PIXEL_BLOCK < pixels ? first + PIXEL_BLOCK : pixels;
        add_pixels(samples, first, end, sums);
        for (size_t p = first; p < end; p++) {
            all += (double)sums[p - first];
            if (!single) mean[p] = (float)((double)sums[p - first] / white);
        }
    }
    if (single) mean[0] = (float)(all / white / (double)pixels);
}

void ink__apply_mean(const ink_preprocess *preprocess, const uint8_t *images, size_t count,
                     float *y) {
    size_t pixels = (size_t)preprocess->height * (size_t)preprocess->width;
    const float *mean = preprocess->findings[0].values;
    size_t stride = ink_finding_size(&preprocess->findings[0]) > 1;
    for (; count > 0; count--, images += pixels, y += pixels)
        for (size_t p = 0; p < pixels; p++) y[p] = preprocess->table[images[p]] - mean[p * stride];
}
