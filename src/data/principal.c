#include "data/principal.h"

#include <string.h>

#include "data/eigen.h"
#include "kernel/gemm.h"

/* Images in a product. While fitting, its sums are whole numbers of at most
 * 256 · 255² < 2²⁴, which float holds exactly, in whatever order they are added. */
enum { IMAGES = 256, PIXELS = 112 };

typedef struct principal_scratch {
    float *rows;     /* (IMAGES, pixels) */
    float *products; /* (PIXELS, pixels), while fitting */
    float *gemm;
    double *sums;      /* (pixels, pixels): the covariance, then its eigenvectors */
    double *variances; /* (pixels) */
    double *work;      /* (2, pixels) */
} principal_scratch;

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static size_t pixels_of(const ink_preprocess *preprocess) {
    return (size_t)preprocess->height * (size_t)preprocess->width;
}

static principal_scratch carve(const ink_preprocess *preprocess, ink_arena *arena) {
    size_t pixels = pixels_of(preprocess), floats = ink_size_multiply(pixels, sizeof(float));
    size_t doubles = ink_size_multiply(pixels, sizeof(double));
    principal_scratch scratch;
    scratch.rows = ink_arena_take(arena, ink_size_multiply(IMAGES, floats));
    scratch.products = ink_arena_take(arena, ink_size_multiply(PIXELS, floats));
    size_t fitting = ink_gemm_scratch(PIXELS, (int)pixels, IMAGES);
    size_t applying = ink_gemm_scratch(IMAGES, preprocess->shape[0], (int)pixels);
    scratch.gemm = ink_arena_take(
        arena, ink_size_multiply(fitting > applying ? fitting : applying, sizeof(float)));
    scratch.sums = ink_arena_take(arena, ink_size_multiply(pixels, doubles));
    scratch.variances = ink_arena_take(arena, doubles);
    scratch.work = ink_arena_take(arena, ink_size_multiply(2, doubles));
    return scratch;
}

int ink__principal_plan(ink_preprocess *preprocess, int k, ink_error *error) {
    int pixels = (int)pixels_of(preprocess);
    if (k > pixels)
        return ink_fail(error, INK_ERROR_CONFIG, "%s.components: %d is larger than the %d pixels",
                        preprocess->path, k, pixels);
    preprocess->shape[0] = k;
    preprocess->shape[1] = preprocess->shape[2] = 1;
    preprocess->finding_count = 2;
    preprocess->findings[INK_PRINCIPAL_MEAN] =
        (ink_finding){.name = "mean", .rank = 1, .shape = {pixels}};
    preprocess->findings[INK_PRINCIPAL_COMPONENTS] =
        (ink_finding){.name = "components", .rank = 2, .shape = {k, pixels}};
    ink_arena arena = {0};
    carve(preprocess, &arena);
    preprocess->scratch_size = arena.used;
    return 0;
}

/* Adds to sums(pixels, pixels), on and right of the diagonal, the products of pixels
 * over the n images in rows. */
static void add_products(const ink_preprocess *preprocess, const principal_scratch *scratch,
                         size_t n) {
    size_t pixels = pixels_of(preprocess);
    for (size_t p = 0; p < pixels; p += PIXELS) {
        size_t height = smaller(PIXELS, pixels - p), width = pixels - p;
        ink_gemm_run(&(ink_gemm){.m = (int)height,
                                 .n = (int)width,
                                 .k = (int)n,
                                 .a = scratch->rows + p,
                                 .lda = (int)pixels,
                                 .transpose_a = true,
                                 .b = scratch->rows + p,
                                 .ldb = (int)pixels,
                                 .c = scratch->products,
                                 .ldc = (int)width},
                     scratch->gemm, preprocess->pool);
        for (size_t i = 0; i < height; i++) {
            double *sums = scratch->sums + (p + i) * pixels + p;
            for (size_t j = i; j < width; j++) sums[j] += (double)scratch->products[i * width + j];
        }
    }
}

/* Sums of products less those of means: exact until here, for whole numbers up to
 * 2⁵³. `totals` are the sums of each pixel. */
static void make_covariance(size_t pixels, double count, const double *totals, double *sums) {
    for (size_t i = 0; i < pixels; i++)
        for (size_t j = i; j < pixels; j++) {
            double covariance = (sums[i * pixels + j] - totals[i] * totals[j] / count) / count;
            sums[i * pixels + j] = sums[j * pixels + i] = covariance / (255.0 * 255.0);
        }
}

const double *ink__principal_fit(const ink_preprocess *preprocess, const ink_samples *samples) {
    ink_arena arena = {.base = preprocess->scratch};
    principal_scratch scratch = carve(preprocess, &arena);
    size_t pixels = pixels_of(preprocess), count = samples->split->train;
    double *totals = scratch.work;
    memset(scratch.sums, 0, pixels * pixels * sizeof(double));
    memset(totals, 0, pixels * sizeof(double));
    for (size_t done = 0, n; done < count; done += n) {
        n = smaller(IMAGES, count - done);
        for (size_t i = 0; i < n; i++) {
            const uint8_t *image = ink__samples_image(samples, done + i);
            for (size_t p = 0; p < pixels; p++) {
                scratch.rows[i * pixels + p] = image[p];
                totals[p] += image[p];
            }
        }
        add_products(preprocess, &scratch, n);
    }
    for (size_t p = 0; p < pixels; p++)
        preprocess->findings[INK_PRINCIPAL_MEAN].values[p] =
            (float)(totals[p] / (255.0 * (double)count));
    make_covariance(pixels, (double)count, totals, scratch.sums);
    ink_eigen_symmetric((int)pixels, scratch.sums, scratch.variances, scratch.work);
    const ink_finding *components = &preprocess->findings[INK_PRINCIPAL_COMPONENTS];
    for (size_t i = 0; i < ink_finding_size(components); i++)
        components->values[i] = (float)scratch.sums[i];
    return scratch.variances;
}

void ink__principal_apply(const ink_preprocess *preprocess, const uint8_t *images, size_t count,
                          float *y) {
    ink_arena arena = {.base = preprocess->scratch};
    principal_scratch scratch = carve(preprocess, &arena);
    size_t pixels = pixels_of(preprocess), k = (size_t)preprocess->shape[0];
    for (size_t done = 0, n; done < count; done += n) {
        n = smaller(IMAGES, count - done);
        ink__apply_mean(preprocess, images + done * pixels, n, scratch.rows);
        ink_gemm_run(&(ink_gemm){.m = (int)n,
                                 .n = (int)k,
                                 .k = (int)pixels,
                                 .a = scratch.rows,
                                 .lda = (int)pixels,
                                 .b = preprocess->findings[INK_PRINCIPAL_COMPONENTS].values,
                                 .ldb = (int)pixels,
                                 .transpose_b = true,
                                 .c = y + done * k,
                                 .ldc = (int)k},
                     scratch.gemm, preprocess->pool);
    }
}
