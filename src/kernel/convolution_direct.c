#include "kernel/convolution_direct.h"

#include <string.h>

#include "kernel/gemm_pack.h"
#include "kernel/part.h"
#include "simd/f32x4.h"

/* How images lie where they are read: as they are, or padded, or, where a row of outputs does not
 * come to whole vectors, in a copy for each column of a window, shifted by as much, in which what
 * the outputs of a plane see stands side by side. */
typedef struct layout {
    int rows;     /* R: numbers in a window, C·K·K */
    int outputs;  /* in a plane, OH·OW */
    int vectors;  /* of them */
    int images;   /* worked on together */
    int copies;   /* of an image */
    int pitch;    /* from a row to the next */
    size_t plane; /* numbers of a channel in a copy */
    size_t copy;  /* of all channels */
    size_t image; /* of all copies */
    bool as_it_is;
} layout;

enum { LANES = 4, FILTERS = 2, VECTORS = 5 };
/* An image of fewer vectors than so many is worked on together with the next. */
enum { FEW = 32 };

static int smaller(int a, int b) { return a < b ? a : b; }
static int up(int a, int to) { return (a + to - 1) / to * to; }

static layout layout_of(const ink_windows *w) {
    layout l = {.rows = w->channels * w->kernel * w->kernel,
                .outputs = w->out_height * w->out_width};
    bool shifted = w->out_width % LANES > 0;
    l.vectors = (l.outputs + LANES - 1) / LANES;
    l.images = l.vectors % VECTORS > 0 && l.vectors < FEW ? VECTORS : 1;
    l.copies = shifted ? w->kernel : 1;
    l.pitch = w->out_width + (shifted ? 0 : w->kernel - 1);
    l.plane = (size_t)l.pitch * (size_t)(w->height + 2 * w->padding);
    l.copy = l.plane * (size_t)w->channels;
    l.image = l.copy * (size_t)l.copies;
    l.as_it_is = !shifted && w->padding == 0;
    return l;
}

static size_t room_of(const layout *l) { return (size_t)l->images * l->image; }

/* Where a vector of outputs is: its first pixel in images as laid out, and its first output. */
typedef struct place {
    int pixel, output;
} place;

static size_t places_of(const layout *l) { return (size_t)(l->images * l->vectors); }

size_t ink__direct_scratch(const ink_windows *w, int filters) {
    layout l = layout_of(w);
    return (size_t)l.rows + places_of(&l) * (sizeof(place) / sizeof(float)) +
           (size_t)(l.rows + 1) * (size_t)up(filters, FILTERS) + INK_MAX_THREADS * room_of(&l);
}

/* A plane's last vector lies over the one before it where they do not come out even. */
static void find_places(const ink_convolution *conv, const layout *l, place *places) {
    int width = conv->windows.out_width;
    for (int i = 0; i < l->images; i++)
        for (int v = 0; v < l->vectors; v++) {
            int o = smaller(v * LANES, l->outputs - LANES);
            *places++ = (place){i * (int)l->image + o / width * l->pitch + o % width,
                                i * conv->filters * l->outputs + o};
        }
}

/* Where a number of a window stands, from the pixel of its first. */
static int offset_of(const ink_windows *w, const layout *l, int row) {
    int line = row / w->kernel, column = row % w->kernel;
    return line / w->kernel * (int)l->plane + line % w->kernel * l->pitch +
           column * (l->copies > 1 ? (int)l->copy : 1);
}

/* The copy of an image that is shifted by so many columns, but for what is zero. */
static void lay_out_copy(const ink_windows *w, const layout *l, const float *image, int shift,
                         float *to) {
    int before = w->padding - shift, first = before > 0 ? before : 0;
    int count = smaller(w->width + before, l->pitch) - first;
    image += first - before, to += w->padding * l->pitch + first;
    for (int c = 0; c < w->channels; c++, image += w->height * w->width, to += l->plane)
        ink__copy_rows(w->height, count, image, w->width, to, l->pitch);
}

/* Images as laid out: themselves, or in room, in which what is zero is. */
static const float *lay_out(const ink_windows *w, const layout *l, const float *images, int count,
                            float *room) {
    if (l->as_it_is) return images;
    float *to = room;
    for (; count > 0; count--, images += w->channels * w->height * w->width)
        for (int shift = 0; shift < l->copies; shift++, to += l->copy)
            lay_out_copy(w, l, images, shift, to);
    return room;
}

typedef struct run {
    const ink_convolution *conv;
    layout l;
    int *offsets;
    place *places;
    float *weights; /* in panels of two filters, each with its biases */
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

static inline void store_five(const place five[VECTORS], f32x4 s0, f32x4 s1, f32x4 s2, f32x4 s3,
                              f32x4 s4, float *y) {
    f32x4_store(y + five[0].output, s0);
    f32x4_store(y + five[1].output, s1);
    f32x4_store(y + five[2].output, s2);
    f32x4_store(y + five[3].output, s3);
    f32x4_store(y + five[4].output, s4);
}

/* Five vectors of outputs of all filters, whose weights are panels (R,2), each with its biases
 * behind it; y is of the first image. */
static void forward_five(const run *r, const place five[VECTORS], const float *images, float *y) {
    const float *x0 = images + five[0].pixel, *x1 = images + five[1].pixel;
    const float *x2 = images + five[2].pixel, *x3 = images + five[3].pixel;
    const float *x4 = images + five[4].pixel, *weights = r->weights;
    for (int filters = r->conv->filters; filters > 0; filters -= FILTERS) {
        const float *bias = weights + r->l.rows * FILTERS;
        f32x4 s00 = f32x4_load_splat(bias), s01 = s00, s02 = s00, s03 = s00, s04 = s00;
        f32x4 s10 = f32x4_load_splat(bias + 1), s11 = s10, s12 = s10, s13 = s10, s14 = s10;
        for (const int *offset = r->offsets; weights != bias; offset++, weights += FILTERS) {
            f32x4 a0 = f32x4_load_splat(weights), a1 = f32x4_load_splat(weights + 1), b;
            int at = *offset;
            b = f32x4_load(x0 + at), s00 = f32x4_madd(a0, b, s00), s10 = f32x4_madd(a1, b, s10);
            b = f32x4_load(x1 + at), s01 = f32x4_madd(a0, b, s01), s11 = f32x4_madd(a1, b, s11);
            b = f32x4_load(x2 + at), s02 = f32x4_madd(a0, b, s02), s12 = f32x4_madd(a1, b, s12);
            b = f32x4_load(x3 + at), s03 = f32x4_madd(a0, b, s03), s13 = f32x4_madd(a1, b, s13);
            b = f32x4_load(x4 + at), s04 = f32x4_madd(a0, b, s04), s14 = f32x4_madd(a1, b, s14);
        }
        store_five(five, s00, s01, s02, s03, s04, y), y += r->l.outputs;
        if (filters > 1) store_five(five, s10, s11, s12, s13, s14, y), y += r->l.outputs;
        weights += FILTERS;
    }
}

/* A piece is a share of the images. */
static void forward_images(void *context, const ink_piece *piece) {
    const run *r = context;
    const ink_convolution *conv = r->conv;
    int end = ink_piece_end(piece, conv->n);
    float *room = r->rooms + (size_t)piece->thread * room_of(&r->l);
    if (!r->l.as_it_is) memset(room, 0, room_of(&r->l) * sizeof *room);
    for (int n = ink_piece_first(piece, conv->n); n < end; n += r->l.images) {
        int count = smaller(r->l.images, end - n), vectors = count * r->l.vectors;
        const float *images =
            lay_out(&conv->windows, &r->l, r->x + x_before(&conv->windows, n), count, room);
        for (int v = 0; v < vectors; v += VECTORS) {
            place five[VECTORS];
            for (int i = 0; i < VECTORS; i++) five[i] = r->places[smaller(v + i, vectors - 1)];
            forward_five(r, five, images, r->y + y_before(conv, n));
        }
    }
}

void ink__direct_forward(const ink_convolution *conv, const float *bias, const float *x, float *y) {
    const ink_windows *w = &conv->windows;
    run r = {.conv = conv, .l = layout_of(w), .x = x, .y = y};
    r.offsets = (int *)conv->scratch;
    r.places = (place *)(r.offsets + r.l.rows);
    r.weights = (float *)(r.places + places_of(&r.l));
    r.rooms = r.weights + (size_t)(r.l.rows + 1) * (size_t)up(conv->filters, FILTERS);
    for (int row = 0; row < r.l.rows; row++) r.offsets[row] = offset_of(w, &r.l, row);
    find_places(conv, &r.l, r.places);
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
