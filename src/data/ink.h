/* Ink preparation: turns what a person drew into the 28×28 bytes a network
 * trained on MNIST expects, by the rule MNIST itself was made by (LeCun, Cortes,
 * Burges): the ink's tight box scaled to 20 pixels on its longer side, its
 * centre of mass in the middle of 28×28. Integers throughout, nothing allocated,
 * about 25 KB of stack at any image size. */
#ifndef INK_DATA_INK_H
#define INK_DATA_INK_H

#include <stdint.h>

#include "base/error.h"

enum {
    INK_SIDE = 28,         /* a prepared image's side */
    INK_BOX = 20,          /* its ink's longer side */
    INK_SIDE_LIMIT = 4096, /* the largest side that is accepted */
};

/* Prepares width·height RGBA pixels (straight alpha, rows from the top, no
 * padding), as a canvas gives them: laid on white, then grey by Rec. 601. What is
 * invisible on white but not in alpha, such as white strokes on a transparent
 * canvas, is read from alpha. The caller owns both buffers.
 *
 * Ink may be dark on light or light on dark: paper is the border's median, ink
 * what differs from it the way most of it does. Faint ink is stretched to 255;
 * paper noise, as seen at the border, and specks under 1/4000 of the ink
 * are not ink.
 *
 * Writes 784 bytes, 0 for paper and up to 255 for ink, and returns 0. When
 * nothing is drawn, out is all 0 and the result INK_EVENT_BLANK. A side outside
 * 1 … 4096 is INK_ERROR_ARGUMENT, out untouched. */
int ink_prepare_rgba(const uint8_t *rgba, int width, int height, uint8_t out[784],
                     ink_error *error);

/* The same for width·height grey bytes. */
int ink_prepare_grey(const uint8_t *grey, int width, int height, uint8_t out[784],
                     ink_error *error);

/* Lays 20×20 cells on 28×28 so that their centre of mass comes to pixel (14, 14)
 * after rounding: a shift by whole pixels, as in MNIST, where every image's
 * centre lies within half a pixel of it. The box never leaves the image. */
void ink__centre(const uint8_t cells[400], uint8_t out[784]);

#endif
