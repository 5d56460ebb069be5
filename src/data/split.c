#include "data/split.h"

#include "base/random.h"

const ink_param ink_split_params[] = {
    {"train", INK_PARAM_INTEGER, 1, 1e9, 50000, "Training samples: the first of the training set."},
    {"validation", INK_PARAM_INTEGER, 1, 1e9, 10000, "Validation samples: those that follow them."},
    {"stratified", INK_PARAM_SWITCH, 0, 1, 0,
     "Whether each class has the same share of both; waits for all labels."},
    {"first", INK_PARAM_INTEGER, 0, 1e9, 0,
     "Trains on this many of the training samples only; 0: on all."},
    {"folds", INK_PARAM_INTEGER, 0, 20, 0,
     "Cross-validation: shares all these samples out into 2 to 20 folds; 0: none."},
    {"fold", INK_PARAM_INTEGER, 0, 19, 0, "Which of the folds is for validation, from 0."},
    {0},
};

int ink_split_read(ink_config *config, double wish[INK_MAX_PARAMS], ink_error *error) {
    int status = ink_config_params(config, "split", ink_split_params, wish, error);
    if (status) return status;
    int folds = (int)wish[INK_SPLIT_FOLDS], fold = (int)wish[INK_SPLIT_FOLD];
    if (folds == 1) return ink_fail(error, INK_ERROR_CONFIG, "split.folds: 1 is outside 2 … 20");
    if (fold && fold >= folds)
        return ink_fail(error, INK_ERROR_CONFIG, "split.fold: %d, but there are %d folds from 0 on",
                        fold, folds);
    return 0;
}

size_t ink_split_map_size(const double *wish) {
    if (!wish[INK_SPLIT_STRATIFIED] && !wish[INK_SPLIT_FOLDS]) return 0;
    return (size_t)(wish[INK_SPLIT_TRAIN] + wish[INK_SPLIT_VALIDATION]);
}

size_t ink_split_most(const double *wish) {
    size_t most = ink_split_map_size(wish), first = (size_t)wish[INK_SPLIT_FIRST];
    if (!most) most = (size_t)wish[INK_SPLIT_TRAIN];
    return first && first < most ? first : most;
}

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
    *split = (ink_split){train, validation, train, NULL};
    return 0;
}

/* Whether the rank-th of `count` samples, of a class or of all, is for validation. */
static bool is_validation(const double *wish, const ink_split *split, size_t rank, size_t count) {
    size_t folds = (size_t)wish[INK_SPLIT_FOLDS];
    if (folds) return (uint64_t)rank * folds / count == (uint64_t)wish[INK_SPLIT_FOLD];
    /* The class's share of the training samples, rounded. In double, where products
     * stay below 2⁵³. */
    double share = (double)split->train / (double)(split->train + split->validation);
    return rank >= (size_t)((double)count * share + 0.5);
}

enum { MOST_CLASSES = 256 };

/* Training samples from map[0] on, validation samples behind them. */
static void fill_map(const double *wish, const ink_data *data, uint32_t *map, ink_split *split) {
    size_t total = split->train + split->validation, counts[MOST_CLASSES] = {0}, places = 0;
    bool stratified = wish[INK_SPLIT_STRATIFIED];
    for (size_t i = 0; i < total; i++) counts[stratified ? ink_data_label(data, false, i) : 0]++;
    ink_split made = {.map = map};
    for (int validation = 0; validation < 2; validation++) {
        size_t ranks[MOST_CLASSES] = {0};
        for (size_t i = 0; i < total; i++) {
            uint8_t class = stratified ? ink_data_label(data, false, i) : 0;
            if (is_validation(wish, split, ranks[class]++, counts[class]) == validation)
                map[places++] = (uint32_t)i;
        }
        if (!validation) made.train = made.start = places;
    }
    made.validation = places - made.start;
    *split = made;
}

int ink_split_make(const double *wish, const ink_data *data, uint32_t *map, ink_split *split,
                   ink_error *error) {
    ink_split made;
    size_t total = ink_data_total(data, false), first = (size_t)wish[INK_SPLIT_FIRST];
    if (!total) return INK_EVENT_WAITING;
    int status = ink_split_resolve(total, (size_t)wish[INK_SPLIT_TRAIN],
                                   (size_t)wish[INK_SPLIT_VALIDATION], &made, error);
    if (status) return status;
    if (ink_split_map_size(wish)) {
        if (wish[INK_SPLIT_STRATIFIED] &&
            ink_data_labels_available(data, false) < made.train + made.validation)
            return INK_EVENT_WAITING;
        fill_map(wish, data, map, &made);
        if (!made.train || !made.validation)
            return ink_fail(error, INK_ERROR_ARGUMENT,
                            "split: %zu samples leave %zu for training and %zu for validation",
                            total, made.train, made.validation);
    }
    if (first && first < made.train) made.train = first;
    *split = made;
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
