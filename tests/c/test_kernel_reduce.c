/* Reductions: the twin's bits for every length, and right. */
#include "kernel/reduce.h"

#include "harness.h"
#include "kernel/reference.h"
#include "kernel_support.h"

/* Lengths around a vector, a shard of 4096, and several. */
static const size_t counts[] = {0,   1,    2,    3,    4,    5,    7,    8,     15,
                                16,  17,   31,   32,   33,   63,   64,   65,    97,
                                255, 1009, 4095, 4096, 4097, 8191, 8192, 12289, 100003};
enum { COUNTS = sizeof counts / sizeof *counts };

TEST(sums) {
    for (int i = 0; i < COUNTS; i++) {
        guarded x = guarded_make(counts[i]);
        fill_random((uint32_t)i, counts[i], x.x);
        double sum = 0, squares = 0, sizes = 0;
        for (size_t j = 0; j < counts[i]; j++)
            sum += x.x[j], squares += (double)x.x[j] * x.x[j], sizes += fabs(x.x[j]);
        CHECK(same_float(ink_sum(counts[i], x.x), ink_sum_reference(counts[i], x.x)));
        CHECK(
            same_float(ink_sum_squares(counts[i], x.x), ink_sum_squares_reference(counts[i], x.x)));
        CHECK_NEAR(ink_sum(counts[i], x.x), sum, 1e-6 * sizes);
        CHECK_NEAR(ink_sum_squares(counts[i], x.x), squares, 2e-6 * squares);
        CHECK(guarded_end(x));
    }
}

/* Each number counts, wherever it stands. */
TEST(sums_miss_nothing) {
    enum { COUNT = 4096 + 37 };
    guarded x = guarded_make(COUNT);
    for (size_t i = 0; i < COUNT; i++) x.x[i] = 1;
    CHECK(ink_sum(COUNT, x.x) == COUNT && ink_sum_squares(COUNT, x.x) == COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        x.x[i] = 3;
        CHECK(ink_sum(COUNT, x.x) == COUNT + 2 && ink_sum_squares(COUNT, x.x) == COUNT + 8);
        x.x[i] = NAN;
        CHECK(isnan(ink_sum(COUNT, x.x)));
        x.x[i] = 1;
    }
    CHECK(guarded_end(x));
}

TEST(column_sums) {
    static const int rows[] = {0, 1, 2, 5, 64};
    for (int r = 0; r < 5; r++)
        for (int n = 1; n <= 70; n++) {
            guarded x = guarded_make((size_t)rows[r] * (size_t)n);
            guarded got = guarded_make((size_t)n), want = guarded_make((size_t)n);
            fill_random(3, x.count, x.x);
            fill_random(4, (size_t)n, got.x), fill_random(4, (size_t)n, want.x);
            ink_column_sums(rows[r], n, x.x, got.x);
            ink_column_sums_reference(rows[r], n, x.x, want.x);
            CHECK(same_floats((size_t)n, got.x, want.x));
            double last = 0;
            fill_random(4, (size_t)n, want.x);
            for (int i = 0; i < rows[r]; i++) last += x.x[(i + 1) * n - 1];
            CHECK_NEAR(got.x[n - 1], want.x[n - 1] + last, 1e-4);
            CHECK(guarded_end(x) && guarded_end(got) && guarded_end(want));
        }
}

TEST(argmax) {
    static const struct {
        float x[5];
        int want;
    } cases[] = {
        {{1, 2, 3, 4, 5}, 4},
        {{5, 2, 5, 4, 5}, 0},
        {{-0.0f, 0, 0, -1, 0}, 0},
        {{NAN, -3, NAN, -2, -2}, 3},
        {{NAN, NAN, NAN, NAN, NAN}, 0},
        {{1, NAN, 0, NAN, 2}, 4},
        {{-INFINITY, -INFINITY, NAN, -INFINITY, -INFINITY}, 0},
        {{NAN, -INFINITY, NAN, NAN, NAN}, 1},
        {{3, INFINITY, 2, INFINITY, 1}, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_EQ_INT(ink_argmax(5, cases[i].x), cases[i].want);
        CHECK_EQ_INT(ink_argmax_reference(5, cases[i].x), cases[i].want);
    }
    float x[300] = {0};
    for (int i = 0; i < 300; i++) {
        x[i] = 1;
        CHECK_EQ_INT(ink_argmax(300, x), i);
        CHECK_EQ_INT(ink_argmax(i + 1, x), i);
        x[i] = 0;
    }
}

TEST(all_finite) {
    for (size_t count = 0; count < 40; count++) {
        guarded x = guarded_make(count);
        for (size_t i = 0; i < count; i++) x.x[i] = i % 2 ? 3.4e38f : -1e-45f;
        CHECK(ink_all_finite(count, x.x) && ink_all_finite_reference(count, x.x));
        for (size_t i = 0; i < count; i++)
            for (int kind = 0; kind < 3; kind++) {
                float before = x.x[i];
                x.x[i] = kind == 0 ? NAN : kind == 1 ? INFINITY : -INFINITY;
                CHECK(!ink_all_finite(count, x.x) && !ink_all_finite_reference(count, x.x));
                x.x[i] = before;
            }
        CHECK(guarded_end(x));
    }
}

int main(void) {
    RUN(sums);
    RUN(sums_miss_nothing);
    RUN(column_sums);
    RUN(argmax);
    RUN(all_finite);
    return harness_end();
}
