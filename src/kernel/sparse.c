#include "kernel/sparse.h"

#include <string.h>

#include "kernel/gemm_pack.h"
#include "kernel/part.h"
#include "kernel/reduce.h"
#include "kernel/spot.h"
#include "simd/f32x4.h"

/* Columns of y and dy are worked on in panels of WIDE, the last of them perhaps of NARROW: so many
 * numbers are held in registers. */
enum { WIDE = SPOT_WIDE, NARROW = 12 };
enum { BLOCK = INK_SPARSE_BLOCK };
/* So few rows are not worth bringing w into panels for. */
enum { FEW = 8 };
/* For more rows than these, lists of columns would take too much room. */
enum { ROWS = 1024 };
/* Columns of dw that are made before they are written. */
enum { TILE = 16 };

static int smaller(int a, int b) { return a < b ? a : b; }
static int divide_up(int a, int b) { return (a + b - 1) / b; }

/* Panel p of wᵀ, (K, width): all before the last are wide. */
static int panel_width(int m, int p) { return m - p * WIDE <= NARROW ? NARROW : WIDE; }

static int panels_of(int m) { return divide_up(m, WIDE); }

/* Panels of dy whose part of dw is made of lists of x's columns. */
static int wide_panels(int n, int m) {
    if (n > ROWS) return 0;
    return panel_width(m, panels_of(m) - 1) == WIDE ? panels_of(m) : panels_of(m) - 1;
}

/* A column's list has room for all rows, and one more so that lists do not meet in the cache. */
static size_t lists_room(int n, int k) { return (size_t)k * ((size_t)n + 1); }

/* What rows of y or of dw start from, and as many zeros as may be read with the last. */
static int starts_room(int m) { return (panels_of(m) + 1) * WIDE; }

size_t ink_sparse_scratch(int n, int k, int m) {
    int rows = smaller(n, ROWS);
    size_t forward = (size_t)INK_MAX_THREADS * WIDE * (size_t)k;
    size_t backward = lists_room(rows, k) * (sizeof(spot) / sizeof(float)) + (size_t)k +
                      (size_t)(panels_of(m) * WIDE * rows);
    return (size_t)starts_room(m) + (forward > backward ? forward : backward);
}

/* Bit i: whether byte i of up to 64 is not 0. */
static uint64_t find_others(const uint8_t *bytes, int count) {
    uint8_t last[BLOCK];
    if (count < BLOCK) bytes = memcpy(memset(last, 0, sizeof last), bytes, (size_t)count);
    return (uint64_t)u8x16_others(bytes) | (uint64_t)u8x16_others(bytes + 16) << 16 |
           (uint64_t)u8x16_others(bytes + 32) << 32 | (uint64_t)u8x16_others(bytes + 48) << 48;
}

void ink_sparse_list(ink_sparse *x, int i, const uint8_t *bytes, const float differences[256]) {
    spot *row = x->others + (size_t)i * (size_t)x->k, *last = row;
    int *ends = x->ends + i * ink_sparse_blocks(x->k);
    for (int start = 0; start < x->k; start += BLOCK) {
        for (uint64_t left = find_others(bytes + start, x->k - start); left; left &= left - 1) {
            int at = start + __builtin_ctzll(left);
            *last++ = (spot){at, differences[bytes[at]]};
        }
        *ends++ = (int)(last - row);
    }
}

/* Multiply-adds of either product with m columns. */
static double work_of(const ink_sparse *x, int m) {
    int blocks = ink_sparse_blocks(x->k);
    double others = 0;
    for (int i = 1; i <= x->n; i++) others += x->ends[i * blocks - 1];
    return others * m;
}

/* A row's others in some blocks. */
typedef struct stretch {
    const spot *spot, *end;
} stretch;

static stretch stretch_of(const ink_sparse *x, int i, int first_block, int end_block) {
    const int *ends = x->ends + i * ink_sparse_blocks(x->k);
    const spot *row = x->others + (size_t)i * (size_t)x->k;
    return (stretch){row + (first_block ? ends[first_block - 1] : 0), row + ends[end_block - 1]};
}

/* sums(NARROW) = from + others · the panel's rows that they stand at. */
static void add_to_narrow(stretch x, const float *panel, const float *from, float *sums) {
    f32x4 s0 = f32x4_load(from), s1 = f32x4_load(from + 4), s2 = f32x4_load(from + 8);
    for (; x.spot != x.end; x.spot++) {
        const float *row = panel + x.spot->at * NARROW;
        f32x4 other = f32x4_load_splat(&x.spot->value);
        s0 = f32x4_madd(other, f32x4_load(row), s0);
        s1 = f32x4_madd(other, f32x4_load(row + 4), s1);
        s2 = f32x4_madd(other, f32x4_load(row + 8), s2);
    }
    f32x4_store(sums, s0), f32x4_store(sums + 4, s1), f32x4_store(sums + 8, s2);
}

typedef struct forward_run {
    const ink_sparse *x;
    int m;
    const float *w, *bias;
    float *y;
    float *starts; /* what an element of y starts from (panels, WIDE) */
    float *panels; /* one of each thread */
} forward_run;

static void pack_weights(const forward_run *run, int p, float *panel) {
    int k = run->x->k, start = p * WIDE, width = panel_width(run->m, p);
    int used = smaller(width, run->m - start);
    float *starts = run->starts + start;
    const float *w = run->w + (size_t)start * (size_t)k;
    ink__pack_panel(width, used, k, w, (size_t)k, true, panel);
    memset(starts, 0, WIDE * sizeof *starts);
    for (int j = 0; j < used; j++, w += k)
        starts[j] = run->bias[start + j] + run->x->background * ink_sum((size_t)k, w);
}

/* Panel p's columns of y, as far as blocks first … end−1 make them. */
static void forward_blocks(const forward_run *run, int p, const float *panel, int first, int end) {
    int width = panel_width(run->m, p), used = smaller(width, run->m - p * WIDE);
    for (int i = 0; i < run->x->n; i++) {
        float room[WIDE], *y = run->y + (size_t)i * (size_t)run->m + p * WIDE;
        float *sums = used == width ? y : room;
        const float *from = first ? sums : run->starts + p * WIDE;
        stretch x = stretch_of(run->x, i, first, end);
        if (first && sums != y) copy_row(used, y, sums);
        if (width == WIDE)
            ink__add_spots(x.spot, x.end, panel, from, sums);
        else
            add_to_narrow(x, panel, from, sums);
        if (sums != y) copy_row(used, sums, y);
    }
}

/* A piece is a share of the panels. Of a wide one, half about fits L1. */
static void forward_panels(void *context, const ink_piece *piece) {
    const forward_run *run = context;
    int panels = panels_of(run->m), end = ink_piece_end(piece, panels);
    int blocks = ink_sparse_blocks(run->x->k);
    float *panel = run->panels + (size_t)(piece->thread * WIDE) * (size_t)run->x->k;
    for (int p = ink_piece_first(piece, panels); p < end; p++) {
        int half = panel_width(run->m, p) == WIDE ? blocks / 2 : 0;
        pack_weights(run, p, panel);
        if (half) forward_blocks(run, p, panel, 0, half);
        forward_blocks(run, p, panel, half, blocks);
    }
}

/* Four elements of y from where they stand: scalars, for w is read across its rows. */
static void add_across(stretch x, const float *const rows[4], float sums[4]) {
    const float *w0 = rows[0], *w1 = rows[1], *w2 = rows[2], *w3 = rows[3];
    float s0 = sums[0], s1 = sums[1], s2 = sums[2], s3 = sums[3];
    for (; x.spot != x.end; x.spot++) {
        int place = x.spot->at;
        float other = x.spot->value;
        s0 += other * w0[place], s1 += other * w1[place];
        s2 += other * w2[place], s3 += other * w3[place];
    }
    sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
}

static void forward_few(const ink_sparse *x, int m, const float *w, const float *bias, float *y) {
    size_t k = (size_t)x->k;
    for (int j = 0; j < m; j += 4) {
        const float *rows[4];
        float starts[4], sums[4];
        for (int r = 0; r < 4; r++) {
            int row = smaller(j + r, m - 1);
            rows[r] = w + row * k;
            starts[r] = bias[row] + x->background * ink_sum(k, rows[r]);
        }
        for (int i = 0; i < x->n; i++) {
            memcpy(sums, starts, sizeof sums);
            add_across(stretch_of(x, i, 0, ink_sparse_blocks(x->k)), rows, sums);
            copy_row(smaller(4, m - j), sums, y + (size_t)i * (size_t)m + j);
        }
    }
}

void ink_sparse_forward(const ink_sparse *x, int m, const float *w, const float *bias, float *y,
                        float *scratch, ink_pool *pool) {
    if (x->n <= FEW) {
        forward_few(x, m, w, bias, y);
        return;
    }
    forward_run run = {.x = x, .m = m, .w = w, .bias = bias, .y = y, .starts = scratch};
    run.panels = scratch + starts_room(m);
    ink_pool_run(pool, ink_pool_pieces(pool, panels_of(m), work_of(x, m)), forward_panels, &run);
}

typedef struct backward_run {
    const ink_sparse *x;
    int m, wide; /* columns of dy, and panels that are made of columns' lists */
    const float *dy;
    float *dw;
    float *starts; /* what an element of dw starts from, by its row (panels, WIDE) */
    float *panels; /* of dy (wide, N, WIDE) */
    spot *lists;   /* of x's columns: (K, N + 1) */
    int *ends;     /* of each column's list: (K) */
} backward_run;

/* Columns first … end−1 of x, in blocks first_block … end_block−1: a piece's share. */
typedef struct share {
    int first_block, end_block, first, end;
} share;

static share share_of(const ink_sparse *x, const ink_piece *piece) {
    int blocks = ink_sparse_blocks(x->k);
    int first = ink_piece_first(piece, blocks), end = ink_piece_end(piece, blocks);
    return (share){first, end, first * BLOCK, smaller(end * BLOCK, x->k)};
}

static void list_columns(const backward_run *run, const share *share) {
    const ink_sparse *x = run->x;
    for (int k = share->first; k < share->end; k++) run->ends[k] = k * (x->n + 1);
    for (int i = 0; i < x->n; i++) {
        stretch row = stretch_of(x, i, share->first_block, share->end_block);
        for (; row.spot != row.end; row.spot++)
            run->lists[run->ends[row.spot->at]++] = (spot){i, row.spot->value};
    }
}

/* A piece is a share of x's columns and of dy's panels. */
static void prepare_piece(void *context, const ink_piece *piece) {
    const backward_run *run = context;
    share share = share_of(run->x, piece);
    list_columns(run, &share);
    ink__pack_panels(WIDE, ink_piece_first(piece, run->wide), ink_piece_end(piece, run->wide),
                     run->m, run->x->n, run->dy, (size_t)run->m, false, run->panels);
}

/* Columns k … k + count − 1 of panel p's rows of dw. */
static void sum_columns(const backward_run *run, int p, int k, int count) {
    int start = p * WIDE, used = smaller(WIDE, run->m - start), n = run->x->n;
    const float *panel = run->panels + (size_t)start * (size_t)n;
    size_t ld = (size_t)run->x->k;
    float sums[TILE * WIDE];
    for (int c = 0; c < count; c++)
        ink__add_spots(run->lists + (k + c) * (n + 1), run->lists + run->ends[k + c], panel,
                       run->starts + start, sums + c * WIDE);
    ink__transpose(count, used, sums, WIDE, run->dw + (size_t)start * ld + k, ld);
}

/* A piece is some of the panels, the first and the last of them perhaps with some of the columns.
 */
static void sum_piece(void *context, const ink_piece *piece) {
    const backward_run *run = context;
    int columns = run->x->k, tiles = divide_up(columns, TILE);
    int end = ink_piece_end(piece, run->wide * tiles);
    for (int i = ink_piece_first(piece, run->wide * tiles); i < end; i++) {
        int k = i % tiles * TILE;
        sum_columns(run, i / tiles, k, smaller(TILE, columns - k));
    }
}

/* sums(K, NARROW) += others · deltas(NARROW), each at its place. */
static void spread_narrow(stretch x, const float *deltas, float *sums) {
    f32x4 d0 = f32x4_load(deltas), d1 = f32x4_load(deltas + 4), d2 = f32x4_load(deltas + 8);
    for (; x.spot != x.end; x.spot++) {
        float *row = sums + x.spot->at * NARROW;
        f32x4 other = f32x4_load_splat(&x.spot->value);
        f32x4_store(row, f32x4_madd(other, d0, f32x4_load(row)));
        f32x4_store(row + 4, f32x4_madd(other, d1, f32x4_load(row + 4)));
        f32x4_store(row + 8, f32x4_madd(other, d2, f32x4_load(row + 8)));
    }
}

/* Some columns of dw's rows start … start + used − 1: their sums stay in L1, where lists are not
 * needed any more. */
static void spread_rows(const backward_run *run, int start, int used, const share *share) {
    const ink_sparse *x = run->x;
    float *sums = (float *)run->lists, deltas[NARROW] = {0};
    for (int k = share->first; k < share->end; k++)
        copy_row(NARROW, run->starts + start, sums + k * NARROW);
    for (int i = 0; i < x->n; i++) {
        copy_row(used, run->dy + (size_t)i * (size_t)run->m + start, deltas);
        spread_narrow(stretch_of(x, i, share->first_block, share->end_block), deltas, sums);
    }
    ink__transpose(share->end - share->first, used, sums + share->first * NARROW, NARROW,
                   run->dw + (size_t)start * (size_t)x->k + share->first, (size_t)x->k);
}

/* A piece is a share of x's columns. */
static void spread_piece(void *context, const ink_piece *piece) {
    const backward_run *run = context;
    share share = share_of(run->x, piece);
    for (int start = run->wide * WIDE; start < run->m; start += NARROW)
        spread_rows(run, start, smaller(NARROW, run->m - start), &share);
}

void ink_sparse_backward(const ink_sparse *x, int m, const float *dy, const float *dbias, float *dw,
                         float *scratch, ink_pool *pool) {
    backward_run run = {.x = x, .m = m, .dy = dy, .dw = dw, .starts = scratch};
    int starts = starts_room(m), wide = wide_panels(x->n, m);
    for (int j = 0; j < starts; j++) run.starts[j] = j < m ? x->background * dbias[j] : 0;
    run.wide = wide;
    run.lists = (spot *)(run.starts + starts);
    run.ends = (int *)(run.lists + lists_room(smaller(x->n, ROWS), x->k));
    run.panels = (float *)(run.ends + x->k);
    double work = work_of(x, m);
    int pieces = ink_pool_pieces(pool, ink_sparse_blocks(x->k), work);
    if (wide) {
        ink_pool_run(pool, pieces, prepare_piece, &run);
        ink_pool_run(pool, ink_pool_pieces(pool, INK_MAX_PIECES, work), sum_piece, &run);
    }
    if (wide * WIDE < m) ink_pool_run(pool, pieces, spread_piece, &run);
}
