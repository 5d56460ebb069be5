#include "kernel/activation.h"
#include "net/layer.h"

enum { ALPHA };

static const ink_param params[] = {
    {"alpha", INK_PARAM_NUMBER, 0.001, 10, 1, "How far below zero the floor lies."},
    {0},
};

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_elu(ink_pass_count(pass, layer), (ink_real)layer->params[ALPHA], x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x;
    if (dx)
        ink_elu_backward(ink_pass_count(pass, layer), (ink_real)layer->params[ALPHA], y, dy, dx);
}

INK_LAYER_TYPE(elu) = {
    .choice = {"elu",
               "Like ReLU, but bends smoothly to a negative floor: its mean is nearer to zero.",
               params},
    .place = INK_PLACE_OVER,
    .reads_y = true,
    .plan = ink_layer_keep_shape,
    .forward = forward,
    .backward = backward,
};
