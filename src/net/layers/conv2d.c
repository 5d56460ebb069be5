#include <math.h>

#include "kernel/convolution.h"
#include "kernel/elementwise.h"
#include "kernel/gemm.h"
#include "kernel/reduce.h"
#include "net/layer.h"

enum { FILTERS, KERNEL, STRIDE, PADDING };
enum { WEIGHT, BIAS };

static const ink_param params[] = {
    {"filters", INK_PARAM_INTEGER, 1, 4096, NAN, "How many patterns are looked for."},
    {"kernel", INK_PARAM_INTEGER, 1, 63, 3, "The side of a pattern, in pixels."},
    {"stride", INK_PARAM_INTEGER, 1, 63, 1, "How far the window moves at a time, in pixels."},
    {"padding", INK_PARAM_INTEGER, 0, 62, 0, "Rows of zeros laid around the image."},
    {0},
};

static ink_windows windows_of(const ink_layer *layer) {
    return (ink_windows){layer->in.channels,
                         layer->in.height,
                         layer->in.width,
                         (int)layer->params[KERNEL],
                         (int)layer->params[STRIDE],
                         (int)layer->params[PADDING],
                         layer->out.height,
                         layer->out.width};
}

/* weight(O,C,K,K) and bias(O), as PyTorch's Conv2d has them. */
static int plan(ink_layer *layer, int classes, ink_error *error) {
    (void)classes;
    int filters = (int)layer->params[FILTERS], kernel = (int)layer->params[KERNEL];
    int stride = (int)layer->params[STRIDE], padding = (int)layer->params[PADDING];
    int height = layer->in.height + 2 * padding, width = layer->in.width + 2 * padding;
    if (kernel > height || kernel > width)
        return ink_fail(error, INK_ERROR_CONFIG, ".kernel: %d is larger than its input, %d×%d",
                        kernel, height, width);
    if (padding >= kernel)
        return ink_fail(error, INK_ERROR_CONFIG, ".padding: %d is not smaller than the kernel, %d",
                        padding, kernel);
    layer->out =
        (ink_shape){filters, (height - kernel) / stride + 1, (width - kernel) / stride + 1};
    int channels = layer->in.channels, area = kernel * kernel;
    layer->parameter_count = 2;
    layer->parameters[WEIGHT] = (ink_parameter){.name = "weight",
                                                .rank = 4,
                                                .shape = {filters, channels, kernel, kernel},
                                                .fan_in = channels * area,
                                                .fan_out = filters * area};
    layer->parameters[BIAS] =
        (ink_parameter){.name = "bias", .kind = INK_BIAS, .rank = 1, .shape = {filters}};
    return 0;
}

/* Of one sample: filters, rows of its columns, windows. */
typedef struct sizes {
    int filters, rows, outputs;
    size_t columns; /* rows · outputs */
} sizes;

static sizes sizes_of(const ink_layer *layer) {
    int kernel = (int)layer->params[KERNEL];
    int rows = layer->in.channels * kernel * kernel;
    int outputs = layer->out.height * layer->out.width;
    return (sizes){layer->out.channels, rows, outputs, (size_t)rows * (size_t)outputs};
}

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

/* The columns, then what the products need. */
static size_t scratch(const ink_layer *layer, int n) {
    (void)n;
    sizes s = sizes_of(layer);
    size_t products = larger(ink_gemm_scratch(s.filters, s.outputs, s.rows),
                             larger(ink_gemm_scratch(s.filters, s.rows, s.outputs),
                                    ink_gemm_scratch(s.rows, s.outputs, s.filters)));
    return s.columns + products;
}

/* y(O,P) = bias(O) + weight(O,R) · columns(R,P), sample by sample. */
static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_windows windows = windows_of(layer);
    sizes s = sizes_of(layer);
    ink_real *columns = pass->scratch;
    for (int n = 0; n < pass->n; n++) {
        ink_windows_gather(&windows, x, columns);
        for (int o = 0; o < s.filters; o++)
            ink_fill((size_t)s.outputs, layer->parameters[BIAS].values[o], y + o * s.outputs);
        ink_gemm_run(&(ink_gemm){.m = s.filters,
                                 .n = s.outputs,
                                 .k = s.rows,
                                 .a = layer->parameters[WEIGHT].values,
                                 .lda = s.rows,
                                 .b = columns,
                                 .ldb = s.outputs,
                                 .c = y,
                                 .ldc = s.outputs,
                                 .accumulate = true},
                     columns + s.columns, pass->pool);
        x += ink_shape_size(layer->in), y += ink_shape_size(layer->out);
    }
}

/* dweight(O,R) = Σₙ dy(O,P) · columns(R,P)ᵀ;  dbias(O) = Σₙ Σ dy */
static void backward_parameters(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                                const ink_real *dy) {
    ink_windows windows = windows_of(layer);
    sizes s = sizes_of(layer);
    ink_real *columns = pass->scratch, *dbias = layer->parameters[BIAS].gradients;
    ink_fill((size_t)s.filters, 0, dbias);
    for (int n = 0; n < pass->n; n++) {
        ink_windows_gather(&windows, x, columns);
        ink_gemm_run(&(ink_gemm){.m = s.filters,
                                 .n = s.rows,
                                 .k = s.outputs,
                                 .a = dy,
                                 .lda = s.outputs,
                                 .b = columns,
                                 .ldb = s.outputs,
                                 .transpose_b = true,
                                 .c = layer->parameters[WEIGHT].gradients,
                                 .ldc = s.rows,
                                 .accumulate = n > 0},
                     columns + s.columns, pass->pool);
        for (int o = 0; o < s.filters; o++)
            dbias[o] += ink_sum((size_t)s.outputs, dy + o * s.outputs);
        x += ink_shape_size(layer->in), dy += ink_shape_size(layer->out);
    }
}

/* dcolumns(R,P) = weight(O,R)ᵀ · dy(O,P), laid back over the image. */
static void backward_input(const ink_layer *layer, const ink_pass *pass, const ink_real *dy,
                           ink_real *dx) {
    ink_windows windows = windows_of(layer);
    sizes s = sizes_of(layer);
    ink_real *columns = pass->scratch;
    for (int n = 0; n < pass->n; n++) {
        ink_gemm_run(&(ink_gemm){.m = s.rows,
                                 .n = s.outputs,
                                 .k = s.filters,
                                 .a = layer->parameters[WEIGHT].values,
                                 .lda = s.rows,
                                 .transpose_a = true,
                                 .b = dy,
                                 .ldb = s.outputs,
                                 .c = columns,
                                 .ldc = s.outputs},
                     columns + s.columns, pass->pool);
        ink_windows_scatter(&windows, columns, dx);
        dx += ink_shape_size(layer->in), dy += ink_shape_size(layer->out);
    }
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)y;
    backward_parameters(layer, pass, x, dy);
    if (dx) backward_input(layer, pass, dy, dx);
}

INK_LAYER_TYPE(conv2d) = {
    .choice = {"conv2d", "Looks for small patterns everywhere in the image.", params},
    .reads_x = true,
    .plan = plan,
    .scratch = scratch,
    .forward = forward,
    .backward = backward,
};
