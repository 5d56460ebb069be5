/* Which samples are for training and which for validation, and in which order an
 * epoch takes them. The order depends on seed, epoch and number of samples only,
 * never on how slowly the data comes in. */
#ifndef INK_DATA_SPLIT_H
#define INK_DATA_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/error.h"

/* "train" (values[0]) and "validation" (values[1]), read at prefix "split". */
extern const ink_param ink_split_params[];

/* Training samples are 0 … train−1 of the training files, validation samples the
 * `validation` ones after them. Test samples have files of their own. */
typedef struct ink_split {
    size_t train, validation;
} ink_split;

/* Shares out `total` samples as asked. Where there are fewer than train +
 * validation, both shrink in proportion (training rounded down, but at least one
 * sample each) and use all there are. INK_ERROR_ARGUMENT if total < 2 or a part is
 * asked to be empty. */
int ink_split_resolve(size_t total, size_t train, size_t validation, ink_split *split,
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
