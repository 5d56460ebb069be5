/* Augmentation: each time a training image is drawn it is changed a little, bytes to
 * bytes, before preprocessing. */
#ifndef INK_DATA_AUGMENT_H
#define INK_DATA_AUGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/random.h"

/* The settings at prefix "augment"; each is 0, off, by default. */
extern const ink_param ink_augment_params[];

/* Whether any is on. */
bool ink_augment_is_on(const double values[INK_MAX_PARAMS]);

/* Whether what was background stays so, but for what is drawn over it. */
bool ink_augment_keeps_background(const double values[INK_MAX_PARAMS]);

/* out = image, both (height, width) and apart from each other, changed as `values`
 * say. All numbers are drawn from *random, in integers and float with + − × ÷, square
 * roots and f32x4_math.h, so bits are equal everywhere. */
void ink_augment(const double values[INK_MAX_PARAMS], int height, int width, ink_random *random,
                 const uint8_t *image, uint8_t *out);

#endif
