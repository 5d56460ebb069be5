/* Sparse products against their plain twins, bit for bit, with any number of threads;
 * and against dense ones closely. */
#include "kernel/sparse.h"

#include "harness.h"
#include "kernel/reference.h"
#include "kernel_support.h"

#ifdef INK_SIMD_RELAXED
static const float TOLERANCE = 1e-5f;
#else
static const float TOLERANCE = 0;
#endif

enum { MAX_POOLS = 3 };
static ink_pool *pools[MAX_POOLS];

static bool near(size_t count, const float *got, const float *want, float tolerance) {
    if (tolerance == 0) return same_floats(count, got, want);
    for (size_t i = 0; i < count; i++)
        if (!(fabsf(got[i] - want[i]) <= tolerance * (1 + fabsf(want[i])))) return false;
    return true;
}

/* Images, of which `share` sixteenths are not background, and the same as lists. */
typedef struct images {
    uint8_t *bytes;
    float differences[256];
    ink_sparse x;
    guarded others;
} images;

static images make_images(int n, int k, float background, uint32_t share) {
    size_t count = (size_t)n * (size_t)k;
    size_t floats = sizeof(ink_spot) / sizeof(float);
    images made = {.bytes = malloc(count + 1), .others = guarded_make(count * floats)};
    ink_random random = ink_random_make(5, INK_STREAM_SYNTHETIC, 1);
    for (size_t i = 0; i < count; i++)
        made.bytes[i] =
            ink_random_below(&random, 16) < share ? 1 + ink_random_below(&random, 255) : 0;
    for (int i = 0; i < 256; i++) made.differences[i] = (float)i / 77 - 1.5f;
    made.x =
        (ink_sparse){n, k, background, malloc((size_t)(n * ink_sparse_blocks(k)) * sizeof(int)),
                     (ink_spot *)made.others.x};
    return made;
}

static void end_images(images *made) {
    free(made->bytes), free(made->x.ends);
    CHECK(guarded_end(made->others));
}

/* x itself. */
static guarded written_out(const images *made) {
    guarded x = guarded_make((size_t)made->x.n * (size_t)made->x.k);
    for (size_t i = 0; i < x.count; i++)
        x.x[i] = made->x.background + (made->bytes[i] ? made->differences[made->bytes[i]] : 0);
    return x;
}

static void check_lists(images *made) {
    const ink_sparse *x = &made->x;
    images want = make_images(x->n, x->k, x->background, 0);
    for (int i = 0; i < x->n; i++) {
        const uint8_t *row = made->bytes + (size_t)i * (size_t)x->k;
        ink_sparse_list(&made->x, i, row, made->differences);
        ink_sparse_list_reference(&want.x, i, row, made->differences);
        int blocks = ink_sparse_blocks(x->k);
        const int *ends = x->ends + i * blocks;
        CHECK(!memcmp(ends, want.x.ends + i * blocks, (size_t)blocks * sizeof *ends));
        size_t first = (size_t)i * (size_t)x->k, count = (size_t)ends[blocks - 1];
        CHECK(!memcmp(x->others + first, want.x.others + first, count * sizeof *x->others));
    }
    end_images(&want);
}

static void check_shape(int n, int k, int m, float background, uint32_t share) {
    images made = make_images(n, k, background, share);
    check_lists(&made);
    guarded x = written_out(&made);
    guarded w = guarded_make((size_t)m * (size_t)k), bias = guarded_make((size_t)m);
    guarded dy = guarded_make((size_t)n * (size_t)m), dbias = guarded_make((size_t)m);
    fill_random(1, w.count, w.x), fill_random(2, bias.count, bias.x);
    fill_random(4, dy.count, dy.x);
    ink_fill(dbias.count, 0, dbias.x);
    ink_column_sums(n, m, dy.x, dbias.x);
    guarded y_want = guarded_make(dy.count), dw_want = guarded_make(w.count);
    ink_sparse_forward_reference(&made.x, m, w.x, bias.x, y_want.x);
    ink_sparse_backward_reference(&made.x, m, dy.x, dbias.x, dw_want.x);
    for (int threads = 1; threads <= MAX_POOLS; threads++) {
        guarded y = guarded_make(dy.count), dw = guarded_make(w.count);
        guarded scratch = guarded_make(ink_sparse_scratch(n, k, m));
        ink_sparse_forward(&made.x, m, w.x, bias.x, y.x, scratch.x, pools[threads - 1]);
        ink_sparse_backward(&made.x, m, dy.x, dbias.x, dw.x, scratch.x, pools[threads - 1]);
        bool ok = CHECK(near(y.count, y.x, y_want.x, TOLERANCE));
        ok &= CHECK(near(dw.count, dw.x, dw_want.x, TOLERANCE));
        ok &= CHECK(guarded_end(y));
        ok &= CHECK(guarded_end(dw));
        ok &= CHECK(guarded_end(scratch));
        if (!ok) printf("    %d×%d×%d, %u/16, %d threads\n", n, k, m, share, threads);
    }
    guarded dense_y = guarded_make(dy.count), dense_dw = guarded_make(w.count);
    ink_gemm forward = {.m = n,
                        .n = m,
                        .k = k,
                        .a = x.x,
                        .lda = k,
                        .b = w.x,
                        .ldb = k,
                        .transpose_b = true,
                        .c = dense_y.x,
                        .ldc = m,
                        .from = bias.x};
    ink_gemm weight = {.m = m,
                       .n = k,
                       .k = n,
                       .a = dy.x,
                       .lda = m,
                       .transpose_a = true,
                       .b = x.x,
                       .ldb = k,
                       .c = dense_dw.x,
                       .ldc = k};
    ink_gemm_reference(&forward), ink_gemm_reference(&weight);
    CHECK(near(dy.count, dense_y.x, y_want.x, 1e-3f));
    CHECK(near(w.count, dense_dw.x, dw_want.x, 1e-3f));
    end_images(&made);
    CHECK(guarded_end(x) && guarded_end(w) && guarded_end(bias) && guarded_end(dy));
    CHECK(guarded_end(dbias) && guarded_end(y_want) && guarded_end(dw_want));
    CHECK(guarded_end(dense_y) && guarded_end(dense_dw));
}

TEST(shapes) {
    static const int ns[] = {1, 2, 8, 9, 33, 300}, ks[] = {1, 3, 64, 330, 784},
                     ms[] = {1, 10, 16, 44, 128};
    for (int n = 0; n < 6; n++)
        for (int k = 0; k < 5; k++)
            for (int m = 0; m < 5; m++)
                if (ns[n] * ks[k] < 100000 || ms[m] == 44)
                    check_shape(ns[n], ks[k], ms[m], -0.424f, 3);
}

TEST(larger_images) {
    check_shape(256, 1024, 10, -0.424f, 1);
    check_shape(300, 1030, 42, -0.424f, 1);
}

TEST(more_rows_than_are_listed_by_columns) { check_shape(1100, 70, 44, -0.424f, 3); }

TEST(shares) {
    for (uint32_t share = 0; share <= 16; share += 8) {
        check_shape(20, 50, 40, 0, share);
        check_shape(20, 50, 40, 0.25f, share);
    }
}

int main(void) {
    for (int i = 0; i < MAX_POOLS; i++) pools[i] = ink_pool_create(&ink_allocator_default, i + 1);
    RUN(shapes);
    RUN(larger_images);
    RUN(more_rows_than_are_listed_by_columns);
    RUN(shares);
    for (int i = 0; i < MAX_POOLS; i++) ink_pool_destroy(pools[i]);
    return harness_end();
}
