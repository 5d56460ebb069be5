#include "kernel/pooling.h"
#include "net/pooled.h"

static const ink_param params[] = {INK_POOLED_PARAMS, {0}};

extern INK_LAYER_TYPE(relu);

static ink_pooling windows(const ink_layer *layer, const ink_pass *pass) {
    ink_pooling pooling = ink_pooled_windows(layer, pass);
    pooling.rectify = layer->absorbs && pass->absorbing;
    return pooling;
}

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_pooling pooling = windows(layer, pass);
    ink_max_pool(&pooling, x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    ink_pooling pooling = windows(layer, pass);
    if (dx) ink_max_pool_backward(&pooling, x, y, dy, dx);
}

INK_LAYER_TYPE(maxpool2d) = {
    .choice = {"maxpool2d",
               "Keeps the largest number of each window: smaller, and less fussy about place.",
               params},
    .reads_x = true,
    .reads_y = true,
    .absorbs = &INK_REAL_NAME(ink_layer_relu),
    .plan = ink_pooled_plan,
    .forward = forward,
    .backward = backward,
};
