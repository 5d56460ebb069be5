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

/* Numbers of a piece of a pass: of so many whole blocks of random numbers. */
enum { PIECE = 1 << 14, BLOCK = 8 };

typedef struct masking {
    const ink_layer *layer;
    const ink_pass *pass;
    const ink_real *from;
    ink_real *to;
    bool draws;
} masking;

/* Each layer draws from a stream of its own. */
static void mask_piece(void *context, int index) {
    const masking *m = context;
    const ink_layer *layer = m->layer;
    size_t first = (size_t)index * PIECE, left = ink_pass_count(m->pass, layer) - first;
    size_t count = left < PIECE ? left : PIECE;
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
    size_t pieces = (ink_pass_count(m.pass, m.layer) + PIECE - 1) / PIECE;
    ink_pool_run(m.pass->pool, (int)pieces, mask_piece, &m);
}

/* Inverted dropout (Srivastava et al. 2014): what stays is scaled up, so that
 * evaluation has nothing to do. */
static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    if (pass->training)
        run_mask((masking){layer, pass, x, y, true});
    else
        ink_copy(ink_pass_count(pass, layer), x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x, (void)y;
    if (dx) run_mask((masking){layer, pass, dy, dx, false});
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
