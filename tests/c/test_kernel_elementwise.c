/* Element-wise kernels: the twin's bits for every length, in place or not. */
#include "kernel/elementwise.h"
#include "kernel/random_fill.h"

#include "harness.h"
#include "kernel/reference.h"
#include "kernel_support.h"

enum { LONGEST = 41 };

static const float special[] = {0.0f, -0.0f, NAN, INFINITY, -INFINITY, 1e-45f, -1e-45f};
enum { SPECIAL = sizeof special / sizeof *special };

/* Random numbers, every third a special one. */
static guarded make_input(uint32_t seed, size_t count) {
    guarded array = guarded_make(count);
    fill_random(seed, count, array.x);
    for (size_t i = seed % 3; i < count; i += 3) array.x[i] = special[(i / 3 + seed) % SPECIAL];
    return array;
}

TEST(relu) {
    for (size_t count = 0; count <= LONGEST; count++)
        for (uint32_t seed = 0; seed < 7; seed++) {
            guarded x = make_input(seed, count), y = guarded_make(count);
            guarded want = guarded_make(count);
            ink_relu_reference(count, x.x, want.x);
            ink_relu(count, x.x, y.x);
            CHECK(same_floats(count, y.x, want.x));
            for (size_t i = 0; i < count; i++)
                CHECK(isnan(x.x[i]) ? isnan(y.x[i]) : y.x[i] == (x.x[i] > 0 ? x.x[i] : 0));
            ink_relu(count, x.x, x.x);
            CHECK(same_floats(count, x.x, want.x));
            CHECK(guarded_end(x) && guarded_end(y) && guarded_end(want));
        }
}

TEST(relu_backward) {
    for (size_t count = 0; count <= LONGEST; count++)
        for (uint32_t seed = 0; seed < 7; seed++) {
            guarded y = make_input(seed, count), dy = make_input(seed + 1, count);
            guarded dx = guarded_make(count), want = guarded_make(count);
            ink_relu_backward_reference(count, y.x, dy.x, want.x);
            ink_relu_backward(count, y.x, dy.x, dx.x);
            CHECK(same_floats(count, dx.x, want.x));
            for (size_t i = 0; i < count; i++) CHECK(same_float(dx.x[i], y.x[i] > 0 ? dy.x[i] : 0));
            ink_relu_backward(count, y.x, dy.x, dy.x);
            CHECK(same_floats(count, dy.x, want.x));
            CHECK(guarded_end(y) && guarded_end(dy) && guarded_end(dx) && guarded_end(want));
        }
}

TEST(scale_and_fill) {
    for (size_t count = 0; count <= LONGEST; count++) {
        guarded x = make_input(2, count), want = make_input(2, count), filled = guarded_make(count);
        ink_scale(count, -1.7f, x.x);
        ink_scale_reference(count, -1.7f, want.x);
        CHECK(same_floats(count, x.x, want.x));
        ink_fill(count, -0.0f, filled.x);
        for (size_t i = 0; i < count; i++) CHECK(same_float(filled.x[i], -0.0f));
        ink_fill_reference(count, 2.5f, want.x);
        ink_fill(count, 2.5f, filled.x);
        CHECK(same_floats(count, filled.x, want.x));
        CHECK(guarded_end(x) && guarded_end(want) && guarded_end(filled));
    }
}

TEST(lookup) {
    float table[256];
    uint8_t bytes[300];
    fill_random(5, 256, table);
    for (int i = 0; i < 300; i++) bytes[i] = (uint8_t)(i * 7);
    for (size_t count = 0; count <= 300; count += count < LONGEST ? 1 : 37) {
        guarded y = guarded_make(count), want = guarded_make(count);
        ink_lookup(count, bytes, table, y.x);
        ink_lookup_reference(count, bytes, table, want.x);
        CHECK(same_floats(count, y.x, want.x));
        for (size_t i = 0; i < count; i++) CHECK(y.x[i] == table[bytes[i]]);
        CHECK(guarded_end(y) && guarded_end(want));
    }
}

/* Twins also leave the sequence where the kernels leave it. */
TEST(random_fills) {
    for (size_t count = 0; count <= LONGEST; count++) {
        ink_random random = ink_random_make(11, INK_STREAM_INITIALISE, 2), twin = random;
        guarded x = guarded_make(count), want = guarded_make(count);
        ink_fill_uniform(&random, -0.3f, 0.7f, count, x.x);
        ink_fill_uniform_reference(&twin, -0.3f, 0.7f, count, want.x);
        CHECK(same_floats(count, x.x, want.x));
        for (size_t i = 0; i < count; i++) CHECK(x.x[i] >= -0.3f && x.x[i] < 0.7f);
        CHECK_EQ_INT(ink_random_bits(&random), ink_random_bits(&twin));
        ink_fill_normal(&random, 0.5f, 2, count, x.x);
        ink_fill_normal_reference(&twin, 0.5f, 2, count, want.x);
        CHECK(same_floats(count, x.x, want.x));
        CHECK_EQ_INT(ink_random_bits(&random), ink_random_bits(&twin));
        CHECK(guarded_end(x) && guarded_end(want));
    }
}

/* Moments of the standard normal: 0, 1, 0, 3; and its tails beyond 2 and 4. */
TEST(normal_numbers) {
    enum { COUNT = 1 << 18 };
    guarded x = guarded_make(COUNT);
    ink_random random = ink_random_make(1, INK_STREAM_INITIALISE, 0);
    ink_fill_normal(&random, -3, 0.5f, COUNT, x.x);
    double moments[5] = {0}, beyond_2 = 0, product = 0;
    int beyond_4 = 0;
    for (int i = 0; i < COUNT; i++) {
        double z = (x.x[i] + 3) / 0.5;
        for (int power = 1; power < 5; power++) moments[power] += pow(z, power) / COUNT;
        beyond_2 += (double)(fabs(z) > 2) / COUNT, beyond_4 += fabs(z) > 4;
        if (i % 2) product += z * (x.x[i - 1] + 3) / 0.5 / (COUNT / 2);
    }
    CHECK_NEAR(moments[1], 0, 0.01);
    CHECK_NEAR(moments[2], 1, 0.015);
    CHECK_NEAR(moments[3], 0, 0.04);
    CHECK_NEAR(moments[4], 3, 0.1);
    CHECK_NEAR(beyond_2, 0.0455, 0.002);
    CHECK_NEAR(product, 0, 0.015);
    CHECK(beyond_4 > 2 && beyond_4 < 50 && ink_all_finite(COUNT, x.x));
    CHECK(guarded_end(x));
}

int main(void) {
    RUN(relu);
    RUN(relu_backward);
    RUN(scale_and_fill);
    RUN(lookup);
    RUN(random_fills);
    RUN(normal_numbers);
    return harness_end();
}
