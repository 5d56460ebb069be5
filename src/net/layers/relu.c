#include "kernel/elementwise.h"
#include "net/layer.h"

static const ink_param params[] = {{0}};

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_relu(ink_pass_count(pass, layer), x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x;
    if (dx) ink_relu_backward(ink_pass_count(pass, layer), y, dy, dx);
}

INK_LAYER_TYPE(relu) = {
    .choice = {"relu", "Keeps what is positive and sets the rest to zero.", params},
    .place = INK_PLACE_OVER,
    .reads_y = true,
    .plan = ink_layer_keep_shape,
    .forward = forward,
    .backward = backward,
};
