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

/* Inverted dropout (Srivastava et al. 2014): what stays is scaled up, so that
 * evaluation has nothing to do. Each layer draws from a stream of its own. */
static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    size_t count = ink_pass_count(pass, layer);
    if (!pass->training) {
        ink_copy(count, x, y);
        return;
    }
    ink_stream stream = INK_STREAM_DROPOUT + ((uint32_t)layer->index << 8);
    ink_random random = ink_random_make(pass->seed, stream, pass->step);
    ink_draw_mask(&random, (float)layer->params[RATE], count, layer->state);
    ink_apply_mask(count, layer->state, scale(layer), x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x, (void)y;
    if (dx) ink_apply_mask(ink_pass_count(pass, layer), layer->state, scale(layer), dy, dx);
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
