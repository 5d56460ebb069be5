#include "kernel/pooling.h"
#include "net/layer.h"

enum { PIECES };

static const ink_param params[] = {
    {"pieces", INK_PARAM_INTEGER, 2, 64, 2, "How many channels compete for each that comes out."},
    {0},
};

static int plan(ink_layer *layer, int classes, ink_error *error) {
    (void)classes;
    int pieces = (int)layer->params[PIECES], channels = layer->in.channels;
    if (channels % pieces)
        return ink_fail(error, INK_ERROR_CONFIG, ".pieces: %d does not divide its input's %d",
                        pieces, channels);
    layer->out = layer->in;
    layer->out.channels = channels / pieces;
    return 0;
}

/* A sample's groups follow the last one's, so a pass is one long row of groups. */
static size_t groups(const ink_layer *layer, const ink_pass *pass) {
    return (size_t)pass->n * (size_t)layer->out.channels;
}

static size_t plane(const ink_layer *layer) { return (size_t)(layer->in.height * layer->in.width); }

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_maxout(groups(layer, pass), (int)layer->params[PIECES], plane(layer), x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    if (!dx) return;
    ink_maxout_backward(groups(layer, pass), (int)layer->params[PIECES], plane(layer), x, y, dy,
                        dx);
}

INK_LAYER_TYPE(maxout) = {
    .choice = {"maxout", "Takes the largest of each group of neighbouring channels.", params},
    .reads_x = true,
    .reads_y = true,
    .plan = plan,
    .forward = forward,
    .backward = backward,
};
