/* Arrays as other formats hold them (NumPy's .npy, pickles), to the bytes that the data set
 * keeps. */
#ifndef INK_DATA_ELEMENTS_H
#define INK_DATA_ELEMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Little-endian, anywhere in memory. */
typedef enum ink_element {
    INK_ELEMENT_UINT8,
    INK_ELEMENT_INT32,
    INK_ELEMENT_INT64,
    INK_ELEMENT_FLOAT32,
    INK_ELEMENT_FLOAT64,
    INK_ELEMENTS /* how many there are */
} ink_element;

/* Bytes of one. */
size_t ink_element_size(ink_element type);

/* Turns `count` elements into as many bytes; `to` may be `from`. Whole numbers are 0 … 255 and
 * stay what they are. Floating-point numbers are grey levels 0 … 1 and become
 * min(255, ⌊256·v + ½⌋): mnist.pkl.gz holds k/256, which gives back k exactly (k/255 becomes k
 * below the middle, k + 1 above it). Anything else is INK_ERROR_ARGUMENT, which names the
 * first such value, and `to` is then partly written. */
int ink_elements_to_bytes(ink_element type, const uint8_t *from, size_t count, uint8_t *to,
                          ink_error *error);

#endif
