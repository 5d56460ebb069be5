#include <stdbool.h>
#include <stdlib.h>

#include "base/random.h"
#include "data/gunzip.h"
#include "gzip_writer.h"
#include "harness.h"
#include "starve.h"

/* The 400 bytes (i·i >> 5) mod 23 as Python's zlib.compressobj(9, DEFLATED, 31) packs
 * them: one block with dynamic Huffman codes, which gzip_write never makes. */
static const uint8_t packed[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x75, 0xd0, 0x5b, 0x8e, 0x60, 0x21,
    0x08, 0x00, 0x51, 0x91, 0x0b, 0x8a, 0x82, 0x0f, 0x54, 0xf6, 0xbf, 0xd4, 0xce, 0x24, 0x93, 0xf4,
    0x57, 0x9f, 0xda, 0x41, 0xa5, 0xf4, 0x0f, 0x40, 0xce, 0x88, 0x1f, 0x71, 0xa9, 0xd2, 0xba, 0xda,
    0x5c, 0x7e, 0x5e, 0x00, 0x52, 0x91, 0x6e, 0x73, 0x9f, 0x80, 0x8f, 0xa5, 0x8f, 0x7d, 0x13, 0xb2,
    0xe8, 0xf4, 0xc8, 0x2c, 0xb6, 0x2e, 0x90, 0xd8, 0x7e, 0x99, 0xdb, 0x3c, 0x40, 0x6d, 0x1c, 0xe0,
    0xbe, 0x1e, 0x56, 0x73, 0x60, 0xdd, 0x89, 0xfa, 0x4e, 0xac, 0x0e, 0xc5, 0x0e, 0xca, 0x0a, 0xd6,
    0x83, 0x6d, 0x43, 0x9d, 0xc1, 0xf6, 0xc8, 0x2e, 0xe9, 0x25, 0x7b, 0x3c, 0xa2, 0xcc, 0x24, 0x1b,
    0xfb, 0xa5, 0x91, 0xc4, 0x3f, 0x8b, 0xba, 0xd1, 0x42, 0x9c, 0x06, 0xf4, 0x57, 0x9d, 0x66, 0xd6,
    0x68, 0xb7, 0x3a, 0xaf, 0x6f, 0xe2, 0xc8, 0x06, 0x9a, 0xfa, 0xff, 0x14, 0x2c, 0x0f, 0x9c, 0xdf,
    0x62, 0xaf, 0xb7, 0x85, 0xe6, 0x49, 0x5e, 0x5f, 0x87, 0x41, 0x2e, 0x61, 0xb8, 0x6b, 0xd8, 0xe7,
    0x92, 0x06, 0xdd, 0x8e, 0x5b, 0xd2, 0x2c, 0x31, 0xf8, 0x19, 0x5d, 0xa5, 0x6b, 0xf4, 0x8c, 0x63,
    0x56, 0xd8, 0x0d, 0x8f, 0x72, 0x2c, 0xc1, 0x63, 0x05, 0x5c, 0x39, 0xed, 0x4e, 0x69, 0x2b, 0x83,
    0x5b, 0xc5, 0xb7, 0x3a, 0xc3, 0x19, 0x8d, 0xe0, 0xcc, 0xc6, 0xf9, 0x6d, 0x13, 0x82, 0xbb, 0x4c,
    0x38, 0x87, 0x4f, 0x15, 0xc6, 0x74, 0xf7, 0xe8, 0xc2, 0x1f, 0xc4, 0xd9, 0xd3, 0xba, 0x14, 0x42,
    0x88, 0x77, 0x7c, 0x4d, 0xd3, 0xde, 0xa4, 0x16, 0xa6, 0x0f, 0x31, 0x67, 0x80, 0xf4, 0xeb, 0xef,
    0xdf, 0x3f, 0xef, 0x30, 0x86, 0x91, 0x90, 0x01, 0x00, 0x00};
enum { PACKED_SIZE = sizeof packed, PLAIN_SIZE = 400, MOST = 300000 };

static uint8_t *plain(size_t count) {
    static uint8_t bytes[MOST];
    for (size_t i = 0; i < count; i++) bytes[i] = (uint8_t)((i * i >> 5) % 23);
    return bytes;
}

typedef struct collector {
    uint8_t bytes[MOST];
    size_t count, largest;
    size_t limit; /* more is refused with `refusal` */
    int refusal;
} collector;

static collector got;

static int collect(void *context, const uint8_t *bytes, size_t count, ink_error *error) {
    collector *to = context;
    CHECK(count > 0);
    if (to->count + count > to->limit) return ink_fail(error, to->refusal, "that is too much");
    memcpy(to->bytes + to->count, bytes, count);
    to->count += count;
    if (count > to->largest) to->largest = count;
    return 0;
}

static ink_gunzip *start(size_t limit) {
    ink_gunzip *gunzip;
    got.count = got.largest = 0;
    got.limit = limit < MOST ? limit : MOST;
    got.refusal = INK_ERROR_IDX;
    CHECK_EQ_INT(ink_gunzip_create(&ink_allocator_default, collect, &got, &gunzip, NULL), 0);
    return gunzip;
}

/* Pushes all in pieces of `step` (0: of random sizes) and finishes. */
static int gunzip_all(const uint8_t *bytes, size_t count, size_t step, ink_error *error) {
    ink_gunzip *gunzip = start(MOST);
    ink_random random = ink_random_make(count, INK_STREAM_SYNTHETIC, 0);
    int status = 0;
    for (size_t done = 0, piece; done < count && status == 0; done += piece) {
        piece = step ? step : ink_random_below(&random, 3000);
        if (piece > count - done) piece = count - done;
        status = ink_gunzip_push(gunzip, bytes + done, piece, error);
    }
    if (status == 0) status = ink_gunzip_finish(gunzip, error);
    ink_gunzip_destroy(gunzip);
    return status;
}

static bool got_plain(size_t count) {
    return got.count == count && memcmp(got.bytes, plain(count), count) == 0;
}

static uint8_t file[2 * MOST];

TEST(inflates_whatever_the_split) {
    static const size_t counts[] = {0, 1, 1000, 65535, 65536, 250000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        size_t size = gzip_write(file, plain(counts[i]), counts[i]);
        CHECK_EQ_INT(size, gzip_size(counts[i]));
        static const size_t steps[] = {1, 7, 0, 1000000};
        for (int j = 0; j < 4; j++) {
            CHECK_EQ_INT(gunzip_all(file, size, steps[j], NULL), 0);
            CHECK(got_plain(counts[i]));
            CHECK(got.largest <= 32768);
        }
    }
    for (size_t split = 0; split <= PACKED_SIZE; split++) {
        ink_gunzip *gunzip = start(MOST);
        CHECK_EQ_INT(ink_gunzip_push(gunzip, packed, split, NULL), 0);
        CHECK_EQ_INT(ink_gunzip_push(gunzip, NULL, 0, NULL), 0);
        CHECK_EQ_INT(ink_gunzip_push(gunzip, packed + split, PACKED_SIZE - split, NULL), 0);
        CHECK_EQ_INT(ink_gunzip_finish(gunzip, NULL), 0);
        CHECK(got_plain(PLAIN_SIZE));
        ink_gunzip_destroy(gunzip);
    }
}

TEST(members_and_zeros_may_follow) {
    for (size_t step = 0; step < 3; step++) {
        size_t size = gzip_write(file, plain(300), 300);
        size += gzip_write(file + size, NULL, 0);
        size += gzip_write(file + size, plain(400) + 300, 100);
        memset(file + size, 0, 1000);
        CHECK_EQ_INT(gunzip_all(file, size, step, NULL), 0);
        CHECK(got_plain(400));
        CHECK_EQ_INT(gunzip_all(file, size + 1000, step, NULL), 0);
        CHECK(got_plain(400));
    }
}

TEST(garbage_may_not_follow) {
    ink_error error;
    for (size_t step = 0; step < 3; step++) {
        for (int padding = 0; padding < 3; padding++) {
            memcpy(file, packed, PACKED_SIZE);
            memset(file + PACKED_SIZE, 0, 10);
            file[PACKED_SIZE + padding] = 'x';
            CHECK_EQ_INT(gunzip_all(file, PACKED_SIZE + 10, step, &error), INK_ERROR_GZIP);
            CHECK_STR(error.detail, "gzip: something else follows its end");
        }
        memset(file + PACKED_SIZE, 0x1f, 10);
        CHECK_EQ_INT(gunzip_all(file, PACKED_SIZE + 10, step, &error), INK_ERROR_GZIP);
        CHECK_EQ_INT(gunzip_all(file, PACKED_SIZE + 1, step, &error), INK_ERROR_TRUNCATED);
    }
}

TEST(what_is_not_gzip_passes) {
    static const uint8_t cases[][4] = {
        {0, 0, 8, 3}, {0x1f, 0, 1, 2}, {0x8b, 0x1f, 0, 0}, {0x1f, 0x1f, 0x8b}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t step = 1; step < 5; step++) {
            CHECK_EQ_INT(gunzip_all(cases[i], 4, step, NULL), 0);
            CHECK_EQ_INT(got.count, 4);
            CHECK_EQ_BYTES(got.bytes, cases[i], 4);
        }
}

TEST(an_empty_file_is_truncated) {
    ink_error error;
    CHECK_EQ_INT(gunzip_all(packed, 0, 1, &error), INK_ERROR_TRUNCATED);
    CHECK_STR(error.detail, "the file is empty");
}

TEST(each_early_end_is_truncated) {
    ink_error error;
    for (size_t size = 1; size < PACKED_SIZE; size++) {
        CHECK_EQ_INT(gunzip_all(packed, size, 0, &error), INK_ERROR_TRUNCATED);
        CHECK_STR(error.detail, "gzip: the file ends before its stream is complete");
    }
    size_t size = gzip_write(file, plain(100000), 100000);
    for (size_t end = 1024; end < size; end += 1024)
        CHECK_EQ_INT(gunzip_all(file, end, 0, NULL), INK_ERROR_TRUNCATED);
}

/* The first two bytes decide whether it is gzip at all. After them some bits say
 * nothing about the data (time, system, the rest of a stored block's first byte). */
static void corrupt_each_bit(const uint8_t *bytes, size_t size, size_t count) {
    for (size_t at = 2; at < size; at++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(file, bytes, size);
            file[at] ^= (uint8_t)(1 << bit);
            ink_error error = {0};
            int status = gunzip_all(file, size, 0, &error);
            if (status == 0)
                CHECK(got_plain(count));
            else
                CHECK(status == INK_ERROR_GZIP || status == INK_ERROR_TRUNCATED);
            CHECK_EQ_INT(error.code, status);
        }
}

TEST(each_corruption_is_found) {
    corrupt_each_bit(packed, PACKED_SIZE, PLAIN_SIZE);
    uint8_t stored[600];
    corrupt_each_bit(stored, gzip_write(stored, plain(50), 50), 50);
}

TEST(checksum_and_length_are_checked) {
    ink_error error;
    memcpy(file, packed, PACKED_SIZE);
    file[PACKED_SIZE - 8] ^= 1;
    CHECK_EQ_INT(gunzip_all(file, PACKED_SIZE, 0, &error), INK_ERROR_GZIP);
    CHECK_STR(error.detail, "gzip: checksum differs: the file is damaged");
    memcpy(file, packed, PACKED_SIZE);
    file[PACKED_SIZE - 4] ^= 1;
    CHECK_EQ_INT(gunzip_all(file, PACKED_SIZE, 0, &error), INK_ERROR_GZIP);
    CHECK_STR(error.detail, "gzip: length differs: the file is damaged");
}

TEST(failures_last) {
    ink_error error = {0};
    ink_gunzip *gunzip = start(MOST);
    memcpy(file, packed, PACKED_SIZE);
    file[PACKED_SIZE - 8] ^= 1;
    CHECK_EQ_INT(ink_gunzip_push(gunzip, file, PACKED_SIZE, NULL), INK_ERROR_GZIP);
    CHECK_EQ_INT(ink_gunzip_push(gunzip, packed, PACKED_SIZE, &error), INK_ERROR_GZIP);
    CHECK_STR(error.detail, "gzip: checksum differs: the file is damaged");
    error.detail[0] = '\0';
    CHECK_EQ_INT(ink_gunzip_finish(gunzip, &error), INK_ERROR_GZIP);
    CHECK_STR(error.detail, "gzip: checksum differs: the file is damaged");
    ink_gunzip_destroy(gunzip);
    /* So does the failure of an early end. */
    gunzip = start(MOST);
    CHECK_EQ_INT(ink_gunzip_push(gunzip, packed, 100, NULL), 0);
    CHECK_EQ_INT(ink_gunzip_finish(gunzip, NULL), INK_ERROR_TRUNCATED);
    CHECK_EQ_INT(ink_gunzip_push(gunzip, packed + 100, PACKED_SIZE - 100, NULL),
                 INK_ERROR_TRUNCATED);
    ink_gunzip_destroy(gunzip);
}

TEST(the_sink_decides) {
    size_t size = gzip_write(file, plain(200000), 200000);
    for (int raw = 0; raw < 2; raw++) {
        ink_error error = {0};
        ink_gunzip *gunzip = start(70000);
        size_t count = raw ? 200000 : size;
        const uint8_t *bytes = raw ? plain(200000) : file;
        CHECK_EQ_INT(ink_gunzip_push(gunzip, bytes, count, &error), INK_ERROR_IDX);
        CHECK_STR(error.detail, "that is too much");
        CHECK(got.count <= 70000);
        size_t before = got.count;
        CHECK_EQ_INT(ink_gunzip_push(gunzip, bytes, count, NULL), INK_ERROR_IDX);
        CHECK_EQ_INT(ink_gunzip_finish(gunzip, NULL), INK_ERROR_IDX);
        CHECK_EQ_INT(got.count, before);
        ink_gunzip_destroy(gunzip);
        /* An event of the sink stops it as well. */
        gunzip = start(0);
        got.refusal = INK_EVENT_WAITING;
        CHECK_EQ_INT(ink_gunzip_push(gunzip, bytes, count, &error), INK_EVENT_WAITING);
        ink_gunzip_destroy(gunzip);
    }
}

/* A damage behind what the sink refuses is not what is reported, at once or bytewise. */
TEST(the_first_failure_is_reported) {
    for (size_t at = 10; at < PACKED_SIZE; at++) {
        memcpy(file, packed, PACKED_SIZE);
        file[at] ^= 0x10;
        ink_gunzip *once = start(200);
        int status = ink_gunzip_push(once, file, PACKED_SIZE, NULL);
        ink_gunzip_destroy(once);
        ink_gunzip *bytewise = start(200);
        int same = 0;
        for (size_t i = 0; i < PACKED_SIZE && same == 0; i++)
            same = ink_gunzip_push(bytewise, file + i, 1, NULL);
        CHECK_EQ_INT(same, status);
        ink_gunzip_destroy(bytewise);
    }
}

static int gunzip_starved(const ink_allocator *allocator, ink_error *error) {
    ink_gunzip *gunzip;
    got.count = 0;
    int status = ink_gunzip_create(allocator, collect, &got, &gunzip, error);
    if (status != 0) {
        CHECK(gunzip == NULL);
        return status;
    }
    /* In two, so that the window is needed. */
    status = ink_gunzip_push(gunzip, packed, 200, error);
    if (status == 0) status = ink_gunzip_push(gunzip, packed + 200, PACKED_SIZE - 200, error);
    if (status == 0) status = ink_gunzip_finish(gunzip, error);
    ink_gunzip_destroy(gunzip);
    return status;
}

TEST(each_lack_of_memory_is_an_error) {
    got.limit = MOST;
    for (long left = 0;; left++) {
        starve state;
        ink_allocator allocator = starve_allocator(&state, left);
        ink_error error = {0};
        int status = gunzip_starved(&allocator, &error);
        CHECK_EQ_INT(state.live, 0);
        if (status == 0) {
            CHECK(left >= 3 && got_plain(PLAIN_SIZE));
            break;
        }
        CHECK_EQ_INT(status, INK_ERROR_MEMORY);
        if (!CHECK_STR(error.detail, "gzip: no memory to inflate")) break;
    }
    ink_gunzip_destroy(NULL);
}

int main(void) {
    RUN(inflates_whatever_the_split);
    RUN(members_and_zeros_may_follow);
    RUN(garbage_may_not_follow);
    RUN(what_is_not_gzip_passes);
    RUN(an_empty_file_is_truncated);
    RUN(each_early_end_is_truncated);
    RUN(each_corruption_is_found);
    RUN(checksum_and_length_are_checked);
    RUN(failures_last);
    RUN(the_sink_decides);
    RUN(the_first_failure_is_reported);
    RUN(each_lack_of_memory_is_an_error);
    return harness_end();
}
