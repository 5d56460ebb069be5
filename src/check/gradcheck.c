#include "check/gradcheck.h"

#include <math.h>
#include <string.h>

#include "net/net.h"
#include "train/session.h"

/* Here ink_net is the double one; the float one is reached through the session. */
struct ink_gradcheck {
    ink_data *data;
    ink_session *session;
    ink_config *config;
    ink_net net;
    void *block; /* the net's memory */
    uint8_t *images, *labels;
    int samples;
    float *inputs; /* what the first layer gets for the images */
    double *losses;
    int layer, parameter, tensor; /* the next one */
    double whole;                 /* squared norm of backward's gradients, where they are tried */
};

static int make_data(ink_gradcheck *check, int height, int width, int classes, uint64_t seed,
                     ink_error *error) {
    int status = ink_data_create(NULL, height, width, classes, &check->data, error);
    if (status) return status;
    size_t pixels = (size_t)(height * width), count = (size_t)check->samples + 1;
    check->images = ink_allocate(&ink_allocator_default, count * (pixels + 1));
    if (!check->images) return ink_fail(error, INK_ERROR_MEMORY, "gradcheck: no memory");
    check->labels = check->images + count * pixels;
    ink_random random = ink_random_make(seed, INK_STREAM_SYNTHETIC, 0);
    for (size_t i = 0; i < count * pixels; i++)
        check->images[i] = (uint8_t)ink_random_bits(&random);
    for (size_t i = 0; i < count; i++)
        check->labels[i] = (uint8_t)ink_random_below(&random, (uint32_t)classes);
    return ink_data_set(check->data, false, check->images, check->labels, count, error);
}

/* Biases start at zero, where kinks are: everything is moved a little. */
static int stir_weights(ink_session *session, uint64_t seed, ink_error *error) {
    ink_random random = ink_random_make(seed, INK_STREAM_INITIALISE, 1u << 31);
    ink_tensor tensor;
    for (int i = 0; ink_session_tensor(session, i, &tensor) == 0; i++)
        for (size_t k = 0; tensor.gradients && k < tensor.count; k++)
            tensor.values[k] += ink_random_between(&random, -0.1f, 0.1f);
    return ink_session_gradient(session, INK_TRAIN, 0, ink_session_part_total(session, INK_TRAIN),
                                error);
}

static void carve(ink_gradcheck *check, ink_arena *arena) {
    ink_net_carve_kept(&check->net, arena);
    ink_net_carve_passes(&check->net, arena);
    check->losses = ink_arena_take(arena, (size_t)check->samples * sizeof(double));
    check->inputs = ink_arena_take(
        arena, (size_t)check->samples * (size_t)ink_shape_size(check->net.input) * sizeof(float));
}

static int make_net(ink_gradcheck *check, const char *config, int classes, ink_error *error) {
    int shape[3];
    ink_session_input_shape(check->session, shape);
    int status = ink_config_parse(&ink_allocator_default, config, &check->config, error);
    if (!status)
        status = ink_net_plan(&check->net, check->config, (ink_shape){shape[0], shape[1], shape[2]},
                              classes, check->samples, error);
    if (status) return status;
    ink_arena arena = {0};
    carve(check, &arena);
    arena.base = check->block = ink_allocate(&ink_allocator_default, arena.used);
    if (!arena.base) return ink_fail(error, INK_ERROR_MEMORY, "gradcheck: no memory");
    arena.used = 0;
    carve(check, &arena);
    ink_session_prepare(check->session, check->images, (size_t)check->samples, check->inputs);
    return 0;
}

/* The float net's weights, statistics and seed. */
static void copy_weights(ink_gradcheck *check) {
    ink_tensor tensor;
    for (int l = 0, i = 0; l < check->net.layer_count; l++)
        for (int p = 0; p < check->net.layers[l].parameter_count; p++, i++) {
            ink_session_tensor(check->session, i, &tensor);
            for (size_t k = 0; k < tensor.count; k++)
                check->net.layers[l].parameters[p].values[k] = (double)tensor.values[k];
        }
    check->net.seed = ink_session_seed(check->session);
}

static double mean_loss(ink_gradcheck *check) {
    ink_net *net = &check->net;
    size_t count = (size_t)check->samples * (size_t)ink_shape_size(net->input);
    for (size_t i = 0; i < count; i++) net->activations[0][i] = (double)check->inputs[i];
    ink_net_forward(net, check->samples, true);
    ink_net_loss(net, check->samples, check->labels, check->losses);
    double sum = 0;
    for (int i = 0; i < check->samples; i++) sum += check->losses[i];
    return sum / check->samples;
}

/* The slope at one weight; NaN where left and right slope differ: a kink. */
static double slope_at(ink_gradcheck *check, double *weight, double here) {
    double kept = *weight, step = 1e-6 * (fabs(kept) > 1 ? fabs(kept) : 1);
    *weight = kept + step;
    double right = (mean_loss(check) - here) / step;
    *weight = kept - step;
    double left = (here - mean_loss(check)) / step;
    *weight = kept;
    double bend = fabs(right - left);
    return bend > 1e-4 * (fabs(left) + fabs(right)) + 1e-7 ? NAN : (left + right) / 2;
}

static size_t tries_of(const ink_tensor *tensor) {
    return tensor->count < INK_GRADCHECK_SAMPLES ? tensor->count : INK_GRADCHECK_SAMPLES;
}

/* How many tensors are trained; sums up `whole`. */
static int count_tensors(ink_gradcheck *check) {
    int count = 0;
    ink_tensor tensor;
    for (int i = 0; ink_session_tensor(check->session, i, &tensor) == 0; i++) {
        if (!tensor.gradients) continue;
        count++;
        for (size_t try = 0; try < tries_of(&tensor); try++) {
            double gradient = (double)tensor.gradients[try * tensor.count / tries_of(&tensor)];
            check->whole += gradient * gradient;
        }
    }
    return count;
}

static void try_tensor(ink_gradcheck *check, const ink_tensor *tensor, double *values,
                       ink_gradcheck_row *row) {
    double analytic = 0, numeric = 0, difference = 0; /* squared norms */
    double here = mean_loss(check);
    *row = (ink_gradcheck_row){.count = tensor->count, .tried = tries_of(tensor)};
    memcpy(row->name, tensor->name, sizeof row->name);
    for (size_t i = 0; i < row->tried; i++) {
        size_t k = i * tensor->count / row->tried;
        double gradient = (double)tensor->gradients[k], slope = slope_at(check, &values[k], here);
        if (slope != slope) {
            row->skipped++;
            continue;
        }
        analytic += gradient * gradient, numeric += slope * slope;
        difference += (gradient - slope) * (gradient - slope);
    }
    double size = sqrt(analytic) + sqrt(numeric), floor = 1e-4 * sqrt(check->whole);
    row->error = difference > 0 ? sqrt(difference) / (size > floor ? size : floor) : 0;
}

bool ink_gradcheck_next(ink_gradcheck *check, ink_gradcheck_row *row) {
    for (; check->layer < check->net.layer_count; check->layer++, check->parameter = 0) {
        ink_layer *layer = &check->net.layers[check->layer];
        while (check->parameter < layer->parameter_count) {
            double *values = layer->parameters[check->parameter++].values;
            ink_tensor tensor;
            ink_session_tensor(check->session, check->tensor++, &tensor);
            if (!tensor.gradients) continue;
            try_tensor(check, &tensor, values, row);
            return true;
        }
    }
    return false;
}

void ink_gradcheck_close(ink_gradcheck *check) {
    if (!check) return;
    ink_release(&ink_allocator_default, check->block);
    ink_config_destroy(check->config);
    ink_session_destroy(check->session);
    ink_release(&ink_allocator_default, check->images);
    ink_data_destroy(check->data);
    ink_release(&ink_allocator_default, check);
}

int ink_gradcheck_open(const char *config, int height, int width, int classes, int samples,
                       uint64_t seed, ink_gradcheck **opened, ink_error *error) {
    *opened = NULL;
    if (samples < 1 || samples > 1024)
        return ink_fail(error, INK_ERROR_ARGUMENT, "gradcheck: %d samples are outside 1 … 1024",
                        samples);
    ink_gradcheck *check = ink_allocate(&ink_allocator_default, sizeof *check);
    if (!check) return ink_fail(error, INK_ERROR_MEMORY, "gradcheck: no memory");
    *check = (ink_gradcheck){.samples = samples};
    int status = make_data(check, height, width, classes, seed, error);
    if (!status) status = ink_session_create(NULL, config, check->data, 1, &check->session, error);
    if (!status) status = stir_weights(check->session, seed, error);
    if (!status) status = make_net(check, config, classes, error);
    if (status) {
        ink_gradcheck_close(check);
        return status;
    }
    copy_weights(check);
    *opened = check;
    return count_tensors(check);
}
