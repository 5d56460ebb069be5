#include "kernel/elementwise.h"
#include "net/layer.h"

enum { RATE };

static const ink_param params[] = {
    {"rate", INK_PARAM_NUMBER, 0, 0.95, 0.5, "The part of all numbers that is dropped."},
    {0},
};

/* The mask: one byte a number. */
static size_t state(const ink_layer *layer, int n) {
    return (size_t)n * (size_t)ink_shape_size(layer->out);
}

static ink_real scale(const ink_layer *layer) { return (ink_real)(1 / (1 - layer->params[RATE])); }

/* Numbers that are masked by one block of random numbers. */
enum { BLOCK = 8 };

/* To draw a number of the mask or to apply it takes as long as so many multiply-adds. */
enum { DRAWING = 32, APPLYING = 8 };

typedef struct masking {
    const ink_layer *layer;
    const ink_pass *pass;
    const ink_real *from;
    ink_real *to;
    bool draws;
    int blocks;
} masking;

/* Each layer draws from a stream of its own. */
static void mask_piece(void *context, const ink_piece *piece) {
    const masking *m = context;
    const ink_layer *layer = m->layer;
    size_t first = (size_t)ink_piece_first(piece, m->blocks) * BLOCK;
    size_t end = (size_t)ink_piece_end(piece, m->blocks) * BLOCK;
    size_t all = ink_pass_count(m->pass, layer), count = (end < all ? end : all) - first;
    uint8_t *mask = (uint8_t *)layer->state + first;
    if (m->draws) {
        ink_stream stream = INK_STREAM_DROPOUT + ((uint32_t)layer->index << 8);
        ink_random random = ink_random_make(m->pass->seed, stream, m->pass->step);
        random.counter[0] = (uint32_t)(first / BLOCK);
        ink_draw_mask(&random, (float)layer->params[RATE], count, mask);
    }
    ink_apply_mask(count, mask, scale(layer), m->from + first, m->to + first);
}

static void run_mask(masking m) {
    size_t count = ink_pass_count(m.pass, m.layer);
    m.blocks = (int)((count + BLOCK - 1) / BLOCK);
    int pieces = ink_pool_pieces(m.pass->pool, m.blocks,
                                 (double)count * (m.draws ? DRAWING + APPLYING : APPLYING));
    ink_pool_run(m.pass->pool, pieces, mask_piece, &m);
}

/* Inverted dropout (Srivastava et al. 2014): what stays is scaled up, so that
 * evaluation has nothing to do. */
static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    if (pass->training)
        run_mask((masking){layer, pass, x, y, true, 0});
    else
        ink_copy(ink_pass_count(pass, layer), x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x, (void)y;
    if (dx) run_mask((masking){layer, pass, dy, dx, false, 0});
}

INK_LAYER_TYPE(dropout) = {
    .choice = {"dropout", "Drops numbers at random while training, so that none is relied on.",
               params},
    .place = INK_PLACE_OVER,
    .plan = ink_layer_keep_shape,
    .state = state,
    .forward = forward,
    .backward = backward,
};
