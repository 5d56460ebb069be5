#include "kernel/gemm.h"

#include "kernel/elementwise.h"
#include "kernel/gemm_5x8.h"
#include "kernel/gemm_pack.h"
#include "kernel/gemm_sparse.h"
#include "kernel/part.h"

#define gemm_tile gemm_5x8

/* A block of a stays in L2 (128 KB), the panel of b against it in L1 (13 KB). */
enum { BLOCK_K = 400, BLOCK_PANELS = 16 }; /* panels of a are five of its rows */

typedef struct gemm_run {
    ink_gemm product;
    int panels_a, panels_b;
    float *packed_a, *packed_b; /* (panels, K, rows or columns of a tile) */
} gemm_run;

static int divide_up(int a, int b) { return a / b + (a % b != 0); }
static int smaller(int a, int b) { return a < b ? a : b; }

size_t ink_gemm_scratch(int m, int n, int k) {
    int rows = divide_up(m, GEMM_ROWS) * GEMM_ROWS, columns = divide_up(n, GEMM_COLUMNS);
    size_t dense = ((size_t)rows + (size_t)columns * GEMM_COLUMNS) * (size_t)k;
    size_t sparse = ink__gemm_sparse_scratch(m, n, k);
    return dense > sparse ? dense : sparse;
}

static void pack_piece(void *context, const ink_piece *piece) {
    const gemm_run *run = context;
    const ink_gemm *p = &run->product;
    ink__pack_panels(GEMM_ROWS, ink_piece_first(piece, run->panels_a),
                     ink_piece_end(piece, run->panels_a), p->m, p->k, p->a, (size_t)p->lda,
                     !p->transpose_a, run->packed_a);
    ink__pack_panels(GEMM_COLUMNS, ink_piece_first(piece, run->panels_b),
                     ink_piece_end(piece, run->panels_b), p->n, p->k, p->b, (size_t)p->ldb,
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
    const float *from = p->from ? p->from + (size_t)row * p->ldf + column : NULL;
    size_t ldc = (size_t)p->ldc, ldf = (size_t)p->ldf;
    if (k0 > 0) from = c, ldf = ldc;
    /* At an edge the tile is computed whole, next to c. */
    bool whole = rows == GEMM_ROWS && columns == GEMM_COLUMNS;
    float room[GEMM_ROWS * GEMM_COLUMNS], *tile = whole ? c : room;
    if (!whole && from) {
        ink_fill(GEMM_ROWS * GEMM_COLUMNS, 0, room);
        ink__copy_rows(rows, columns, from, (int)ldf, room, GEMM_COLUMNS);
        from = room, ldf = GEMM_COLUMNS;
    }
    gemm_tile(k, a, b, from, ldf, tile, whole ? ldc : GEMM_COLUMNS);
    if (!whole) ink__copy_rows(rows, columns, room, GEMM_COLUMNS, c, (int)ldc);
}

static void run_rectangle(const gemm_run *run, int i0, int i1, int j0, int j1) {
    int k = run->product.k, blocks = divide_up(k, BLOCK_K), depth = divide_up(k, blocks);
    for (int k0 = 0; k0 < k; k0 += depth)
        for (int block = i0; block < i1; block += BLOCK_PANELS)
            for (int j = j0; j < j1; j++)
                for (int i = block; i < smaller(i1, block + BLOCK_PANELS); i++)
                    run_tile(run, i, j, k0, smaller(k - k0, depth));
}

static void multiply_piece(void *context, const ink_piece *piece) {
    const gemm_run *run = context;
    int a = run->panels_a, b = run->panels_b, most = a >= b ? a : b;
    int start = ink_piece_first(piece, most), end = ink_piece_end(piece, most);
    if (a >= b)
        run_rectangle(run, start, end, 0, b);
    else
        run_rectangle(run, 0, a, start, end);
}

/* A product of nothing. */
static void only_start(const ink_gemm *p) {
    for (int i = 0; i < p->m; i++)
        for (int j = 0; j < p->n; j++)
            p->c[(size_t)i * p->ldc + j] = p->from ? p->from[(size_t)i * p->ldf + j] : 0;
}

void ink_gemm_run(const ink_gemm *product, float *scratch, ink_pool *pool) {
    if (product->m == 0 || product->n == 0) return;
    if (product->k == 0) {
        only_start(product);
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
    int pieces = ink_pool_pieces(pool, most, (double)product->m * product->n * product->k);
    ink_pool_run(pool, pieces, pack_piece, &run);
    ink_pool_run(pool, pieces, multiply_piece, &run);
}
