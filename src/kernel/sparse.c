#include "kernel/sparse.h"

#include <string.h>

#include "kernel/gemm_pack.h"
#include "kernel/part.h"
#include "kernel/reduce.h"
#include "kernel/spot.h"
#include "simd/f32x4.h"

/* Columns of y and dy are worked on in panels of WIDE, the last of them perhaps of
 * NARROW: so many sums are held in registers. */
enum { WIDE = SPOT_WIDE, NARROW = 16 };
/* So few rows are not worth bringing w into panels for. */
enum { FEW = 8 };
/* Rows whose places are turned into columns' at once; they stay in L2. */
enum { BLOCK = 256 };
/* Rows that meet a panel one after the other, while it is in L1. */
enum { TURN = 8 };

static int smaller(int a, int b) { return a < b ? a : b; }

static int padded(int m) { return (m + NARROW - 1) / NARROW * NARROW; }
static int panels_of(int m) { return (m + WIDE - 1) / WIDE; }

/* Panel p of (P, rows, width): all before the last are wide. */
static int panel_width(int m, int p) { return smaller(WIDE, padded(m) - p * WIDE); }
static float *panel_at(float *panels, int p, int rows) { return panels + (size_t)p * WIDE * rows; }

/* Numbers that a row's list takes. */
static size_t list_room(int k) { return ((size_t)k + 1) * (sizeof(spot) / sizeof(float)); }

static size_t forward_scratch(int k, int m) {
    return (size_t)padded(m) * ((size_t)k + 1) + (size_t)INK_MAX_THREADS * 2 * TURN * list_room(k);
}

/* Of a block's columns: where each starts, and their lists. */
static size_t backward_scratch(int n, int k, int m) {
    size_t rows = (size_t)smaller(n, BLOCK), most = rows * (size_t)k;
    return (rows + 1) * (size_t)padded(m) + ((size_t)k + 2) + most * (sizeof(spot) / sizeof(float));
}

size_t ink_sparse_scratch(int n, int k, int m) {
    size_t forward = forward_scratch(k, m), backward = backward_scratch(n, k, m);
    return forward > backward ? forward : backward;
}

/* The same in a narrow panel, whose rows are half as far apart. */
static void add_to_narrow(const spot *spot, const struct spot *end, const float *panel,
                          float *sums) {
    f32x4 s0 = f32x4_load(sums), s1 = f32x4_load(sums + 4), s2 = f32x4_load(sums + 8);
    f32x4 s3 = f32x4_load(sums + 12);
    for (; spot != end; spot++) {
        const float *row = panel + spot->at / (WIDE / NARROW);
        f32x4 value = f32x4_load_splat(&spot->value);
        s0 = f32x4_madd(value, f32x4_load(row), s0);
        s1 = f32x4_madd(value, f32x4_load(row + 4), s1);
        s2 = f32x4_madd(value, f32x4_load(row + 8), s2);
        s3 = f32x4_madd(value, f32x4_load(row + 12), s3);
    }
    f32x4_store(sums, s0), f32x4_store(sums + 4, s1), f32x4_store(sums + 8, s2);
    f32x4_store(sums + 12, s3);
}

static void add_rows(int width, const spot *list, int count, const float *panel, float *sums) {
    if (width == WIDE)
        ink__add_spots(list, list + count, panel, sums);
    else
        add_to_narrow(list, list + count, panel, sums);
}

/* Notes a number and its place, and counts it if it is not background: what does not count is
 * written over. */
static inline int note_place(int count, int place, float value, int counts, uint16_t *places,
                             spot *list) {
    places[count] = (uint16_t)place;
    list[count] = (spot){place * WIDE, value};
    return count + (counts & 1);
}

/* Writes the places of a row's numbers that are not background, and how far they are
 * from it; returns how many. */
static int find_places(int k, const float *x, float background, uint16_t *places, spot *list) {
    int count = 0, i = 0;
    f32x4 common = f32x4_splat(background);
    for (; i + 4 <= k; i += 4) {
        int other = ~u32x4_bitmask(f32x4_eq(f32x4_load(x + i), common)) & 15;
        if (other == 0) continue;
        count = note_place(count, i, x[i] - background, other, places, list);
        count = note_place(count, i + 1, x[i + 1] - background, other >> 1, places, list);
        count = note_place(count, i + 2, x[i + 2] - background, other >> 2, places, list);
        count = note_place(count, i + 3, x[i + 3] - background, other >> 3, places, list);
    }
    for (; i < k; i++)
        count = note_place(count, i, x[i] - background, !(x[i] == background), places, list);
    return count;
}

typedef struct forward_run {
    const ink_sparse *x;
    int m;
    const float *w, *bias;
    float *y;
    float *panels, *starts; /* wᵀ; what an element of y starts from (padded M) */
    spot *lists;            /* (pieces, TURN, K + 1) */
    int pieces;
} forward_run;

static void pack_weights(void *context, int p) {
    const forward_run *run = context;
    int k = run->x->k, start = p * WIDE, width = panel_width(run->m, p);
    int used = smaller(width, run->m - start);
    float *panel = panel_at(run->panels, p, k), *starts = run->starts + start;
    const float *w = run->w + (size_t)start * (size_t)k;
    ink__pack_panel(width, used, k, w, (size_t)k, true, panel);
    memset(starts, 0, (size_t)width * sizeof *starts);
    for (int j = 0; j < used; j++, w += k)
        starts[j] = run->bias[start + j] + run->x->background * ink_sum((size_t)k, w);
}

static void forward_turn(const forward_run *run, int first, int end, spot *lists) {
    const ink_sparse *x = run->x;
    size_t k = (size_t)x->k;
    spot *list = lists;
    for (int i = first; i < end; i++, list += k + 1)
        x->counts[i] = find_places(x->k, x->x + i * k, x->background, x->places + i * k, list);
    for (int p = 0; p < panels_of(run->m); p++) {
        int width = panel_width(run->m, p), used = smaller(width, run->m - p * WIDE);
        list = lists;
        for (int i = first; i < end; i++, list += k + 1) {
            float sums[WIDE];
            copy_row(width, run->starts + p * WIDE, sums);
            add_rows(width, list, x->counts[i], panel_at(run->panels, p, x->k), sums);
            copy_row(used, sums, run->y + (size_t)i * (size_t)run->m + p * WIDE);
        }
    }
}

static void forward_rows(void *context, int piece) {
    const forward_run *run = context;
    int n = run->x->n, end = (int)((long long)n * (piece + 1) / run->pieces);
    spot *lists = run->lists + (size_t)piece * TURN * (size_t)(run->x->k + 1);
    for (int i = (int)((long long)n * piece / run->pieces); i < end; i += TURN)
        forward_turn(run, i, smaller(i + TURN, end), lists);
}

/* Four elements of y from where they stand: scalars, for w is read across its rows. */
static void add_across(int count, const uint16_t *places, const spot *list,
                       const float *const rows[4], float sums[4]) {
    const float *w0 = rows[0], *w1 = rows[1], *w2 = rows[2], *w3 = rows[3];
    float s0 = sums[0], s1 = sums[1], s2 = sums[2], s3 = sums[3];
    for (int i = 0; i < count; i++) {
        int place = places[i];
        float value = list[i].value;
        s0 += value * w0[place], s1 += value * w1[place];
        s2 += value * w2[place], s3 += value * w3[place];
    }
    sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
}

static void forward_few(const ink_sparse *x, int m, const float *w, const float *bias, float *y,
                        spot *lists) {
    size_t k = (size_t)x->k;
    for (int i = 0; i < x->n; i++)
        x->counts[i] =
            find_places(x->k, x->x + i * k, x->background, x->places + i * k, lists + i * (k + 1));
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
            add_across(x->counts[i], x->places + i * k, lists + i * (k + 1), rows, sums);
            copy_row(smaller(4, m - j), sums, y + (size_t)i * (size_t)m + j);
        }
    }
}

void ink_sparse_forward(const ink_sparse *x, int m, const float *w, const float *bias, float *y,
                        float *scratch, ink_pool *pool) {
    if (x->n <= FEW) {
        forward_few(x, m, w, bias, y, (spot *)scratch);
        return;
    }
    int threads = ink_pool_threads(pool);
    forward_run run = {.x = x, .m = m, .w = w, .bias = bias, .y = y, .panels = scratch};
    run.starts = scratch + (size_t)padded(m) * (size_t)x->k;
    run.lists = (spot *)(run.starts + padded(m));
    run.pieces = threads > 1 ? smaller(2 * threads, x->n) : 1;
    ink_pool_run(pool, panels_of(m), pack_weights, &run);
    ink_pool_run(pool, run.pieces, forward_rows, &run);
}

typedef struct backward_run {
    const ink_sparse *x;
    int m, first, rows; /* of the block */
    const float *dy;
    float *dw;
    float *panels; /* the block's dy */
    float *bases;  /* (padded M): background·dbias */
    int *starts;   /* (K + 2): where column k's entries begin, at k */
    spot *lists;   /* all columns' */
} backward_run;

static void pack_deltas(void *context, int p) {
    const backward_run *run = context;
    int width = panel_width(run->m, p), used = smaller(width, run->m - p * WIDE);
    float *panel = panel_at(run->panels, p, run->rows);
    const float *dy = run->dy + (size_t)run->first * (size_t)run->m + p * WIDE;
    ink__pack_panel(width, used, run->rows, dy, (size_t)run->m, false, panel);
}

/* Turns the places of the block's rows into rows of each column, ascending: counts them,
 * one column late, sums the counts up, and moves each start on as it is used. */
static void sort_by_column(backward_run *run) {
    const ink_sparse *x = run->x;
    int *starts = run->starts;
    memset(starts, 0, (size_t)(x->k + 2) * sizeof *starts);
    for (int i = run->first; i < run->first + run->rows; i++) {
        const uint16_t *places = x->places + (size_t)i * (size_t)x->k;
        for (int j = 0; j < x->counts[i]; j++) starts[places[j] + 2]++;
    }
    for (int k = 2; k < x->k + 2; k++) starts[k] += starts[k - 1];
    for (int i = run->first; i < run->first + run->rows; i++) {
        const uint16_t *places = x->places + (size_t)i * (size_t)x->k;
        const float *row = x->x + (size_t)i * (size_t)x->k;
        for (int j = 0; j < x->counts[i]; j++) {
            int at = starts[places[j] + 1]++;
            run->lists[at] = (spot){(i - run->first) * WIDE, row[places[j]] - x->background};
        }
    }
}

/* dw's columns k … k+3 (or to the end), rows of panel p. */
static void backward_columns(const backward_run *run, int p, int k) {
    int width = panel_width(run->m, p), used = smaller(width, run->m - p * WIDE);
    int columns = smaller(4, run->x->k - k), inputs = run->x->k;
    const float *panel = panel_at(run->panels, p, run->rows), *bases = run->bases + p * WIDE;
    float *dw = run->dw + (size_t)(p * WIDE) * (size_t)inputs + k, sums[4 * WIDE];
    for (int c = 0; c < 4; c++) {
        float *column = sums + c * WIDE;
        for (int j = 0; j < width; j += 4) f32x4_store(column + j, f32x4_load(bases + j));
        if (c >= columns) continue;
        for (int j = 0; j < used && run->first; j++) column[j] = dw[(size_t)j * (size_t)inputs + c];
        int start = run->starts[k + c], count = run->starts[k + c + 1] - start;
        if (count) add_rows(width, run->lists + start, count, panel, column);
    }
    for (int j = 0; j < used; j += 4, dw += 4 * (size_t)inputs) {
        f32x4 four[4] = {f32x4_load(sums + j), f32x4_load(sums + WIDE + j),
                         f32x4_load(sums + 2 * WIDE + j), f32x4_load(sums + 3 * WIDE + j)};
        f32x4_transpose(four);
        int rows = smaller(4, used - j);
        f32x4_store_part(dw, (size_t)columns, four[0]);
        if (rows > 1) f32x4_store_part(dw + inputs, (size_t)columns, four[1]);
        if (rows > 2) f32x4_store_part(dw + 2 * (size_t)inputs, (size_t)columns, four[2]);
        if (rows > 3) f32x4_store_part(dw + 3 * (size_t)inputs, (size_t)columns, four[3]);
    }
}

/* A piece is a panel and an eighth of the columns. */
enum { SLICES = 8 };

static void backward_piece(void *context, int index) {
    const backward_run *run = context;
    int groups = (run->x->k + 3) / 4, slice = index % SLICES;
    for (int g = groups * slice / SLICES; g < groups * (slice + 1) / SLICES; g++)
        backward_columns(run, index / SLICES, 4 * g);
}

/* So few columns of dy need no sorting: dwᵀ(K,NARROW) stays at hand for all rows. */
static void backward_narrow(const ink_sparse *x, int m, const float *dy, const float *dbias,
                            float *dw, float *sums) {
    size_t k = (size_t)x->k;
    float deltas[NARROW] = {0};
    for (int j = 0; j < m; j++) deltas[j] = x->background * dbias[j];
    for (size_t i = 0; i < k; i++) memcpy(sums + i * NARROW, deltas, sizeof deltas);
    for (int i = 0; i < x->n; i++, dy += m) {
        memcpy(deltas, dy, (size_t)m * sizeof *dy);
        f32x4 d0 = f32x4_load(deltas), d1 = f32x4_load(deltas + 4);
        f32x4 d2 = f32x4_load(deltas + 8), d3 = f32x4_load(deltas + 12);
        const uint16_t *places = x->places + i * k;
        for (int j = 0; j < x->counts[i]; j++) {
            float *sum = sums + (size_t)places[j] * NARROW;
            f32x4 value = f32x4_splat(x->x[i * k + places[j]] - x->background);
            f32x4_store(sum, f32x4_madd(value, d0, f32x4_load(sum)));
            f32x4_store(sum + 4, f32x4_madd(value, d1, f32x4_load(sum + 4)));
            f32x4_store(sum + 8, f32x4_madd(value, d2, f32x4_load(sum + 8)));
            f32x4_store(sum + 12, f32x4_madd(value, d3, f32x4_load(sum + 12)));
        }
    }
    for (int j = 0; j < m; j++)
        for (size_t i = 0; i < k; i++) *dw++ = sums[i * NARROW + j];
}

void ink_sparse_backward(const ink_sparse *x, int m, const float *dy, const float *dbias, float *dw,
                         float *scratch, ink_pool *pool) {
    if (m <= NARROW) {
        backward_narrow(x, m, dy, dbias, dw, scratch);
        return;
    }
    int most = smaller(x->n, BLOCK);
    backward_run run = {.x = x, .m = m, .dy = dy, .dw = dw, .panels = scratch};
    run.bases = scratch + (size_t)most * (size_t)padded(m);
    run.starts = (int *)(run.bases + padded(m));
    for (int j = 0; j < padded(m); j++) run.bases[j] = j < m ? x->background * dbias[j] : 0;
    run.lists = (spot *)(run.starts + x->k + 2);
    for (run.first = 0; run.first < x->n; run.first += run.rows) {
        run.rows = smaller(BLOCK, x->n - run.first);
        sort_by_column(&run);
        ink_pool_run(pool, panels_of(m), pack_deltas, &run);
        ink_pool_run(pool, panels_of(m) * SLICES, backward_piece, &run);
    }
}
