#include "kernel/activation.h"
#include "kernel/reduce.h"
#include "net/layer.h"

static const ink_param params[] = {{0}};

/* One slope for the layer, starting at 0.25 (He, Zhang, Ren, Sun 2015). */
static int plan(ink_layer *layer, int classes, ink_error *error) {
    (void)classes, (void)error;
    layer->out = layer->in;
    layer->parameter_count = 1;
    layer->parameters[0] = (ink_parameter){
        .name = "weight", .kind = INK_BIAS, .rank = 1, .shape = {1}, .initial = (ink_real)0.25};
    return 0;
}

static size_t scratch(const ink_layer *layer, int n) {
    return (size_t)n * (size_t)ink_shape_size(layer->out);
}

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_leaky_relu(ink_pass_count(pass, layer), layer->parameters[0].values[0], x, y);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)y;
    const ink_parameter *slope = &layer->parameters[0];
    size_t count = ink_pass_count(pass, layer);
    ink_prelu_backward(count, slope->values[0], x, dy, dx, pass->scratch);
    slope->gradients[0] = ink_sum(count, pass->scratch);
}

INK_LAYER_TYPE(prelu) = {
    .choice = {"prelu", "Leaky ReLU that learns how much of a negative number to keep.", params},
    .reads_x = true,
    .plan = plan,
    .scratch = scratch,
    .forward = forward,
    .backward = backward,
};
