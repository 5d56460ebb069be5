#include "kernel/sparse.h"

#include <string.h>

#include "kernel/gemm_pack.h"
#include "kernel/part.h"
#include "kernel/reduce.h"
#include "kernel/spot.h"
#include "simd/f32x4.h"

/* Columns of y and dy are worked on in panels of WIDE, the last of them perhaps of NARROW: so many
 * numbers are held in registers. */
enum { WIDE = SPOT_WIDE, NARROW = 12, BLOCKS = INK_SPARSE_BLOCKS };
/* So few rows are not worth bringing w into panels for. */
enum { FEW = 8 };

static int smaller(int a, int b) { return a < b ? a : b; }
static int divide_up(int a, int b) { return (a + b - 1) / b; }

/* Panel p of wᵀ, (K, width): all before the last are wide. */
static int panel_width(int m, int p) { return m - p * WIDE <= NARROW ? NARROW : WIDE; }

size_t ink_sparse_scratch(int k, int m) {
    return (size_t)divide_up(m, WIDE) * WIDE * ((size_t)k + 1);
}

/* Bit i of each number: whether byte 64·number + i is not 0. */
static void find_others(const uint8_t *bytes, int count, uint64_t *others) {
    for (int i = 0; i < count; i += 64) {
        uint64_t found = 0;
        for (int j = i; j < i + 64 && j < count; j += 16) {
            uint8_t last[16] = {0};
            const uint8_t *sixteen = bytes + j;
            if (count - j < 16) sixteen = memcpy(last, sixteen, (size_t)(count - j));
            found |= (uint64_t)u8x16_others(sixteen) << (j - i);
        }
        *others++ = found;
    }
}

/* Bytes are looked through this many at a time, all of them before the first is listed: they come
 * from anywhere in a large data set, so memory is better waited for once. */
enum { AHEAD = 1024 };

void ink_sparse_list(ink_sparse *x, int i, const uint8_t *bytes, const float differences[256]) {
    spot *row = x->others + (size_t)i * (size_t)x->k, *last = row;
    uint64_t found[AHEAD / 64];
    for (int b = 0, start = 0; b < BLOCKS; b++) {
        for (int end = ink_sparse_block_end(x->k, b); start < end; start += 64) {
            if (start % AHEAD == 0) find_others(bytes + start, smaller(AHEAD, x->k - start), found);
            for (uint64_t left = found[start % AHEAD / 64]; left; left &= left - 1) {
                int at = start + __builtin_ctzll(left);
                *last++ = (spot){at, differences[bytes[at]]};
            }
        }
        x->ends[i * BLOCKS + b] = (int)(last - row);
    }
}

/* Multiply-adds of either product with m columns. */
static double work_of(const ink_sparse *x, int m) {
    double others = 0;
    for (int i = 0; i < x->n; i++) others += x->ends[i * BLOCKS + BLOCKS - 1];
    return others * m;
}

/* A row's others in blocks first … last. */
typedef struct stretch {
    const spot *spot, *end;
} stretch;

static stretch stretch_of(const ink_sparse *x, int i, int first, int last) {
    const int *ends = x->ends + i * BLOCKS;
    const spot *row = x->others + (size_t)i * (size_t)x->k;
    return (stretch){row + (first ? ends[first - 1] : 0), row + ends[last]};
}

/* sums(NARROW) += others · the panel's rows that they stand at. */
static void add_to_narrow(stretch x, const float *panel, float *sums) {
    f32x4 s0 = f32x4_load(sums), s1 = f32x4_load(sums + 4), s2 = f32x4_load(sums + 8);
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
    float *panels; /* of wᵀ */
    float *starts; /* what an element of y starts from (panels, WIDE) */
} forward_run;

static float *panel_at(const forward_run *run, int p) {
    return run->panels + (size_t)p * WIDE * (size_t)run->x->k;
}

static void pack_weights(const forward_run *run, int p) {
    int k = run->x->k, start = p * WIDE, width = panel_width(run->m, p);
    int used = smaller(width, run->m - start);
    float *starts = run->starts + start;
    const float *w = run->w + (size_t)start * (size_t)k;
    ink__pack_panel(width, used, k, w, (size_t)k, true, panel_at(run, p));
    memset(starts, 0, WIDE * sizeof *starts);
    for (int j = 0; j < used; j++, w += k)
        starts[j] = run->bias[start + j] + run->x->background * ink_sum((size_t)k, w);
}

/* Panel p's columns of y, as far as blocks b … last make them: those stay in L1 for all rows. */
static void forward_blocks(const forward_run *run, int p, int b, int last) {
    int width = panel_width(run->m, p), used = smaller(width, run->m - p * WIDE);
    const float *panel = panel_at(run, p), *starts = run->starts + p * WIDE;
    for (int i = 0; i < run->x->n; i++) {
        float room[WIDE], *y = run->y + (size_t)i * (size_t)run->m + p * WIDE;
        float *sums = used == width ? y : room;
        stretch x = stretch_of(run->x, i, b, last);
        if (b == 0)
            copy_row(width, starts, sums);
        else if (sums != y)
            copy_row(used, y, sums);
        if (width == WIDE)
            ink__add_spots(x.spot, x.end, panel, sums);
        else
            add_to_narrow(x, panel, sums);
        if (sums != y) copy_row(used, sums, y);
    }
}

/* A piece is a share of the panels. */
static void forward_panels(void *context, const ink_piece *piece) {
    const forward_run *run = context;
    int panels = divide_up(run->m, WIDE), end = ink_piece_end(piece, panels);
    for (int p = ink_piece_first(piece, panels); p < end; p++) {
        int at_once = panel_width(run->m, p) == WIDE ? 1 : BLOCKS;
        pack_weights(run, p);
        for (int b = 0; b < BLOCKS; b += at_once) forward_blocks(run, p, b, b + at_once - 1);
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
            add_across(stretch_of(x, i, 0, BLOCKS - 1), rows, sums);
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
    int panels = divide_up(m, WIDE);
    forward_run run = {.x = x, .m = m, .w = w, .bias = bias, .y = y, .panels = scratch};
    run.starts = scratch + (size_t)panels * WIDE * (size_t)x->k;
    ink_pool_run(pool, ink_pool_pieces(pool, panels, work_of(x, m)), forward_panels, &run);
}

typedef struct backward_run {
    const ink_sparse *x;
    int m;
    const float *dy, *dbias;
    float *dw;
    float *sums; /* dwᵀ in panels: (panels, K, width) */
} backward_run;

/* sums(K, WIDE) += others · deltas(WIDE), each at its place. */
static void spread_wide(stretch x, const float *deltas, float *sums) {
    f32x4 d0 = f32x4_load(deltas), d1 = f32x4_load(deltas + 4), d2 = f32x4_load(deltas + 8);
    f32x4 d3 = f32x4_load(deltas + 12), d4 = f32x4_load(deltas + 16), d5 = f32x4_load(deltas + 20);
    f32x4 d6 = f32x4_load(deltas + 24), d7 = f32x4_load(deltas + 28);
    for (; x.spot != x.end; x.spot++) {
        float *row = sums + x.spot->at * WIDE;
        f32x4 other = f32x4_load_splat(&x.spot->value);
        f32x4_store(row, f32x4_madd(other, d0, f32x4_load(row)));
        f32x4_store(row + 4, f32x4_madd(other, d1, f32x4_load(row + 4)));
        f32x4_store(row + 8, f32x4_madd(other, d2, f32x4_load(row + 8)));
        f32x4_store(row + 12, f32x4_madd(other, d3, f32x4_load(row + 12)));
        f32x4_store(row + 16, f32x4_madd(other, d4, f32x4_load(row + 16)));
        f32x4_store(row + 20, f32x4_madd(other, d5, f32x4_load(row + 20)));
        f32x4_store(row + 24, f32x4_madd(other, d6, f32x4_load(row + 24)));
        f32x4_store(row + 28, f32x4_madd(other, d7, f32x4_load(row + 28)));
    }
}

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

/* A panel's block: its sums stay in L1 for all rows. */
static void backward_block(const backward_run *run, int p, int b) {
    const ink_sparse *x = run->x;
    int width = panel_width(run->m, p), used = smaller(width, run->m - p * WIDE);
    int start = b ? ink_sparse_block_end(x->k, b - 1) : 0, end = ink_sparse_block_end(x->k, b);
    float *sums = run->sums + (size_t)p * WIDE * (size_t)x->k, deltas[WIDE] = {0};
    for (int j = 0; j < used; j++) deltas[j] = x->background * run->dbias[p * WIDE + j];
    for (int k = start; k < end; k++) copy_row(width, deltas, sums + k * width);
    for (int i = 0; i < x->n; i++) {
        const float *dy = run->dy + (size_t)i * (size_t)run->m + p * WIDE;
        stretch others = stretch_of(x, i, b, b);
        if (used < width) {
            copy_row(used, dy, deltas);
            dy = deltas;
        }
        if (width == WIDE)
            spread_wide(others, dy, sums);
        else
            spread_narrow(others, dy, sums);
    }
    ink__transpose(end - start, used, sums + start * width, (size_t)width,
                   run->dw + (size_t)(p * WIDE) * (size_t)x->k + start, (size_t)x->k);
}

/* A piece is a share of all panels' blocks. */
static void backward_blocks(void *context, const ink_piece *piece) {
    const backward_run *run = context;
    int blocks = divide_up(run->m, WIDE) * BLOCKS, end = ink_piece_end(piece, blocks);
    for (int i = ink_piece_first(piece, blocks); i < end; i++)
        backward_block(run, i / BLOCKS, i % BLOCKS);
}

void ink_sparse_backward(const ink_sparse *x, int m, const float *dy, const float *dbias, float *dw,
                         float *scratch, ink_pool *pool) {
    backward_run run = {.x = x, .m = m, .dy = dy, .dbias = dbias, .dw = dw, .sums = scratch};
    int blocks = divide_up(m, WIDE) * BLOCKS;
    ink_pool_run(pool, ink_pool_pieces(pool, blocks, work_of(x, m)), backward_blocks, &run);
}
