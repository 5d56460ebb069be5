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

/* Of each row `share` sixteenths are not background. */
static guarded make_images(int n, int k, float background, uint32_t share) {
    guarded x = guarded_make((size_t)n * (size_t)k);
    fill_random(3, x.count, x.x);
    ink_random random = ink_random_make(5, INK_STREAM_SYNTHETIC, 1);
    for (size_t i = 0; i < x.count; i++)
        if (ink_random_below(&random, 16) >= share) x.x[i] = background;
    return x;
}

static void check_shape(int n, int k, int m, float background, uint32_t share) {
    guarded x = make_images(n, k, background, share);
    guarded w = guarded_make((size_t)m * (size_t)k), bias = guarded_make((size_t)m);
    guarded dy = guarded_make((size_t)n * (size_t)m), dbias = guarded_make((size_t)m);
    fill_random(1, w.count, w.x), fill_random(2, bias.count, bias.x);
    fill_random(4, dy.count, dy.x);
    ink_fill(dbias.count, 0, dbias.x);
    ink_column_sums(n, m, dy.x, dbias.x);
    guarded y_want = guarded_make(dy.count), dw_want = guarded_make(w.count);
    void *room = malloc(ink_sparse_room(n, k) + 1);
    ink_sparse sparse = ink_sparse_over(n, k, x.x, background, room);
    ink_sparse_forward_reference(&sparse, m, w.x, bias.x, y_want.x);
    ink_sparse_backward_reference(&sparse, m, dy.x, dbias.x, dw_want.x);
    for (int threads = 1; threads <= MAX_POOLS; threads++) {
        guarded y = guarded_make(dy.count), dw = guarded_make(w.count);
        guarded scratch = guarded_make(ink_sparse_scratch(n, k, m));
        ink_sparse_forward(&sparse, m, w.x, bias.x, y.x, scratch.x, pools[threads - 1]);
        ink_sparse_backward(&sparse, m, dy.x, dbias.x, dw.x, scratch.x, pools[threads - 1]);
        bool ok = CHECK(near(y.count, y.x, y_want.x, TOLERANCE));
        ok &= CHECK(near(dw.count, dw.x, dw_want.x, TOLERANCE));
        ok &= CHECK(guarded_end(y));
        ok &= CHECK(guarded_end(dw));
        ok &= CHECK(guarded_end(scratch));
        if (!ok) printf("    %d×%d×%d, %u/16, %d threads\n", n, k, m, share, threads);
    }
    ink_gemm p = {.m = m,
                  .n = k,
                  .k = n,
                  .a = dy.x,
                  .lda = m,
                  .transpose_a = true,
                  .b = x.x,
                  .ldb = k,
                  .c = dw_want.x,
                  .ldc = k};
    guarded dense = guarded_make(w.count);
    p.c = dense.x;
    ink_gemm_reference(&p);
    CHECK(near(w.count, dense.x, dw_want.x, 1e-4f));
    free(room);
    CHECK(guarded_end(x) && guarded_end(w) && guarded_end(bias) && guarded_end(dy));
    CHECK(guarded_end(dbias) && guarded_end(y_want) && guarded_end(dw_want) && guarded_end(dense));
}

TEST(shapes) {
    static const int ns[] = {1, 2, 8, 9, 33, 300}, ks[] = {1, 3, 4, 30, 784},
                     ms[] = {1, 10, 16, 47, 128};
    for (int n = 0; n < 4; n++)
        for (int k = 0; k < 5; k++)
            for (int m = 0; m < 5; m++)
                if (ns[n] * ks[k] < 100000 || ms[m] == 47)
                    check_shape(ns[n], ks[k], ms[m], -0.424f, 3);
}

TEST(shares) {
    for (uint32_t share = 0; share <= 16; share += 8) {
        check_shape(20, 50, 40, 0, share);
        check_shape(20, 50, 40, 0.25f, share);
    }
}

int main(void) {
    for (int i = 0; i < MAX_POOLS; i++) pools[i] = ink_pool_create(&ink_allocator_default, i + 1);
    RUN(shapes);
    RUN(shares);
    for (int i = 0; i < MAX_POOLS; i++) ink_pool_destroy(pools[i]);
    return harness_end();
}
