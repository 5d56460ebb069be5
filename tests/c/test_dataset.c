/* The data set: files that come in pieces, damaged ones, arrays, made-up digits. */
#include "data/synthetic.h"
#include "dataset_support.h"

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
    return harness_end();
}
