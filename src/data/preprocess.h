/* What becomes of an image's bytes before the first layer: the preprocessing, at
 * config path "preprocess", or the features at "features", which take its place.
 * Both are tables of the same kind of row. Some rows are fitted on the training
 * samples first; what they find stands in tensors that are saved with the weights. */
#ifndef INK_DATA_PREPROCESS_H
#define INK_DATA_PREPROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/pool.h"
#include "data/dataset.h"
#include "data/split.h"

/* The training samples that a row is fitted on, in the order of their places. */
typedef struct ink_samples {
    const ink_data *data;
    const ink_split *split;
    uint64_t seed; /* for rows that draw from them */
} ink_samples;

/* What a row found: `name` as in saved files ("components"), values in the
 * session's block. All zeros until it is fitted. */
typedef struct ink_finding {
    const char *name;
    int rank, shape[3];
    float *values;
} ink_finding;

enum { INK_FINDINGS = 3 };

/* A chosen row, ready for use once it is carved. */
typedef struct ink_preprocess {
    const struct ink_preprocessor *kind;
    const char *path; /* "preprocess" or "features" */
    double values[INK_MAX_PARAMS];
    int height, width;
    int shape[3];     /* of what comes out: channels, height, width */
    float table[256]; /* the number for each byte; a share of 255 unless planned else */
    int finding_count;
    ink_finding findings[INK_FINDINGS];
    size_t scratch_size; /* bytes, for fitting and for applying */
    void *scratch;
    ink_pool *pool;
} ink_preprocess;

/* A row of preprocessors.def or features.def. */
typedef struct ink_preprocessor {
    ink_choice choice;

    /* From values, height and width: changes shape, table, findings' shapes and
     * scratch_size from what a row of single pixels has. NULL: nothing to change.
     * Bits are equal everywhere: + − × ÷ and square roots only, or f32x4_math.h. */
    int (*plan)(ink_preprocess *preprocess, ink_error *error);

    /* Fills the findings; NULL where there are none. */
    void (*fit)(const ink_preprocess *preprocess, const ink_samples *samples);

    /* y(count, shape) of images(count, height, width). */
    void (*apply)(const ink_preprocess *preprocess, const uint8_t *images, size_t count, float *y);
} ink_preprocessor;

/* The rows, each the first member of its ink_preprocessor; ended by NULL. */
extern const ink_choice *const ink_preprocessors[];
extern const ink_choice *const ink_features[];

/* Reads the choice for images of that size ("standardize" and no features where there
 * is none) and plans it. An unknown name fails and lists the known ones; features
 * together with a preprocessing of one's own fail. */
int ink_preprocess_read(ink_config *config, int height, int width, ink_preprocess *preprocess,
                        ink_error *error);

/* Takes the findings' memory and the scratch from the arena: the findings first, so
 * that what must be kept can be told from what need not. */
void ink_preprocess_carve_findings(ink_preprocess *preprocess, ink_arena *arena);
void ink_preprocess_carve_scratch(ink_preprocess *preprocess, ink_arena *arena);

/* How many numbers a finding holds. */
size_t ink_finding_size(const ink_finding *finding);

/* Whether there is nothing to find or all was found, here or where the findings were
 * loaded from. Before that, means count as 0 and components and words as nothing. */
bool ink_preprocess_is_fitted(const ink_preprocess *preprocess);

/* What the background of an image, byte 0, comes to, where that is one number known
 * beforehand; else NaN. */
float ink_preprocess_background(const ink_preprocess *preprocess);

/* Forgets all findings. */
void ink_preprocess_reset(ink_preprocess *preprocess);

/* Finds, from all training samples, which must be there. */
void ink_preprocess_fit(ink_preprocess *preprocess, const ink_samples *samples);

/* y(count, shape) = preprocess(images(count, height, width)). */
void ink_preprocess_apply(const ink_preprocess *preprocess, const uint8_t *images, size_t count,
                          float *y);

/* For the rows. */

/* y(count) = √(share of each of the counts · count), so that the mean of y² is 1: the
 * roots of histograms are compared more fairly than the histograms (Arandjelović,
 * Zisserman, "Three things everyone should know to improve object retrieval", CVPR
 * 2012). All 0 where nothing was counted. */
void ink__share_roots(size_t count, const uint32_t *counts, float *y);

/* Image i < split->train of the training samples. */
const uint8_t *ink__samples_image(const ink_samples *samples, size_t i);

/* y = table[byte]: what rows of single pixels do. */
void ink__apply_table(const ink_preprocess *preprocess, const uint8_t *images, size_t count,
                      float *y);

/* The mean of the training samples' pixels, as shares of 255, into the first finding:
 * one of all where that is one number, else one for each pixel. */
void ink__fit_mean(const ink_preprocess *preprocess, const ink_samples *samples);

/* y = table[byte] − mean, with the first finding's means. */
void ink__apply_mean(const ink_preprocess *preprocess, const uint8_t *images, size_t count,
                     float *y);

#endif
