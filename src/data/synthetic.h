/* Built-in handwritten digits, for when there is no data set: strokes drawn from
 * a seed and normalised as MNIST is. Stands in for MNIST's 60,000 images in
 * tests, demonstrations and the page without a network. */
#ifndef INK_DATA_SYNTHETIC_H
#define INK_DATA_SYNTHETIC_H

#include <stddef.h>
#include <stdint.h>

/* Draws digit `index` of the endless set that `seed` names into image (28×28
 * bytes, 0 paper, 255 ink) and its class, 0 to 9, into *label. Digits do not
 * depend on each other, so any can be drawn first or on any thread; 10·k to
 * 10·k+9 hold each class once. The same bits in every build. */
void ink_synthetic_digit(uint64_t seed, uint32_t index, uint8_t image[784], uint8_t *label);

/* Sample `index` of an equally endless set in which there is nothing to learn: each
 * pixel and the label (0 … classes−1, classes ≤ 256) are drawn uniformly. */
void ink_fake_sample(uint64_t seed, uint32_t index, uint8_t *image, size_t pixels, uint8_t *label,
                     int classes);

#endif
