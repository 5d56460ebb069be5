/* Principal components of the training images: what `pca` and `whiten` share. */
#ifndef INK_DATA_PRINCIPAL_H
#define INK_DATA_PRINCIPAL_H

#include "data/preprocess.h"

/* The findings: mean(pixels), components(k, pixels), one a row, and, of whitening,
 * scale(k). */
enum { INK_PRINCIPAL_MEAN, INK_PRINCIPAL_COMPONENTS, INK_PRINCIPAL_SCALE };

/* Plans k outputs with a mean and k components; more than pixels are refused. */
int ink__principal_plan(ink_preprocess *preprocess, int k, ink_error *error);

/* Fits both. Returns the k largest variances, in scratch: of pixels as shares of 255,
 * divided by the number of images. */
const double *ink__principal_fit(const ink_preprocess *preprocess, const ink_samples *samples);

/* y(count, k) = (images/255 − mean) · componentsᵀ */
void ink__principal_apply(const ink_preprocess *preprocess, const uint8_t *images, size_t count,
                          float *y);

#endif
