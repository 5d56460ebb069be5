#include "kernel/activation.h"
#include "net/layer.h"

static const ink_param params[] = {{0}};

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_sigmoid(ink_pass_count(pass, layer), x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x;
    if (dx) ink_sigmoid_backward(ink_pass_count(pass, layer), y, dy, dx);
}

INK_LAYER_TYPE(sigmoid) = {
    .choice = {"sigmoid", "Squeezes numbers between 0 and 1; far from zero its slope vanishes.",
               params},
    .place = INK_PLACE_OVER,
    .reads_y = true,
    .low = 0,
    .high = 1,
    .plan = ink_layer_keep_shape,
    .forward = forward,
    .backward = backward,
};
