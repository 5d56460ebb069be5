#include "kernel/activation.h"
#include "net/layer.h"

static const ink_param params[] = {{0}};

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_silu(ink_pass_count(pass, layer), x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)y;
    if (dx) ink_silu_backward(ink_pass_count(pass, layer), x, dy, dx);
}

INK_LAYER_TYPE(silu) = {
    .choice = {"silu", "A smooth ReLU: a number times its own sigmoid, also called swish.", params},
    .place = INK_PLACE_OWN,
    .reads_x = true,
    .plan = ink_layer_keep_shape,
    .forward = forward,
    .backward = backward,
};
