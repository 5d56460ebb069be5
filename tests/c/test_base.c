/* Errors, text, memory, random numbers and the thread pool. */
#include <float.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/pool.h"
#include "base/random.h"
#include "base/text.h"
#include "harness.h"
#include "starve.h"

TEST(codes_have_names_and_sentences) {
#define X(name, value, sentence)            \
    CHECK_EQ_INT(name, value);              \
    CHECK_STR(ink_code_name(value), #name); \
    CHECK(strlen(ink_code_sentence(value)) > 3);
    INK_CODE_MAP(X)
#undef X
    CHECK(ink_code_name(-999) != NULL);
    CHECK(ink_code_sentence(999) != NULL);
}

TEST(fail_records_code_and_detail) {
    ink_error error;
    CHECK_EQ_INT(ink_fail(&error, INK_ERROR_IDX, "idx: magic %x, expected %x", 0x801u, 0x803u),
                 INK_ERROR_IDX);
    CHECK_EQ_INT(error.code, INK_ERROR_IDX);
    CHECK_STR(error.detail, "idx: magic 0x00000801, expected 0x00000803");
    CHECK_EQ_INT(ink_fail(NULL, INK_ERROR_GZIP, "%s", "nobody listens"), INK_ERROR_GZIP);
}

TEST(fail_cuts_between_characters) {
    static const char *const characters[] = {"a", "é", "…", "𝟘"};
    for (size_t i = 0; i < 16; i++) {
        const char *character = characters[i % 4];
        size_t size = strlen(character), shift = i / 4, length = shift;
        char longer[300] = "bbb";
        for (; length + size < sizeof longer; length += size)
            memcpy(longer + length, character, size + 1);
        ink_error error;
        ink_fail(&error, INK_ERROR_CONFIG, "%s", longer);
        size_t kept = strlen(error.detail);
        CHECK_EQ_INT(kept, INK_DETAIL_SIZE - 1 - (INK_DETAIL_SIZE - 1 - shift) % size);
    }
}

static const char *format_number(double value) {
    static char buffer[64];
    ink_text text = {buffer, sizeof buffer, 0};
    ink_text_format(&text, "%g", value);
    return buffer;
}

TEST(text_formats) {
    char buffer[64];
    ink_text text = {buffer, sizeof buffer, 0};
    ink_text_format(&text, "%d %d %u %zu %x %s %% %d", -5, 0, 7u, (size_t)1 << 31, 0xbeefu, "word",
                    -2147483647 - 1);
    CHECK_STR(buffer, "-5 0 7 2147483648 0x0000beef word % -2147483648");
    ink_text_format(&text, "%s", "!");
    CHECK_STR(buffer, "-5 0 7 2147483648 0x0000beef word % -2147483648!");
}

TEST(text_cuts_and_measures) {
    char buffer[5] = "xxxx";
    ink_text text = {buffer, sizeof buffer, 0};
    ink_text_format(&text, "%s-%d", "abc", 12345);
    CHECK_STR(buffer, "abc-");
    CHECK_EQ_INT(text.length, 9);
    ink_text measured = {NULL, 0, 0};
    ink_text_format(&measured, "%g and %s", 1.5, "more");
    CHECK_EQ_INT(measured.length, 12);
    ink_text empty = {buffer, sizeof buffer, 0};
    ink_text_format(&empty, "%s", "");
    CHECK_STR(buffer, "");
}

TEST(text_numbers_read_well) {
    CHECK_STR(format_number(0), "0");
    CHECK_STR(format_number(-0.5), "-0.5");
    CHECK_STR(format_number(128), "128");
    CHECK_STR(format_number(0.1307), "0.1307");
    CHECK_STR(format_number(1e-4), "0.0001");
    CHECK_STR(format_number(1e-5), "1e-5");
    CHECK_STR(format_number(1e9), "1000000000");
    CHECK_STR(format_number(2147483648.0), "2147480000");
    CHECK_STR(format_number(1e16), "1e16");
    CHECK_STR(format_number(999999.6), "1000000");
    CHECK_STR(format_number(NAN), "NaN");
    CHECK_STR(format_number(INFINITY), "infinity");
    CHECK_STR(format_number(-INFINITY), "-infinity");
}

static double random_double(ink_random *random) {
    double mantissa = ink_random_bits(random) / 4294967296.0 + ink_random_bits(random) / 0x1p64;
    int exponent = (int)ink_random_below(random, 600) - 300;
    double value = (mantissa + 0.5) * pow(10, exponent);
    return ink_random_bits(random) & 1 ? -value : value;
}

TEST(text_numbers_keep_six_digits) {
    ink_random random = ink_random_make(1, INK_STREAM_SYNTHETIC, 0);
    for (int i = 0; i < 20000; i++) {
        double value = random_double(&random), read = strtod(format_number(value), NULL);
        if (!CHECK(fabs(read - value) <= 5.001e-6 * fabs(value))) break;
    }
    CHECK_NEAR(strtod(format_number(DBL_MAX), NULL) / 1.79769e308, 1, 1e-9);
    CHECK_NEAR(strtod(format_number(DBL_MIN), NULL) / 2.22507e-308, 1, 1e-9);
    CHECK_STR(format_number(5e-324), "4.94066e-324");
}

TEST(number_refuses_what_is_none) {
    static const char *const garbage[] = {
        "",       " ",        "1 ",  " 1",   "abc", "0x10",  "nan",     "NaN",   "inf", "infinity",
        "-",      "+",        ".",   "-.",   "1e",  "1e+",   "e5",      "1.2.3", "1,5", "1e400",
        "-1e400", "1e999999", "--1", "1e5x", "1f",  "1e5.5", "classes", "true",  "1\n", "９",
    };
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        double value = 42;
        if (!CHECK(!ink_text_number(garbage[i], &value))) printf("    \"%s\"\n", garbage[i]);
    }
}

static void check_number(const char *string, double tolerance) {
    double value = -1, want = strtod(string, NULL);
    int good = CHECK(ink_text_number(string, &value)) && CHECK_NEAR(value, want, tolerance);
    if (!good) printf("    \"%s\"\n", string);
}

TEST(number_agrees_with_strtod) {
    static const char *const exact[] = {
        "0",
        "-0",
        "1",
        "-1",
        "+1",
        "1.",
        ".5",
        "-.5",
        "0.1",
        "1e3",
        "1E3",
        "1e+3",
        "1e-3",
        "0.1307",
        "0.3081",
        "0.001",
        "1e22",
        "007",
        "1e-22",
        "123456789012345",
        "0.000000000000001",
        "9007199254740992",
        "0e9999",
        "0.0000e-99999",
        "1e-9999",
        "4294967295",
        "3.14159265358979",
    };
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++) check_number(exact[i], 0);
    static const char *const close[] = {
        "1.7976931348623157e308",
        "2.2250738585072014e-308",
        "1e308",
        "1e-307",
        "1e-310",
        "123456789012345678901234567890",
        "0.30000000000000004",
        "123456789012345678e-320",
        "0.00000000000000000000000000000000000000000000000000000000012345678901234567890123e60",
        "100000000000000000000000000000000000000000000000000000000000000000000000000000e-300",
    };
    for (size_t i = 0; i < sizeof close / sizeof *close; i++)
        check_number(close[i], 4e-15 * strtod(close[i], NULL) + 5e-324);
}

TEST(number_reads_back_what_printf_wrote) {
    ink_random random = ink_random_make(2, INK_STREAM_SYNTHETIC, 0);
    char string[64];
    for (int i = 0; i < 20000; i++) {
        double value = random_double(&random);
        snprintf(string, sizeof string, "%.16e", value);
        check_number(string, 4e-15 * fabs(value));
        /* 15 digits with an exponent of at most 22: exact. */
        snprintf(string, sizeof string, "%.14g", ink_random_bits(&random) / 1048576.0);
        check_number(string, 0);
    }
}

TEST(arena_measures_and_carves_alike) {
    static const size_t sizes[] = {1, 64, 65, 0, 1000, 3};
    enum { PIECES = sizeof sizes / sizeof *sizes };
    ink_arena measure = {NULL, 0};
    for (int i = 0; i < PIECES; i++) CHECK(ink_arena_take(&measure, sizes[i]) == NULL);
    uint8_t *block = malloc(measure.used + INK_ALIGNMENT);
    if (!CHECK(block != NULL)) return;
    uint8_t *aligned = block + (INK_ALIGNMENT - (uintptr_t)block % INK_ALIGNMENT);
    ink_arena arena = {aligned, 0};
    uint8_t *end = aligned;
    for (int i = 0; i < PIECES; i++) {
        uint8_t *piece = ink_arena_take(&arena, sizes[i]);
        CHECK_EQ_INT((uintptr_t)piece % INK_ALIGNMENT, 0);
        CHECK(piece >= end);
        end = piece + sizes[i];
    }
    CHECK_EQ_INT(arena.used, measure.used);
    CHECK(end <= aligned + measure.used);
    free(block);
}

TEST(sizes_saturate) {
    CHECK(ink_size_multiply(3, 5) == 15);
    CHECK(ink_size_multiply(0, SIZE_MAX) == 0 && ink_size_multiply(SIZE_MAX, 0) == 0);
    CHECK(ink_size_multiply(SIZE_MAX, 1) == SIZE_MAX);
    CHECK(ink_size_multiply(SIZE_MAX / 2 + 1, 2) == SIZE_MAX);
    CHECK(ink_size_multiply(ink_size_multiply(SIZE_MAX, 2), 2) == SIZE_MAX);
    ink_arena arena = {NULL, 0};
    ink_arena_take(&arena, 10);
    ink_arena_take(&arena, SIZE_MAX - 20);
    CHECK(arena.used == SIZE_MAX);
    ink_arena_take(&arena, 1);
    CHECK(arena.used == SIZE_MAX);
}

TEST(allocation_is_zeroed_and_can_fail) {
    starve state;
    ink_allocator allocator = starve_allocator(&state, 1);
    uint8_t *bytes = ink_allocate(&allocator, 100);
    if (!CHECK(bytes != NULL)) return;
    static const uint8_t zeros[100];
    CHECK_EQ_BYTES(bytes, zeros, 100);
    CHECK(ink_allocate(&allocator, 1) == NULL);
    ink_release(&allocator, bytes);
    ink_release(&allocator, NULL);
    CHECK_EQ_INT(state.live, 0);
    CHECK(ink_allocate(&ink_allocator_default, SIZE_MAX) == NULL);
    void *own = ink_allocate(&ink_allocator_default, 8);
    CHECK(own != NULL);
    ink_release(&ink_allocator_default, own);
}

/* Philox's published known answers: Random123, examples/kat_vectors, philox4x32 10. */
TEST(philox_gives_the_known_answers) {
    static const struct {
        uint32_t counter[4], key[2], want[4];
    } cases[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (int i = 0; i < 3; i++) {
        ink_random random = {.used = 4};
        memcpy(random.counter, cases[i].counter, sizeof random.counter);
        memcpy(random.key, cases[i].key, sizeof random.key);
        for (int j = 0; j < 4; j++) CHECK_EQ_INT(ink_random_bits(&random), cases[i].want[j]);
    }
}

TEST(random_sequences_are_apart_and_repeat) {
    ink_random a = ink_random_make(7, INK_STREAM_SHUFFLE, 3), b = a;
    ink_random others[] = {
        ink_random_make(8, INK_STREAM_SHUFFLE, 3),
        ink_random_make(7 + (1ull << 32), INK_STREAM_SHUFFLE, 3),
        ink_random_make(7, INK_STREAM_DROPOUT, 3),
        ink_random_make(7, INK_STREAM_SHUFFLE, 4),
    };
    int equal = 0;
    for (int i = 0; i < 1000; i++) {
        uint32_t bits = ink_random_bits(&a);
        CHECK_EQ_INT(bits, ink_random_bits(&b));
        for (int j = 0; j < 4; j++) equal += ink_random_bits(&others[j]) == bits;
    }
    CHECK(equal <= 1);
}

TEST(random_carries_its_block_number) {
    ink_random random = ink_random_make(1, INK_STREAM_DROPOUT, 0);
    random.counter[0] = 0xffffffff;
    for (int i = 0; i < 5; i++) ink_random_bits(&random);
    CHECK_EQ_INT(random.counter[0], 1);
    CHECK_EQ_INT(random.counter[1], 1);
    CHECK_EQ_INT(random.counter[2], INK_STREAM_DROPOUT);
}

TEST(uniform_lies_in_its_range) {
    ink_random random = ink_random_make(3, INK_STREAM_INITIALISE, 0);
    double sum = 0, squares = 0;
    float low = 1, high = 0;
    for (int i = 0; i < 100000; i++) {
        float u = ink_random_uniform(&random);
        low = u < low ? u : low, high = u > high ? u : high;
        sum += u, squares += (double)u * u;
    }
    CHECK(low >= 0 && low < 1e-4f && high < 1 && high > 0.9999f);
    CHECK_NEAR(sum / 1e5, 0.5, 0.005);
    CHECK_NEAR(squares / 1e5, 1.0 / 3, 0.005);
    /* The largest there is must stay below 1, and below `high`. */
    random = (ink_random){.block = {~0u, ~0u}, .used = 0};
    CHECK(ink_random_uniform(&random) < 1);
    CHECK(ink_random_between(&random, -3, 3) < 3);
    for (int i = 0; i < 1000; i++) {
        float b = ink_random_between(&random, -0.25f, 0.75f);
        CHECK(b >= -0.25f && b < 0.75f);
    }
}

TEST(below_is_unbiased) {
    ink_random random = ink_random_make(4, INK_STREAM_SHUFFLE, 0);
    enum { SIDES = 7, ROLLS = 140000 };
    int counts[SIDES] = {0};
    for (int i = 0; i < ROLLS; i++) {
        uint32_t side = ink_random_below(&random, SIDES);
        if (!CHECK(side < SIDES)) return;
        counts[side]++;
    }
    double chi = 0;
    for (int i = 0; i < SIDES; i++) chi += pow(counts[i] - ROLLS / SIDES, 2) / (ROLLS / SIDES);
    CHECK(chi < 22.5); /* 0.1 % point of χ² with 6 degrees */
    for (int i = 0; i < 10; i++) CHECK_EQ_INT(ink_random_below(&random, 1), 0);
    /* Three quarters of 2³²: without rejection, thirds would be hit 2 : 1 : 1. */
    int thirds[3] = {0};
    for (int i = 0; i < 30000; i++) thirds[ink_random_below(&random, 0xc0000000u) >> 30]++;
    for (int i = 0; i < 3; i++) CHECK_NEAR(thirds[i], 10000, 350);
}

TEST(shuffle_is_a_permutation) {
    enum { COUNT = 1000 };
    uint32_t items[COUNT];
    int seen[COUNT] = {0}, moved = 0;
    for (uint32_t i = 0; i < COUNT; i++) items[i] = i;
    ink_random random = ink_random_make(5, INK_STREAM_SHUFFLE, 1);
    ink_random_shuffle(&random, items, COUNT);
    for (int i = 0; i < COUNT; i++) {
        if (!CHECK(items[i] < COUNT)) return;
        seen[items[i]]++;
        moved += items[i] != (uint32_t)i;
    }
    for (int i = 0; i < COUNT; i++) CHECK_EQ_INT(seen[i], 1);
    CHECK(moved > COUNT - 20);
    ink_random_shuffle(&random, items, 0);
    ink_random_shuffle(&random, items, 1);
}

/* All six orders of three items come equally often. */
TEST(shuffle_is_fair) {
    int counts[27] = {0};
    for (uint32_t i = 0; i < 12000; i++) {
        uint32_t items[3] = {0, 1, 2};
        ink_random random = ink_random_make(6, INK_STREAM_SHUFFLE, i);
        ink_random_shuffle(&random, items, 3);
        counts[items[0] * 9 + items[1] * 3 + items[2]]++;
    }
    int orders = 0;
    for (int i = 0; i < 27; i++) {
        if (!counts[i]) continue;
        orders++;
        CHECK_NEAR(counts[i], 2000, 180);
    }
    CHECK_EQ_INT(orders, 6);
}

enum { MOST_PIECES = 100 };

static void count_piece(void *context, int index) { ((int *)context)[index]++; }

TEST(pool_does_each_piece_once) {
    static const int threads[] = {1, 2, 4, 1000, 0};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        ink_pool *pool = ink_pool_create(&ink_allocator_default, threads[i]);
        if (!CHECK(pool != NULL)) continue;
        int started = ink_pool_threads(pool), most = threads[i] > 1 ? threads[i] : 1;
        CHECK(started >= 1 && started <= most && started <= INK_MAX_THREADS);
        int counts[MOST_PIECES] = {0}, rounds = 2000, wrong = 0;
        for (int round = 0; round < rounds; round++) {
            int count = round % (MOST_PIECES + 1);
            memset(counts, 0, sizeof counts);
            ink_pool_run(pool, count, count_piece, counts);
            for (int j = 0; j < MOST_PIECES; j++) wrong += counts[j] != (j < count);
        }
        CHECK_EQ_INT(wrong, 0);
        ink_pool_destroy(pool);
    }
}

TEST(pool_can_be_nothing) {
    int counts[5] = {0};
    ink_pool_run(NULL, 5, count_piece, counts);
    for (int i = 0; i < 5; i++) CHECK_EQ_INT(counts[i], 1);
    CHECK_EQ_INT(ink_pool_threads(NULL), 1);
    ink_pool_destroy(NULL);
    starve state;
    ink_allocator allocator = starve_allocator(&state, 0);
    CHECK(ink_pool_create(&allocator, 2) == NULL);
    allocator = starve_allocator(&state, LONG_MAX);
    ink_pool_destroy(ink_pool_create(&allocator, 2));
    CHECK_EQ_INT(state.live, 0);
}

int main(void) {
    RUN(codes_have_names_and_sentences);
    RUN(fail_records_code_and_detail);
    RUN(fail_cuts_between_characters);
    RUN(text_formats);
    RUN(text_cuts_and_measures);
    RUN(text_numbers_read_well);
    RUN(text_numbers_keep_six_digits);
    RUN(number_refuses_what_is_none);
    RUN(number_agrees_with_strtod);
    RUN(number_reads_back_what_printf_wrote);
    RUN(arena_measures_and_carves_alike);
    RUN(sizes_saturate);
    RUN(allocation_is_zeroed_and_can_fail);
    RUN(philox_gives_the_known_answers);
    RUN(random_sequences_are_apart_and_repeat);
    RUN(random_carries_its_block_number);
    RUN(uniform_lies_in_its_range);
    RUN(below_is_unbiased);
    RUN(shuffle_is_a_permutation);
    RUN(shuffle_is_fair);
    RUN(pool_does_each_piece_once);
    RUN(pool_can_be_nothing);
    return harness_end();
}
