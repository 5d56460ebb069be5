#include "net/layer.h"

static const ink_param params[] = {{0}};

static int plan(ink_layer *layer, int classes, ink_error *error) {
    (void)classes, (void)error;
    layer->out = (ink_shape){ink_shape_size(layer->in), 1, 1};
    return 0;
}

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    (void)layer, (void)pass, (void)x, (void)y;
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)layer, (void)pass, (void)x, (void)y, (void)dy, (void)dx;
}

INK_LAYER_TYPE(flatten) = {
    .choice = {"flatten", "Lays the numbers of an image out in one row.", params},
    .in_place = true,
    .plan = plan,
    .forward = forward,
    .backward = backward,
};
