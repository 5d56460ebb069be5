#include "kernel/activation.h"
#include "net/layer.h"

enum { SLOPE };

static const ink_param params[] = {
    {"slope", INK_PARAM_NUMBER, 0, 1, 0.01, "How much of a negative number is kept."},
    {0},
};

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_leaky_relu(ink_pass_count(pass, layer), (ink_real)layer->params[SLOPE], x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x;
    if (dx)
        ink_leaky_relu_backward(ink_pass_count(pass, layer), (ink_real)layer->params[SLOPE], y, dy,
                                dx);
}

INK_LAYER_TYPE(leaky_relu) = {
    .choice = {"leaky-relu",
               "Like ReLU, but lets a little of what is negative through: no unit dies.", params},
    .place = INK_PLACE_OVER,
    .reads_y = true,
    .plan = ink_layer_keep_shape,
    .forward = forward,
    .backward = backward,
};
