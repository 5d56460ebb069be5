/* An allocator that counts what is out and gives nothing after the first `left`
 * requests: a test tries 0, 1, 2, … until all goes well, and so meets the lack of
 * memory at each allocation there is. */
#ifndef INK_TESTS_STARVE_H
#define INK_TESTS_STARVE_H

#include <limits.h>
#include <stdlib.h>

#include "base/memory.h"

typedef struct starve {
    long left;     /* requests still granted */
    long live;     /* pieces not given back */
    long requests; /* granted or not */
} starve;

static inline void *starve_allocate(void *context, size_t bytes) {
    starve *state = context;
    state->requests++;
    if (state->left <= 0) return NULL;
    void *pointer = malloc(bytes);
    if (pointer) state->left--, state->live++;
    return pointer;
}

static inline void starve_release(void *context, void *pointer) {
    ((starve *)context)->live--;
    free(pointer);
}

/* *state must outlive the allocator; left LONG_MAX never starves. */
static inline ink_allocator starve_allocator(starve *state, long left) {
    *state = (starve){left, 0, 0};
    return (ink_allocator){starve_allocate, starve_release, state};
}

#endif
