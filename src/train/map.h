/* The map of images: where they lie for the network's last layer, seen from the side from
 * which they lie farthest apart. */
#ifndef INK_TRAIN_MAP_H
#define INK_TRAIN_MAP_H

#include <stddef.h>

#include "train/session.h"

/* All from the session's allocator; NULL while there is none. */
typedef struct ink_map {
    float *rows;            /* (total, width + 2): an image's numbers, label and guess */
    size_t total, gathered; /* images wanted, and those there */
    float *before;          /* (before_count, 2): the points of the map before */
    size_t before_count;
} ink_map;

/* Frees all; the next map is aligned to none. */
void ink__map_forget(ink_session *session);

#endif
