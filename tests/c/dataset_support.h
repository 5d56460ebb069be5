/* What the tests of the data set share: small files, made up and fed. */
#ifndef INK_TESTS_DATASET_SUPPORT_H
#define INK_TESTS_DATASET_SUPPORT_H

#include <stdlib.h>

#include "base/random.h"
#include "data/dataset.h"
#include "gzip_writer.h"
#include "harness.h"

enum { HEIGHT = 3, WIDTH = 4, CLASSES = 10, PIXELS = HEIGHT * WIDTH, COUNT = 20, MOST = 90000 };

/* A file as the data set is fed with it. */
typedef struct bytes {
    uint8_t at[MOST];
    size_t count;
} bytes;

static inline uint8_t *put(uint8_t *out, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) *out++ = (uint8_t)(value >> shift);
    return out;
}

static inline uint8_t pixel(size_t i) { return (uint8_t)(i * 31 >> 2); }
static inline uint8_t label(size_t i) { return (uint8_t)(i * 7 % CLASSES); }

static inline void make_images(bytes *file, uint32_t count, uint32_t height, uint32_t width) {
    uint8_t *out = put(put(put(put(file->at, 0x803), count), height), width);
    for (size_t i = 0; i < (size_t)count * height * width; i++) *out++ = pixel(i);
    file->count = (size_t)(out - file->at);
}

static inline void make_labels(bytes *file, uint32_t count) {
    uint8_t *out = put(put(file->at, 0x801), count);
    for (size_t i = 0; i < count; i++) *out++ = label(i);
    file->count = (size_t)(out - file->at);
}

static inline void zip(bytes *file) {
    static bytes plain;
    memcpy(plain.at, file->at, file->count);
    file->count = gzip_write(file->at, plain.at, file->count);
}

static bytes images, labels;

static inline void make_small(void) {
    make_images(&images, COUNT, HEIGHT, WIDTH);
    make_labels(&labels, COUNT);
}

static inline ink_data *create(void) {
    ink_data *data;
    CHECK_EQ_INT(ink_data_create(NULL, HEIGHT, WIDTH, CLASSES, &data, NULL), 0);
    return data;
}

/* Feeds the first `count` bytes in pieces of `step` (0: of random sizes). */
static inline int feed(ink_data *data, ink_file which, const bytes *file, size_t count, size_t step,
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

static inline int feed_whole(ink_data *data, ink_file which, const bytes *file, ink_error *error) {
    int status = feed(data, which, file, file->count, file->count, error);
    return status == 0 ? ink_data_end(data, which, error) : status;
}

static inline void check_samples(const ink_data *data, bool test, size_t count) {
    if (!CHECK_EQ_INT(ink_data_available(data, test), count)) return;
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        wrong += ink_data_label(data, test, i) != label(i);
        for (size_t j = 0; j < PIXELS; j++)
            wrong += ink_data_image(data, test, i)[j] != pixel(i * PIXELS + j);
    }
    CHECK_EQ_INT(wrong, 0);
}

#endif
