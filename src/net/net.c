#include "net/net.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

/* Whether layer l puts its output where its input stands. It may not write over
 * an output that an earlier layer's backward will read. */
static bool shares_input(const ink_net *net, int l) {
    if (net->layers[l].type->place == INK_PLACE_SAME) return true;
    if (net->layers[l].type->place == INK_PLACE_OWN) return false;
    int writer = l - 1;
    while (writer >= 0 && net->layers[writer].type->place == INK_PLACE_SAME) writer--;
    return writer < 0 || !net->layers[writer].type->reads_y;
}

static int read_layer(ink_net *net, ink_config *config, int index, ink_error *error) {
    ink_layer *layer = &net->layers[index];
    char path[INK_PATH_SIZE];
    ink_text text = {path, sizeof path, 0};
    ink_text_format(&text, "layers.%d", index);
    const ink_choice *choice;
    int status = ink_config_choose(config, path, NULL, INK_REAL_NAME(ink_layers), &choice,
                                   layer->params, error);
    if (status < 0) return status;
    layer->type = (const ink_layer_type *)choice;
    layer->index = index;
    layer->in = index ? net->layers[index - 1].out : net->input;
    ink_error reason;
    status = layer->type->plan(layer, net->classes, &reason);
    if (status < 0) return ink_fail(error, status, "%s%s", path, reason.detail);
    layer->absorbs = index > 0 && net->layers[index - 1].type == layer->type->absorbs &&
                     shares_input(net, index - 1);
    return 0;
}

static int read_layers(ink_net *net, ink_config *config, ink_error *error) {
    for (;;) {
        char path[INK_PATH_SIZE];
        ink_text text = {path, sizeof path, 0};
        ink_text_format(&text, "layers.%d", net->layer_count);
        if (!ink_config_has(config, path)) break;
        if (net->layer_count == INK_MAX_LAYERS)
            return ink_fail(error, INK_ERROR_CONFIG, "layers: more than %d", INK_MAX_LAYERS);
        int status = read_layer(net, config, net->layer_count, error);
        if (status < 0) return status;
        net->layer_count++;
    }
    if (!net->layer_count)
        return ink_fail(error, INK_ERROR_CONFIG, "layers: missing; there must be at least one");
    int last = net->layer_count - 1, outputs = ink_shape_size(net->layers[last].out);
    if (outputs != net->classes)
        return ink_fail(error, INK_ERROR_CONFIG,
                        "layers.%d: puts out %d numbers, but there are %d classes", last, outputs,
                        net->classes);
    return 0;
}

size_t ink_parameter_size(const ink_parameter *parameter) {
    size_t size = 1;
    for (int i = 0; i < parameter->rank; i++)
        size = ink_size_multiply(size, (size_t)parameter->shape[i]);
    return size;
}

int ink_net_plan(ink_net *net, ink_config *config, ink_shape input, int classes, int capacity,
                 ink_error *error) {
    *net = (ink_net){.input = input, .classes = classes, .capacity = capacity};
    int status = read_layers(net, config, error);
    if (status < 0) return status;
    const ink_choice *loss, *init;
    status = ink_config_choose(config, "loss", "softmax-cross-entropy", INK_REAL_NAME(ink_losses),
                               &loss, net->loss_params, error);
    if (status < 0) return status;
    status = ink_config_choose(config, "init", "he-normal", INK_REAL_NAME(ink_inits), &init,
                               net->init_params, error);
    if (status < 0) return status;
    status =
        ink_config_params(config, "init", INK_REAL_NAME(ink_bias_params), net->initial_bias, error);
    if (status < 0) return status;
    net->loss = (const ink_loss_type *)loss;
    net->init = (const ink_init_type *)init;
    for (int l = 0; l < net->layer_count; l++) {
        for (int p = 0; p < net->layers[l].parameter_count; p++) {
            const ink_parameter *parameter = &net->layers[l].parameters[p];
            size_t size = ink_parameter_size(parameter);
            size_t *count =
                parameter->kind == INK_STATISTIC ? &net->statistic_count : &net->parameter_count;
            if (size > INK_MAX_WEIGHTS - *count)
                return ink_fail(error, INK_ERROR_CONFIG,
                                "layers.%d: the model would have more than %d weights", l,
                                INK_MAX_WEIGHTS);
            *count += size;
        }
    }
    return 0;
}

void ink_net_expect(ink_net *net, ink_real background) {
    int l = 0, inputs = ink_shape_size(net->input);
    while (net->layers[l].type->place == INK_PLACE_SAME && l + 1 < net->layer_count) l++;
    bool lists = net->layers[l].type->reads_lists;
    net->layers[l].lists = lists;
    net->listed = (ink_sparse){.k = lists ? inputs : 0, .background = background};
}

static ink_real *take(ink_arena *arena, size_t rows, size_t columns) {
    return ink_arena_take(arena,
                          ink_size_multiply(ink_size_multiply(rows, columns), sizeof(ink_real)));
}

static void carve_lists(ink_net *net, ink_arena *arena) {
    size_t rows = (size_t)net->capacity, k = (size_t)net->listed.k;
    size_t blocks = (size_t)ink_sparse_blocks(net->listed.k);
    net->listed.ends = ink_arena_take(arena, ink_size_multiply(rows, blocks * sizeof(int)));
    net->listed.others =
        ink_arena_take(arena, ink_size_multiply(ink_size_multiply(rows, k), sizeof(ink_spot)));
}

void ink_net_carve_passes(ink_net *net, ink_arena *arena) {
    size_t rows = (size_t)net->capacity, widest = (size_t)net->classes, scratch = 0;
    net->activations[0] = take(arena, rows, (size_t)ink_shape_size(net->input));
    if (net->listed.k) carve_lists(net, arena);
    for (int l = 0; l < net->layer_count; l++) {
        ink_layer *layer = &net->layers[l];
        size_t size = (size_t)ink_shape_size(layer->out);
        net->activations[l + 1] =
            shares_input(net, l) ? net->activations[l] : take(arena, rows, size);
        size_t needs = layer->type->scratch ? layer->type->scratch(layer, net->capacity) : 0;
        if (layer->type->state)
            layer->state = ink_arena_take(arena, layer->type->state(layer, net->capacity));
        /* One that only changes the shape is as wide as a layer before it, or as the input, whose
         * slopes are asked of single samples only. */
        if (size > widest && layer->type->place != INK_PLACE_SAME) widest = size;
        if (needs > scratch) scratch = needs;
    }
    size_t input = (size_t)ink_shape_size(net->input), deltas = ink_size_multiply(rows, widest);
    for (int i = 0; i < 2; i++) net->deltas[i] = take(arena, 1, deltas > input ? deltas : input);
    net->scratch = take(arena, 1, scratch);
}

void ink_net_carve_kept(ink_net *net, ink_arena *arena) {
    size_t padded = ink_net_padded(net);
    net->parameters = take(arena, 1, padded);
    net->gradients = take(arena, 1, padded);
    net->statistics = take(arena, 1, net->statistic_count);
    if (!net->parameters) return;
    size_t offset = 0, gathered = 0;
    for (int l = 0; l < net->layer_count; l++) {
        for (int p = 0; p < net->layers[l].parameter_count; p++) {
            ink_parameter *parameter = &net->layers[l].parameters[p];
            size_t size = ink_parameter_size(parameter);
            if (parameter->kind == INK_STATISTIC) {
                parameter->values = net->statistics + gathered;
                gathered += size;
                continue;
            }
            parameter->values = net->parameters + offset;
            parameter->gradients = net->gradients + offset;
            offset += size;
        }
    }
}

void ink_net_initialise(ink_net *net, uint64_t seed) {
    uint32_t tensor = 0;
    for (int l = 0; l < net->layer_count; l++) {
        for (int p = 0; p < net->layers[l].parameter_count; p++, tensor++) {
            ink_parameter *parameter = &net->layers[l].parameters[p];
            size_t count = ink_parameter_size(parameter);
            if (!parameter->fan_in) {
                bool biases = parameter->kind == INK_BIAS && net->layers[l].parameters[0].fan_in;
                ink_real value = biases ? (ink_real)net->initial_bias[0] : parameter->initial;
                for (size_t i = 0; i < count; i++) parameter->values[i] = value;
                continue;
            }
            ink_random random = ink_random_make(seed, INK_STREAM_INITIALISE, tensor);
            net->init->fill(net->init_params, parameter->fan_in, parameter->fan_out, &random, count,
                            parameter->values);
        }
    }
    net->seed = seed;
    net->step = 0;
    memset(net->gradients, 0, net->parameter_count * sizeof *net->gradients);
}

static ink_pass make_pass(const ink_net *net, int n, bool training) {
    return (ink_pass){.n = n,
                      .listed = net->is_listed ? &net->listed : NULL,
                      .training = training,
                      .absorbing = !net->apart,
                      .gathering = training && !net->still,
                      .seed = net->seed,
                      .step = net->step,
                      .pool = net->pool,
                      .scratch = net->scratch};
}

/* A layer's pass in parts of the batch. A layer that has nothing but its input and output does
 * each sample by itself, so threads may share the samples. */
typedef struct parted {
    const ink_layer *layer;
    const ink_pass *pass;
    const ink_real *x, *y, *dy;
    ink_real *to; /* y, or dx */
} parted;

/* What a layer does with a number takes as long as so many multiply-adds. */
enum { A_NUMBER = 8 };

static int parts_of(const ink_layer *layer, const ink_pass *pass) {
    if (layer->type->place == INK_PLACE_SAME || layer->type->state || layer->type->scratch ||
        layer->parameter_count > 0)
        return 1;
    double numbers = (double)ink_shape_size(layer->in) * pass->n;
    return ink_pool_pieces(pass->pool, pass->n, numbers * A_NUMBER);
}

static void run_part(void *context, const ink_piece *piece) {
    const parted *p = context;
    const ink_layer *layer = p->layer;
    ink_pass pass = *p->pass;
    int first = ink_piece_first(piece, pass.n);
    pass.n = ink_piece_end(piece, pass.n) - first;
    size_t in = (size_t)first * (size_t)ink_shape_size(layer->in);
    size_t out = (size_t)first * (size_t)ink_shape_size(layer->out);
    if (p->dy)
        layer->type->backward(layer, &pass, p->x + in, p->y + out, p->dy + out,
                              p->to ? p->to + in : NULL);
    else
        layer->type->forward(layer, &pass, p->x + in, p->to + out);
}

static void run_parts(parted p) {
    ink_pool_run(p.pass->pool, parts_of(p.layer, p.pass), run_part, &p);
}

/* Whether the layer after l does the work of l as well. */
static bool is_left_out(const ink_net *net, const ink_pass *pass, int l) {
    return pass->absorbing && l + 1 < net->layer_count && net->layers[l + 1].absorbs;
}

static ink_real *run_layers(ink_net *net, const ink_pass *pass, int layers) {
    for (int l = 0; l < layers; l++)
        if (!is_left_out(net, pass, l))
            run_parts((parted){.layer = &net->layers[l],
                               .pass = pass,
                               .x = net->activations[l],
                               .to = net->activations[l + 1]});
    return net->activations[layers];
}

ink_real *ink_net_forward(ink_net *net, int n, bool training) {
    net->listed.n = n;
    ink_pass pass = make_pass(net, n, training);
    return run_layers(net, &pass, net->layer_count);
}

/* Of evaluation, every layer by itself. */
static ink_pass looking_pass(const ink_net *net, int n) {
    ink_pass pass = make_pass(net, n, false);
    pass.absorbing = false;
    return pass;
}

ink_real *ink_net_look(ink_net *net, int n, int layers) {
    net->listed.n = n;
    ink_pass pass = looking_pass(net, n);
    return run_layers(net, &pass, layers);
}

void ink_net_loss(ink_net *net, int n, const uint8_t *labels, ink_real *losses) {
    net->loss->evaluate(net->loss_params, n, net->classes, net->activations[net->layer_count],
                        labels, 1, losses, NULL);
}

void ink_net_backward(ink_net *net, int n, const uint8_t *labels, ink_real *losses) {
    ink_pass pass = make_pass(net, n, true);
    ink_real *dy = net->deltas[0], *spare = net->deltas[1];
    net->loss->evaluate(net->loss_params, n, net->classes, net->activations[net->layer_count],
                        labels, (ink_real)1 / (ink_real)n, losses, dy);
    bool wanted_below[INK_MAX_LAYERS]; /* does a layer before l have parameters? */
    bool wanted = false;
    for (int l = 0; l < net->layer_count; l++) {
        wanted_below[l] = wanted;
        wanted = wanted || net->layers[l].parameter_count > 0;
    }
    for (int l = net->layer_count - 1; l >= 0; l--) {
        const ink_layer *layer = &net->layers[l];
        if (is_left_out(net, &pass, l)) continue;
        ink_real *dx = layer->type->place == INK_PLACE_OWN ? spare : dy;
        run_parts((parted){layer, &pass, net->activations[l], net->activations[l + 1], dy,
                           wanted_below[l] ? dx : NULL});
        if (!wanted_below[l]) break;
        if (dx != dy) spare = dy;
        dy = dx;
    }
}

/* dy becomes a·dy, of a layer that does y = a·x + b: that is its y for dy less its y for
 * zeros, which `spare` takes. */
static void scale_slopes(const ink_layer *layer, const ink_pass *pass, ink_real *dy,
                         ink_real *spare) {
    size_t count = ink_pass_count(pass, layer);
    memset(spare, 0, count * sizeof *spare);
    layer->type->forward(layer, pass, spare, spare);
    layer->type->forward(layer, pass, dy, dy);
    for (size_t i = 0; i < count; i++) dy[i] -= spare[i];
}

const ink_real *ink_net_slopes(ink_net *net, const ink_real *weights) {
    ink_pass pass = looking_pass(net, 1);
    ink_real *dy = net->deltas[0], *spare = net->deltas[1];
    memcpy(dy, weights, (size_t)net->classes * sizeof *dy);
    for (int l = net->layer_count - 1; l >= 0; l--) {
        const ink_layer *layer = &net->layers[l];
        if (layer->type->place == INK_PLACE_OVER && layer->type->state) {
            scale_slopes(layer, &pass, dy, spare);
            continue;
        }
        ink_real *dx = layer->type->place == INK_PLACE_OWN ? spare : dy;
        layer->type->backward(layer, &pass, net->activations[l], net->activations[l + 1], dy, dx);
        if (dx != dy) spare = dy;
        dy = dx;
    }
    return dy;
}
