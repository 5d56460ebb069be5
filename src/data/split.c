#include "data/split.h"

#include "base/random.h"

const ink_param ink_split_params[] = {
    {"train", INK_PARAM_INTEGER, 1, 1e9, 50000, "Training samples: the first of the training set."},
    {"validation", INK_PARAM_INTEGER, 1, 1e9, 10000, "Validation samples: those that follow them."},
    {0},
};

int ink_split_resolve(size_t total, size_t train, size_t validation, ink_split *split,
                      ink_error *error) {
    if (train < 1 || validation < 1)
        return ink_fail(error, INK_ERROR_ARGUMENT,
                        "split: %zu training and %zu validation samples; both need at least one",
                        train, validation);
    if (total < 2)
        return ink_fail(error, INK_ERROR_ARGUMENT,
                        "split: %zu samples can not be shared between training and validation",
                        total);
    if (train > total || validation > total - train) {
        /* In double: total and parts stay far below 2⁵³, and the sum can not overflow. */
        double share = (double)train / ((double)train + (double)validation);
        train = (size_t)((double)total * share);
        if (train < 1) train = 1;
        if (train > total - 1) train = total - 1;
        validation = total - train;
    }
    *split = (ink_split){train, validation};
    return 0;
}

/* Epochs count up from 2 in the shuffle stream; the blocks of epoch 1 lie above
 * all of them. */
#define FIRST_BLOCK_INDEX 0x80000000u

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

void ink_order_start(ink_order *order, uint32_t epoch) {
    order->epoch = epoch;
    order->shuffled = 0;
    for (size_t i = 0; i < order->count; i++) order->indices[i] = (uint32_t)i;
    if (epoch == 1) return;
    ink_random random = ink_random_make(order->seed, INK_STREAM_SHUFFLE, epoch);
    ink_random_shuffle(&random, order->indices, (uint32_t)order->count);
    order->shuffled = order->count;
}

static void shuffle_next_block(ink_order *order) {
    uint32_t block = (uint32_t)(order->shuffled / INK_ORDER_BLOCK);
    size_t end = smaller(order->shuffled + INK_ORDER_BLOCK, order->count);
    ink_random random = ink_random_make(order->seed, INK_STREAM_SHUFFLE, FIRST_BLOCK_INDEX + block);
    ink_random_shuffle(&random, order->indices + order->shuffled,
                       (uint32_t)(end - order->shuffled));
    order->shuffled = end;
}

const uint32_t *ink_order_batch(ink_order *order, size_t first, size_t count, size_t available) {
    size_t blocks = (first + count + INK_ORDER_BLOCK - 1) / INK_ORDER_BLOCK;
    size_t needed =
        order->epoch == 1 ? smaller(blocks * INK_ORDER_BLOCK, order->count) : order->count;
    if (available < needed) return NULL;
    while (order->shuffled < needed) shuffle_next_block(order);
    return order->indices + first;
}
