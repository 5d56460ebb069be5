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
/* Numbers that L1 holds, with some left over. */
enum { NEAR = 6144 };

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

/* Where a number of a window stands, from the pixel of its first. */
static int offset_of(const ink_windows *w, const layout *l, int row) {
    int line = row / w->kernel;
    return line / w->kernel * (int)l->plane + line % w->kernel * l->pitch + row % w->kernel;
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
    for (int row = 0; row < r.l.rows; row++) r.offsets[row] = offset_of(&conv->windows, &r.l, row);
    find_places(&conv->windows, &r.l, r.places);
    r.pieces = smaller(ink_pool_threads(conv->pool), conv->n);
    return r;
}

/* Numbers of the laid-out deltas of an image. */
static size_t deltas_size(const run *r) {
    return (size_t)up(r->conv->filters, FILTERS) * r->l.delta;
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
    float *room = r->rooms + (size_t)piece * (r->l.image + deltas_size(r));
    float *dimage = room + deltas_size(r);
    memset(room, 0, deltas_size(r) * sizeof *room);
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
    /* Rows in the order of their columns: no two of a tile then stand in the same row of the
     * image, where one would read half of what another has just written. */
    int lines = conv->windows.channels * conv->windows.kernel;
    for (int k = 0; k < r.l.rows; k++) {
        int row = k % lines * conv->windows.kernel + k / lines;
        r.offsets[k] = offset_of(&conv->windows, &r.l, row);
        float *panel = r.weights + k / ROWS * ROWS * conv->filters + k % ROWS;
        for (int o = 0; o < conv->filters; o++) panel[o * ROWS] = conv->weight[o * r.l.rows + row];
    }
    ink_pool_run(conv->pool, r.pieces, backward_images, &r);
}

/* Copies an image of the block where it is not laid out as needed, and its deltas: for each four
 * filters and each vector of outputs, one after the other, four vectors. */
static void lay_out_image(void *context, int i) {
    const run *r = context;
    const ink_convolution *conv = r->conv;
    float *room = r->rooms + (size_t)i * (r->l.image + deltas_size(r));
    lay_out(&conv->windows, &r->l, r->x + x_before(&conv->windows, r->first + i), room);
    const float *dy = r->dy + y_before(conv, r->first + i);
    size_t plane = (size_t)(conv->windows.out_height * conv->windows.out_width);
    for (int o = 0; o < conv->filters; o++, dy += plane) {
        float *to =
            room + r->l.image + (size_t)(o / FILTERS) * FILTERS * r->l.delta + o % FILTERS * LANES;
        for (int v = 0; v < r->l.vectors; v++)
            f32x4_store(to + v * FILTERS * LANES,
                        f32x4_load_part(dy + r->places[v].output, (size_t)r->places[v].used));
    }
}

/* The images that a tile adds up at a time: the first one's, and how far apart they are. */
typedef struct images {
    const float *x, *deltas;
    size_t next_x, next_deltas;
    int count;
} images;

/* sums(4,2 lanes) += four filters' deltas by two rows of the windows. */
static void weight_tile(const run *r, const images *images, int filter, int row, float *sums) {
    const float *x0 = images->x + r->offsets[row];
    const float *x1 = images->x + r->offsets[smaller(row + 1, r->l.rows - 1)];
    const float *deltas = images->deltas + (size_t)filter * r->l.delta;
    f32x4 s00 = f32x4_load(sums), s01 = f32x4_load(sums + 4), s10 = f32x4_load(sums + 8);
    f32x4 s11 = f32x4_load(sums + 12), s20 = f32x4_load(sums + 16), s21 = f32x4_load(sums + 20);
    f32x4 s30 = f32x4_load(sums + 24), s31 = f32x4_load(sums + 28);
    for (int i = images->count; i > 0; i--) {
        const float *d = deltas;
        const place *place = r->places;
        for (int v = r->l.vectors; v > 0; v--, place++, d += FILTERS * LANES) {
            f32x4 b0 = f32x4_load(x0 + place->pixel), b1 = f32x4_load(x1 + place->pixel), a;
            a = f32x4_load(d), s00 = f32x4_madd(a, b0, s00), s01 = f32x4_madd(a, b1, s01);
            a = f32x4_load(d + 4), s10 = f32x4_madd(a, b0, s10), s11 = f32x4_madd(a, b1, s11);
            a = f32x4_load(d + 8), s20 = f32x4_madd(a, b0, s20), s21 = f32x4_madd(a, b1, s21);
            a = f32x4_load(d + 12), s30 = f32x4_madd(a, b0, s30), s31 = f32x4_madd(a, b1, s31);
        }
        x0 += images->next_x, x1 += images->next_x, deltas += images->next_deltas;
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
    size_t room = r->l.image + deltas_size(r);
    images images = {r->rooms, r->rooms + r->l.image, room, room, 0};
    if (r->l.x_as_it_is) images.x = r->x + x_before(w, r->first), images.next_x = x_before(w, 1);
    /* As many as stay in L1 while pair after pair reads the deltas of four filters. */
    int group = smaller(BLOCK, 1 + (int)(NEAR / (r->l.plane + FILTERS * r->l.delta)));
    for (int i = 0; i < r->count; i += group) {
        images.count = smaller(group, r->count - i);
        for (int o = 0; o < conv->filters; o += FILTERS) {
            float *sums = r->weights + (size_t)(o / FILTERS * pairs) * TILE;
            for (int pair = first; pair < end; pair++)
                weight_tile(r, &images, o, pair * PAIR, sums + (size_t)pair * TILE);
        }
        images.x += (size_t)group * images.next_x;
        images.deltas += (size_t)group * images.next_deltas;
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
    memset(r.rooms, 0, BLOCK * (r.l.image + deltas_size(&r)) * sizeof *r.rooms);
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
