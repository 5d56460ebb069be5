#include <stdlib.h>

#include "base/random.h"
#include "data/dataset.h"
#include "data/synthetic.h"
#include "gzip_writer.h"
#include "harness.h"
#include "starve.h"

enum { HEIGHT = 3, WIDTH = 4, CLASSES = 10, PIXELS = HEIGHT * WIDTH, COUNT = 20, MOST = 90000 };

/* A file as the data set is fed with it. */
typedef struct bytes {
    uint8_t at[MOST];
    size_t count;
} bytes;

static uint8_t *put(uint8_t *out, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) *out++ = (uint8_t)(value >> shift);
    return out;
}

static uint8_t pixel(size_t i) { return (uint8_t)(i * 31 >> 2); }
static uint8_t label(size_t i) { return (uint8_t)(i * 7 % CLASSES); }

static void make_images(bytes *file, uint32_t count, uint32_t height, uint32_t width) {
    uint8_t *out = put(put(put(put(file->at, 0x803), count), height), width);
    for (size_t i = 0; i < (size_t)count * height * width; i++) *out++ = pixel(i);
    file->count = (size_t)(out - file->at);
}

static void make_labels(bytes *file, uint32_t count) {
    uint8_t *out = put(put(file->at, 0x801), count);
    for (size_t i = 0; i < count; i++) *out++ = label(i);
    file->count = (size_t)(out - file->at);
}

static void zip(bytes *file) {
    static bytes plain;
    memcpy(plain.at, file->at, file->count);
    file->count = gzip_write(file->at, plain.at, file->count);
}

static bytes images, labels;

static void make_small(void) {
    make_images(&images, COUNT, HEIGHT, WIDTH);
    make_labels(&labels, COUNT);
}

static ink_data *create(void) {
    ink_data *data;
    CHECK_EQ_INT(ink_data_create(NULL, HEIGHT, WIDTH, CLASSES, &data, NULL), 0);
    return data;
}

/* Feeds the first `count` bytes in pieces of `step` (0: of random sizes). */
static int feed(ink_data *data, ink_file which, const bytes *file, size_t count, size_t step,
                ink_error *error) {
    ink_random random = ink_random_make(count, INK_STREAM_SYNTHETIC, 1);
    int status = 0;
    for (size_t done = 0, piece; done < count && status == 0; done += piece) {
        piece = step ? step : ink_random_below(&random, 40);
        if (piece > count - done) piece = count - done;
        status = ink_data_feed(data, which, file->at + done, piece, error);
    }
    return status;
}

static int feed_whole(ink_data *data, ink_file which, const bytes *file, ink_error *error) {
    int status = feed(data, which, file, file->count, file->count, error);
    return status == 0 ? ink_data_end(data, which, error) : status;
}

static void check_samples(const ink_data *data, bool test, size_t count) {
    if (!CHECK_EQ_INT(ink_data_available(data, test), count)) return;
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        wrong += ink_data_label(data, test, i) != label(i);
        for (size_t j = 0; j < PIXELS; j++)
            wrong += ink_data_image(data, test, i)[j] != pixel(i * PIXELS + j);
    }
    CHECK_EQ_INT(wrong, 0);
}

TEST(files_of_any_split_give_the_same) {
    static const size_t steps[] = {1, 3, 0, MOST};
    for (int gz = 0; gz < 2; gz++) {
        make_small();
        if (gz) zip(&images), zip(&labels);
        for (int i = 0; i < 8; i++) {
            bool test = i & 1;
            ink_file first = test ? INK_TEST_IMAGES : INK_TRAIN_IMAGES;
            ink_data *data = create();
            CHECK_EQ_INT(feed(data, first + 1, &labels, labels.count, steps[i / 2], NULL), 0);
            CHECK_EQ_INT(ink_data_available(data, test), 0);
            CHECK_EQ_INT(feed(data, first, &images, images.count, steps[i / 2], NULL), 0);
            check_samples(data, test, COUNT);
            CHECK_EQ_INT(ink_data_total(data, test), COUNT);
            CHECK_EQ_INT(ink_data_total(data, !test), 0);
            CHECK(!ink_data_complete(data, test));
            CHECK_EQ_INT(ink_data_end(data, first, NULL), 0);
            CHECK_EQ_INT(ink_data_end(data, first + 1, NULL), 0);
            CHECK(ink_data_complete(data, test) && !ink_data_complete(data, !test));
            CHECK_EQ_INT(ink_data_end(data, first, NULL), 0);
            ink_data_destroy(data);
        }
    }
}

/* Samples are there as soon as their last pixel and their label are. */
TEST(samples_come_one_by_one) {
    make_small();
    ink_data *data = create();
    CHECK_EQ_INT(ink_data_total(data, false), 0);
    CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_LABELS, labels.at, 8 + 10, NULL), 0);
    for (size_t i = 0; i < images.count; i++) {
        CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_IMAGES, images.at + i, 1, NULL), 0);
        size_t whole = i < 16 ? 0 : (i + 1 - 16) / PIXELS;
        CHECK_EQ_INT(ink_data_total(data, false), i < 15 ? 0 : COUNT);
        CHECK_EQ_INT(ink_data_available(data, false), whole < 10 ? whole : 10);
    }
    check_samples(data, false, 10);
    CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_LABELS, labels.at + 18, 10, NULL), 0);
    check_samples(data, false, COUNT);
    CHECK(ink_data_image(data, false, 1) == ink_data_image(data, false, 0) + PIXELS);
    CHECK_EQ_INT(ink_data_height(data), HEIGHT);
    CHECK_EQ_INT(ink_data_width(data), WIDTH);
    CHECK_EQ_INT(ink_data_classes(data), CLASSES);
    ink_data_destroy(data);
}

/* Real MNIST files end like this: an early end anywhere, and at every 1 KB of a
 * file of 100 images of 28 × 28. */
TEST(each_early_end_is_truncated) {
    for (int gz = 0; gz < 2; gz++) {
        make_images(&images, 100, 28, 28);
        if (gz) zip(&images);
        ink_data *data;
        CHECK_EQ_INT(ink_data_create(NULL, 28, 28, 10, &data, NULL), 0);
        for (size_t end = 1; end < images.count;
             end = end < 100 ? end + 1 : (end / 1024 + 1) * 1024) {
            ink_error error = {0};
            CHECK_EQ_INT(feed(data, INK_TRAIN_IMAGES, &images, end, 100, NULL), 0);
            CHECK_EQ_INT(ink_data_end(data, INK_TRAIN_IMAGES, &error), INK_ERROR_TRUNCATED);
            CHECK(strncmp(error.detail, "training images: ", 17) == 0 &&
                  strstr(error.detail, " ends "));
            ink_data_restart(data, INK_TRAIN_IMAGES);
        }
        CHECK_EQ_INT(feed_whole(data, INK_TRAIN_IMAGES, &images, NULL), 0);
        ink_data_destroy(data);
    }
}

TEST(each_corruption_fails_or_changes_nothing) {
    make_small();
    zip(&images);
    CHECK_EQ_INT(labels.count, 8 + COUNT);
    for (size_t at = 0; at < images.count; at++) {
        static bytes broken;
        memcpy(&broken, &images, sizeof images);
        broken.at[at] ^= 0x55;
        ink_data *data = create();
        CHECK_EQ_INT(feed_whole(data, INK_TEST_LABELS, &labels, NULL), 0);
        if (feed_whole(data, INK_TEST_IMAGES, &broken, NULL) == 0)
            check_samples(data, true, COUNT);
        else
            CHECK_EQ_INT(ink_data_available(data, true), 0);
        ink_data_destroy(data);
    }
}

/* One row a fault: what is fed, and what is said. */
TEST(faults_are_named) {
    static const struct {
        ink_file file;
        int code;
        const char *hex, *detail;
    } cases[] = {
        {INK_TRAIN_IMAGES, INK_ERROR_TRUNCATED, "", "training images: the file is empty"},
        {INK_TEST_LABELS, INK_ERROR_TRUNCATED, "", "test labels: the file is empty"},
        {INK_TRAIN_LABELS, INK_ERROR_TRUNCATED, "1f8b08",
         "training labels: gzip: the file ends before its stream is complete"},
        {INK_TRAIN_IMAGES, INK_ERROR_GZIP, "1f8b0700",
         "training images: gzip: unknown compression method: the file is damaged"},
        {INK_TRAIN_IMAGES, INK_ERROR_IDX, "00000801",
         "training images: idx: magic 0x00000801, expected 0x00000803 (this file holds labels)"},
        {INK_TEST_IMAGES, INK_ERROR_IDX, "00000803000000010000001c0000001c",
         "test images: idx: images of 28 × 28, expected 3 × 4"},
        {INK_TEST_IMAGES, INK_ERROR_IDX, "00000803ffffffffffffffffffffffff",
         "test images: idx: 4294967295 × 4294967295 × 4294967295 bytes are more than the "
         "1073741824 that are allowed"},
        {INK_TRAIN_LABELS, INK_ERROR_LABEL, "000008010000000301090b",
         "training labels: label 11 at 2 is outside 0 … 9"},
        {INK_TRAIN_LABELS, INK_ERROR_IDX, "00000801000000010102",
         "training labels: idx: more bytes than its header promises"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes *file = &images;
        file->count = 0;
        for (const char *hex = cases[i].hex; *hex; hex += 2) {
            const char pair[3] = {hex[0], hex[1], '\0'};
            file->at[file->count++] = (uint8_t)strtoul(pair, NULL, 16);
        }
        ink_error error = {0}, again = {0};
        ink_data *data = create();
        CHECK_EQ_INT(feed_whole(data, cases[i].file, file, &error), cases[i].code);
        CHECK_EQ_INT(error.code, cases[i].code);
        CHECK_STR(error.detail, cases[i].detail);
        /* It stays failed, whatever comes. */
        CHECK_EQ_INT(feed_whole(data, cases[i].file, file, &again), cases[i].code);
        CHECK_STR(again.detail, cases[i].detail);
        ink_data_destroy(data);
    }
}

TEST(labels_are_checked_on_arrival) {
    make_small();
    labels.at[8 + 17] = 11;
    ink_data *data = create();
    ink_error error;
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_IMAGES, &images, NULL), 0);
    CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_LABELS, labels.at, 8 + 17, NULL), 0);
    check_samples(data, false, 17);
    CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_LABELS, labels.at + 25, 1, &error), INK_ERROR_LABEL);
    CHECK_STR(error.detail, "training labels: label 11 at 17 is outside 0 … 9");
    CHECK_EQ_INT(ink_data_available(data, false), 0);
    ink_data_destroy(data);
}

TEST(counts_must_agree) {
    make_images(&images, COUNT, HEIGHT, WIDTH);
    make_labels(&labels, COUNT - 1);
    for (int order = 0; order < 2; order++) {
        ink_data *data = create();
        ink_error error;
        const bytes *first = order ? &labels : &images, *second = order ? &images : &labels;
        ink_file file = order ? INK_TRAIN_IMAGES : INK_TRAIN_LABELS;
        CHECK_EQ_INT(feed_whole(data, order ? INK_TRAIN_LABELS : INK_TRAIN_IMAGES, first, NULL), 0);
        /* Fails with the header, before any data. */
        CHECK_EQ_INT(ink_data_feed(data, file, second->at, order ? 16 : 8, &error),
                     INK_ERROR_COUNT);
        CHECK_STR(error.detail, order ? "training images: 20 images but 19 labels"
                                      : "training labels: 20 images but 19 labels");
        /* The test files have counts of their own. */
        CHECK_EQ_INT(feed_whole(data, file + 2, second, NULL), 0);
        ink_data_destroy(data);
    }
}

TEST(a_failed_file_can_start_anew) {
    make_small();
    ink_data *data = create();
    ink_error error;
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_IMAGES, &images, NULL), 0);
    CHECK_EQ_INT(feed(data, INK_TRAIN_LABELS, &images, 4, 4, NULL), INK_ERROR_IDX);
    CHECK_EQ_INT(feed(data, INK_TRAIN_LABELS, &labels, 4, 4, NULL), INK_ERROR_IDX);
    const uint8_t *image = ink_data_image(data, false, 0);
    ink_data_restart(data, INK_TRAIN_LABELS);
    CHECK_EQ_INT(feed(data, INK_TRAIN_LABELS, &labels, 15, 2, NULL), 0);
    check_samples(data, false, 7);
    ink_data_restart(data, INK_TRAIN_LABELS);
    CHECK_EQ_INT(ink_data_available(data, false), 0);
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_LABELS, &labels, NULL), 0);
    check_samples(data, false, COUNT);
    CHECK(ink_data_image(data, false, 0) == image);
    /* A complete one is not fed by mistake. */
    CHECK_EQ_INT(feed(data, INK_TRAIN_LABELS, &labels, 4, 4, &error), INK_ERROR_STATE);
    check_samples(data, false, COUNT);
    /* A wrong count fails the second file; then both can be had anew. */
    make_labels(&labels, 3);
    ink_data_restart(data, INK_TRAIN_LABELS);
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_LABELS, &labels, NULL), INK_ERROR_COUNT);
    ink_data_restart(data, INK_TRAIN_LABELS);
    ink_data_restart(data, INK_TRAIN_IMAGES);
    make_images(&images, 3, HEIGHT, WIDTH);
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_LABELS, &labels, NULL), 0);
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_IMAGES, &images, NULL), 0);
    check_samples(data, false, 3);
    ink_data_destroy(data);
}

TEST(arrays_can_be_set) {
    make_small();
    ink_data *data = create();
    ink_error error;
    CHECK_EQ_INT(ink_data_set(data, true, images.at + 16, labels.at + 8, COUNT, NULL), 0);
    check_samples(data, true, COUNT);
    CHECK(ink_data_complete(data, true));
    CHECK(ink_data_image(data, true, 0) != images.at + 16);
    static const uint8_t bad[] = {1, 2, 10};
    CHECK_EQ_INT(ink_data_set(data, true, images.at + 16, bad, 3, &error), INK_ERROR_LABEL);
    CHECK_STR(error.detail, "label 10 at 2 is outside 0 … 9");
    CHECK_EQ_INT(ink_data_set(data, true, images.at + 16, bad, 0, NULL), INK_ERROR_ARGUMENT);
    check_samples(data, true, COUNT);
    CHECK_EQ_INT(ink_data_set(data, true, images.at + 16, labels.at + 8, 5, NULL), 0);
    check_samples(data, true, 5);
    CHECK_EQ_INT(feed(data, INK_TEST_IMAGES, &images, 4, 4, NULL), INK_ERROR_STATE);
    ink_data_destroy(data);
}

TEST(digits_can_be_made) {
    ink_data *data;
    CHECK_EQ_INT(ink_data_create(NULL, 28, 28, 10, &data, NULL), 0);
    for (int test = 0; test < 2; test++) {
        for (uint32_t made = 0; made < 25; made += 10) {
            CHECK_EQ_INT(ink_data_available(data, test), made);
            CHECK_EQ_INT(ink_data_synthesize(data, test, 42, 25, 10, NULL),
                         made < 20 ? INK_EVENT_WAITING : 0);
            CHECK_EQ_INT(ink_data_total(data, test), 25);
            CHECK_EQ_INT(ink_data_complete(data, test), made == 20);
        }
        CHECK_EQ_INT(ink_data_available(data, test), 25);
        for (uint32_t i = 0; i < 25; i++) {
            uint8_t image[784], name;
            ink_synthetic_digit(42, (test ? 2000000000 : 0) + i, image, &name);
            CHECK_EQ_INT(ink_data_label(data, test, i), name);
            CHECK_EQ_BYTES(ink_data_image(data, test, i), image, 784);
        }
    }
    /* Not over other data. */
    CHECK_EQ_INT(ink_data_synthesize(data, false, 42, 30, 10, NULL), INK_ERROR_STATE);
    ink_data_restart(data, INK_TRAIN_IMAGES);
    CHECK_EQ_INT(ink_data_synthesize(data, false, 42, 30, 10, NULL), INK_ERROR_STATE);
    ink_data_restart(data, INK_TRAIN_LABELS);
    CHECK_EQ_INT(ink_data_synthesize(data, false, 42, 30, 10, NULL), INK_EVENT_WAITING);
    CHECK_EQ_INT(ink_data_synthesize(data, false, 43, 30, 10, NULL), INK_ERROR_STATE);
    CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_LABELS, images.at, 1, NULL), INK_ERROR_STATE);
    CHECK_EQ_INT(ink_data_end(data, INK_TRAIN_LABELS, NULL), INK_ERROR_STATE);
    CHECK_EQ_INT(ink_data_synthesize(data, false, 42, 30, 0, NULL), INK_ERROR_ARGUMENT);
    CHECK_EQ_INT(ink_data_synthesize(data, false, 42, 30, 0xffffffff, NULL), 0);
    ink_data_restart(data, INK_TEST_IMAGES);
    ink_data_restart(data, INK_TEST_LABELS);
    CHECK_EQ_INT(ink_data_synthesize(data, true, 42, 0xffffffff, 1, NULL), INK_ERROR_MEMORY);
    CHECK_EQ_INT(ink_data_synthesize(data, true, 42, 1, 1, NULL), 0);
    ink_data_destroy(data);
    data = create();
    CHECK_EQ_INT(ink_data_synthesize(data, true, 42, 1, 1, NULL), INK_ERROR_ARGUMENT);
    ink_data_destroy(data);
}

TEST(sizes_are_checked) {
    static const int sizes[][3] = {{0, 1, 1},     {1, 0, 1},     {1, 1, 0},          {-1, 28, 10},
                                   {28, 28, 257}, {4097, 1, 10}, {1, 0x7fffffff, 10}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        ink_data *data;
        ink_error error;
        CHECK_EQ_INT(ink_data_create(NULL, sizes[i][0], sizes[i][1], sizes[i][2], &data, &error),
                     INK_ERROR_ARGUMENT);
        CHECK(data == NULL && strncmp(error.detail, "data: ", 6) == 0);
    }
    /* All files share one limit. */
    ink_data *data;
    ink_error error;
    starve state;
    ink_allocator allocator = starve_allocator(&state, LONG_MAX);
    CHECK_EQ_INT(ink_data_create(&allocator, HEIGHT, WIDTH, CLASSES, &data, NULL), 0);
    make_small();
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_IMAGES, &images, NULL), 0);
    uint8_t header[16];
    put(put(put(put(header, 0x803), INK_DATA_LIMIT / PIXELS), HEIGHT), WIDTH);
    CHECK_EQ_INT(ink_data_feed(data, INK_TEST_IMAGES, header, 16, &error), INK_ERROR_MEMORY);
    CHECK_STR(error.detail, "test images: 1073741820 bytes beside the 240 there are more than the "
                            "1073741824 that are allowed");
    ink_data_destroy(data);
    CHECK_EQ_INT(state.live, 0);
}

static int load_starved(const ink_allocator *allocator, ink_error *error) {
    ink_data *data;
    int status = ink_data_create(allocator, HEIGHT, WIDTH, CLASSES, &data, error);
    if (status != 0) return status;
    for (int file = 0; file < INK_FILES && status == 0; file++)
        status = feed_whole(data, (ink_file)file, file & 1 ? &labels : &images, error);
    if (status == 0) check_samples(data, true, COUNT);
    if (status == 0)
        status = ink_data_set(data, true, images.at, (const uint8_t *)"\1\2\3\4\5", 5, error);
    ink_data_destroy(data);
    return status;
}

TEST(each_lack_of_memory_is_an_error) {
    make_small();
    zip(&images), zip(&labels);
    for (long left = 0;; left++) {
        starve state;
        ink_allocator allocator = starve_allocator(&state, left);
        ink_error error = {0};
        int status = load_starved(&allocator, &error);
        CHECK_EQ_INT(state.live, 0);
        if (status == 0) {
            CHECK(left > 10);
            break;
        }
        if (!CHECK_EQ_INT(status, INK_ERROR_MEMORY)) break;
        CHECK(strlen(error.detail) > 10);
    }
    ink_data_destroy(NULL);
}

/* Each file takes its data at once: no growth, nothing twice. */
TEST(a_file_is_allocated_once) {
    make_small();
    starve state;
    ink_allocator allocator = starve_allocator(&state, LONG_MAX);
    ink_data *data;
    CHECK_EQ_INT(ink_data_create(&allocator, HEIGHT, WIDTH, CLASSES, &data, NULL), 0);
    long before = state.live;
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_IMAGES, &images, NULL), 0);
    CHECK_EQ_INT(state.live, before + 1);
    ink_data_restart(data, INK_TRAIN_IMAGES);
    CHECK_EQ_INT(state.live, before);
    ink_data_destroy(data);
    CHECK_EQ_INT(state.live, 0);
}

int main(void) {
    RUN(files_of_any_split_give_the_same);
    RUN(samples_come_one_by_one);
    RUN(each_early_end_is_truncated);
    RUN(each_corruption_fails_or_changes_nothing);
    RUN(faults_are_named);
    RUN(labels_are_checked_on_arrival);
    RUN(counts_must_agree);
    RUN(a_failed_file_can_start_anew);
    RUN(arrays_can_be_set);
    RUN(digits_can_be_made);
    RUN(sizes_are_checked);
    RUN(each_lack_of_memory_is_an_error);
    RUN(a_file_is_allocated_once);
    return harness_end();
}
