#include "kernel/convolution_direct.h"

#include <string.h>

#include "kernel/gemm_pack.h"
#include "kernel/part.h"
#include "simd/f32x4.h"

/* Images are laid out so that reading four numbers never leaves a row. */
typedef struct layout {
    int rows;     /* R: numbers in a window, C·K·K */
    int across;   /* vectors in a row of outputs */
    int vectors;  /* in a plane of outputs */
    int pitch;    /* from a row of a padded image to the next */
    size_t plane; /* numbers of one channel of a padded image */
    size_t image; /* of all */
    size_t delta; /* of one plane of outputs, rows of whole vectors */
    bool x_as_it_is, y_as_it_is;
} layout;

enum { FILTERS = 4, ROWS = 4, PAIR = 2, LANES = 4 };
/* Images whose shares of the weights' gradient are added up between two barriers. */
enum { BLOCK = 8 };

static int smaller(int a, int b) { return a < b ? a : b; }
static int up(int a, int to) { return (a + to - 1) / to * to; }

static layout layout_of(const ink_windows *w) {
    layout l = {.rows = w->channels * w->kernel * w->kernel,
                .across = (w->out_width + LANES - 1) / LANES};
    l.vectors = l.across * w->out_height;
    l.pitch = l.across * LANES + w->kernel - 1;
    l.plane = (size_t)l.pitch * (size_t)(w->out_height + w->kernel - 1);
    l.image = l.plane * (size_t)w->channels;
    l.delta = (size_t)l.vectors * LANES;
    l.x_as_it_is = l.pitch == w->width && w->padding == 0;
    l.y_as_it_is = l.across * LANES == w->out_width;
    return l;
}

static size_t most(size_t a, size_t b) { return a > b ? a : b; }

size_t ink__direct_scratch(const ink_windows *w, int filters) {
    layout l = layout_of(w);
    size_t rows = (size_t)up(l.rows, ROWS), all = (size_t)up(filters, FILTERS);
    size_t deltas = all * l.delta;
    size_t passes = INK_MAX_THREADS * (l.image + deltas);
    size_t sums = rows * all * LANES + BLOCK * (l.image + deltas);
    return rows + 3 * (size_t)l.vectors + (rows + 1) * all + most(passes, sums);
}

/* Where a vector of outputs is: its first pixel in a padded image, its first output in a
 * plane, and how many of it there are. */
typedef struct place {
    int pixel, output, used;
} place;

static void find_places(const ink_windows *w, const layout *l, place *places) {
    for (int y = 0; y < w->out_height; y++)
        for (int x = 0; x < w->out_width; x += LANES)
            *places++ =
                (place){y * l->pitch + x, y * w->out_width + x, smaller(w->out_width - x, LANES)};
}

/* Where the numbers of a window stand, from the pixel of its first. */
static void find_offsets(const ink_windows *w, const layout *l, int *offsets) {
    for (int c = 0; c < w->channels; c++)
        for (int ky = 0; ky < w->kernel; ky++)
            for (int kx = 0; kx < w->kernel; kx++)
                *offsets++ = c * (int)l->plane + ky * l->pitch + kx;
}

/* Rows of `count` numbers into a room whose other numbers are left alone. */
static void copy_plane(int rows, int count, const float *from, int from_pitch, float *to,
                       int to_pitch) {
    for (; rows > 0; rows--, from += from_pitch, to += to_pitch) copy_row(count, from, to);
}

/* The image as laid out: itself, or a copy in room, whose edges are zero. */
static const float *lay_out(const ink_windows *w, const layout *l, const float *image,
                            float *room) {
    if (l->x_as_it_is) return image;
    float *to = room + w->padding * l->pitch + w->padding;
    for (int c = 0; c < w->channels; c++, image += w->height * w->width, to += l->plane)
        copy_plane(w->height, w->width, image, w->width, to, l->pitch);
    return room;
}

static const float *lay_out_deltas(const ink_convolution *conv, const layout *l, const float *dy,
                                   float *room) {
    const ink_windows *w = &conv->windows;
    if (l->y_as_it_is) return dy;
    for (int o = 0; o < conv->filters; o++, dy += w->out_height * w->out_width)
        copy_plane(w->out_height, w->out_width, dy, w->out_width, room + (size_t)o * l->delta,
                   l->across * LANES);
    return room;
}

typedef struct run {
    const ink_convolution *conv;
    layout l;
    int *offsets;
    place *places;
    float *weights; /* in panels of four filters, or of four rows */
    float *rooms;
    const float *x, *dy;
    float *y, *dx;
    int first, count; /* images of a block */
    int pieces;
} run;

static run begin(const ink_convolution *conv) {
    run r = {.conv = conv, .l = layout_of(&conv->windows)};
    r.offsets = (int *)conv->scratch;
    r.places = (place *)(r.offsets + up(r.l.rows, ROWS));
    r.weights = (float *)(r.places + r.l.vectors);
    r.rooms = r.weights + (size_t)(up(r.l.rows, ROWS) + 1) * (size_t)up(conv->filters, FILTERS);
    find_offsets(&conv->windows, &r.l, r.offsets);
    find_places(&conv->windows, &r.l, r.places);
    r.pieces = smaller(ink_pool_threads(conv->pool), conv->n);
    return r;
}

static int piece_start(const run *r, int index) {
    return (int)((long long)r->conv->n * index / r->pieces);
}

/* Numbers of a batch's x and y before image n. */
static size_t x_before(const ink_windows *w, int n) {
    return (size_t)n * (size_t)(w->channels * w->height * w->width);
}
static size_t y_before(const ink_convolution *conv, int n) {
    return (size_t)n * (size_t)(conv->filters * conv->windows.out_height * conv->windows.out_width);
}

static inline void store_pair(const place *first, const place *second, f32x4 s0, f32x4 s1,
                              float *plane) {
    f32x4_store_part(plane + first->output, (size_t)first->used, s0);
    f32x4_store_part(plane + second->output, (size_t)second->used, s1);
}

/* Two vectors of outputs of four filters, of which `filters` are there: their weights are
 * a panel (R,4), then their biases; y is the first one's plane. Of an odd number of vectors
 * the last is its own pair. */
static void forward_tile(const run *r, const place *first, const place *second, const float *image,
                         const float *weights, int filters, float *y) {
    const float *x0 = image + first->pixel, *x1 = image + second->pixel;
    const float *bias = weights + r->l.rows * FILTERS;
    f32x4 s00 = f32x4_load_splat(bias), s01 = s00, s10 = f32x4_load_splat(bias + 1), s11 = s10;
    f32x4 s20 = f32x4_load_splat(bias + 2), s21 = s20;
    f32x4 s30 = f32x4_load_splat(bias + 3), s31 = s30;
    const int *offset = r->offsets;
    for (int k = r->l.rows; k > 0; k--, offset++, weights += FILTERS) {
        f32x4 b0 = f32x4_load(x0 + *offset), b1 = f32x4_load(x1 + *offset), a;
        a = f32x4_load_splat(weights), s00 = f32x4_madd(a, b0, s00), s01 = f32x4_madd(a, b1, s01);
        a = f32x4_load_splat(weights + 1);
        s10 = f32x4_madd(a, b0, s10), s11 = f32x4_madd(a, b1, s11);
        a = f32x4_load_splat(weights + 2);
        s20 = f32x4_madd(a, b0, s20), s21 = f32x4_madd(a, b1, s21);
        a = f32x4_load_splat(weights + 3);
        s30 = f32x4_madd(a, b0, s30), s31 = f32x4_madd(a, b1, s31);
    }
    size_t plane = (size_t)(r->conv->windows.out_height * r->conv->windows.out_width);
    store_pair(first, second, s00, s01, y);
    if (filters > 1) store_pair(first, second, s10, s11, y + plane);
    if (filters > 2) store_pair(first, second, s20, s21, y + 2 * plane);
    if (filters > 3) store_pair(first, second, s30, s31, y + 3 * plane);
}

static void forward_images(void *context, int piece) {
    const run *r = context;
    const ink_convolution *conv = r->conv;
    size_t plane = (size_t)(conv->windows.out_height * conv->windows.out_width);
    float *room = r->rooms + (size_t)piece * r->l.image;
    memset(room, 0, r->l.image * sizeof *room);
    for (int n = piece_start(r, piece); n < piece_start(r, piece + 1); n++) {
        const float *image =
            lay_out(&conv->windows, &r->l, r->x + x_before(&conv->windows, n), room);
        float *y = r->y + y_before(conv, n);
        for (int o = 0; o < conv->filters; o += FILTERS)
            for (int v = 0; v < r->l.vectors; v += PAIR)
                forward_tile(r, r->places + v, r->places + smaller(v + 1, r->l.vectors - 1), image,
                             r->weights + (size_t)(o * (r->l.rows + 1)), conv->filters - o,
                             y + (size_t)o * plane);
    }
}

void ink__direct_forward(const ink_convolution *conv, const float *bias, const float *x, float *y) {
    run r = begin(conv);
    r.x = x, r.y = y;
    for (int o = 0; o < conv->filters; o += FILTERS) {
        float *panel = r.weights + o * (r.l.rows + 1), *biases = panel + r.l.rows * FILTERS;
        int count = smaller(conv->filters - o, FILTERS);
        pack_panels(FILTERS, 0, 1, count, r.l.rows, conv->weight + o * r.l.rows, (size_t)r.l.rows,
                    true, panel);
        for (int f = 0; f < FILTERS; f++) biases[f] = f < count ? bias[o + f] : 0;
    }
    ink_pool_run(conv->pool, r.pieces, forward_images, &r);
}

static inline void add_pair(const place *first, const place *second, f32x4 s0, f32x4 s1,
                            float *image) {
    float *at = image + first->pixel;
    f32x4_store(at, f32x4_add(f32x4_load(at), s0));
    if (second == first) return;
    at = image + second->pixel;
    f32x4_store(at, f32x4_add(f32x4_load(at), s1));
}

/* Four rows of a window by two vectors: what their products with dy add to dx. */
static void backward_tile(const run *r, int v, int row, const float *deltas, float *dimage) {
    int last = smaller(v + 1, r->l.vectors - 1), rows = r->l.rows - row;
    const float *d0 = deltas + v * LANES, *d1 = deltas + last * LANES;
    const float *weights = r->weights + (size_t)(row * r->conv->filters);
    f32x4 s00 = f32x4_zero(), s01 = s00, s10 = s00, s11 = s00;
    f32x4 s20 = s00, s21 = s00, s30 = s00, s31 = s00;
    for (int o = r->conv->filters; o > 0;
         o--, weights += ROWS, d0 += r->l.delta, d1 += r->l.delta) {
        f32x4 b0 = f32x4_load(d0), b1 = f32x4_load(d1), a;
        a = f32x4_load_splat(weights), s00 = f32x4_madd(a, b0, s00), s01 = f32x4_madd(a, b1, s01);
        a = f32x4_load_splat(weights + 1);
        s10 = f32x4_madd(a, b0, s10), s11 = f32x4_madd(a, b1, s11);
        a = f32x4_load_splat(weights + 2);
        s20 = f32x4_madd(a, b0, s20), s21 = f32x4_madd(a, b1, s21);
        a = f32x4_load_splat(weights + 3);
        s30 = f32x4_madd(a, b0, s30), s31 = f32x4_madd(a, b1, s31);
    }
    const place *first = r->places + v, *second = r->places + last;
    const int *offset = r->offsets + row;
    add_pair(first, second, s00, s01, dimage + offset[0]);
    if (rows > 1) add_pair(first, second, s10, s11, dimage + offset[1]);
    if (rows > 2) add_pair(first, second, s20, s21, dimage + offset[2]);
    if (rows > 3) add_pair(first, second, s30, s31, dimage + offset[3]);
}

static void backward_images(void *context, int piece) {
    const run *r = context;
    const ink_convolution *conv = r->conv;
    const ink_windows *w = &conv->windows;
    size_t deltas_size = (size_t)up(conv->filters, FILTERS) * r->l.delta;
    float *room = r->rooms + (size_t)piece * (r->l.image + deltas_size);
    float *dimage = room + deltas_size;
    memset(room, 0, deltas_size * sizeof *room);
    for (int n = piece_start(r, piece); n < piece_start(r, piece + 1); n++) {
        const float *deltas = lay_out_deltas(conv, &r->l, r->dy + y_before(conv, n), room);
        memset(dimage, 0, r->l.image * sizeof *dimage);
        for (int v = 0; v < r->l.vectors; v += PAIR)
            for (int row = 0; row < r->l.rows; row += ROWS)
                backward_tile(r, v, row, deltas, dimage);
        float *dx = r->dx + x_before(w, n);
        const float *from = dimage + w->padding * r->l.pitch + w->padding;
        for (int c = 0; c < w->channels; c++, from += r->l.plane, dx += w->height * w->width)
            copy_plane(w->height, w->width, from, r->l.pitch, dx, w->width);
    }
}

void ink__direct_backward_input(const ink_convolution *conv, const float *dy, float *dx) {
    run r = begin(conv);
    r.dy = dy, r.dx = dx;
    pack_panels(ROWS, 0, up(r.l.rows, ROWS) / ROWS, r.l.rows, conv->filters, conv->weight,
                (size_t)r.l.rows, false, r.weights);
    ink_pool_run(conv->pool, r.pieces, backward_images, &r);
}

/* Copies the images of a block that are not laid out as needed. */
static void lay_out_image(void *context, int i) {
    const run *r = context;
    const ink_convolution *conv = r->conv;
    size_t deltas_size = (size_t)up(conv->filters, FILTERS) * r->l.delta;
    float *room = r->rooms + (size_t)i * (r->l.image + deltas_size);
    lay_out(&conv->windows, &r->l, r->x + x_before(&conv->windows, r->first + i), room);
    lay_out_deltas(conv, &r->l, r->dy + y_before(conv, r->first + i), room + r->l.image);
}

/* sums(4,2 lanes) += four filters' deltas by two rows of the windows of an image. */
static void weight_tile(const run *r, const float *image, const float *const deltas[FILTERS],
                        int row, float *sums) {
    const layout *l = &r->l;
    const float *x0 = image + r->offsets[row];
    const float *x1 = image + r->offsets[smaller(row + 1, l->rows - 1)];
    const float *d0 = deltas[0], *d1 = deltas[1], *d2 = deltas[2], *d3 = deltas[3];
    f32x4 s00 = f32x4_load(sums), s01 = f32x4_load(sums + 4), s10 = f32x4_load(sums + 8);
    f32x4 s11 = f32x4_load(sums + 12), s20 = f32x4_load(sums + 16), s21 = f32x4_load(sums + 20);
    f32x4 s30 = f32x4_load(sums + 24), s31 = f32x4_load(sums + 28);
    int skip = l->pitch - l->across * LANES;
    for (int y = r->conv->windows.out_height; y > 0; y--, x0 += skip, x1 += skip)
        for (int v = l->across; v > 0; v--) {
            f32x4 b0 = f32x4_load(x0), b1 = f32x4_load(x1), a;
            a = f32x4_load(d0), s00 = f32x4_madd(a, b0, s00), s01 = f32x4_madd(a, b1, s01);
            a = f32x4_load(d1), s10 = f32x4_madd(a, b0, s10), s11 = f32x4_madd(a, b1, s11);
            a = f32x4_load(d2), s20 = f32x4_madd(a, b0, s20), s21 = f32x4_madd(a, b1, s21);
            a = f32x4_load(d3), s30 = f32x4_madd(a, b0, s30), s31 = f32x4_madd(a, b1, s31);
            x0 += LANES, x1 += LANES;
            d0 += LANES, d1 += LANES, d2 += LANES, d3 += LANES;
        }
    f32x4_store(sums, s00), f32x4_store(sums + 4, s01), f32x4_store(sums + 8, s10);
    f32x4_store(sums + 12, s11), f32x4_store(sums + 16, s20), f32x4_store(sums + 20, s21);
    f32x4_store(sums + 24, s30), f32x4_store(sums + 28, s31);
}

enum { TILE = FILTERS * PAIR * LANES };

/* A piece is a share of the pairs of rows, for all filters. */
static void weight_rows(void *context, int piece) {
    const run *r = context;
    const ink_convolution *conv = r->conv;
    const ink_windows *w = &conv->windows;
    int pairs = up(r->l.rows, PAIR) / PAIR;
    int first = pairs * piece / r->pieces, end = pairs * (piece + 1) / r->pieces;
    size_t deltas_size = (size_t)up(conv->filters, FILTERS) * r->l.delta;
    for (int i = 0; i < r->count; i++) {
        const float *room = r->rooms + (size_t)i * (r->l.image + deltas_size);
        const float *image = r->l.x_as_it_is ? r->x + x_before(w, r->first + i) : room;
        const float *dy =
            r->l.y_as_it_is ? r->dy + y_before(conv, r->first + i) : room + r->l.image;
        for (int o = 0; o < conv->filters; o += FILTERS) {
            const float *deltas[FILTERS];
            for (int f = 0; f < FILTERS; f++)
                deltas[f] = dy + (size_t)smaller(o + f, conv->filters - 1) * r->l.delta;
            float *sums = r->weights + (size_t)(o / FILTERS * pairs) * TILE;
            for (int pair = first; pair < end; pair++)
                weight_tile(r, image, deltas, pair * PAIR, sums + (size_t)pair * TILE);
        }
    }
}

void ink__direct_backward_weight(const ink_convolution *conv, const float *x, const float *dy,
                                 float *dweight) {
    run r = begin(conv);
    r.x = x, r.dy = dy;
    int pairs = up(r.l.rows, PAIR) / PAIR, groups = up(conv->filters, FILTERS) / FILTERS;
    size_t sums_size = (size_t)(pairs * groups) * TILE;
    r.rooms = r.weights + sums_size;
    int threads = ink_pool_threads(conv->pool);
    r.pieces = threads > 1 ? smaller(2 * threads, pairs) : 1;
    memset(r.weights, 0, sums_size * sizeof *r.weights);
    memset(r.rooms, 0,
           BLOCK * (r.l.image + (size_t)up(conv->filters, FILTERS) * r.l.delta) * sizeof *r.rooms);
    for (r.first = 0; r.first < conv->n; r.first += r.count) {
        r.count = smaller(BLOCK, conv->n - r.first);
        ink_pool_run(conv->pool, r.count, lay_out_image, &r);
        ink_pool_run(conv->pool, r.pieces, weight_rows, &r);
    }
    for (int o = 0; o < conv->filters; o++)
        for (int row = 0; row < r.l.rows; row++) {
            const float *lanes = r.weights + (size_t)(o / FILTERS * pairs + row / PAIR) * TILE +
                                 o % FILTERS * PAIR * LANES + row % PAIR * LANES;
            dweight[o * r.l.rows + row] = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        }
}
