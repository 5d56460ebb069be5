#include "kernel/gemm_sparse.h"

#include "kernel/gemm_pack.h"
#include "kernel/part.h"
#include "kernel/spot.h"

enum { WIDE = SPOT_WIDE, LANES = 4 };
/* Rows of a that are listed at a time. */
enum { ROWS = 1024 };
/* Shares of those rows that meet a panel of b each by itself. */
enum { SHARES = 4 };
/* So many rows, and so many places of each, tell how full all of them are. */
enum { SOME_ROWS = 16, SOME_PLACES = 8 };

static int smaller(int a, int b) { return a < b ? a : b; }
static int divide_up(int a, int b) { return (a + b - 1) / b; }

typedef struct sparse_run {
    ink_gemm product; /* of at most ROWS rows */
    float *panels;    /* of b: (panels, K, WIDE) */
    spot *lists;      /* of a's rows: (M, K + 4), M a multiple of LANES */
    int *counts;      /* of each row's spots: (M) */
} sparse_run;

static int rows_at_a_time(int m) { return smaller(divide_up(m, LANES) * LANES, ROWS); }
static size_t lists_room(int m, int k) { return (size_t)rows_at_a_time(m) * ((size_t)k + LANES); }

size_t ink__gemm_sparse_scratch(int m, int n, int k) {
    size_t lists = lists_room(m, k) * (sizeof(spot) / sizeof(float));
    return lists + (size_t)rows_at_a_time(m) + (size_t)divide_up(n, WIDE) * WIDE * (size_t)k;
}

bool ink__gemm_is_sparse(const ink_gemm *p) {
    if (p->n < WIDE - LANES || p->m < WIDE) return false;
    int rows = p->transpose_a ? p->k : p->m, columns = p->transpose_a ? p->m : p->k;
    int down = rows / SOME_ROWS + 1, right = (columns / (SOME_PLACES * LANES) + 1) * LANES;
    int seen = 0, others = 0;
    for (int i = 0; i < rows; i += down)
        for (int j = 0; j < columns; j += right, seen += LANES)
            others += __builtin_popcount((unsigned)others_of(
                f32x4_load_part(p->a + (size_t)i * (size_t)p->lda + j, (size_t)(columns - j))));
    return 2 * others < seen;
}

/* Row `at` of four columns of a, of which `left` are there; zeros after the last row. */
static inline f32x4 row_at(const ink_gemm *p, const float *a, int left, int at) {
    return at < p->k ? f32x4_load_part(a + (size_t)at * (size_t)p->lda, (size_t)left)
                     : f32x4_zero();
}

/* Lists four rows of a that are stored side by side, as columns; `left` are there. */
static void list_columns(const ink_gemm *p, const float *a, int left, spot *list, int *counts) {
    int room = p->k + LANES;
    spot *end0 = list, *end1 = end0 + room, *end2 = end1 + room, *end3 = end2 + room;
    u32x4 places = u32x4_steps(0, 1), step = u32x4_kept(LANES);
    for (int at = 0; at < p->k; at += LANES, places = u32x4_add(places, step)) {
        f32x4 four[LANES] = {row_at(p, a, left, at), row_at(p, a, left, at + 1),
                             row_at(p, a, left, at + 2), row_at(p, a, left, at + 3)};
        f32x4_transpose(four);
        end0 = note_four(end0, four[0], places);
        end1 = note_four(end1, four[1], places);
        end2 = note_four(end2, four[2], places);
        end3 = note_four(end3, four[3], places);
    }
    counts[0] = (int)(end0 - list), counts[1] = (int)(end1 - list) - room;
    counts[2] = (int)(end2 - list) - 2 * room, counts[3] = (int)(end3 - list) - 3 * room;
}

static int list_row(const ink_gemm *p, const float *a, spot *list) {
    spot *end = list;
    u32x4 at = u32x4_steps(0, 1), step = u32x4_kept(LANES);
    for (int k = 0; k < p->k; k += LANES, at = u32x4_add(at, step))
        end = note_four(end, f32x4_load_part(a + k, (size_t)(p->k - k)), at);
    return (int)(end - list);
}

/* Rows first … end−1 of a; first is a multiple of LANES. */
static void list_rows(const sparse_run *run, int first, int end) {
    const ink_gemm *p = &run->product;
    int step = p->transpose_a ? LANES : 1;
    for (int i = first; i < end; i += step) {
        spot *list = run->lists + (size_t)i * ((size_t)p->k + LANES);
        if (p->transpose_a)
            list_columns(p, p->a + i, p->m - i, list, run->counts + i);
        else
            run->counts[i] = list_row(p, p->a + (size_t)i * (size_t)p->lda, list);
    }
}

/* A piece is a share of a's rows, four at a time, and of b's panels. */
static void prepare_piece(void *context, const ink_piece *piece) {
    const sparse_run *run = context;
    const ink_gemm *p = &run->product;
    int panels = divide_up(p->n, WIDE), fours = divide_up(p->m, LANES);
    list_rows(run, ink_piece_first(piece, fours) * LANES,
              smaller(ink_piece_end(piece, fours) * LANES, p->m));
    ink__pack_panels(WIDE, ink_piece_first(piece, panels), ink_piece_end(piece, panels), p->n, p->k,
                     p->b, (size_t)p->ldb, p->transpose_b, run->panels);
}

/* Rows first … end−1 of c, as far as a panel makes them. */
static void multiply_rows(const sparse_run *run, int first, int end, int panel) {
    const ink_gemm *p = &run->product;
    int column = panel * WIDE, used = smaller(WIDE, p->n - column);
    const float *b = run->panels + (size_t)column * (size_t)p->k;
    static const float zeros[WIDE];
    float room[WIDE] = {0};
    for (int i = first; i < end; i++) {
        const spot *list = run->lists + (size_t)i * ((size_t)p->k + LANES);
        const float *from = p->from ? p->from + (size_t)i * (size_t)p->ldf + column : zeros;
        float *c = p->c + (size_t)i * (size_t)p->ldc + column;
        float *sums = used == WIDE ? c : room;
        if (sums == room) {
            copy_row(used, from, room);
            from = room;
        }
        ink__add_spots(list, list + run->counts[i], b, from, sums);
        if (sums == room) copy_row(used, room, c);
    }
}

/* A piece is some of the panels, the first and the last of them perhaps with some of the rows. */
static void multiply_piece(void *context, const ink_piece *piece) {
    const sparse_run *run = context;
    const ink_gemm *p = &run->product;
    int shares = divide_up(p->n, WIDE) * SHARES, end = ink_piece_end(piece, shares);
    for (int i = ink_piece_first(piece, shares); i < end; i++) {
        ink_piece rows = {.index = i % SHARES, .of = SHARES};
        multiply_rows(run, ink_piece_first(&rows, p->m), ink_piece_end(&rows, p->m), i / SHARES);
    }
}

static void multiply_some(const ink_gemm *product, float *scratch, ink_pool *pool) {
    sparse_run run = {.product = *product, .lists = (spot *)scratch};
    double work = (double)product->m * product->n * product->k / 2;
    run.counts = (int *)(run.lists + lists_room(product->m, product->k));
    run.panels = (float *)(run.counts + rows_at_a_time(product->m));
    int pieces = ink_pool_pieces(pool, divide_up(product->n, WIDE) * SHARES, work);
    ink_pool_run(pool, pieces, prepare_piece, &run);
    ink_pool_run(pool, pieces, multiply_piece, &run);
}

void ink__gemm_sparse_run(const ink_gemm *product, float *scratch, ink_pool *pool) {
    ink_gemm some = *product;
    for (int first = 0; first < product->m; first += ROWS) {
        some.m = smaller(product->m - first, ROWS);
        multiply_some(&some, scratch, pool);
        some.a += (size_t)ROWS * (product->transpose_a ? 1 : (size_t)product->lda);
        some.c += (size_t)ROWS * (size_t)product->ldc;
        if (some.from) some.from += (size_t)ROWS * (size_t)product->ldf;
    }
}
