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
    bool as_it_is;
} layout;

enum { FILTERS = 4, PAIR = 2, LANES = 4 };

static int smaller(int a, int b) { return a < b ? a : b; }
static int up(int a, int to) { return (a + to - 1) / to * to; }

static layout layout_of(const ink_windows *w) {
    layout l = {.rows = w->channels * w->kernel * w->kernel,
                .across = (w->out_width + LANES - 1) / LANES};
    l.vectors = l.across * w->out_height;
    l.pitch = l.across * LANES + w->kernel - 1;
    l.plane = (size_t)l.pitch * (size_t)(w->out_height + w->kernel - 1);
    l.image = l.plane * (size_t)w->channels;
    l.as_it_is = l.pitch == w->width && w->padding == 0;
    return l;
}

size_t ink__direct_scratch(const ink_windows *w, int filters) {
    layout l = layout_of(w);
    return (size_t)l.rows + 3 * (size_t)l.vectors +
           (size_t)(l.rows + 1) * (size_t)up(filters, FILTERS) + INK_MAX_THREADS * l.image;
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

/* The image as laid out: itself, or a copy in room, whose edges are zero. */
static const float *lay_out(const ink_windows *w, const layout *l, const float *image,
                            float *room) {
    if (l->as_it_is) return image;
    float *to = room + w->padding * l->pitch + w->padding;
    for (int c = 0; c < w->channels; c++, image += w->height * w->width, to += l->plane)
        copy_rows(w->height, w->width, image, w->width, to, l->pitch);
    return room;
}

typedef struct run {
    const ink_convolution *conv;
    layout l;
    int *offsets;
    place *places;
    float *weights; /* in panels of four filters, each with its biases */
    float *rooms;
    const float *x;
    float *y;
} run;

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

/* A piece is a share of the images. */
static void forward_images(void *context, const ink_piece *piece) {
    const run *r = context;
    const ink_convolution *conv = r->conv;
    int end = ink_piece_end(piece, conv->n);
    size_t plane = (size_t)(conv->windows.out_height * conv->windows.out_width);
    float *room = r->rooms + (size_t)piece->thread * r->l.image;
    if (!r->l.as_it_is) memset(room, 0, r->l.image * sizeof *room);
    for (int n = ink_piece_first(piece, conv->n); n < end; n++) {
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
    const ink_windows *w = &conv->windows;
    run r = {.conv = conv, .l = layout_of(w), .x = x, .y = y};
    r.offsets = (int *)conv->scratch;
    r.places = (place *)(r.offsets + r.l.rows);
    r.weights = (float *)(r.places + r.l.vectors);
    r.rooms = r.weights + (size_t)(r.l.rows + 1) * (size_t)up(conv->filters, FILTERS);
    for (int row = 0; row < r.l.rows; row++) r.offsets[row] = offset_of(w, &r.l, row);
    find_places(w, &r.l, r.places);
    for (int o = 0; o < conv->filters; o += FILTERS) {
        float *panel = r.weights + o * (r.l.rows + 1), *biases = panel + r.l.rows * FILTERS;
        int count = smaller(conv->filters - o, FILTERS);
        ink__pack_panels(FILTERS, 0, 1, count, r.l.rows, conv->weight + o * r.l.rows,
                         (size_t)r.l.rows, true, panel);
        for (int f = 0; f < FILTERS; f++) biases[f] = f < count ? bias[o + f] : 0;
    }
    double outputs = (double)conv->n * conv->filters * r.l.vectors * LANES;
    int pieces = ink_pool_pieces(conv->pool, conv->n, outputs * r.l.rows);
    ink_pool_run(conv->pool, pieces, forward_images, &r);
}
