/* Which samples are for training and which for validation, and in which order an
 * epoch takes them. The order depends on seed, epoch and number of samples only,
 * never on how slowly the data comes in. */
#ifndef INK_DATA_SPLIT_H
#define INK_DATA_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/error.h"
#include "data/dataset.h"

/* The settings at prefix "split", in their order. */
enum {
    INK_SPLIT_TRAIN,
    INK_SPLIT_VALIDATION,
    INK_SPLIT_STRATIFIED,
    INK_SPLIT_FIRST,
    INK_SPLIT_FOLDS,
    INK_SPLIT_FOLD,
};
extern const ink_param ink_split_params[];

/* Reads them; refuses a single fold and a fold that is not there. */
int ink_split_read(ink_config *config, double wish[INK_MAX_PARAMS], ink_error *error);

/* Training samples are the first `train` places, validation samples the `validation`
 * places from `start` on; test samples have files of their own. Place p holds image
 * map[p] of the training files, or image p where map is NULL. In each part the
 * images' numbers ascend. */
typedef struct ink_split {
    size_t train, validation, start;
    const uint32_t *map;
} ink_split;

static inline size_t ink_split_image(const ink_split *split, size_t place) {
    return split->map ? split->map[place] : place;
}

/* How many numbers the map of such a split can need, 0 where it needs none, and how
 * many training samples it can have. */
size_t ink_split_map_size(const double *wish);
size_t ink_split_most(const double *wish);

/* Shares out `total` samples as asked. Where there are fewer than train +
 * validation, both shrink in proportion (training rounded down, but at least one
 * sample each) and use all there are. INK_ERROR_ARGUMENT if total < 2 or a part is
 * asked to be empty. */
int ink_split_resolve(size_t total, size_t train, size_t validation, ink_split *split,
                      ink_error *error);

/* Makes the split of the training files that is wished for, from the images that
 * ink_split_resolve takes: by default the first are for training and the next for
 * validation; of k folds of consecutive images one is for validation; stratified,
 * the same is done class by class, so that both parts have equal shares of each, to
 * a sample. Then only the first of the training samples may be kept.
 * INK_EVENT_WAITING until the number of images is known, and, stratified, until all
 * labels are there. map: ink_split_map_size numbers, the caller's, kept. */
int ink_split_make(const double *wish, const ink_data *data, uint32_t *map, ink_split *split,
                   ink_error *error);

/* Epoch 1 takes blocks of this many samples in file order. */
enum { INK_ORDER_BLOCK = 2048 };

/* The order of the samples 0 … count−1 in one epoch. The caller sets seed, count and
 * indices (room for count numbers, its own) and calls ink_order_start. */
typedef struct ink_order {
    uint64_t seed;
    size_t count;
    uint32_t *indices;
    uint32_t epoch;
    size_t shuffled; /* how many indices have their final place */
} ink_order;

/* Begins an epoch, 1 ≤ epoch < 2³¹. Epoch 1 shuffles within each block (the last may
 * be short); later epochs shuffle all samples. Any epoch can be started directly. */
void ink_order_start(ink_order *order, uint32_t epoch);

/* The numbers of `count` samples from position `first` of this epoch on
 * (first + count ≤ order->count), valid until the next start; a batch may straddle
 * blocks. NULL while a block they need (from epoch 2 on: any sample) is not among
 * the first `available` samples. */
const uint32_t *ink_order_batch(ink_order *order, size_t first, size_t count, size_t available);

#endif
