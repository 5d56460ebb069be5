/* The packed product against its plain twin: equal bits for every shape, storage
 * and number of threads. */
#include "kernel/gemm.h"

#include "harness.h"
#include "kernel/gemm_5x8.h"
#include "kernel/gemm_sparse.h"
#include "kernel/reference.h"
#include "kernel_support.h"

/* The relaxed build may fuse: then within this, relative to Σ|a·b|. */
#ifdef INK_SIMD_RELAXED
static const float TOLERANCE = 1e-6f;
#else
static const float TOLERANCE = 0;
#endif

enum { MAX_POOLS = 3 };
static ink_pool *pools[MAX_POOLS];

typedef struct shape {
    int m, n, k;
} shape;

/* Rows of `columns` numbers, `gap` NaNs after each but the last. */
static guarded make_matrix(uint32_t seed, int rows, int columns, int gap) {
    size_t ld = (size_t)columns + (size_t)gap;
    guarded matrix = guarded_make(rows && columns ? ld * (size_t)(rows - 1) + (size_t)columns : 0);
    for (int i = 0; i < rows && columns; i++)
        fill_random(seed + (uint32_t)i, (size_t)columns, matrix.x + (size_t)i * ld);
    return matrix;
}

static bool near_or_same(const ink_gemm *p, const float *got, const float *want, size_t count) {
    if (TOLERANCE == 0) return same_floats(count, got, want);
    for (size_t i = 0; i < count; i++)
        if (!same_float(got[i], want[i]) &&
            !(fabsf(got[i] - want[i]) <= TOLERANCE * 4 * (float)(p->k + 1)))
            return false;
    return true;
}

/* What c starts from. */
typedef enum start_kind { ZEROS, ITSELF, ONE_ROW, START_KINDS } start_kind;

/* One product by each pool, c between guards and with a gap after its rows. Of `sparse` ones a
 * third of a is not zero. */
static void check_product(shape s, bool sparse, bool transpose_a, bool transpose_b, start_kind kind,
                          int gap, int pool_count) {
    int ldc = s.n + gap;
    guarded a = transpose_a ? make_matrix(1, s.k, s.m, gap) : make_matrix(1, s.m, s.k, gap);
    guarded b = transpose_b ? make_matrix(9, s.n, s.k, gap) : make_matrix(9, s.k, s.n, gap);
    for (size_t i = 0; i < a.count && sparse; i++)
        if (i * 7 % 11 % 3) a.x[i] = 0;
    guarded start = make_matrix(5, s.m, s.n, gap), want = make_matrix(5, s.m, s.n, gap);
    guarded row = make_matrix(7, 1, s.n, 0);
    ink_gemm p = {s.m,
                  s.n,
                  s.k,
                  a.x,
                  (transpose_a ? s.m : s.k) + gap,
                  transpose_a,
                  b.x,
                  (transpose_b ? s.k : s.n) + gap,
                  transpose_b,
                  want.x,
                  ldc,
                  kind == ZEROS     ? NULL
                  : kind == ONE_ROW ? row.x
                                    : want.x,
                  kind == ONE_ROW ? 0 : ldc};
    ink_gemm_reference(&p);
    CHECK(ink__gemm_is_sparse(&p) == sparse);
    for (int threads = 1; threads <= pool_count; threads++) {
        guarded c = guarded_make(start.count);
        guarded scratch = guarded_make(ink_gemm_scratch(s.m, s.n, s.k));
        memcpy(c.x, start.x, start.count * sizeof(float));
        p.c = c.x;
        if (kind == ITSELF) p.from = c.x;
        ink_gemm_run(&p, scratch.x, pools[threads - 1]);
        bool ok = CHECK(near_or_same(&p, c.x, want.x, want.count));
        /* Nothing unwritten takes part: it could be slow, if not wrong. */
        int rows = (s.m + GEMM_ROWS - 1) / GEMM_ROWS * GEMM_ROWS;
        int columns = (s.n + GEMM_COLUMNS - 1) / GEMM_COLUMNS * GEMM_COLUMNS;
        size_t packed = (size_t)(rows + columns) * (size_t)s.k;
        ok &= CHECK(sparse || s.m == 0 || s.n == 0 || ink_all_finite(packed, scratch.x));
        ok &= CHECK(guarded_end(c));
        ok &= CHECK(guarded_end(scratch));
        if (!ok)
            printf("    %d×%d×%d%s%s, start %d, gap %d, %d threads\n", s.m, s.n, s.k,
                   transpose_a ? " aᵀ" : "", transpose_b ? " bᵀ" : "", kind, gap, threads);
    }
    CHECK(guarded_end(a) && guarded_end(b) && guarded_end(start) && guarded_end(want));
    CHECK(guarded_end(row));
}

static void check_all_ways(shape s, bool sparse, int gap, int pool_count) {
    for (int way = 0; way < 4 * START_KINDS; way++)
        check_product(s, sparse, way & 1, way & 2, (start_kind)(way / 4), gap, pool_count);
}

TEST(small_shapes) {
    static const int depths[] = {0, 1, 2, 3, 4, 7, 13};
    for (int m = 1; m <= 17; m++)
        for (int n = 1; n <= 17; n++)
            for (size_t k = 0; k < sizeof depths / sizeof *depths; k++)
                check_all_ways((shape){m, n, depths[k]}, false, (m + n) % 3, 1);
}

/* Past the blocks over k (400) and over rows (80), primes, lines, what layers use. */
TEST(large_shapes) {
    static const shape shapes[] = {
        {1, 300, 257},  {300, 1, 257},  {1, 1, 1031},   {5, 8, 400},     {6, 9, 802},
        {31, 37, 41},   {67, 71, 513},  {261, 19, 300}, {19, 261, 300},  {149, 151, 29},
        {200, 300, 10}, {128, 784, 10}, {97, 89, 787},  {1, 784, 1000},  {784, 1, 1000},
        {0, 3, 4},      {3, 0, 4},      {3, 4, 0},      {128, 128, 784},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (int gap = 0; gap <= 5; gap += 5) check_all_ways(shapes[i], false, gap, MAX_POOLS);
}

/* What comes out of ReLU is listed, from so many columns and rows of c on, and 1024 rows at a time.
 */
TEST(half_empty) {
    static const shape shapes[] = {
        {32, 28, 4},     {33, 29, 5},     {34, 33, 7},   {35, 64, 1},   {37, 31, 300},
        {128, 120, 400}, {100, 256, 256}, {256, 100, 3}, {1099, 40, 6},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (int gap = 0; gap <= 3; gap += 3) check_all_ways(shapes[i], true, gap, MAX_POOLS);
}

/* An infinite or NaN input reaches its own row or column of c and no other. */
TEST(not_finite) {
    enum { M = 7, N = 11, K = 6 };
    float a[M * K], b[K * N], c[M * N], want[M * N];
    fill_random(1, M * K, a), fill_random(2, K * N, b);
    a[6 * K + 2] = INFINITY, a[1 * K + 1] = -INFINITY, b[3 * N + 10] = NAN, b[5 * N + 4] = -0.0f;
    guarded scratch = guarded_make(ink_gemm_scratch(M, N, K));
    ink_gemm p = {M, N, K, a, K, false, b, N, false, want, N, NULL, 0};
    ink_gemm_reference(&p);
    p.c = c;
    ink_gemm_run(&p, scratch.x, NULL);
    for (int i = 0; i < M; i++)
        for (int j = 0; j < N; j++) {
            bool finite = i != 6 && i != 1 && j != 10;
            CHECK(finite == (fabsf(c[i * N + j]) < INFINITY));
            if (!finite) CHECK(same_float(c[i * N + j], want[i * N + j]));
        }
    CHECK(guarded_end(scratch));
}

int main(void) {
    for (int i = 0; i < MAX_POOLS; i++) pools[i] = ink_pool_create(&ink_allocator_default, i + 1);
    RUN(small_shapes);
    RUN(large_shapes);
    RUN(half_empty);
    RUN(not_finite);
    for (int i = 0; i < MAX_POOLS; i++) ink_pool_destroy(pools[i]);
    return harness_end();
}
