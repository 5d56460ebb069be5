#include "kernel/gemm.h"

#include <string.h>

#include "kernel/gemm_5x8.h"
#include "kernel/gemm_pack.h"
#include "kernel/gemm_sparse.h"

#define gemm_tile gemm_5x8

/* A block of a stays in L2 (128 KB), the panel of b against it in L1 (13 KB). */
enum { BLOCK_K = 400, BLOCK_PANELS = 16 }; /* panels of a are five of its rows */

/* Below this many multiply-adds waking another thread costs more than it gains. */
static const double SHARE_FROM = 1 << 20;

typedef struct gemm_run {
    ink_gemm product;
    int panels_a, panels_b;
    float *packed_a, *packed_b; /* (panels, K, rows or columns of a tile) */
    int pieces;
} gemm_run;

static int divide_up(int a, int b) { return a / b + (a % b != 0); }
static int smaller(int a, int b) { return a < b ? a : b; }

/* Where piece `index` of `pieces` begins among `count` things. */
static int piece_start(int count, int index, int pieces) {
    return (int)((long long)count * index / pieces);
}

size_t ink_gemm_scratch(int m, int n, int k) {
    int rows = divide_up(m, GEMM_ROWS) * GEMM_ROWS, columns = divide_up(n, GEMM_COLUMNS);
    size_t dense = ((size_t)rows + (size_t)columns * GEMM_COLUMNS) * (size_t)k;
    size_t sparse = ink__gemm_sparse_scratch(m, n, k);
    return dense > sparse ? dense : sparse;
}

static void pack_piece(void *context, int index) {
    const gemm_run *run = context;
    const ink_gemm *p = &run->product;
    int next = index + 1, pieces = run->pieces;
    ink__pack_panels(GEMM_ROWS, piece_start(run->panels_a, index, pieces),
                     piece_start(run->panels_a, next, pieces), p->m, p->k, p->a, (size_t)p->lda,
                     !p->transpose_a, run->packed_a);
    ink__pack_panels(GEMM_COLUMNS, piece_start(run->panels_b, index, pieces),
                     piece_start(run->panels_b, next, pieces), p->n, p->k, p->b, (size_t)p->ldb,
                     p->transpose_b, run->packed_b);
}

/* The tile where panels i of a and j of b meet, from k0 on for k steps. */
static void run_tile(const gemm_run *run, int i, int j, int k0, int k) {
    const ink_gemm *p = &run->product;
    const float *a = run->packed_a + ((size_t)i * p->k + k0) * GEMM_ROWS;
    const float *b = run->packed_b + ((size_t)j * p->k + k0) * GEMM_COLUMNS;
    int row = i * GEMM_ROWS, column = j * GEMM_COLUMNS;
    int rows = smaller(p->m - row, GEMM_ROWS), columns = smaller(p->n - column, GEMM_COLUMNS);
    float *c = p->c + (size_t)row * p->ldc + column;
    bool from_c = p->accumulate || k0 > 0;
    if (rows == GEMM_ROWS && columns == GEMM_COLUMNS) {
        gemm_tile(k, a, b, c, (size_t)p->ldc, from_c);
        return;
    }
    /* At an edge the tile is computed whole, next to c. */
    float tile[GEMM_ROWS * GEMM_COLUMNS] = {0};
    for (int r = 0; r < rows && from_c; r++)
        memcpy(tile + r * GEMM_COLUMNS, c + (size_t)r * p->ldc, (size_t)columns * sizeof *c);
    gemm_tile(k, a, b, tile, GEMM_COLUMNS, from_c);
    for (int r = 0; r < rows; r++)
        memcpy(c + (size_t)r * p->ldc, tile + r * GEMM_COLUMNS, (size_t)columns * sizeof *c);
}

static void run_rectangle(const gemm_run *run, int i0, int i1, int j0, int j1) {
    int k = run->product.k, blocks = divide_up(k, BLOCK_K), depth = divide_up(k, blocks);
    for (int k0 = 0; k0 < k; k0 += depth)
        for (int block = i0; block < i1; block += BLOCK_PANELS)
            for (int j = j0; j < j1; j++)
                for (int i = block; i < smaller(i1, block + BLOCK_PANELS); i++)
                    run_tile(run, i, j, k0, smaller(k - k0, depth));
}

static void multiply_piece(void *context, int index) {
    const gemm_run *run = context;
    int a = run->panels_a, b = run->panels_b, pieces = run->pieces;
    if (a >= b)
        run_rectangle(run, piece_start(a, index, pieces), piece_start(a, index + 1, pieces), 0, b);
    else
        run_rectangle(run, 0, a, piece_start(b, index, pieces), piece_start(b, index + 1, pieces));
}

static void clear(const ink_gemm *p) {
    for (int i = 0; i < p->m; i++)
        memset(p->c + (size_t)i * p->ldc, 0, (size_t)p->n * sizeof *p->c);
}

void ink_gemm_run(const ink_gemm *product, float *scratch, ink_pool *pool) {
    if (product->m == 0 || product->n == 0) return;
    if (product->k == 0) {
        if (!product->accumulate) clear(product);
        return;
    }
    if (ink__gemm_is_sparse(product)) {
        ink__gemm_sparse_run(product, scratch, pool);
        return;
    }
    gemm_run run = {.product = *product,
                    .panels_a = divide_up(product->m, GEMM_ROWS),
                    .panels_b = divide_up(product->n, GEMM_COLUMNS),
                    .packed_b = scratch};
    run.packed_a = scratch + (size_t)run.panels_b * GEMM_COLUMNS * (size_t)product->k;
    int most = run.panels_a > run.panels_b ? run.panels_a : run.panels_b;
    bool share = (double)product->m * product->n * product->k >= SHARE_FROM;
    int threads = share ? ink_pool_threads(pool) : 1;
    /* Twice as many pieces as threads, so that a thread that lags costs less. */
    run.pieces = threads > 1 ? smaller(2 * threads, most) : 1;
    ink_pool_run(threads > 1 ? pool : NULL, run.pieces, pack_piece, &run);
    ink_pool_run(threads > 1 ? pool : NULL, run.pieces, multiply_piece, &run);
}
