/* What happens to pixels before the first layer, config path "preprocess". */
#ifndef INK_DATA_PREPROCESS_H
#define INK_DATA_PREPROCESS_H

#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/error.h"

/* A row of preprocessors.def. */
typedef struct ink_preprocessor {
    ink_choice choice;
    /* The number for each byte, from the values of choice.params. Computed in double
     * with + − × ÷ only and rounded once, so the bits are equal everywhere. */
    void (*fill)(const double *values, float table[256]);
} ink_preprocessor;

/* The rows, each the first member of its ink_preprocessor; ended by NULL. */
extern const ink_choice *const ink_preprocessors[];

/* A chosen preprocessor, ready for use; plain data, nothing to give back. */
typedef struct ink_preprocess {
    const ink_preprocessor *kind;
    double values[INK_MAX_PARAMS];
    float table[256];
} ink_preprocess;

/* Reads the choice ("standardize" where there is none) and its parameters. An unknown
 * name fails and lists the known ones. */
int ink_preprocess_read(ink_config *config, ink_preprocess *preprocess, ink_error *error);

/* y(count) = preprocess(pixels(count)). */
void ink_preprocess_apply(const ink_preprocess *preprocess, const uint8_t *pixels, size_t count,
                          float *y);

#endif
