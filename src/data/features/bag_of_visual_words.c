/* Bag of visual words (Csurka, Dance, Fan, Willamowski, Bray, "Visual categorization
 * with bags of keypoints", 2004), on a regular grid of patches. Patches without ink
 * count neither for the words nor in an image. */
#include <string.h>

#include "base/random.h"
#include "data/preprocess.h"
#include "kernel/gemm.h"
#include "kernel/reduce.h"

enum { WORDS, PATCH, STRIDE, ITERATIONS };
static const ink_param params[] = {
    {"words", INK_PARAM_INTEGER, 2, 1024, 100, "How many words the patches are told apart by."},
    {"patch", INK_PARAM_INTEGER, 2, 16, 7, "A patch's side in pixels."},
    {"stride", INK_PARAM_INTEGER, 1, 16, 2, "How many pixels patches lie apart."},
    {"iterations", INK_PARAM_INTEGER, 1, 100, 10, "How often k-means moves the words."},
    {0},
};

/* Patches in a product, and those that the words are made from. */
enum { PATCHES = 256, SAMPLES = 16384 };

typedef struct bag {
    int words, side, stride, size; /* size: numbers in a patch */
    int rows, columns;             /* of patches in an image */
    const float *values;           /* (words, size) */
    float *patches;                /* (PATCHES, size) */
    float *nearness;               /* (PATCHES, words) */
    float *gemm;
    float *halves;    /* (words): half of each word's square */
    uint32_t *counts; /* (words) */
    double *sums;     /* (words, size), while fitting */
} bag;

static bag carve(const ink_preprocess *preprocess, ink_arena *arena) {
    bag bag = {.words = (int)preprocess->values[WORDS],
               .side = (int)preprocess->values[PATCH],
               .stride = (int)preprocess->values[STRIDE],
               .values = preprocess->findings[0].values};
    bag.size = bag.side * bag.side;
    bag.rows = (preprocess->height - bag.side) / bag.stride + 1;
    bag.columns = (preprocess->width - bag.side) / bag.stride + 1;
    size_t words = (size_t)bag.words, size = (size_t)bag.size;
    bag.patches = ink_arena_take(arena, PATCHES * size * sizeof(float));
    bag.nearness = ink_arena_take(arena, PATCHES * words * sizeof(float));
    bag.gemm =
        ink_arena_take(arena, ink_gemm_scratch(PATCHES, bag.words, bag.size) * sizeof(float));
    bag.halves = ink_arena_take(arena, words * sizeof(float));
    bag.counts = ink_arena_take(arena, words * sizeof(uint32_t));
    bag.sums = ink_arena_take(arena, words * size * sizeof(double));
    return bag;
}

static int plan(ink_preprocess *preprocess, ink_error *error) {
    int side = (int)preprocess->values[PATCH], words = (int)preprocess->values[WORDS];
    if (side > preprocess->height || side > preprocess->width)
        return ink_fail(error, INK_ERROR_CONFIG,
                        "features.patch: %d is larger than the image, %d×%d", side,
                        preprocess->height, preprocess->width);
    preprocess->shape[0] = words;
    preprocess->shape[1] = preprocess->shape[2] = 1;
    preprocess->finding_count = 1;
    preprocess->findings[0] =
        (ink_finding){.name = "words", .rank = 3, .shape = {words, side, side}};
    ink_arena arena = {0};
    carve(preprocess, &arena);
    preprocess->scratch_size = arena.used;
    return 0;
}

/* Reads patch `index` of the image as shares of 255. False where it is blank. */
static bool read_patch(const ink_preprocess *preprocess, const bag *bag, const uint8_t *image,
                       int index, float *patch) {
    image += index / bag->columns * bag->stride * preprocess->width;
    image += index % bag->columns * bag->stride;
    int any = 0;
    for (int y = 0; y < bag->side; y++, image += preprocess->width)
        for (int x = 0; x < bag->side; x++) {
            any |= image[x];
            *patch++ = preprocess->table[image[x]];
        }
    return any != 0;
}

static void measure_words(const bag *bag) {
    for (int w = 0; w < bag->words; w++)
        bag->halves[w] =
            ink_sum_squares((size_t)bag->size, bag->values + (size_t)w * bag->size) / 2;
}

/* The n patches' products with all words. */
static void compare(const bag *bag, int n) {
    ink_gemm_run(&(ink_gemm){.m = n,
                             .n = bag->words,
                             .k = bag->size,
                             .a = bag->patches,
                             .lda = bag->size,
                             .b = bag->values,
                             .ldb = bag->size,
                             .transpose_b = true,
                             .c = bag->nearness,
                             .ldc = bag->words},
                 bag->gemm, NULL);
}

/* The word nearest to patch i of those compared: the square of the distance is
 * smallest where patch·word − word²/2 is largest. */
static int nearest_word(const bag *bag, int i) {
    float *nearness = bag->nearness + (size_t)i * bag->words;
    for (int w = 0; w < bag->words; w++) nearness[w] -= bag->halves[w];
    return ink_argmax(bag->words, nearness);
}

/* Draws n patches with ink; gives up on a slot that finds none in many draws. */
static void draw_patches(const ink_preprocess *preprocess, const ink_samples *samples,
                         const bag *bag, int n, ink_random *random, float *patches) {
    for (int i = 0; i < n; i++)
        for (int tries = 0; tries < 100; tries++) {
            uint32_t image = ink_random_below(random, (uint32_t)samples->split->train);
            int index = (int)ink_random_below(random, (uint32_t)(bag->rows * bag->columns));
            if (read_patch(preprocess, bag, ink__samples_image(samples, image), index,
                           patches + (size_t)i * bag->size))
                break;
        }
}

/* One round of k-means (Lloyd, "Least squares quantization in PCM", 1982): each word
 * becomes the mean of the patches nearest to it; one without any stays. */
static void move_words(const ink_preprocess *preprocess, const ink_samples *samples, const bag *bag,
                       ink_random random) {
    size_t size = (size_t)bag->size, words = (size_t)bag->words;
    float *values = preprocess->findings[0].values;
    memset(bag->counts, 0, words * sizeof *bag->counts);
    memset(bag->sums, 0, words * size * sizeof *bag->sums);
    measure_words(bag);
    for (int done = 0; done < SAMPLES; done += PATCHES) {
        draw_patches(preprocess, samples, bag, PATCHES, &random, bag->patches);
        compare(bag, PATCHES);
        for (int i = 0; i < PATCHES; i++) {
            size_t word = (size_t)nearest_word(bag, i);
            bag->counts[word]++;
            for (size_t j = 0; j < size; j++)
                bag->sums[word * size + j] += (double)bag->patches[(size_t)i * size + j];
        }
    }
    for (size_t w = 0; w < words; w++)
        for (size_t j = 0; j < size && bag->counts[w]; j++)
            values[w * size + j] = (float)(bag->sums[w * size + j] / bag->counts[w]);
}

/* The words start as the first patches drawn; every round draws the same ones. */
static void fit(const ink_preprocess *preprocess, const ink_samples *samples) {
    ink_arena arena = {.base = preprocess->scratch};
    bag bag = carve(preprocess, &arena);
    ink_random start = ink_random_make(samples->seed, INK_STREAM_FEATURES, 0), random = start;
    draw_patches(preprocess, samples, &bag, bag.words, &random, preprocess->findings[0].values);
    for (int i = 0; i < (int)preprocess->values[ITERATIONS]; i++)
        move_words(preprocess, samples, &bag, start);
}

static void count_words(const ink_preprocess *preprocess, const bag *bag, const uint8_t *image) {
    memset(bag->counts, 0, (size_t)bag->words * sizeof *bag->counts);
    for (int index = 0, end = bag->rows * bag->columns; index < end;) {
        int n = 0;
        for (; index < end && n < PATCHES; index++)
            n += read_patch(preprocess, bag, image, index, bag->patches + (size_t)n * bag->size);
        compare(bag, n);
        for (int i = 0; i < n; i++) bag->counts[nearest_word(bag, i)]++;
    }
}

static void apply(const ink_preprocess *preprocess, const uint8_t *images, size_t count, float *y) {
    ink_arena arena = {.base = preprocess->scratch};
    bag bag = carve(preprocess, &arena);
    measure_words(&bag);
    for (; count > 0; count--, y += bag.words) {
        count_words(preprocess, &bag, images);
        ink__share_roots((size_t)bag.words, bag.counts, y);
        images += preprocess->height * preprocess->width;
    }
}

const ink_preprocessor ink_features_bag_of_visual_words = {
    .choice = {"bag-of-visual-words",
               "Which typical patches of strokes an image is made of, and how many of each, "
               "wherever they are.",
               params},
    .plan = plan,
    .fit = fit,
    .apply = apply,
};
