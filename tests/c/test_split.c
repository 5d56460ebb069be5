#include <stdlib.h>

#include "data/split.h"
#include "harness.h"

TEST(split_takes_what_is_asked) {
    static const struct {
        size_t total, train, validation, want_train, want_validation;
    } cases[] = {
        {60000, 50000, 10000, 50000, 10000},
        {70000, 50000, 10000, 50000, 10000},
        {60000, 100, 20, 100, 20},
        {6000, 50000, 10000, 5000, 1000},
        {7000, 50000, 10000, 5833, 1167},
        {59999, 50000, 10000, 49999, 10000},
        {2, 50000, 10000, 1, 1},
        {3, 1000000000, 1, 2, 1},
        {3, 1, 1000000000, 1, 2},
        {2, 1, 1, 1, 1},
        {10, SIZE_MAX, SIZE_MAX, 5, 5},
        {1 << 30, 1000000000, 1000000000, 536870912, 536870912},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ink_split split = {0};
        CHECK_EQ_INT(
            ink_split_resolve(cases[i].total, cases[i].train, cases[i].validation, &split, NULL),
            0);
        CHECK_EQ_INT(split.train, cases[i].want_train);
        CHECK_EQ_INT(split.validation, cases[i].want_validation);
    }
}

TEST(split_refuses_empty_parts) {
    ink_split split;
    ink_error error;
    for (size_t total = 0; total < 2; total++)
        CHECK_EQ_INT(ink_split_resolve(total, 50000, 10000, &split, &error), INK_ERROR_ARGUMENT);
    CHECK_STR(error.detail, "split: 1 samples can not be shared between training and validation");
    CHECK_EQ_INT(ink_split_resolve(100, 0, 10, &split, NULL), INK_ERROR_ARGUMENT);
    CHECK_EQ_INT(ink_split_resolve(100, 10, 0, &split, NULL), INK_ERROR_ARGUMENT);
}

TEST(split_reads_its_params) {
    ink_config *config;
    double values[INK_MAX_PARAMS];
    CHECK_EQ_INT(ink_config_parse(&ink_allocator_default, "split.train=7\n", &config, NULL), 0);
    CHECK_EQ_INT(ink_config_params(config, "split", ink_split_params, values, NULL), 0);
    CHECK_EQ_INT(values[0], 7);
    CHECK_EQ_INT(values[1], 10000);
    ink_config_destroy(config);
}

static int read_wish(const char *text, double *wish, ink_error *error) {
    ink_config *config;
    int status = ink_config_parse(&ink_allocator_default, text, &config, error);
    if (status == 0) status = ink_split_read(config, wish, error);
    ink_config_destroy(config);
    return status;
}

TEST(split_refuses_folds_that_are_not_there) {
    static const struct {
        const char *text, *detail;
    } cases[] = {
        {"split.folds=1", "split.folds: 1 is outside 2 … 20"},
        {"split.folds=21", "split.folds: 21 is outside 0 … 20"},
        {"split.folds=5\nsplit.fold=5", "split.fold: 5, but there are 5 folds from 0 on"},
        {"split.fold=1", "split.fold: 1, but there are 0 folds from 0 on"},
        {"split.stratified=1", "split.stratified: \"1\" is neither true nor false"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double wish[INK_MAX_PARAMS];
        ink_error error;
        CHECK_EQ_INT(read_wish(cases[i].text, wish, &error), INK_ERROR_CONFIG);
        CHECK_STR(error.detail, cases[i].detail);
    }
}

/* 2×1 images whose labels are 0 for half of them, 1 for a third, 2 for the rest. */
enum { IMAGES = 606, CLASSES = 3 };

static uint8_t label_of(size_t i) { return (uint8_t)(i % 2 == 0 ? 0 : i % 3 ? 1 : 2); }

static ink_data *make_data(void) {
    static uint8_t images[IMAGES * 2], labels[IMAGES];
    ink_data *data;
    for (size_t i = 0; i < IMAGES; i++) labels[i] = label_of(i);
    CHECK_EQ_INT(ink_data_create(NULL, 1, 2, CLASSES, &data, NULL), 0);
    CHECK_EQ_INT(ink_data_set(data, false, images, labels, IMAGES, NULL), 0);
    return data;
}

/* Makes the split; in each part numbers must ascend, and no image may be in both.
 * Adds 1 to seen[image] of those in validation; counts classes by part. */
static ink_split make_split(const char *text, const ink_data *data, uint8_t *seen,
                            int counts[2][CLASSES]) {
    static uint32_t map[60000];
    double wish[INK_MAX_PARAMS];
    ink_split split = {0};
    CHECK_EQ_INT(read_wish(text, wish, NULL), 0);
    CHECK(ink_split_map_size(wish) <= 60000);
    CHECK_EQ_INT(ink_split_make(wish, data, map, &split, NULL), 0);
    CHECK(split.train <= ink_split_most(wish));
    uint8_t used[IMAGES] = {0};
    memset(counts, 0, 2 * sizeof *counts);
    for (int part = 0; part < 2; part++)
        for (size_t i = 0; i < (part ? split.validation : split.train); i++) {
            size_t place = part ? split.start + i : i, image = ink_split_image(&split, place);
            if (!CHECK(image < IMAGES)) return split;
            if (i) CHECK(image > ink_split_image(&split, place - 1));
            CHECK_EQ_INT(used[image]++, 0);
            seen[image] += (uint8_t)part;
            counts[part][label_of(image)]++;
        }
    return split;
}

TEST(folds_share_out_all_images) {
    ink_data *data = make_data();
    for (int stratified = 0; stratified < 2; stratified++)
        for (int folds = 2; folds <= 20; folds += 6) {
            uint8_t seen[IMAGES] = {0};
            for (int fold = 0; fold < folds; fold++) {
                char text[100];
                snprintf(text, sizeof text, "split.folds=%d\nsplit.fold=%d\nsplit.stratified=%s",
                         folds, fold, stratified ? "true" : "false");
                int counts[2][CLASSES];
                ink_split split = make_split(text, data, seen, counts);
                CHECK_EQ_INT(split.train + split.validation, IMAGES);
                CHECK_NEAR((double)split.validation, (double)IMAGES / folds, CLASSES);
                for (int c = 0; stratified && c < CLASSES; c++)
                    CHECK_NEAR(counts[1][c], (double)(counts[0][c] + counts[1][c]) / folds, 1);
            }
            for (size_t i = 0; i < IMAGES; i++) CHECK_EQ_INT(seen[i], 1);
        }
    ink_data_destroy(data);
}

TEST(stratified_parts_have_equal_shares) {
    ink_data *data = make_data();
    uint8_t seen[IMAGES] = {0};
    int counts[2][CLASSES];
    ink_split split = make_split("split.stratified=true\nsplit.train=400\nsplit.validation=200",
                                 data, seen, counts);
    CHECK_NEAR((double)split.train, 400, 1);
    CHECK_EQ_INT(split.train + split.validation, 600);
    CHECK_EQ_INT(counts[0][0], 200);
    CHECK_EQ_INT(counts[1][0], 100);
    CHECK_NEAR(counts[0][2], 2 * counts[1][2], 2);
    ink_data_destroy(data);
}

TEST(the_first_samples_are_kept) {
    ink_data *data = make_data();
    uint8_t seen[IMAGES] = {0};
    int counts[2][CLASSES];
    ink_split split = make_split("split.first=30", data, seen, counts);
    CHECK_EQ_INT(split.train, 30);
    CHECK_EQ_INT(split.start, 505);
    CHECK_EQ_INT(split.validation, 101);
    CHECK(!split.map);
    split = make_split("split.first=30\nsplit.folds=3", data, seen, counts);
    CHECK_EQ_INT(split.train, 30);
    CHECK_EQ_INT(ink_split_image(&split, 0), 202);
    CHECK_EQ_INT(split.validation, 202);
    split = make_split("split.first=3000", data, seen, counts);
    CHECK_EQ_INT(split.train, 505);
    ink_data_destroy(data);
}

TEST(stratified_waits_for_labels_only) {
    static const uint8_t images[16] = {0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 2};
    static const uint8_t labels[14] = {0, 0, 8, 1, 0, 0, 0, 6, 0, 1, 2, 0, 1, 2};
    double wish[INK_MAX_PARAMS];
    uint32_t map[6];
    ink_split split;
    ink_data *data;
    ink_data_create(NULL, 1, 2, CLASSES, &data, NULL);
    read_wish("split.stratified=true\nsplit.train=3\nsplit.validation=3", wish, NULL);
    CHECK_EQ_INT(ink_split_make(wish, data, map, &split, NULL), INK_EVENT_WAITING);
    CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_IMAGES, images, 16, NULL), 0);
    CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_LABELS, labels, 13, NULL), 0);
    CHECK_EQ_INT(ink_split_make(wish, data, map, &split, NULL), INK_EVENT_WAITING);
    CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_LABELS, labels + 13, 1, NULL), 0);
    CHECK_EQ_INT(ink_data_available(data, false), 0);
    CHECK_EQ_INT(ink_split_make(wish, data, map, &split, NULL), 0);
    static const uint32_t want[6] = {0, 1, 2, 3, 4, 5};
    CHECK_EQ_BYTES(map, want, sizeof want);
    /* Each class has two samples: halves are one and one. */
    CHECK_EQ_INT(split.train, 3);
    ink_data_destroy(data);
}

static ink_order make_order(uint64_t seed, size_t count) {
    ink_order order = {.seed = seed, .count = count};
    order.indices = malloc(count * sizeof *order.indices);
    CHECK(order.indices != NULL);
    return order;
}

/* Whether items[0 … count) are the numbers first … first+count−1 in some order. */
static int is_permutation(const uint32_t *items, uint32_t first, size_t count) {
    int good = 1;
    uint8_t *seen = calloc(count, 1);
    for (size_t i = 0; seen && i < count; i++) {
        if (items[i] < first || items[i] - first >= count || seen[items[i] - first])
            good = 0;
        else
            seen[items[i] - first] = 1;
    }
    free(seen);
    return good;
}

static int moved(const uint32_t *items, uint32_t first, size_t count) {
    int sum = 0;
    for (size_t i = 0; i < count; i++) sum += items[i] != first + i;
    return sum;
}

TEST(epoch_one_shuffles_within_blocks) {
    static const size_t counts[] = {1, 2047, 2048, 2049, 5000, 50000};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        ink_order order = make_order(1, counts[c]);
        ink_order_start(&order, 1);
        const uint32_t *all = ink_order_batch(&order, 0, counts[c], counts[c]);
        if (!CHECK(all != NULL)) return;
        for (size_t first = 0; first < counts[c]; first += INK_ORDER_BLOCK) {
            size_t size = counts[c] - first < INK_ORDER_BLOCK ? counts[c] - first : INK_ORDER_BLOCK;
            CHECK(is_permutation(all + first, (uint32_t)first, size));
            if (size > 100) CHECK(moved(all + first, (uint32_t)first, size) > (int)size - 20);
        }
        free(order.indices);
    }
}

TEST(blocks_and_epochs_differ) {
    ink_order order = make_order(3, 2 * INK_ORDER_BLOCK);
    uint32_t *first = malloc(order.count * sizeof *first);
    if (!CHECK(first != NULL)) return;
    ink_order_start(&order, 1);
    memcpy(first, ink_order_batch(&order, 0, order.count, order.count), order.count * 4);
    int equal = 0;
    for (size_t i = 0; i < INK_ORDER_BLOCK; i++)
        equal += first[i] + INK_ORDER_BLOCK == first[i + INK_ORDER_BLOCK];
    CHECK(equal < 20);
    for (uint32_t epoch = 2; epoch < 5; epoch++) {
        ink_order_start(&order, epoch);
        const uint32_t *all = ink_order_batch(&order, 0, order.count, order.count);
        if (!CHECK(all != NULL)) return;
        CHECK(is_permutation(all, 0, order.count));
        /* Beyond their block too: about half of each block comes from the other. */
        int crossed = 0;
        for (size_t i = 0; i < INK_ORDER_BLOCK; i++) crossed += all[i] >= INK_ORDER_BLOCK;
        CHECK_NEAR(crossed, INK_ORDER_BLOCK / 2, 150);
        CHECK(memcmp(first, all, order.count * 4) != 0);
        memcpy(first, all, order.count * 4);
    }
    order.seed = 4;
    ink_order_start(&order, 4);
    CHECK(memcmp(first, ink_order_batch(&order, 0, order.count, order.count), order.count * 4) !=
          0);
    free(first);
    free(order.indices);
}

/* Any epoch can be started at once, and again. */
TEST(epochs_do_not_depend_on_history) {
    ink_order a = make_order(9, 3000), b = make_order(9, 3000);
    for (uint32_t epoch = 1; epoch < 4; epoch++) {
        ink_order_start(&a, epoch);
        ink_order_batch(&a, 0, epoch == 1 ? 100 : 3000, 3000);
    }
    ink_order_start(&b, 3);
    CHECK_EQ_BYTES(a.indices, b.indices, 3000 * 4);
    ink_order_start(&a, 1);
    ink_order_start(&b, 1);
    CHECK(ink_order_batch(&a, 2999, 1, 3000) != NULL && ink_order_batch(&b, 0, 3000, 3000) != NULL);
    CHECK_EQ_BYTES(a.indices, b.indices, 3000 * 4);
    free(a.indices);
    free(b.indices);
}

/* Batches of 100 over data that arrives in small pieces: the same batches as at
 * once, each as soon as its blocks are there and not before. */
TEST(slow_data_changes_nothing) {
    enum { SAMPLES = 5000, BATCH = 100 };
    ink_order at_once = make_order(5, SAMPLES), slow = make_order(5, SAMPLES);
    ink_order_start(&at_once, 1);
    ink_order_start(&slow, 1);
    const uint32_t *want = ink_order_batch(&at_once, 0, SAMPLES, SAMPLES);
    size_t done = 0;
    for (size_t available = 0; available < SAMPLES + 37; available += 37) {
        const uint32_t *batch;
        while (done < SAMPLES && (batch = ink_order_batch(&slow, done, BATCH, available))) {
            CHECK_EQ_BYTES(batch, want + done, BATCH * 4);
            for (size_t i = 0; i < BATCH; i++) CHECK(batch[i] < available);
            done += BATCH;
        }
        size_t whole =
            available >= SAMPLES ? SAMPLES : available / INK_ORDER_BLOCK * INK_ORDER_BLOCK;
        CHECK_EQ_INT(done, whole / BATCH * BATCH);
    }
    CHECK_EQ_INT(done, SAMPLES);
    ink_order_start(&slow, 2);
    CHECK(ink_order_batch(&slow, 0, BATCH, SAMPLES - 1) == NULL);
    CHECK(ink_order_batch(&slow, 0, BATCH, SAMPLES) != NULL);
    free(at_once.indices);
    free(slow.indices);
}

/* A hash of two epochs, from an independent Philox and shuffle in Python: part of
 * the bits, so it must never change. */
TEST(order_is_pinned) {
    ink_order order = make_order(1, 50000);
    ink_order_start(&order, 1);
    const uint32_t *batch = ink_order_batch(&order, 49998, 2, 50000);
    if (!CHECK(batch != NULL)) return;
    uint64_t hash = 0;
    for (uint32_t epoch = 1; epoch < 3; epoch++) {
        if (epoch == 2) ink_order_start(&order, epoch);
        for (size_t i = 0; i < order.count; i++)
            hash = hash * 6364136223846793005u + order.indices[i] + 1;
    }
    CHECK_EQ_INT(hash, 4570798548442496848);
    free(order.indices);
}

int main(void) {
    RUN(split_takes_what_is_asked);
    RUN(split_refuses_empty_parts);
    RUN(split_reads_its_params);
    RUN(split_refuses_folds_that_are_not_there);
    RUN(folds_share_out_all_images);
    RUN(stratified_parts_have_equal_shares);
    RUN(the_first_samples_are_kept);
    RUN(stratified_waits_for_labels_only);
    RUN(epoch_one_shuffles_within_blocks);
    RUN(blocks_and_epochs_differ);
    RUN(epochs_do_not_depend_on_history);
    RUN(slow_data_changes_nothing);
    RUN(order_is_pinned);
    return harness_end();
}
