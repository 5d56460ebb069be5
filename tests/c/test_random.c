/* Random numbers: known answers, ranges, fairness. */
#include <stdlib.h>

#include "base/random.h"
#include "harness.h"

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

int main(void) {
    RUN(philox_gives_the_known_answers);
    RUN(random_sequences_are_apart_and_repeat);
    RUN(random_carries_its_block_number);
    RUN(uniform_lies_in_its_range);
    RUN(below_is_unbiased);
    RUN(shuffle_is_a_permutation);
    RUN(shuffle_is_fair);
    return harness_end();
}
