#include "kernel/pooling.h"
#include "net/pooled.h"

static const ink_param params[] = {INK_POOLED_PARAMS, {0}};

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_pooling pooling = ink_pooled_windows(layer, pass);
    ink_average_pool(&pooling, x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x, (void)y;
    ink_pooling pooling = ink_pooled_windows(layer, pass);
    if (dx) ink_average_pool_backward(&pooling, dy, dx);
}

INK_LAYER_TYPE(avgpool2d) = {
    .choice = {"avgpool2d", "Keeps the mean of each window.", params},
    .plan = ink_pooled_plan,
    .forward = forward,
    .backward = backward,
};
