#include "kernel/elementwise.h"
#include "net/layer.h"

static const ink_param params[] = {{0}};

static int plan(ink_layer *layer, int classes, ink_error *error) {
    (void)classes, (void)error;
    layer->out = layer->in;
    return 0;
}

static size_t count(const ink_layer *layer, const ink_pass *pass) {
    return (size_t)pass->n * (size_t)ink_shape_size(layer->out);
}

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_relu(count(layer, pass), x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x;
    if (dx) ink_relu_backward(count(layer, pass), y, dy, dx);
}

INK_LAYER_TYPE(relu) = {
    .choice = {"relu", "Keeps what is positive and sets the rest to zero.", params},
    .in_place = true,
    .plan = plan,
    .forward = forward,
    .backward = backward,
};
