#include <math.h>

#include "kernel/elementwise.h"
#include "kernel/gemm.h"
#include "kernel/reduce.h"
#include "net/layer.h"

enum { UNITS };
enum { WEIGHT, BIAS };

static const ink_param params[] = {
    {"units", INK_PARAM_UNITS, 1, 65536, NAN, "How many numbers come out, or \"classes\"."},
    {0},
};

/* weight(O,I) and bias(O), as PyTorch's Linear has them. */
static int plan(ink_layer *layer, int classes, ink_error *error) {
    (void)error;
    int inputs = ink_shape_size(layer->in);
    int units = layer->params[UNITS] == INK_UNITS_CLASSES ? classes : (int)layer->params[UNITS];
    layer->out = (ink_shape){units, 1, 1};
    layer->parameter_count = 2;
    layer->parameters[WEIGHT] = (ink_parameter){
        .name = "weight", .rank = 2, .shape = {units, inputs}, .fan_in = inputs, .fan_out = units};
    layer->parameters[BIAS] =
        (ink_parameter){.name = "bias", .kind = INK_BIAS, .rank = 1, .shape = {units}};
    return 0;
}

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

/* x without its background, whose products need not be made; NULL where it is to be read itself. */
static const ink_sparse *lists_of(const ink_layer *layer, const ink_pass *pass) {
    return layer->lists ? pass->listed : NULL;
}

/* Where there are lists, x itself is read of single samples only. */
static size_t scratch(const ink_layer *layer, int n) {
    int inputs = ink_shape_size(layer->in), units = layer->out.channels;
    size_t listed = layer->lists ? ink_sparse_scratch(n, inputs, units) : 0;
    if (layer->lists) n = 1;
    return larger(larger(listed, ink_gemm_scratch(n, units, inputs)),
                  larger(ink_gemm_scratch(units, inputs, n), ink_gemm_scratch(n, inputs, units)));
}

/* y(N,O) = bias(O) + x(N,I) · weight(O,I)ᵀ */
static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    int inputs = ink_shape_size(layer->in), units = layer->out.channels;
    const ink_real *weight = layer->parameters[WEIGHT].values;
    const ink_sparse *listed = lists_of(layer, pass);
    if (listed) {
        ink_sparse_forward(listed, units, weight, layer->parameters[BIAS].values, y, pass->scratch,
                           pass->pool);
        return;
    }
    ink_gemm_run(&(ink_gemm){.m = pass->n,
                             .n = units,
                             .k = inputs,
                             .a = x,
                             .lda = inputs,
                             .b = weight,
                             .ldb = inputs,
                             .transpose_b = true,
                             .c = y,
                             .ldc = units,
                             .from = layer->parameters[BIAS].values},
                 pass->scratch, pass->pool);
}

/* dweight(O,I) = dy(N,O)ᵀ · x(N,I) */
static void backward_weight(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                            const ink_real *dy) {
    int inputs = ink_shape_size(layer->in), units = layer->out.channels;
    ink_real *dweight = layer->parameters[WEIGHT].gradients;
    const ink_sparse *listed = lists_of(layer, pass);
    if (listed) {
        ink_sparse_backward(listed, units, dy, layer->parameters[BIAS].gradients, dweight,
                            pass->scratch, pass->pool);
        return;
    }
    ink_gemm_run(&(ink_gemm){.m = units,
                             .n = inputs,
                             .k = pass->n,
                             .a = dy,
                             .lda = units,
                             .transpose_a = true,
                             .b = x,
                             .ldb = inputs,
                             .c = dweight,
                             .ldc = inputs},
                 pass->scratch, pass->pool);
}

/* dbias(O) = Σₙ dy;  dx(N,I) = dy(N,O) · weight(O,I) */
static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)y;
    int inputs = ink_shape_size(layer->in), units = layer->out.channels;
    ink_fill((size_t)units, 0, layer->parameters[BIAS].gradients);
    ink_column_sums(pass->n, units, dy, layer->parameters[BIAS].gradients);
    backward_weight(layer, pass, x, dy);
    if (!dx) return;
    ink_gemm_run(&(ink_gemm){.m = pass->n,
                             .n = inputs,
                             .k = units,
                             .a = dy,
                             .lda = units,
                             .b = layer->parameters[WEIGHT].values,
                             .ldb = inputs,
                             .c = dx,
                             .ldc = inputs},
                 pass->scratch, pass->pool);
}

INK_LAYER_TYPE(dense) = {
    .choice = {"dense", "Every output is a weighted sum of all inputs, plus a bias.", params},
    .reads_x = true,
    .reads_lists = true,
    .plan = plan,
    .scratch = scratch,
    .forward = forward,
    .backward = backward,
};
