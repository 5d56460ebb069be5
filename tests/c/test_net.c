#include "base/text.h"
#include "harness.h"

#include <math.h>
#include <stdlib.h>

#include "net/net.h"

static ink_error error;

/* A net from lines, with memory of its own; NULL and `error` on failure. */
static ink_net *make_net(const char *lines, ink_shape input, int classes, int capacity) {
    ink_config *config = NULL;
    ink_net *net = calloc(1, sizeof *net);
    int status = ink_config_parse(&ink_allocator_default, lines, &config, &error);
    if (!status) status = ink_net_plan(net, config, input, classes, capacity, &error);
    if (!status) status = ink_config_finish(config, &error);
    ink_config_destroy(config);
    if (status) {
        free(net);
        return NULL;
    }
    ink_arena arena = {0};
    ink_net_carve_kept(net, &arena);
    ink_net_carve_passes(net, &arena);
    arena.base = aligned_alloc(INK_ALIGNMENT, (arena.used + 63) & ~(size_t)63);
    arena.used = 0;
    ink_net_carve_kept(net, &arena);
    ink_net_carve_passes(net, &arena);
    ink_net_initialise(net, 1);
    return net;
}

static void free_net(ink_net *net) {
    if (net) free(net->parameters); /* the block's first piece */
    free(net);
}

static const char mlp[] = "layers.0=flatten\nlayers.1.type=dense\nlayers.1.units=5\n"
                          "layers.2=relu\nlayers.3.type=dense\nlayers.3.units=classes\n";
enum { INPUTS = 6, HIDDEN = 5, CLASSES = 4, SAMPLES = 7 };

/* The same net in double, straight from its definition: the mean loss. */
static double plain_loss(const double *p, const float *x, const uint8_t *labels) {
    const double *w1 = p, *b1 = w1 + HIDDEN * INPUTS, *w2 = b1 + HIDDEN,
                 *b2 = w2 + CLASSES * HIDDEN;
    double total = 0;
    for (int n = 0; n < SAMPLES; n++) {
        double hidden[HIDDEN], logits[CLASSES], sum = 0;
        for (int o = 0; o < HIDDEN; o++) {
            hidden[o] = b1[o];
            for (int i = 0; i < INPUTS; i++)
                hidden[o] += w1[o * INPUTS + i] * (double)x[n * INPUTS + i];
            if (hidden[o] < 0) hidden[o] = 0;
        }
        for (int o = 0; o < CLASSES; o++) {
            logits[o] = b2[o];
            for (int i = 0; i < HIDDEN; i++) logits[o] += w2[o * HIDDEN + i] * hidden[i];
        }
        for (int o = 0; o < CLASSES; o++) sum += exp(logits[o]);
        total += log(sum) - logits[labels[n]];
    }
    return total / SAMPLES;
}

TEST(gradients_are_the_slope_of_the_loss) {
    ink_net *net = make_net(mlp, (ink_shape){1, 2, 3}, CLASSES, SAMPLES);
    if (!CHECK(net)) return;
    ink_random random = ink_random_make(3, INK_STREAM_AUGMENT, 0);
    uint8_t labels[SAMPLES];
    float losses[SAMPLES];
    for (int i = 0; i < SAMPLES * INPUTS; i++)
        net->activations[0][i] = ink_random_between(&random, -1, 1);
    for (int i = 0; i < SAMPLES; i++) labels[i] = (uint8_t)ink_random_below(&random, CLASSES);
    for (size_t i = 0; i < net->parameter_count; i++) /* biases too */
        net->parameters[i] = ink_random_between(&random, -1, 1);

    enum { COUNT = HIDDEN * INPUTS + HIDDEN + CLASSES * HIDDEN + CLASSES };
    CHECK_EQ_INT(net->parameter_count, COUNT);
    double p[COUNT];
    for (int i = 0; i < COUNT; i++) p[i] = (double)net->parameters[i];
    ink_net_forward(net, SAMPLES, true);
    ink_net_backward(net, SAMPLES, labels, losses);
    double mean = 0, difference = 0, size = 0;
    for (int i = 0; i < SAMPLES; i++) mean += (double)losses[i] / SAMPLES;
    CHECK_NEAR(mean, plain_loss(p, net->activations[0], labels), 1e-6);
    for (int i = 0; i < COUNT; i++) {
        double old = p[i], step = 1e-6;
        p[i] = old + step;
        double up = plain_loss(p, net->activations[0], labels);
        p[i] = old - step;
        double slope = (up - plain_loss(p, net->activations[0], labels)) / (2 * step);
        p[i] = old;
        difference += pow((double)net->gradients[i] - slope, 2);
        size += slope * slope;
    }
    CHECK(size > 0.01);
    CHECK(sqrt(difference / size) < 1e-5);
    free_net(net);
}

TEST(gradients_are_set_not_added) {
    ink_net *net = make_net(mlp, (ink_shape){1, 2, 3}, CLASSES, SAMPLES);
    if (!CHECK(net)) return;
    uint8_t labels[SAMPLES] = {0, 1, 2, 3, 0, 1, 2};
    float losses[SAMPLES], first[64];
    for (int i = 0; i < SAMPLES * INPUTS; i++) net->activations[0][i] = (float)(i % 5) - 2;
    ink_net_forward(net, SAMPLES, true);
    ink_net_backward(net, SAMPLES, labels, losses);
    memcpy(first, net->gradients, net->parameter_count * sizeof(float));
    ink_net_forward(net, SAMPLES, true);
    ink_net_backward(net, SAMPLES, labels, losses);
    CHECK_EQ_BYTES(first, net->gradients, net->parameter_count * sizeof(float));
    free_net(net);
}

/* Pooling that takes ReLU's work over, and both by themselves. */
TEST(layers_that_absorb_others_change_no_bit) {
    static const char lines[] =
        "layers.0.type=conv2d\nlayers.0.filters=5\nlayers.0.kernel=3\nlayers.1=relu\n"
        "layers.2=maxpool2d\nlayers.3.type=conv2d\nlayers.3.filters=4\nlayers.3.kernel=2\n"
        "layers.4=batchnorm\nlayers.5=relu\nlayers.6.type=maxpool2d\nlayers.6.size=3\n"
        "layers.6.stride=2\nlayers.7=flatten\nlayers.8.type=dense\nlayers.8.units=classes\n";
    ink_net *net = make_net(lines, (ink_shape){1, 16, 18}, CLASSES, SAMPLES);
    if (!CHECK(net)) return;
    CHECK(net->layers[2].absorbs && net->layers[6].absorbs);
    uint8_t labels[SAMPLES] = {0, 1, 2, 3, 0, 1, 2};
    float losses[SAMPLES], apart[SAMPLES], *gradients = calloc(net->parameter_count, sizeof(float));
    ink_random random = ink_random_make(3, INK_STREAM_AUGMENT, 0);
    for (int i = 0; i < SAMPLES * 16 * 18; i++)
        net->activations[0][i] = ink_random_between(&random, -1, 1);
    net->apart = true;
    ink_net_forward(net, SAMPLES, true);
    ink_net_backward(net, SAMPLES, labels, apart);
    memcpy(gradients, net->gradients, net->parameter_count * sizeof(float));
    net->apart = false;
    ink_net_forward(net, SAMPLES, true);
    ink_net_backward(net, SAMPLES, labels, losses);
    CHECK_EQ_BYTES(losses, apart, sizeof losses);
    CHECK_EQ_BYTES(net->gradients, gradients, net->parameter_count * sizeof(float));
    free(gradients);
    free_net(net);
}

TEST(untrained_loss_is_that_of_chance) {
    /* ln 10 = 2.303, as the weights' scale goes to zero. */
    ink_net *net =
        make_net("layers.0.type=dense\nlayers.0.units=classes\n", (ink_shape){1, 4, 4}, 10, 8);
    if (!CHECK(net)) return;
    uint8_t labels[8] = {0, 1, 2, 3, 4, 5, 6, 9};
    float losses[8];
    for (int i = 0; i < 8 * 16; i++) net->activations[0][i] = 0;
    ink_net_forward(net, 8, false);
    ink_net_loss(net, 8, labels, losses);
    for (int i = 0; i < 8; i++) CHECK_NEAR((double)losses[i], 2.302585093, 1e-6);
    free_net(net);
}

static void check_init(const char *name, double variance, double bound) {
    char lines[200];
    snprintf(lines, sizeof lines,
             "layers.0.type=dense\nlayers.0.units=300\n"
             "layers.1.type=dense\nlayers.1.units=classes\ninit=%s\n",
             name);
    ink_net *net = make_net(lines, (ink_shape){1, 20, 10}, 10, 1);
    if (!CHECK(net)) return;
    double sum = 0, squares = 0, largest = 0;
    int count = 300 * 200;
    for (int i = 0; i < count; i++) {
        double w = (double)net->parameters[i];
        sum += w, squares += w * w;
        if (fabs(w) > largest) largest = fabs(w);
    }
    CHECK_NEAR(sum / count, 0, 4 * sqrt(variance / count));
    CHECK_NEAR(squares / count / variance, 1, 0.03);
    CHECK(largest <= bound);
    CHECK(largest > 0.95 * sqrt(3 * variance));
    for (int i = 0; i < 300; i++) CHECK(net->parameters[count + i] == 0); /* biases */
    free_net(net);
}

TEST(initialisers_have_their_variance) {
    check_init("he-normal", 2.0 / 200, INFINITY);
    check_init("he-uniform", 2.0 / 200, sqrt(6.0 / 200) * 1.0001);
    check_init("xavier-normal", 2.0 / 500, INFINITY);
    check_init("xavier-uniform", 2.0 / 500, sqrt(6.0 / 500) * 1.0001);
}

TEST(seeds_and_tensors_draw_apart) {
    ink_net *a = make_net(mlp, (ink_shape){1, 2, 3}, CLASSES, 1);
    ink_net *b = make_net(mlp, (ink_shape){1, 2, 3}, CLASSES, 1);
    if (!CHECK(a && b)) return;
    CHECK_EQ_BYTES(a->parameters, b->parameters, a->parameter_count * sizeof(float));
    ink_net_initialise(b, 2);
    CHECK(memcmp(a->parameters, b->parameters, 30 * sizeof(float)) != 0);
    CHECK(a->parameters[0] != a->parameters[HIDDEN * INPUTS + HIDDEN]);
    free_net(a);
    free_net(b);
}

TEST(invalid_models_are_refused_with_their_place) {
    char known[INK_DETAIL_SIZE];
    ink_text text = {known, sizeof known, 0};
    ink_text_format(&text, "layers.0: \"dence\" is not known; known are ");
    for (int i = 0; ink_layers[i]; i++)
        ink_text_format(&text, i ? ", %s" : "%s", ink_layers[i]->name);
    const struct {
        const char *lines, *detail;
    } cases[] = {
        {"", "layers: missing; there must be at least one"},
        {"layers.0=dence\n", known},
        {"layers.0=dense\n", "layers.0.units: missing; it must be given"},
        {"layers.0.type=dense\nlayers.0.units=0\n", "layers.0.units: 0 is outside 1 … 65536"},
        {"layers.0.type=dense\nlayers.0.units=2.5\n", "layers.0.units: 2.5 is not a whole number"},
        {"layers.0.type=dense\nlayers.0.units=NaN\n",
         "layers.0.units: \"NaN\" is not a finite number"},
        {"layers.0.type=dense\nlayers.0.units=7\n",
         "layers.0: puts out 7 numbers, but there are 4 classes"},
        {"layers.0.type=dense\nlayers.0.units=classes\nlayers.0.unit=3\n",
         "layers.0.unit: there is no such setting here"},
        {"layers.0.type=dense\nlayers.0.units=classes\nlayers.2=relu\n",
         "layers.2: there is no such setting here"},
        {"layers.0.type=dense\nlayers.0.units=classes\nloss=hedge\n",
         "loss: \"hedge\" is not known; known are softmax-cross-entropy, "
         "binary-cross-entropy, hinge, squared-hinge, mse"},
        {"layers.0.type=dense\nlayers.0.units=65536\nlayers.1.type=dense\nlayers.1.units=65536\n"
         "layers.2.type=dense\nlayers.2.units=classes\n",
         "layers.1: the model would have more than 268435456 weights"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ink_net *net = make_net(cases[i].lines, (ink_shape){1, 2, 3}, 4, 1);
        CHECK(!net);
        CHECK_EQ_INT(error.code, INK_ERROR_CONFIG);
        CHECK_STR(error.detail, cases[i].detail);
        free_net(net);
    }
}

int main(void) {
    RUN(gradients_are_the_slope_of_the_loss);
    RUN(gradients_are_set_not_added);
    RUN(layers_that_absorb_others_change_no_bit);
    RUN(untrained_loss_is_that_of_chance);
    RUN(initialisers_have_their_variance);
    RUN(seeds_and_tensors_draw_apart);
    RUN(invalid_models_are_refused_with_their_place);
    return harness_end();
}
