/* Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC 2011). Any (seed, stream,
 * index) opens an independent sequence at once, so a sample's or an epoch's
 * numbers do not depend on what was drawn before. Bits are equal everywhere. */
#ifndef INK_BASE_RANDOM_H
#define INK_BASE_RANDOM_H

#include <stdint.h>

/* Who draws: each use has a stream of its own. Values are part of the bits. */
typedef enum ink_stream {
    INK_STREAM_INITIALISE = 1, /* index: parameter tensor */
    INK_STREAM_SHUFFLE = 2,    /* index: epoch */
    INK_STREAM_SYNTHETIC = 3,  /* index: sample */
    INK_STREAM_DROPOUT = 4,    /* index: step */
    INK_STREAM_AUGMENT = 5,    /* index: sample drawn */
    INK_STREAM_SEARCH = 6,     /* index: step */
    INK_STREAM_FEATURES = 7,   /* index: 0 */
    INK_STREAM_FAKE = 8,       /* index: sample */
    INK_STREAM_DREAM = 9,      /* index: class */
    INK_STREAM_MAP = 10,       /* index: 0 */
} ink_stream;

typedef struct ink_random {
    uint32_t key[2];     /* the seed */
    uint32_t counter[4]; /* block number (64 bits), stream, index */
    uint32_t block[4];   /* the current block's numbers */
    uint32_t used;       /* how many of them are spent */
} ink_random;

ink_random ink_random_make(uint64_t seed, ink_stream stream, uint32_t index);

/* The next 32 bits. */
uint32_t ink_random_bits(ink_random *random);

/* The next four times 32 bits, valid until the next call; what is left of four that were begun is
 * lost. */
const uint32_t *ink_random_four(ink_random *random);

/* Uniform in [0, 1), a multiple of 2⁻²⁴. */
float ink_random_uniform(ink_random *random);

/* Uniform in [low, high). */
float ink_random_between(ink_random *random, float low, float high);

/* Unbiased in 0 … n−1; n ≥ 1 (Lemire, "Fast random integer generation in an
 * interval", 2019). */
uint32_t ink_random_below(ink_random *random, uint32_t n);

/* Fisher–Yates, in place. */
void ink_random_shuffle(ink_random *random, uint32_t *items, uint32_t count);

#endif
