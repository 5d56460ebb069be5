/* The IDX format of MNIST (Yann LeCun, "The MNIST database", file formats): a magic
 * number of two zeros, the type 08 (unsigned byte) and the rank, then one 32-bit
 * size for each dimension, all big-endian, then the bytes. Accepts input split at
 * any byte and writes the data straight to where the caller wants it.
 *
 * Where labels are wanted, QMNIST's extended ones do as well: type 0C (32-bit
 * integers) of rank 2, a row for each image, whose first column is the label. */
#ifndef INK_DATA_IDX_H
#define INK_DATA_IDX_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum {
    INK_IDX_LABELS = 0x00000801,
    INK_IDX_IMAGES = 0x00000803,
    INK_IDX_ROWS = 0x00000C02, /* QMNIST's labels */
    INK_IDX_MAX_RANK = 3,
    INK_IDX_MAX_COLUMNS = 64, /* of INK_IDX_ROWS */
};

/* Called once, when the header is known and good: gives the place for size bytes
 * (count · height · width for images, count for labels; size ≥ 1), which the caller
 * keeps and which must stay valid until the parser is done. Anything but 0 stops
 * the parser. */
typedef int (*ink_idx_begin)(void *context, uint32_t count, size_t size, uint8_t **destination,
                             ink_error *error);

typedef enum ink_idx_state {
    INK_IDX_WAIT_MAGIC, /* waits for 4 header bytes */
    INK_IDX_WAIT_DIMS,  /* waits for 4·rank big-endian header bytes */
    INK_IDX_WAIT_DATA,  /* waits for the rest of `size` bytes */
    INK_IDX_DONE,       /* has all; one byte more is an error */
    INK_IDX_FAILED,     /* answers every call with `failure` */
} ink_idx_state;

/* The parser needs no memory of its own and nothing at its end. */
typedef struct ink_idx {
    /* Set by the caller through ink_idx_make. */
    uint32_t magic;         /* INK_IDX_IMAGES or INK_IDX_LABELS */
    uint32_t height, width; /* the sides that images must have; unused for labels */
    size_t limit;           /* the most bytes of data that are accepted */
    ink_idx_begin begin;
    void *context;

    ink_idx_state state;
    uint8_t header[4 * (1 + INK_IDX_MAX_RANK)];
    size_t header_length; /* how much of the header is there */
    uint8_t *destination;
    size_t size, received; /* bytes of data promised, and those there so far */
    size_t row_size;       /* bytes of the file that make a label; 0 unless INK_IDX_ROWS */
    size_t row_length;     /* how many of the current row's are there */
    uint32_t row_value;    /* its first column, as far as it is there */
    ink_error failure;
} ink_idx;

ink_idx ink_idx_make(uint32_t magic, uint32_t height, uint32_t width, size_t limit,
                     ink_idx_begin begin, void *context);

/* Takes the next bytes (count may be 0). INK_ERROR_IDX: another magic number, a
 * dimension of 0, sides other than expected, more data than the limit, a row whose
 * first column is above 255, or more bytes than the header promises; else what begin returned.
 * After a failure every further call fails in the same way. */
int ink_idx_push(ink_idx *idx, const uint8_t *bytes, size_t count, ink_error *error);

/* There are no more bytes: INK_ERROR_TRUNCATED unless the parser is done. */
int ink_idx_finish(ink_idx *idx, ink_error *error);

#endif
