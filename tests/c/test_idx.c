#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "data/idx.h"
#include "harness.h"

enum { HEIGHT = 3, WIDTH = 4, COUNT = 5, SIZE = COUNT * HEIGHT * WIDTH, LIMIT = 1 << 30 };

/* What begin was told, and where it sends the data; a count of SIZE_MAX: not called. */
typedef struct receiver {
    size_t count, size;
    uint8_t *bytes; /* owned */
    int refusal;
} receiver;

static int begin(void *context, uint32_t count, size_t size, uint8_t **destination,
                 ink_error *error) {
    receiver *to = context;
    CHECK_EQ_INT(to->count, SIZE_MAX);
    to->count = count;
    to->size = size;
    if (to->refusal) return ink_fail(error, to->refusal, "not now");
    to->bytes = malloc(size); /* exactly, so that a sanitizer sees a byte too many */
    *destination = to->bytes;
    return to->bytes ? 0 : INK_ERROR_MEMORY;
}

static receiver to;

static ink_idx start(uint32_t magic) {
    free(to.bytes);
    to = (receiver){.count = SIZE_MAX};
    return ink_idx_make(magic, HEIGHT, WIDTH, LIMIT, begin, &to);
}

static uint8_t *put(uint8_t *out, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) *out++ = (uint8_t)(value >> shift);
    return out;
}

/* An image file's header; returns 16, its size. */
static size_t put_header(uint8_t *out, uint32_t magic, uint32_t count, uint32_t height,
                         uint32_t width) {
    put(put(put(put(out, magic), count), height), width);
    return 16;
}

static uint8_t file[16 + SIZE];

static void make_images(void) {
    put_header(file, INK_IDX_IMAGES, COUNT, HEIGHT, WIDTH);
    for (int i = 0; i < SIZE; i++) file[16 + i] = (uint8_t)(i * 7);
}

static void check_images(const ink_idx *idx) {
    CHECK_EQ_INT(idx->state, INK_IDX_DONE);
    CHECK_EQ_INT(idx->received, SIZE);
    CHECK_EQ_INT(to.count, COUNT);
    CHECK_EQ_INT(to.size, SIZE);
    CHECK(to.bytes && memcmp(to.bytes, file + 16, SIZE) == 0);
}

TEST(reads_images_whatever_the_split) {
    make_images();
    for (size_t split = 0; split <= sizeof file; split++) {
        ink_idx idx = start(INK_IDX_IMAGES);
        CHECK_EQ_INT(ink_idx_push(&idx, file, split, NULL), 0);
        CHECK_EQ_INT(idx.received, split < 16 ? 0 : split - 16);
        CHECK_EQ_INT(ink_idx_push(&idx, NULL, 0, NULL), 0);
        CHECK_EQ_INT(ink_idx_push(&idx, file + split, sizeof file - split, NULL), 0);
        CHECK_EQ_INT(ink_idx_finish(&idx, NULL), 0);
        check_images(&idx);
    }
    for (size_t step = 1; step < 20; step++) {
        ink_idx idx = start(INK_IDX_IMAGES);
        for (size_t at = 0; at < sizeof file; at += step) {
            size_t piece = sizeof file - at < step ? sizeof file - at : step;
            CHECK_EQ_INT(ink_idx_push(&idx, file + at, piece, NULL), 0);
        }
        check_images(&idx);
    }
}

TEST(reads_labels) {
    uint8_t labels[8 + 3] = {0};
    put(put(labels, INK_IDX_LABELS), 3);
    memcpy(labels + 8, "\7\2\377", 3);
    ink_idx idx = start(INK_IDX_LABELS);
    for (size_t i = 0; i < sizeof labels; i++) {
        CHECK_EQ_INT(ink_idx_push(&idx, labels + i, 1, NULL), 0);
        CHECK_EQ_INT(to.count, i < 7 ? SIZE_MAX : 3);
    }
    CHECK_EQ_INT(ink_idx_finish(&idx, NULL), 0);
    CHECK_EQ_INT(to.size, 3);
    CHECK_EQ_BYTES(to.bytes, labels + 8, 3);
}

TEST(each_early_end_is_truncated) {
    make_images();
    for (size_t end = 0; end < sizeof file; end++) {
        ink_error error;
        ink_idx idx = start(INK_IDX_IMAGES);
        CHECK_EQ_INT(ink_idx_push(&idx, file, end, NULL), 0);
        CHECK_EQ_INT(ink_idx_finish(&idx, &error), INK_ERROR_TRUNCATED);
        if (end < 16) CHECK_STR(error.detail, "idx: ends within its header");
        if (end == 20) CHECK_STR(error.detail, "idx: ends after 4 of 60 bytes");
        CHECK_EQ_INT(ink_idx_push(&idx, file, 1, NULL), INK_ERROR_TRUNCATED);
        CHECK_EQ_INT(ink_idx_finish(&idx, NULL), INK_ERROR_TRUNCATED);
    }
}

TEST(too_many_bytes_are_refused) {
    make_images();
    ink_error error;
    ink_idx idx = start(INK_IDX_IMAGES);
    CHECK_EQ_INT(ink_idx_push(&idx, file, sizeof file, NULL), 0);
    CHECK_EQ_INT(ink_idx_push(&idx, file, 1, &error), INK_ERROR_IDX);
    CHECK_STR(error.detail, "idx: more bytes than its header promises");
    CHECK_EQ_INT(ink_idx_finish(&idx, NULL), INK_ERROR_IDX);
    idx = start(INK_IDX_LABELS);
    CHECK_EQ_INT(ink_idx_push(&idx, (const uint8_t *)"\0\0\10\1\0\0\0\1\5\5", 10, NULL),
                 INK_ERROR_IDX);
}

TEST(bad_headers_are_refused) {
    static const struct {
        uint32_t expected, magic, count, height, width;
        const char *detail;
    } cases[] = {
        {INK_IDX_IMAGES, 0x801, 5, 3, 4,
         "idx: magic 0x00000801, expected 0x00000803 (this file holds labels)"},
        {INK_IDX_LABELS, 0x803, 5, 3, 4,
         "idx: magic 0x00000803, expected 0x00000801 (this file holds images)"},
        {INK_IDX_IMAGES, 0x3c21646f, 5, 3, 4,
         "idx: magic 0x3c21646f, expected 0x00000803 (this is a web page)"},
        {INK_IDX_IMAGES, 0x504b0304, 5, 3, 4,
         "idx: magic 0x504b0304, expected 0x00000803 (this is a zip file)"},
        {INK_IDX_IMAGES, 0xd03, 5, 3, 4, "idx: magic 0x00000d03, expected 0x00000803"},
        {INK_IDX_IMAGES, 0x03080000, 5, 3, 4, "idx: magic 0x03080000, expected 0x00000803"},
        {INK_IDX_IMAGES, 0x803, 0, 3, 4, "idx: holds nothing"},
        {INK_IDX_LABELS, 0x801, 0, 3, 4, "idx: holds nothing"},
        {INK_IDX_IMAGES, 0x803, 5, 0, 4, "idx: images of 0 × 4, expected 3 × 4"},
        {INK_IDX_IMAGES, 0x803, 5, 3, 0, "idx: images of 3 × 0, expected 3 × 4"},
        {INK_IDX_IMAGES, 0x803, 5, 4, 3, "idx: images of 4 × 3, expected 3 × 4"},
        {INK_IDX_IMAGES, 0x803, 5, 28, 28, "idx: images of 28 × 28, expected 3 × 4"},
        {INK_IDX_IMAGES, 0x803, 0xffffffff, 3, 4,
         "idx: 4294967295 × 3 × 4 bytes are more than the 1073741824 that are allowed"},
        {INK_IDX_IMAGES, 0x803, 0xffffffff, 0xffffffff, 0xffffffff,
         "idx: 4294967295 × 4294967295 × 4294967295 bytes are more than the 1073741824 that are "
         "allowed"},
        /* 2³² · 2³² · 1 is 0 in 64 bits. */
        {INK_IDX_IMAGES, 0x803, 0x80000000, 0x80000000, 4,
         "idx: 2147483648 × 2147483648 × 4 bytes are more than the 1073741824 that are allowed"},
        {INK_IDX_LABELS, 0x801, LIMIT + 1, 0, 0,
         "idx: 1073741825 × 1 × 1 bytes are more than the 1073741824 that are allowed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ink_error error = {0};
        uint8_t header[16];
        put_header(header, cases[i].magic, cases[i].count, cases[i].height, cases[i].width);
        ink_idx idx = start(cases[i].expected);
        int status = 0;
        for (size_t j = 0; j < sizeof header && status == 0; j++)
            status = ink_idx_push(&idx, header + j, 1, &error);
        CHECK_EQ_INT(status, INK_ERROR_IDX);
        CHECK_EQ_INT(error.code, INK_ERROR_IDX);
        CHECK_STR(error.detail, cases[i].detail);
        CHECK_EQ_INT(to.count, SIZE_MAX);
        CHECK_EQ_INT(ink_idx_push(&idx, header, 16, NULL), INK_ERROR_IDX);
        CHECK_EQ_INT(ink_idx_finish(&idx, NULL), INK_ERROR_IDX);
    }
}

TEST(begin_can_refuse) {
    make_images();
    ink_idx idx = start(INK_IDX_IMAGES);
    to.refusal = INK_ERROR_COUNT;
    ink_error error;
    CHECK_EQ_INT(ink_idx_push(&idx, file, sizeof file, &error), INK_ERROR_COUNT);
    CHECK_STR(error.detail, "not now");
    error.detail[0] = '\0';
    CHECK_EQ_INT(ink_idx_push(&idx, file, sizeof file, &error), INK_ERROR_COUNT);
    CHECK_STR(error.detail, "not now");
    CHECK_EQ_INT(ink_idx_finish(&idx, NULL), INK_ERROR_COUNT);
}

int main(void) {
    RUN(reads_images_whatever_the_split);
    RUN(reads_labels);
    RUN(each_early_end_is_truncated);
    RUN(too_many_bytes_are_refused);
    RUN(bad_headers_are_refused);
    RUN(begin_can_refuse);
    free(to.bytes);
    return harness_end();
}
