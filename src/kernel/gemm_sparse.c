#include "kernel/gemm_sparse.h"

#include "kernel/gemm_pack.h"
#include "kernel/part.h"
#include "kernel/spot.h"

enum { WIDE = SPOT_WIDE, LANES = 4 };
/* Rows of a that are listed, and meet each panel one after the other while it is in L1. */
enum { TURN = 16 };
/* One in so many rows tells how full all of them are. */
enum { SAMPLED = 4 };

static int smaller(int a, int b) { return a < b ? a : b; }
static int divide_up(int a, int b) { return (a + b - 1) / b; }

typedef struct sparse_run {
    const ink_gemm *product;
    float *panels; /* of b: (panels, K, WIDE) */
    spot *lists;   /* for each piece, of a turn's rows: (TURN, K + 1) */
    int pieces;
} sparse_run;

static size_t lists_room(int k) { return TURN * ((size_t)k + 1); }

size_t ink__gemm_sparse_scratch(int m, int n, int k) {
    size_t pieces = (size_t)smaller(divide_up(m, TURN), 2 * INK_MAX_THREADS);
    size_t lists = pieces * lists_room(k) * (sizeof(spot) / sizeof(float));
    return lists + (size_t)divide_up(n, WIDE) * WIDE * (size_t)k;
}

bool ink__gemm_is_sparse(const ink_gemm *p) {
    if (p->n < WIDE - LANES || p->m < WIDE) return false;
    int rows = p->transpose_a ? p->k : p->m, columns = p->transpose_a ? p->m : p->k, seen = 0;
    long long others = 0;
    float four[LANES];
    for (int i = 0; i < rows; i += SAMPLED, seen++)
        for (int j = 0; j < columns; j += LANES)
            others += __builtin_popcount(
                (unsigned)spot_four(p->a + (size_t)i * (size_t)p->lda + j, columns - j, four));
    return 2 * others < (long long)seen * columns;
}

static void pack_piece(void *context, int panel) {
    const sparse_run *run = context;
    const ink_gemm *p = run->product;
    ink__pack_panels(WIDE, panel, panel + 1, p->n, p->k, p->b, (size_t)p->ldb, p->transpose_b,
                     run->panels);
}

/* Lists four rows of a that are stored side by side, as columns; `left` are there. */
static void list_columns(const ink_gemm *p, const float *a, int left, spot *list, int *counts) {
    int room = p->k + 1;
    spot *end0 = list, *end1 = end0 + room, *end2 = end1 + room, *end3 = end2 + room;
    float four[LANES];
    for (int at = 0; at < p->k * WIDE; at += WIDE, a += p->lda) {
        int others = spot_four(a, left, four);
        end0 = note(end0, at, four[0], others);
        end1 = note(end1, at, four[1], others >> 1);
        end2 = note(end2, at, four[2], others >> 2);
        end3 = note(end3, at, four[3], others >> 3);
    }
    counts[0] = (int)(end0 - list), counts[1] = (int)(end1 - list) - room;
    counts[2] = (int)(end2 - list) - 2 * room, counts[3] = (int)(end3 - list) - 3 * room;
}

static int list_row(const ink_gemm *p, const float *a, spot *list) {
    spot *end = list;
    for (int k = 0; k < p->k; k += LANES) end = note_four(end, a + k, p->k - k, k * WIDE, WIDE);
    return (int)(end - list);
}

/* Rows of a from one on, and how many numbers of each count. */
static void list_rows(const ink_gemm *p, int first, int rows, spot *lists, int *counts) {
    int step = p->transpose_a ? LANES : 1;
    for (int i = 0; i < rows; i += step, lists += step * (p->k + 1))
        if (p->transpose_a)
            list_columns(p, p->a + first + i, p->m - first - i, lists, counts + i);
        else
            counts[i] = list_row(p, p->a + (size_t)(first + i) * (size_t)p->lda, lists);
}

static void multiply_turn(const sparse_run *run, int first, int rows, spot *lists) {
    const ink_gemm *p = run->product;
    int counts[TURN];
    list_rows(p, first, rows, lists, counts);
    for (int column = 0; column < p->n; column += WIDE) {
        const float *panel = run->panels + (size_t)column * (size_t)p->k;
        int used = smaller(WIDE, p->n - column);
        const spot *list = lists;
        for (int i = 0; i < rows; i++, list += p->k + 1) {
            float *c = p->c + (size_t)(first + i) * (size_t)p->ldc + column, sums[WIDE] = {0};
            if (p->accumulate) copy_row(used, c, sums);
            ink__add_spots(list, list + counts[i], panel, sums);
            copy_row(used, sums, c);
        }
    }
}

/* A piece is a share of the turns. */
static void multiply_piece(void *context, int index) {
    const sparse_run *run = context;
    int m = run->product->m, turns = divide_up(m, TURN);
    spot *lists = run->lists + (size_t)index * lists_room(run->product->k);
    for (int turn = turns * index / run->pieces; turn < turns * (index + 1) / run->pieces; turn++)
        multiply_turn(run, turn * TURN, smaller(TURN, m - turn * TURN), lists);
}

void ink__gemm_sparse_run(const ink_gemm *product, float *scratch, ink_pool *pool) {
    int turns = divide_up(product->m, TURN), threads = ink_pool_threads(pool);
    sparse_run run = {.product = product, .lists = (spot *)scratch};
    run.pieces = threads > 1 ? smaller(2 * threads, turns) : 1;
    run.panels = (float *)(run.lists + (size_t)run.pieces * lists_room(product->k));
    ink_pool_run(pool, divide_up(product->n, WIDE), pack_piece, &run);
    ink_pool_run(pool, run.pieces, multiply_piece, &run);
}
