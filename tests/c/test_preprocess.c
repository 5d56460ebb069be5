#include <stdlib.h>

#include "base/random.h"
#include "data/eigen.h"
#include "data/preprocess.h"
#include "harness.h"

static int read_config(const char *text, int height, int width, ink_preprocess *preprocess,
                       ink_error *error) {
    ink_config *config;
    int status = ink_config_parse(&ink_allocator_default, text, &config, error);
    if (status == 0) status = ink_preprocess_read(config, height, width, preprocess, error);
    if (status == 0) status = ink_config_finish(config, error);
    ink_config_destroy(config);
    return status;
}

TEST(standardize_is_the_default) {
    ink_preprocess preprocess;
    CHECK_EQ_INT(read_config("", 2, 3, &preprocess, NULL), 0);
    CHECK_STR(preprocess.kind->choice.name, "standardize");
    CHECK_EQ_INT(preprocess.shape[0], 1);
    CHECK_EQ_INT(preprocess.shape[1], 2);
    CHECK_EQ_INT(preprocess.shape[2], 3);
    for (int i = 0; i < 256; i++)
        CHECK(preprocess.table[i] == (float)((i / 255.0 - 0.1307) / 0.3081));
    /* As bits, which are the same in every build. */
    uint32_t bits[2];
    memcpy(&bits[0], &preprocess.table[0], 4);
    memcpy(&bits[1], &preprocess.table[255], 4);
    CHECK_EQ_INT(bits[0], 0xbed93270);
    CHECK_EQ_INT(bits[1], 0x4034933c);
}

TEST(each_choice_fills_its_table) {
    ink_preprocess preprocess;
    CHECK_EQ_INT(read_config("preprocess=none\n", 2, 3, &preprocess, NULL), 0);
    for (int i = 0; i < 256; i++) CHECK(preprocess.table[i] == (float)i);
    CHECK_EQ_INT(read_config("preprocess.type=scale", 2, 3, &preprocess, NULL), 0);
    for (int i = 0; i < 256; i++) CHECK(preprocess.table[i] == (float)(i / 255.0));
    CHECK(preprocess.table[255] == 1);
    CHECK_EQ_INT(read_config("preprocess.type=standardize\npreprocess.mean=0.5\n"
                             "preprocess.deviation=0.25\n",
                             2, 3, &preprocess, NULL),
                 0);
    CHECK(preprocess.table[0] == -2 && preprocess.table[255] == 2);
    CHECK_EQ_INT(read_config("preprocess=null\npreprocess.mean=0\npreprocess.deviation=1", 2, 3,
                             &preprocess, NULL),
                 0);
    CHECK(preprocess.table[255] == 1);
}

TEST(bad_configs_are_refused) {
    static const struct {
        const char *text, *detail;
    } cases[] = {
        {"preprocess=whitening", NULL},
        {"preprocess.deviation=0", NULL},
        {"preprocess.deviation=-1", NULL},
        {"preprocess.mean=nan", NULL},
        {"preprocess.mean=1e400", NULL},
        {"preprocess=scale\npreprocess.mean=0.1", NULL},
        {"preprocess.median=0.1", NULL},
        {"preprocess=pca\npreprocess.components=7",
         "preprocess.components: 7 is larger than the 6 pixels"},
        {"preprocess=whiten\npreprocess.components=7",
         "preprocess.components: 7 is larger than the 6 pixels"},
        {"preprocess=pca\npreprocess.components=0", NULL},
        {"preprocess=whiten\npreprocess.components=2\npreprocess.epsilon=0", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ink_preprocess preprocess;
        ink_error error = {0};
        CHECK_EQ_INT(read_config(cases[i].text, 2, 3, &preprocess, &error), INK_ERROR_CONFIG);
        CHECK(strncmp(error.detail, "preprocess", 10) == 0);
        if (cases[i].detail) CHECK_STR(error.detail, cases[i].detail);
        /* An unknown name lists the known ones. */
        if (i == 0)
            CHECK(strstr(error.detail, "none, scale, standardize, mean, mean-image, pca, whiten"));
    }
}

TEST(apply_maps_each_pixel) {
    ink_preprocess preprocess;
    CHECK_EQ_INT(read_config("", 1, 257, &preprocess, NULL), 0);
    uint8_t pixels[257];
    float y[258];
    for (int i = 0; i < 257; i++) pixels[i] = (uint8_t)(i * 3);
    y[257] = 42;
    ink_preprocess_apply(&preprocess, pixels, 1, y);
    for (int i = 0; i < 257; i++) CHECK(y[i] == preprocess.table[pixels[i]]);
    CHECK(y[257] == 42);
}

/* A preprocessing that is fitted to images of which all but the last are for training. */
typedef struct fitted {
    ink_preprocess preprocess;
    void *block;
} fitted;

static fitted fit(const char *text, int height, int width, const uint8_t *images, size_t count) {
    fitted f;
    CHECK_EQ_INT(read_config(text, height, width, &f.preprocess, NULL), 0);
    ink_arena arena = {0};
    ink_preprocess_carve_findings(&f.preprocess, &arena);
    ink_preprocess_carve_scratch(&f.preprocess, &arena);
    f.block = arena.base = calloc(1, arena.used + 64);
    arena.base += 64 - (uintptr_t)arena.base % 64;
    arena.used = 0;
    ink_preprocess_carve_findings(&f.preprocess, &arena);
    ink_preprocess_carve_scratch(&f.preprocess, &arena);
    CHECK(!ink_preprocess_is_fitted(&f.preprocess));

    uint8_t *labels = calloc(count, 1);
    ink_data *data;
    CHECK_EQ_INT(ink_data_create(NULL, height, width, 1, &data, NULL), 0);
    CHECK_EQ_INT(ink_data_set(data, false, images, labels, count, NULL), 0);
    ink_split split = {count - 1, 1, count - 1, NULL};
    ink_preprocess_fit(&f.preprocess, &(ink_samples){data, &split, 1});
    CHECK(ink_preprocess_is_fitted(&f.preprocess));
    ink_data_destroy(data);
    free(labels);
    return f;
}

TEST(means_are_taken_away) {
    static const uint8_t images[] = {0, 51, 102, 255, 51, 0, 255, 255};
    float y[4];
    fitted f = fit("preprocess=mean", 1, 2, images, 4);
    CHECK_NEAR(f.preprocess.findings[0].values[0], 459.0 / 255 / 6, 1e-7);
    ink_preprocess_apply(&f.preprocess, images, 2, y);
    CHECK_NEAR(y[0], -0.3, 1e-6);
    CHECK_NEAR(y[3], 0.7, 1e-6);
    free(f.block);
    f = fit("preprocess=mean-image", 1, 2, images, 4);
    CHECK_NEAR(f.preprocess.findings[0].values[0], 0.2, 1e-7);
    CHECK_NEAR(f.preprocess.findings[0].values[1], 0.4, 1e-7);
    ink_preprocess_apply(&f.preprocess, images, 2, y);
    CHECK_NEAR(y[0], -0.2, 1e-6);
    CHECK_NEAR(y[1], -0.2, 1e-6);
    CHECK_NEAR(y[3], 0.6, 1e-6);
    ink_preprocess_reset(&f.preprocess);
    CHECK(!ink_preprocess_is_fitted(&f.preprocess));
    free(f.block);
}

TEST(eigen_small_case_by_hand) {
    /* (2 1; 1 2) has 3 along (1, 1) and 1 along (1, −1). */
    double a[9] = {2, 1, 1, 2}, values[3], work[6], half = sqrt(0.5);
    ink_eigen_symmetric(2, a, values, work);
    CHECK_NEAR(values[0], 3, 1e-14);
    CHECK_NEAR(values[1], 1, 1e-14);
    CHECK_NEAR(a[0], half, 1e-14);
    CHECK_NEAR(a[1], half, 1e-14);
    CHECK_NEAR(a[2], half, 1e-14);
    CHECK_NEAR(a[3], -half, 1e-14);
    /* Diagonal, with equal values and a zero: the axes, sorted. */
    double b[9] = {0, 0, 0, 0, 5, 0, 0, 0, 5};
    ink_eigen_symmetric(3, b, values, work);
    CHECK(values[0] == 5 && values[1] == 5 && values[2] == 0);
    CHECK(b[1] == 1 && b[5] == 1 && b[6] == 1);
    double c[1] = {-4};
    ink_eigen_symmetric(1, c, values, work);
    CHECK(values[0] == -4 && c[0] == 1);
}

/* Random symmetric matrices, some of low rank: orthonormal rows, a·v = λ·v, signs. */
TEST(eigenvectors_are_orthonormal) {
    enum { MOST = 60 };
    static double a[MOST * MOST], v[MOST * MOST], values[MOST], work[2 * MOST];
    ink_random random = ink_random_make(1, INK_STREAM_SYNTHETIC, 0);
    for (int n = 1; n <= MOST; n = n * 2 + 1)
        for (int rank = 1; rank <= n; rank += n / 2 + 1) {
            memset(a, 0, sizeof a);
            for (int r = 0; r < rank; r++) {
                double x[MOST];
                for (int i = 0; i < n; i++) x[i] = (double)ink_random_between(&random, -1, 1);
                for (int i = 0; i < n * n; i++) a[i] += x[i / n] * x[i % n];
            }
            memcpy(v, a, sizeof a);
            ink_eigen_symmetric(n, v, values, work);
            for (int i = 0; i < n; i++) {
                double top = 0, error = 0;
                for (int j = 0; j < n; j++) {
                    double product = 0, image = 0;
                    for (int k = 0; k < n; k++) {
                        product += v[i * n + k] * v[j * n + k];
                        image += a[j * n + k] * v[i * n + k];
                    }
                    CHECK_NEAR(product, i == j, 1e-13);
                    error += fabs(image - values[i] * v[i * n + j]);
                    if (fabs(v[i * n + j]) > fabs(top)) top = v[i * n + j];
                }
                CHECK_NEAR(error, 0, 1e-11);
                CHECK(top > 0);
                if (i) CHECK(values[i] <= values[i - 1]);
                if (i >= rank) CHECK_NEAR(values[i], 0, 1e-12);
            }
        }
}

enum { HEIGHT = 9, WIDTH = 13, PIXELS = HEIGHT * WIDTH, IMAGES = 700 };

/* Images that vary along few directions, and a little along all. */
static const uint8_t *blobs(void) {
    static uint8_t images[IMAGES * PIXELS];
    ink_random random = ink_random_make(2, INK_STREAM_SYNTHETIC, 0);
    for (int i = 0; i < IMAGES; i++) {
        float x = ink_random_between(&random, 0, WIDTH), y = ink_random_between(&random, 0, HEIGHT);
        for (int p = 0; p < PIXELS; p++) {
            float dx = (float)(p % WIDTH) - x, dy = (float)(p / WIDTH) - y;
            images[i * PIXELS + p] =
                (uint8_t)(200 / (1 + dx * dx / 4 + dy * dy / 4) + 20 * ink_random_uniform(&random));
        }
    }
    return images;
}

TEST(pca_keeps_what_varies_most) {
    static float y[IMAGES * PIXELS];
    fitted f = fit("preprocess=pca\npreprocess.components=117", HEIGHT, WIDTH, blobs(), IMAGES);
    ink_preprocess_apply(&f.preprocess, blobs(), IMAGES, y);
    const float *mean = f.preprocess.findings[0].values, *axes = f.preprocess.findings[1].values;
    double before = INFINITY;
    for (int k = 0; k < PIXELS; k++) {
        double sum = 0, squares = 0;
        for (int i = 0; i < IMAGES - 1; i++) {
            sum += (double)y[i * PIXELS + k];
            squares += (double)y[i * PIXELS + k] * (double)y[i * PIXELS + k];
        }
        CHECK_NEAR(sum / IMAGES, 0, 1e-5);
        CHECK(squares <= before * 1.0001);
        before = squares;
    }
    /* All components together are the image, the last one too. */
    for (int i = 0; i < IMAGES; i += 33)
        for (int p = 0; p < PIXELS; p++) {
            double pixel = (double)mean[p];
            for (int k = 0; k < PIXELS; k++)
                pixel += (double)y[i * PIXELS + k] * (double)axes[k * PIXELS + p];
            CHECK_NEAR(pixel, blobs()[i * PIXELS + p] / 255.0, 1e-5);
        }
    /* Fewer are the first of them. */
    static float few[IMAGES * 10];
    fitted g = fit("preprocess=pca\npreprocess.components=10", HEIGHT, WIDTH, blobs(), IMAGES);
    CHECK_EQ_INT(g.preprocess.shape[0], 10);
    ink_preprocess_apply(&g.preprocess, blobs(), IMAGES, few);
    for (int i = 0; i < IMAGES * 10; i++) CHECK(few[i] == y[i / 10 * PIXELS + i % 10]);
    free(f.block);
    free(g.block);
}

TEST(whitened_images_vary_alike) {
    enum { K = 30 };
    static float y[IMAGES * K];
    fitted f = fit("preprocess.type=whiten\npreprocess.components=30\npreprocess.epsilon=1e-9",
                   HEIGHT, WIDTH, blobs(), IMAGES);
    ink_preprocess_apply(&f.preprocess, blobs(), IMAGES - 1, y);
    for (int j = 0; j < K; j++)
        for (int k = 0; k <= j; k++) {
            double covariance = 0;
            for (int i = 0; i < IMAGES - 1; i++)
                covariance += (double)y[i * K + j] * (double)y[i * K + k] / (IMAGES - 1);
            CHECK_NEAR(covariance, j == k, 1e-4);
        }
    free(f.block);
}

/* A hash of all findings and outputs: part of the strict build's bits. */
TEST(bits_are_pinned) {
    static float y[IMAGES * 20];
    fitted f =
        fit("preprocess.type=whiten\npreprocess.components=20", HEIGHT, WIDTH, blobs(), IMAGES);
    ink_preprocess_apply(&f.preprocess, blobs(), IMAGES, y);
    uint64_t hash = 0;
    for (int i = 0; i < f.preprocess.finding_count; i++) {
        const ink_finding *finding = &f.preprocess.findings[i];
        for (size_t k = 0; k < ink_finding_size(finding); k++) {
            uint32_t bits;
            memcpy(&bits, &finding->values[k], 4);
            hash = hash * 6364136223846793005u + bits + 1;
        }
    }
    for (int i = 0; i < IMAGES * 20; i++) {
        uint32_t bits;
        memcpy(&bits, &y[i], 4);
        hash = hash * 6364136223846793005u + bits + 1;
    }
    CHECK_EQ_INT(hash, 7563383553984469089);
    free(f.block);
}

int main(void) {
    RUN(standardize_is_the_default);
    RUN(each_choice_fills_its_table);
    RUN(bad_configs_are_refused);
    RUN(apply_maps_each_pixel);
    RUN(means_are_taken_away);
    RUN(eigen_small_case_by_hand);
    RUN(eigenvectors_are_orthonormal);
    RUN(pca_keeps_what_varies_most);
    RUN(whitened_images_vary_alike);
    RUN(bits_are_pinned);
    return harness_end();
}
