#include "kernel/convolution_sparse.h"

#include <string.h>

#include "kernel/part.h"
#include "kernel/spot.h"
#include "simd/f32x4.h"

/* A window is C·K lines of K pixels, each read as two vectors. What the lanes after the last pixel
 * come to is thrown away, or zero. */
enum { LANES = 4, LINE = 2 * LANES, LINES = 5 };
/* Four outputs side by side see no more than two vectors of a line. Weights stand between zeros, a
 * line in three vectors, so that reading from up to three numbers earlier shifts them as far. */
enum { SIDE = LANES - 1, WEIGHTS = 3 * LANES };
/* Images whose shares of a filter's gradient are added up while they are in L1. */
enum { BLOCK = 8 };
/* Filters for which laying images out anew costs little. */
enum { FEW = 4 };
/* Of the deltas, about so many are not zero: behind a ReLU and a pool. */
static const double OTHERS = 0.25;

typedef struct run {
    const ink_convolution *conv;
    int lines;           /* of a window */
    int pitch;           /* from a row of a padded image to the next */
    size_t plane, image; /* numbers of one channel of a padded image, of all */
    spot *spots;         /* of a thread: of one filter in a block, or of all for four outputs */
    size_t spots_room;
    float *windows; /* lines of all filters: weights, or their gradients' sums */
    float *rooms;   /* padded images of a thread, a block of them */
    const float *x, *dy;
    float *dx;
} run;

/* Images of the batch that are worked on together. */
typedef struct block {
    int first, count;
} block;

static size_t lines_room(int lines) { return (size_t)(lines + LINES - 1) / LINES * LINES; }

static run begin(const ink_windows *w, int filters) {
    run r = {.lines = w->channels * w->kernel};
    /* More than there can be: four are written before it is known how many of them count. */
    int across = LANES * filters, of_a_filter = BLOCK * w->out_height * w->out_width;
    r.spots_room = (size_t)(across > of_a_filter ? across : of_a_filter) + LANES;
    r.pitch = w->width + 2 * w->padding;
    r.plane = (size_t)(r.pitch * (w->height + 2 * w->padding));
    r.image = r.plane * (size_t)w->channels;
    return r;
}

/* Reading eight numbers may go past the last image's end. */
static size_t room_of(const run *r) { return BLOCK * r->image + LINE; }

size_t ink__sparse_scratch(const ink_windows *w, int filters) {
    run r = begin(w, filters);
    size_t spots = INK_MAX_THREADS * r.spots_room * (sizeof(spot) / sizeof(float));
    size_t windows = (size_t)filters * lines_room(r.lines) * WEIGHTS;
    return spots + windows + INK_MAX_THREADS * room_of(&r);
}

static run begin_on(const ink_convolution *conv) {
    run r = begin(&conv->windows, conv->filters);
    r.conv = conv;
    r.spots = (spot *)conv->scratch;
    r.windows = (float *)(r.spots + INK_MAX_THREADS * r.spots_room);
    r.rooms = r.windows + (size_t)conv->filters * lines_room(r.lines) * WEIGHTS;
    return r;
}

static size_t x_size(const ink_windows *w) { return (size_t)(w->channels * w->height * w->width); }

static float *window_of(const run *r, int filter) {
    return r->windows + (size_t)filter * lines_room(r->lines) * (size_t)LINE;
}

/* From a window's first pixel to the first of one of its lines. */
static int offset_of(const run *r, int line) {
    int kernel = r->conv->windows.kernel;
    return line / kernel * (int)r->plane + line % kernel * r->pitch;
}

/* The spots of a filter in the block's images, ascending; returns their end. */
static spot *find(const run *r, block block, int filter, spot *end) {
    const ink_windows *w = &r->conv->windows;
    int filters = r->conv->filters, outputs = w->out_height * w->out_width;
    u32x4 step = u32x4_kept(LANES);
    for (int i = 0; i < block.count; i++) {
        const float *dy = r->dy + (size_t)((block.first + i) * filters + filter) * (size_t)outputs;
        int row = i * (int)r->image;
        for (int y = 0; y < w->out_height; y++, dy += w->out_width, row += r->pitch) {
            u32x4 at = u32x4_steps((uint32_t)row, 1);
            for (int x = 0; x < w->out_width; x += LANES, at = u32x4_add(at, step))
                end = note_four(end, f32x4_load_part(dy + x, (size_t)(w->out_width - x)), at);
        }
    }
    return end;
}

/* The block's images with zeros around them: copies in room, whose edges are zero, but where
 * images have none and what follows them may be read. */
static const float *lay_out(const run *r, block block, float *room) {
    const ink_windows *w = &r->conv->windows;
    const float *x = r->x + (size_t)block.first * x_size(w);
    if (w->padding == 0 && block.first + block.count < r->conv->n) return x;
    float *to = room + w->padding * r->pitch + w->padding;
    for (int c = block.count * w->channels; c > 0; c--, x += w->height * w->width, to += r->plane)
        ink__copy_rows(w->height, w->width, x, w->width, to, r->pitch);
    return room;
}

/* sums(5, LINE) += the spots' deltas by five lines of their windows. */
static void sum_lines(const spot *spot, const ink_spot *end, const float *const x[LINES],
                      float *sums) {
    const float *x0 = x[0], *x1 = x[1], *x2 = x[2], *x3 = x[3], *x4 = x[4];
    f32x4 s00 = f32x4_load(sums), s01 = f32x4_load(sums + 4), s10 = f32x4_load(sums + 8);
    f32x4 s11 = f32x4_load(sums + 12), s20 = f32x4_load(sums + 16), s21 = f32x4_load(sums + 20);
    f32x4 s30 = f32x4_load(sums + 24), s31 = f32x4_load(sums + 28), s40 = f32x4_load(sums + 32);
    f32x4 s41 = f32x4_load(sums + 36);
    for (; spot != end; spot++) {
        int at = spot->at;
        f32x4 delta = f32x4_load_splat(&spot->value);
        s00 = f32x4_madd(delta, f32x4_load(x0 + at), s00);
        s01 = f32x4_madd(delta, f32x4_load(x0 + at + LANES), s01);
        s10 = f32x4_madd(delta, f32x4_load(x1 + at), s10);
        s11 = f32x4_madd(delta, f32x4_load(x1 + at + LANES), s11);
        s20 = f32x4_madd(delta, f32x4_load(x2 + at), s20);
        s21 = f32x4_madd(delta, f32x4_load(x2 + at + LANES), s21);
        s30 = f32x4_madd(delta, f32x4_load(x3 + at), s30);
        s31 = f32x4_madd(delta, f32x4_load(x3 + at + LANES), s31);
        s40 = f32x4_madd(delta, f32x4_load(x4 + at), s40);
        s41 = f32x4_madd(delta, f32x4_load(x4 + at + LANES), s41);
    }
    f32x4_store(sums, s00), f32x4_store(sums + 4, s01), f32x4_store(sums + 8, s10);
    f32x4_store(sums + 12, s11), f32x4_store(sums + 16, s20), f32x4_store(sums + 20, s21);
    f32x4_store(sums + 24, s30), f32x4_store(sums + 28, s31), f32x4_store(sums + 32, s40);
    f32x4_store(sums + 36, s41);
}

static void sum_filter(const run *r, block block, const float *images, int filter, spot *spots) {
    const spot *end = find(r, block, filter, spots);
    float *sums = window_of(r, filter);
    for (int line = 0; line < r->lines; line += LINES, sums += LINES * LINE) {
        const float *x[LINES];
        for (int i = 0; i < LINES; i++)
            x[i] = images + (line + i < r->lines ? offset_of(r, line + i) : 0);
        sum_lines(spots, end, x, sums);
    }
}

/* A piece is a share of the filters. */
static void sum_filters(void *context, const ink_piece *piece) {
    const run *r = context;
    int filters = r->conv->filters, end = ink_piece_end(piece, filters);
    spot *spots = r->spots + (size_t)piece->thread * r->spots_room;
    float *room = r->rooms + (size_t)piece->thread * room_of(r);
    if (r->conv->windows.padding > 0) memset(room, 0, room_of(r) * sizeof *room);
    for (int first = 0; first < r->conv->n; first += BLOCK) {
        int left = r->conv->n - first;
        block block = {first, left < BLOCK ? left : BLOCK};
        const float *images = lay_out(r, block, room);
        for (int o = ink_piece_first(piece, filters); o < end; o++)
            sum_filter(r, block, images, o, spots);
    }
}

/* Multiply-adds of either way back, as many as there are expected to be. */
static double work_of(const run *r) {
    const ink_windows *w = &r->conv->windows;
    return OTHERS * r->conv->n * r->conv->filters * w->out_height * w->out_width * r->lines * LINE;
}

void ink__sparse_backward_weight(const ink_convolution *conv, const float *x, const float *dy,
                                 float *dweight) {
    run r = begin_on(conv);
    r.x = x, r.dy = dy;
    /* Where images need edges, each piece lays all of them out. */
    int threads = ink_pool_threads(conv->pool), most = conv->filters;
    if (conv->windows.padding > 0) most = most / FEW > threads ? most / FEW : threads;
    memset(r.windows, 0, (size_t)(r.rooms - r.windows) * sizeof(float));
    ink_pool_run(conv->pool, ink_pool_pieces(conv->pool, most, work_of(&r)), sum_filters, &r);
    int kernel = conv->windows.kernel;
    for (int o = 0; o < conv->filters; o++)
        ink__copy_rows(r.lines, kernel, window_of(&r, o), LINE, dweight + o * r.lines * kernel,
                       kernel);
}

/* The spots of four outputs side by side, `count` of which there are, of all filters. */
static spot *find_across(const run *r, const float *dy, int count, spot *end) {
    const ink_windows *w = &r->conv->windows;
    int plane = w->out_height * w->out_width;
    u32x4 at = u32x4_steps(SIDE, (uint32_t)-1);
    u32x4 step = u32x4_splat((uint32_t)(lines_room(r->lines) * WEIGHTS));
    for (int o = r->conv->filters; o > 0; o--, at = u32x4_add(at, step), dy += plane)
        end = note_four(end, f32x4_load_part(dy, (size_t)count), at);
    return end;
}

static inline void add_to(float *line, f32x4 left, f32x4 right) {
    f32x4_store(line, f32x4_add(f32x4_load(line), left));
    f32x4_store(line + LANES, f32x4_add(f32x4_load(line + LANES), right));
}

/* image += the spots' deltas times five lines of their weights. */
static void add_lines(const run *r, const spot *spot, const ink_spot *end, int line, float *image) {
    const float *weights = r->windows + line * WEIGHTS;
    f32x4 s00 = f32x4_zero(), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00;
    f32x4 s30 = s00, s31 = s00, s40 = s00, s41 = s00;
    for (; spot != end; spot++) {
        const float *w = weights + spot->at;
        f32x4 delta = f32x4_load_splat(&spot->value);
        s00 = f32x4_madd(delta, f32x4_load(w), s00);
        s01 = f32x4_madd(delta, f32x4_load(w + LANES), s01);
        s10 = f32x4_madd(delta, f32x4_load(w + WEIGHTS), s10);
        s11 = f32x4_madd(delta, f32x4_load(w + WEIGHTS + LANES), s11);
        s20 = f32x4_madd(delta, f32x4_load(w + 2 * WEIGHTS), s20);
        s21 = f32x4_madd(delta, f32x4_load(w + 2 * WEIGHTS + LANES), s21);
        s30 = f32x4_madd(delta, f32x4_load(w + 3 * WEIGHTS), s30);
        s31 = f32x4_madd(delta, f32x4_load(w + 3 * WEIGHTS + LANES), s31);
        s40 = f32x4_madd(delta, f32x4_load(w + 4 * WEIGHTS), s40);
        s41 = f32x4_madd(delta, f32x4_load(w + 4 * WEIGHTS + LANES), s41);
    }
    int left = r->lines - line;
    add_to(image + offset_of(r, line), s00, s01);
    if (left > 1) add_to(image + offset_of(r, line + 1), s10, s11);
    if (left > 2) add_to(image + offset_of(r, line + 2), s20, s21);
    if (left > 3) add_to(image + offset_of(r, line + 3), s30, s31);
    if (left > 4) add_to(image + offset_of(r, line + 4), s40, s41);
}

static void add_image(const run *r, const float *dy, spot *spots, float *image) {
    const ink_windows *w = &r->conv->windows;
    for (int y = 0; y < w->out_height; y++, dy += w->out_width, image += r->pitch)
        for (int x = 0; x < w->out_width; x += LANES) {
            const spot *end = find_across(r, dy + x, w->out_width - x, spots);
            if (end == spots) continue;
            for (int line = 0; line < r->lines; line += LINES)
                add_lines(r, spots, end, line, image + x);
        }
}

/* A piece is a share of the images. */
static void backward_images(void *context, const ink_piece *piece) {
    const run *r = context;
    const ink_windows *w = &r->conv->windows;
    spot *spots = r->spots + (size_t)piece->thread * r->spots_room;
    float *image = r->rooms + (size_t)piece->thread * room_of(r);
    size_t y_size = (size_t)(r->conv->filters * w->out_height * w->out_width);
    int end = ink_piece_end(piece, r->conv->n);
    for (int n = ink_piece_first(piece, r->conv->n); n < end; n++) {
        memset(image, 0, r->image * sizeof *image);
        add_image(r, r->dy + (size_t)n * y_size, spots, image);
        float *dx = r->dx + (size_t)n * x_size(w);
        const float *from = image + w->padding * r->pitch + w->padding;
        for (int c = 0; c < w->channels; c++, from += r->plane, dx += w->height * w->width)
            ink__copy_rows(w->height, w->width, from, r->pitch, dx, w->width);
    }
}

void ink__sparse_backward_input(const ink_convolution *conv, const float *dy, float *dx) {
    run r = begin_on(conv);
    r.dy = dy, r.dx = dx;
    memset(r.windows, 0, (size_t)(r.rooms - r.windows) * sizeof(float));
    int kernel = conv->windows.kernel;
    for (int o = 0; o < conv->filters; o++)
        ink__copy_rows(r.lines, kernel, conv->weight + o * r.lines * kernel, kernel,
                       r.windows + (size_t)o * lines_room(r.lines) * WEIGHTS + SIDE, WEIGHTS);
    ink_pool_run(conv->pool, ink_pool_pieces(conv->pool, conv->n, work_of(&r)), backward_images,
                 &r);
}
