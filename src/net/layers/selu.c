#include "kernel/activation.h"
#include "kernel/elementwise.h"
#include "net/layer.h"

/* Klambauer, Unterthiner, Mayr, Hochreiter, "Self-Normalizing Neural Networks" (2017):
 * λ·ELU with the α and λ that keep mean 0 and variance 1 from layer to layer. */
#define ALPHA  ((ink_real)1.6732632423543772)
#define LAMBDA ((ink_real)1.0507009873554805)

static const ink_param params[] = {{0}};

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    size_t count = ink_pass_count(pass, layer);
    ink_elu(count, ALPHA, x, y);
    ink_scale(count, LAMBDA, y);
}

static size_t scratch(const ink_layer *layer, int n) {
    return (size_t)n * (size_t)ink_shape_size(layer->out);
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)y;
    if (!dx) return;
    size_t count = ink_pass_count(pass, layer);
    ink_elu(count, ALPHA, x, pass->scratch);
    ink_elu_backward(count, ALPHA, pass->scratch, dy, dx);
    ink_scale(count, LAMBDA, dx);
}

INK_LAYER_TYPE(selu) = {
    .choice = {"selu", "An ELU so scaled that numbers keep mean 0 and variance 1 through layers.",
               params},
    .place = INK_PLACE_OWN,
    .reads_x = true,
    .plan = ink_layer_keep_shape,
    .scratch = scratch,
    .forward = forward,
    .backward = backward,
};
