#include <stdlib.h>

#include "data/preprocess.h"
#include "data/synthetic.h"
#include "harness.h"

enum { SIDE = 28, PIXELS = SIDE * SIDE, IMAGES = 200 };

static int read_config(const char *text, ink_preprocess *features, ink_error *error) {
    ink_config *config;
    int status = ink_config_parse(&ink_allocator_default, text, &config, error);
    if (status == 0) status = ink_preprocess_read(config, SIDE, SIDE, features, error);
    if (status == 0) status = ink_config_finish(config, error);
    ink_config_destroy(config);
    return status;
}

static const uint8_t *digits(void) {
    static uint8_t images[IMAGES * PIXELS], label;
    static uint32_t made;
    for (; made < IMAGES; made++) ink_synthetic_digit(1, made, images + made * PIXELS, &label);
    return images;
}

/* Ready for use, fitted to all digits but the last. *block is the caller's. */
static ink_preprocess make(const char *text, uint64_t seed, void **block) {
    static uint8_t labels[IMAGES];
    ink_preprocess features;
    ink_error error = {0};
    CHECK_EQ_INT(read_config(text, &features, &error), 0);
    ink_arena arena = {0};
    ink_preprocess_carve_findings(&features, &arena);
    ink_preprocess_carve_scratch(&features, &arena);
    arena.base = *block = aligned_alloc(64, (arena.used + 64) / 64 * 64 + 64);
    memset(*block, 0, arena.used);
    arena.used = 0;
    ink_preprocess_carve_findings(&features, &arena);
    ink_preprocess_carve_scratch(&features, &arena);
    ink_data *data;
    ink_data_create(NULL, SIDE, SIDE, 1, &data, NULL);
    CHECK_EQ_INT(ink_data_set(data, false, digits(), labels, IMAGES, NULL), 0);
    ink_split split = {IMAGES - 1, 1, IMAGES - 1, NULL};
    ink_preprocess_fit(&features, &(ink_samples){data, &split, seed});
    ink_data_destroy(data);
    return features;
}

TEST(bad_configs_are_refused) {
    static const struct {
        const char *text, *detail;
    } cases[] = {
        {"features=sift", "features: \"sift\" is not known; known are hog, bag-of-visual-words, "
                          "intensity-histogram"},
        {"features=hog\npreprocess=scale",
         "features: they replace the preprocessing; leave out preprocess"},
        {"features=hog\npreprocess.mean=0.2",
         "features: they replace the preprocessing; leave out preprocess"},
        {"features.type=hog\nfeatures.cell=15",
         "features.block: 2 cells of 15 pixels are larger than the image, 28×28"},
        {"features.type=bag-of-visual-words\nfeatures.words=1",
         "features.words: 1 is outside 2 … 1024"},
        {"features.type=intensity-histogram\nfeatures.bins=1",
         "features.bins: 1 is outside 2 … 256"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ink_preprocess features;
        ink_error error = {0};
        CHECK_EQ_INT(read_config(cases[i].text, &features, &error), INK_ERROR_CONFIG);
        CHECK_STR(error.detail, cases[i].detail);
    }
    ink_preprocess features;
    CHECK_EQ_INT(read_config("features=hog\npreprocess=standardize\npreprocess.mean=0.1307",
                             &features, NULL),
                 0);
    CHECK_STR(features.path, "features");
    CHECK_EQ_INT(read_config("features=null\n", &features, NULL), 0);
    CHECK_STR(features.path, "preprocess");
}

/* An edge at 20° steps from vertical: its gradient's bin holds nearly all. */
TEST(hog_finds_the_direction_of_an_edge) {
    void *block;
    ink_preprocess hog = make("features=hog", 1, &block);
    CHECK_EQ_INT(hog.shape[0], 6 * 6 * 4 * 9);
    for (int bin = 0; bin < 9; bin++) {
        static float y[1296];
        uint8_t image[PIXELS];
        double angle = bin * acos(-1.0) / 9, sums[9] = {0}, total = 0;
        for (int i = 0; i < PIXELS; i++) {
            double across = (i % SIDE - 13.5) * cos(angle) + (i / SIDE - 13.5) * sin(angle);
            image[i] = (uint8_t)(127.5 + 127 * (across > 3 ? 1 : across < -3 ? -1 : across / 3));
        }
        ink_preprocess_apply(&hog, image, 1, y);
        for (int i = 0; i < 1296; i++) {
            sums[i % 9] += (double)(y[i] * y[i]);
            total += (double)(y[i] * y[i]);
        }
        CHECK(sums[bin] > 0.8 * total);
    }
    free(block);
}

TEST(hog_blocks_have_mean_square_one) {
    void *block;
    ink_preprocess hog = make("features=hog", 1, &block);
    static float y[1296];
    ink_preprocess_apply(&hog, digits(), 1, y);
    int bright = 0;
    for (int b = 0; b < 36; b++) {
        double sum = 0;
        for (int i = 0; i < 36; i++) sum += (double)(y[b * 36 + i] * y[b * 36 + i]);
        CHECK(sum == 0 || fabs(sum - 36) < 0.1 || sum < 36);
        bright += fabs(sum - 36) < 0.1;
    }
    CHECK(bright > 10);
    uint8_t blank[PIXELS] = {0};
    ink_preprocess_apply(&hog, blank, 1, y);
    for (int i = 0; i < 1296; i++) CHECK(y[i] == 0);
    free(block);
}

TEST(histogram_counts_grey_levels) {
    void *block;
    ink_preprocess histogram =
        make("features.type=intensity-histogram\nfeatures.bins=4", 1, &block);
    uint8_t image[PIXELS];
    float y[4];
    for (int i = 0; i < PIXELS; i++) image[i] = (uint8_t)(i < PIXELS / 4 ? 64 : i % 2 ? 255 : 0);
    ink_preprocess_apply(&histogram, image, 1, y);
    CHECK_NEAR(y[0], sqrt(4 * 0.375), 1e-6);
    CHECK_NEAR(y[1], 1, 1e-6);
    CHECK_NEAR(y[2], 0, 0);
    CHECK_NEAR(y[3], sqrt(4 * 0.375), 1e-6);
    free(block);
}

#define WORDS "features.type=bag-of-visual-words\nfeatures.words=20\nfeatures.iterations="

/* Mean squared distance of the digits' patches with ink to their nearest word. */
static double distortion(const ink_preprocess *bag) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < IMAGES; i++)
        for (int top = 0; top + 7 <= SIDE; top += 3)
            for (int left = 0; left + 7 <= SIDE; left += 3) {
                double best = INFINITY, ink = 0;
                for (int w = 0; w < 20; w++) {
                    double squares = 0;
                    for (int p = 0; p < 49; p++) {
                        double pixel =
                            digits()[i * PIXELS + (top + p / 7) * SIDE + left + p % 7] / 255.0;
                        double gap = pixel - (double)bag->findings[0].values[w * 49 + p];
                        ink += pixel;
                        squares += gap * gap;
                    }
                    best = fmin(best, squares);
                }
                if (ink > 0) sum += best, count++;
            }
    return sum / count;
}

TEST(words_come_near_to_the_patches) {
    double before = INFINITY;
    static const char *const texts[] = {WORDS "1", WORDS "3", WORDS "20"};
    for (int i = 0; i < 3; i++) {
        void *block;
        ink_preprocess bag = make(texts[i], 1, &block);
        CHECK(ink_preprocess_is_fitted(&bag));
        double now = distortion(&bag);
        CHECK(now < before);
        before = now;
        free(block);
    }
    void *block, *other;
    ink_preprocess bag = make(WORDS "3", 1, &block), drawn = make(WORDS "3", 2, &other);
    CHECK(memcmp(bag.findings[0].values, drawn.findings[0].values, 20 * 49 * 4) != 0);
    free(block);
    free(other);
}

TEST(words_are_counted_wherever_they_are) {
    void *block;
    ink_preprocess bag = make(WORDS "5", 1, &block);
    float here[20], there[20], blank[20];
    uint8_t image[PIXELS] = {0}, moved[PIXELS] = {0};
    for (int i = 0; i < 36; i++) {
        image[(8 + i / 6) * SIDE + 8 + i % 6] = 200;
        moved[(12 + i / 6) * SIDE + 14 + i % 6] = 200;
    }
    ink_preprocess_apply(&bag, image, 1, here);
    ink_preprocess_apply(&bag, moved, 1, there);
    CHECK_EQ_BYTES(here, there, sizeof here);
    double squares = 0;
    for (int w = 0; w < 20; w++) squares += (double)(here[w] * here[w]);
    CHECK_NEAR(squares, 20, 1e-4);
    memset(image, 0, PIXELS);
    ink_preprocess_apply(&bag, image, 1, blank);
    for (int w = 0; w < 20; w++) CHECK(blank[w] == 0);
    free(block);
}

/* A hash of what comes out: part of the strict build's bits. */
TEST(bits_are_pinned) {
    static const struct {
        const char *text;
        uint64_t want;
    } cases[] = {
        {"features=hog", 6993347407432972184u},
        {"features=bag-of-visual-words", 2923953126149261359u},
        {"features=intensity-histogram", 1051580994469645268u},
    };
    static float y[IMAGES * 1296];
    for (int i = 0; i < 3; i++) {
        void *block;
        ink_preprocess features = make(cases[i].text, 1, &block);
        ink_preprocess_apply(&features, digits(), IMAGES, y);
        uint64_t hash = 0;
        for (int k = 0; k < IMAGES * features.shape[0]; k++) {
            uint32_t bits;
            memcpy(&bits, &y[k], 4);
            hash = hash * 6364136223846793005u + bits + 1;
        }
        CHECK_EQ_INT(hash, cases[i].want);
        free(block);
    }
}

int main(void) {
    RUN(bad_configs_are_refused);
    RUN(hog_finds_the_direction_of_an_edge);
    RUN(hog_blocks_have_mean_square_one);
    RUN(histogram_counts_grey_levels);
    RUN(words_come_near_to_the_patches);
    RUN(words_are_counted_wherever_they_are);
    RUN(bits_are_pinned);
    return harness_end();
}
