#include "kernel/elementwise.h"
#include "net/layer.h"

static const ink_param params[] = {{0}};

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    size_t count = ink_pass_count(pass, layer);
    ink_relu(count, x, y);
    ink_multiply(count, y, y, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)y;
    if (!dx) return;
    size_t count = ink_pass_count(pass, layer);
    ink_relu(count, x, dx);
    ink_scale(count, 2, dx);
    ink_multiply(count, dx, dy, dx);
}

/* So, Mańke, Liu and others, "Primer: Searching for Efficient Transformers" (2021). */
INK_LAYER_TYPE(squared_relu) = {
    .choice = {"squared-relu", "Cuts what is below zero and squares the rest.", params},
    .place = INK_PLACE_OWN,
    .reads_x = true,
    .plan = ink_layer_keep_shape,
    .forward = forward,
    .backward = backward,
};
