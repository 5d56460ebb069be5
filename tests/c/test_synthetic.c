#include <stdlib.h>

#include "data/ink.h"
#include "data/synthetic.h"
#include "harness.h"

enum { COUNT = 1000 };

/* FNV-1a over the images and labels of seed 1's first thousand digits. Every build
 * must find this number; it changes only when the digits are meant to. */
static const uint64_t EXPECTED_BITS = 0x6FB38EB4480F57B3u;

static uint8_t images[COUNT][784], labels[COUNT];

static uint64_t fnv1a(uint64_t hash, const uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 0x100000001B3u;
    return hash;
}

TEST(has_the_same_bits_everywhere) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (int i = 0; i < COUNT; i++) {
        hash = fnv1a(hash, images[i], 784);
        hash = fnv1a(hash, &labels[i], 1);
    }
    if (!CHECK(hash == EXPECTED_BITS)) printf("    got 0x%016llX\n", (unsigned long long)hash);
}

TEST(draws_any_digit_first) {
    uint8_t image[784], label;
    for (int i = COUNT - 1; i >= 0; i -= 7) {
        ink_synthetic_digit(1, (uint32_t)i, image, &label);
        CHECK_EQ_BYTES(image, images[i], 784);
        CHECK_EQ_INT(label, labels[i]);
    }
}

TEST(differs_by_seed_and_index) {
    static const uint64_t seeds[] = {0, 2, 3, 1ull << 32, (1ull << 32) + 1, UINT64_MAX};
    for (size_t s = 0; s < sizeof seeds / sizeof *seeds; s++) {
        int labels_moved = 0;
        for (uint32_t i = 0; i < 50; i++) {
            uint8_t image[784], label;
            ink_synthetic_digit(seeds[s], i, image, &label);
            CHECK(memcmp(image, images[i], 784) != 0);
            labels_moved += label != labels[i];
        }
        CHECK(labels_moved > 25);
    }
    for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < i; j++)
            if (memcmp(images[i], images[j], 784) == 0) CHECK(!"two digits are the same");
}

TEST(holds_each_class_once_in_ten) {
    int firsts[10] = {0};
    for (int group = 0; group < COUNT; group += 10) {
        unsigned seen = 0;
        for (int i = 0; i < 10; i++)
            if (CHECK(labels[group + i] < 10)) seen |= 1u << labels[group + i];
        CHECK_EQ_INT(seen, 0x3FF);
        firsts[labels[group]]++;
    }
    for (int digit = 0; digit < 10; digit++) CHECK(firsts[digit] > 0 && firsts[digit] < 30);
}

/* MNIST's own properties: ink within 20×20, its centre of mass within half a pixel
 * of (14, 14), which is where a whole-pixel shift can bring it, strong ink, and
 * neither specks nor blots. */
TEST(is_normalised_as_mnist_is) {
    for (int i = 0; i < COUNT; i++) {
        int left = 28, right = -1, top = 28, bottom = -1, peak = 0;
        double mass = 0, x_moment = 0, y_moment = 0;
        for (int y = 0; y < 28; y++)
            for (int x = 0; x < 28; x++) {
                int value = images[i][y * 28 + x];
                if (value == 0) continue;
                if (x < left) left = x;
                if (x > right) right = x;
                if (y < top) top = y;
                if (y > bottom) bottom = y;
                if (value > peak) peak = value;
                mass += value, x_moment += value * x, y_moment += value * y;
            }
        int width = right - left + 1, height = bottom - top + 1;
        int longer = width > height ? width : height;
        CHECK(longer >= 19 && longer <= 20);
        CHECK(peak > 150);
        CHECK(mass > 255.0 * 12 && mass < 255.0 * 280);
        CHECK_NEAR(x_moment / mass, 14.0, 0.51);
        CHECK_NEAR(y_moment / mass, 14.0, 0.51);
    }
}

/* What is drawn must survive the way a person's ink takes. */
TEST(is_nearly_unchanged_by_ink_preparation) {
    double total = 0;
    for (int i = 0; i < COUNT; i++) {
        uint8_t prepared[784];
        int difference = 0;
        CHECK_EQ_INT(ink_prepare_grey(images[i], 28, 28, prepared, NULL), INK_OK);
        for (int p = 0; p < 784; p++) difference += abs(prepared[p] - images[i][p]);
        total += difference / 784.0;
    }
    CHECK(total / COUNT < 2.0);
}

TEST(varies_within_a_class) {
    static double mean[10][784], spread[10];
    for (int i = 0; i < COUNT; i++)
        for (int p = 0; p < 784; p++) mean[labels[i]][p] += images[i][p] / (COUNT / 10.0);
    for (int i = 0; i < COUNT; i++)
        for (int p = 0; p < 784; p++)
            spread[labels[i]] += fabs(images[i][p] - mean[labels[i]][p]) / (COUNT / 10.0 * 784);
    for (int digit = 0; digit < 10; digit++) CHECK(spread[digit] > 10);
}

TEST(writes_only_its_image) {
    uint8_t guarded[16 + 784 + 16], label[3] = {0xAB, 0, 0xAB};
    memset(guarded, 0xCD, sizeof guarded);
    for (uint32_t i = 0; i < 100; i++) ink_synthetic_digit(9, i, guarded + 16, label + 1);
    for (int i = 0; i < 16; i++) CHECK(guarded[i] == 0xCD && guarded[16 + 784 + i] == 0xCD);
    CHECK(label[0] == 0xAB && label[2] == 0xAB);
}

TEST(takes_the_last_index) {
    uint8_t image[784], label;
    ink_synthetic_digit(1, UINT32_MAX, image, &label);
    CHECK(label < 10);
}

int main(void) {
    for (uint32_t i = 0; i < COUNT; i++) ink_synthetic_digit(1, i, images[i], &labels[i]);
    RUN(has_the_same_bits_everywhere);
    RUN(draws_any_digit_first);
    RUN(differs_by_seed_and_index);
    RUN(holds_each_class_once_in_ten);
    RUN(is_normalised_as_mnist_is);
    RUN(is_nearly_unchanged_by_ink_preparation);
    RUN(varies_within_a_class);
    RUN(writes_only_its_image);
    RUN(takes_the_last_index);
    return harness_end();
}
