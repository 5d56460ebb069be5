#include <math.h>

#include "kernel/convolution.h"
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

static size_t scratch(const ink_layer *layer, int n) {
    (void)n;
    ink_windows windows = windows_of(layer);
    return ink_convolution_scratch(&windows, layer->out.channels);
}

static ink_convolution convolution_of(const ink_layer *layer, const ink_pass *pass) {
    return (ink_convolution){windows_of(layer), layer->out.channels,
                             pass->n,           layer->parameters[WEIGHT].values,
                             pass->scratch,     pass->pool};
}

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    ink_convolution convolution = convolution_of(layer, pass);
    ink_convolution_forward(&convolution, layer->parameters[BIAS].values, x, y);
}

typedef struct bias_run {
    const ink_layer *layer;
    int n;
    const ink_real *dy;
} bias_run;

/* To add a number takes as long as so many multiply-adds. */
enum { ADDING = 2 };

/* dbias(O) = Σₙ Σ dy(O,P), of one filter */
static void sum_bias(const bias_run *run, int filter) {
    const ink_shape out = run->layer->out;
    size_t outputs = (size_t)(out.height * out.width);
    const ink_real *dy = run->dy + (size_t)filter * outputs;
    ink_real sum = 0;
    for (int n = 0; n < run->n; n++, dy += (size_t)out.channels * outputs)
        sum += ink_sum(outputs, dy);
    run->layer->parameters[BIAS].gradients[filter] = sum;
}

/* A piece is a share of the filters. */
static void sum_biases(void *context, const ink_piece *piece) {
    const bias_run *run = context;
    int filters = run->layer->out.channels, end = ink_piece_end(piece, filters);
    for (int o = ink_piece_first(piece, filters); o < end; o++) sum_bias(run, o);
}

static void backward_bias(const ink_layer *layer, const ink_pass *pass, const ink_real *dy) {
    double work = (double)ink_pass_count(pass, layer) * ADDING;
    ink_pool_run(pass->pool, ink_pool_pieces(pass->pool, layer->out.channels, work), sum_biases,
                 &(bias_run){layer, pass->n, dy});
}

static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)y;
    ink_convolution convolution = convolution_of(layer, pass);
    ink_convolution_backward_weight(&convolution, x, dy, layer->parameters[WEIGHT].gradients);
    backward_bias(layer, pass, dy);
    if (dx) ink_convolution_backward_input(&convolution, dy, dx);
}

INK_LAYER_TYPE(conv2d) = {
    .choice = {"conv2d", "Looks for small patterns everywhere in the image.", params},
    .reads_x = true,
    .plan = plan,
    .scratch = scratch,
    .forward = forward,
    .backward = backward,
};
