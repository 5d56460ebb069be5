#include <math.h>

#include "kernel/channels.h"
#include "kernel/elementwise.h"
#include "net/layer.h"

enum { MOMENTUM, EPSILON };
enum { GAMMA, BETA, RUNNING_MEAN, RUNNING_VARIANCE };

static const ink_param params[] = {
    {"momentum", INK_PARAM_NUMBER, 0, 1, 0.1, "How much of each batch the running mean takes in."},
    {"epsilon", INK_PARAM_NUMBER, 1e-8, 1, 1e-5, "Keeps the division away from zero."},
    {0},
};

/* Ioffe, Szegedy, "Batch normalization", 2015; names, the biased variance of the
 * batch and the unbiased running one as in PyTorch. */
static int plan(ink_layer *layer, int classes, ink_error *error) {
    (void)classes, (void)error;
    int channels = layer->in.channels;
    layer->out = layer->in;
    layer->parameter_count = 4;
    layer->parameters[GAMMA] = (ink_parameter){
        .name = "weight", .kind = INK_BIAS, .rank = 1, .shape = {channels}, .initial = 1};
    layer->parameters[BETA] =
        (ink_parameter){.name = "bias", .kind = INK_BIAS, .rank = 1, .shape = {channels}};
    layer->parameters[RUNNING_MEAN] = (ink_parameter){
        .name = "running_mean", .kind = INK_STATISTIC, .rank = 1, .shape = {channels}};
    layer->parameters[RUNNING_VARIANCE] = (ink_parameter){
        .name = "running_var", .kind = INK_STATISTIC, .rank = 1, .shape = {channels}, .initial = 1};
    return 0;
}

static ink_channels channels_of(const ink_layer *layer, const ink_pass *pass) {
    return (ink_channels){pass->n, layer->in.channels,
                          (size_t)(layer->in.height * layer->in.width)};
}

/* x̂(N,C,plane), then 1/√(variance + ε) of each channel. */
static size_t state(const ink_layer *layer, int n) {
    size_t numbers = (size_t)n * (size_t)ink_shape_size(layer->in) + (size_t)layer->in.channels;
    return numbers * sizeof(ink_real);
}

/* Three values for each channel. */
static size_t scratch(const ink_layer *layer, int n) {
    (void)n;
    return 3 * (size_t)layer->in.channels;
}

/* Where a pass keeps what; all but the first two are scratch. */
typedef struct places {
    ink_real *normal, *inverse, *first, *second, *third;
} places;

static places places_of(const ink_layer *layer, const ink_pass *pass) {
    size_t count = ink_pass_count(pass, layer), channels = (size_t)layer->in.channels;
    ink_real *normal = layer->state, *first = pass->scratch;
    return (places){normal, normal + count, first, first + channels, first + 2 * channels};
}

static void update_running(const ink_layer *layer, const ink_real *mean, const ink_real *variance,
                           ink_real count) {
    ink_real take = (ink_real)layer->params[MOMENTUM];
    ink_real unbiased = count > 1 ? count / (count - 1) : 1;
    ink_real *running_mean = layer->parameters[RUNNING_MEAN].values;
    ink_real *running_variance = layer->parameters[RUNNING_VARIANCE].values;
    for (int c = 0; c < layer->in.channels; c++) {
        running_mean[c] += take * (mean[c] - running_mean[c]);
        running_variance[c] += take * (variance[c] * unbiased - running_variance[c]);
    }
}

static ink_real inverse_deviation(const ink_layer *layer, ink_real variance) {
    return 1 / (ink_real)sqrt(variance + (ink_real)layer->params[EPSILON]);
}

static void forward_training(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                             ink_real *y) {
    ink_channels shape = channels_of(layer, pass);
    places p = places_of(layer, pass);
    ink_real *mean = p.first, *variance = p.second;
    ink_real count = (ink_real)shape.samples * (ink_real)shape.plane;
    size_t channels = (size_t)shape.channels;
    ink_channel_sums(&shape, x, mean);
    ink_scale(channels, 1 / count, mean);
    ink_channel_squares(&shape, x, mean, variance);
    ink_scale(channels, 1 / count, variance);
    for (size_t c = 0; c < channels; c++) p.inverse[c] = inverse_deviation(layer, variance[c]);
    if (pass->gathering) update_running(layer, mean, variance, count);
    ink_channel_normalize(&shape, x, mean, p.inverse, layer->parameters[GAMMA].values,
                          layer->parameters[BETA].values, p.normal, y);
}

static void forward(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y) {
    if (pass->training) {
        forward_training(layer, pass, x, y);
        return;
    }
    ink_channels shape = channels_of(layer, pass);
    places p = places_of(layer, pass);
    const ink_parameter *parameters = layer->parameters;
    for (int c = 0; c < shape.channels; c++) {
        p.first[c] = parameters[GAMMA].values[c] *
                     inverse_deviation(layer, parameters[RUNNING_VARIANCE].values[c]);
        p.second[c] = parameters[BETA].values[c] - parameters[RUNNING_MEAN].values[c] * p.first[c];
    }
    ink_channel_affine(&shape, x, p.first, p.second, y);
}

/* dγ = Σ dy·x̂;  dβ = Σ dy;  dx = γ/√(σ² + ε) · (dy − dβ/M − x̂·dγ/M) */
static void backward(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx) {
    (void)x, (void)y;
    ink_channels shape = channels_of(layer, pass);
    places p = places_of(layer, pass);
    ink_real *dgamma = layer->parameters[GAMMA].gradients;
    ink_real *dbeta = layer->parameters[BETA].gradients;
    ink_channel_products(&shape, dy, p.normal, dgamma);
    ink_channel_sums(&shape, dy, dbeta);
    if (!dx) return;
    ink_real share = 1 / ((ink_real)shape.samples * (ink_real)shape.plane);
    for (int c = 0; c < shape.channels; c++) {
        p.first[c] = layer->parameters[GAMMA].values[c] * p.inverse[c];
        p.second[c] = -p.first[c] * dgamma[c] * share;
        p.third[c] = -p.first[c] * dbeta[c] * share;
    }
    ink_channel_blend(&shape, dy, p.first, p.normal, p.second, p.third, dx);
}

INK_LAYER_TYPE(batchnorm) = {
    .choice = {"batchnorm", "Brings each channel to mean 0 and deviation 1, then learns its own.",
               params},
    .place = INK_PLACE_OVER,
    .plan = plan,
    .state = state,
    .scratch = scratch,
    .forward = forward,
    .backward = backward,
};
