/* What a session answers: predictions, tensors, views, settings, refusals. */
#include "session_support.h"

TEST(predictions_sum_to_one_and_follow_the_weights) {
    ink_data *data = synthetic_data();
    ink_session *session = make(mlp, data, 1), *other = make(mlp, data, 1);
    if (!CHECK(session && other)) return;
    run(session, 30);
    enum { IMAGES = 130 };
    float p[IMAGES * 10], one[10];
    const uint8_t *images = ink_data_image(data, true, 0);
    CHECK_EQ_INT(ink_session_predict(session, images, IMAGES, p, &error), 0);
    for (int i = 0; i < IMAGES; i++) {
        double sum = 0;
        for (int c = 0; c < 10; c++) sum += (double)p[i * 10 + c];
        CHECK_NEAR(sum, 1, 1e-5);
        ink_session_predict(session, images + i * 784, 1, one, &error);
        CHECK_EQ_BYTES(one, p + i * 10, sizeof one);
    }
    ink_tensor tensor;
    for (int i = 0; i < ink_session_tensor_count(session); i++) {
        CHECK_EQ_INT(ink_session_tensor(session, i, &tensor), 0);
        CHECK_EQ_INT(
            ink_session_load(other, tensor.name, tensor.rank, tensor.shape, tensor.values, &error),
            0);
    }
    ink_session_predict(other, images + 129 * 784, 1, one, &error);
    CHECK_EQ_BYTES(one, p + 1290, sizeof one);
    ink_session_destroy(session);
    ink_session_destroy(other);
    ink_data_destroy(data);
}

TEST(tensors_have_names_and_refuse_misfits) {
    ink_data *data = synthetic_data();
    ink_session *session = make(mlp, data, 1);
    if (!CHECK(session)) return;
    static const char *const names[] = {"layers.1.weight", "layers.1.bias", "layers.3.weight",
                                        "layers.3.bias"};
    ink_tensor tensor;
    CHECK_EQ_INT(ink_session_tensor_count(session), 4);
    for (int i = 0; i < 4; i++) {
        ink_session_tensor(session, i, &tensor);
        CHECK_STR(tensor.name, names[i]);
    }
    CHECK_EQ_INT(ink_session_tensor(session, 4, &tensor), INK_ERROR_ARGUMENT);
    ink_session_tensor(session, 0, &tensor);
    CHECK_EQ_INT(tensor.count, 32 * 784);
    float values[320] = {0};
    CHECK_EQ_INT(ink_session_load(session, "layers.3.weight", 2, (int[]){32, 10}, values, &error),
                 INK_ERROR_SHAPE);
    CHECK_STR(error.detail, "layers.3.weight: its shape is (32, 10), the model's is (10, 32)");
    CHECK_EQ_INT(ink_session_load(session, "layers.2.weight", 2, (int[]){10, 32}, values, &error),
                 INK_ERROR_SHAPE);
    CHECK_STR(error.detail, "layers.2.weight: the model has no such tensor");
    values[319] = NAN;
    CHECK_EQ_INT(ink_session_load(session, "layers.3.weight", 2, (int[]){10, 32}, values, &error),
                 INK_ERROR_NONFINITE);
    ink_session_tensor(session, 2, &tensor);
    CHECK(tensor.values[0] != 0); /* nothing was written */
    ink_session_destroy(session);
    ink_data_destroy(data);
}

/* All that a run goes on from, out of one session into another. */
static void hand_over(const ink_session *from, ink_session *to) {
    ink_tensor tensor;
    ink_mark mark;
    for (int i = 0; ink_session_tensor(from, i, &tensor) == 0; i++)
        CHECK_EQ_INT(
            ink_session_load(to, tensor.name, tensor.rank, tensor.shape, tensor.values, &error), 0);
    for (int i = 0; ink_session_slot(from, i, &tensor) == 0; i++)
        CHECK_EQ_INT(
            ink_session_load(to, tensor.name, tensor.rank, tensor.shape, tensor.values, &error), 0);
    ink_session_mark(from, &mark);
    CHECK_EQ_INT(ink_session_resume(to, &mark, &error), 0);
}

TEST(a_run_goes_on_in_another_session_bit_for_bit) {
    ink_data *data = synthetic_data();
    /* Before the first step, in the first epoch, at its end, in the second, after the last. */
    static const int stops[] = {0, 17, 50, 83, 100};
    char whole[65], parts[65];
    ink_session *session = make(mlp, data, 1);
    if (!CHECK(session)) return;
    run(session, 130);
    hash(session, whole);
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        ink_session *first = make(mlp, data, 1), *second = make(mlp, data, 1);
        if (!CHECK(first && second)) return;
        run(first, stops[i]);
        if (i % 2) run(second, 7); /* one that has been somewhere else */
        hand_over(first, second);
        ink_session_destroy(first);
        ink_progress progress;
        ink_session_progress(second, &progress);
        CHECK_EQ_INT(progress.step, stops[i]);
        run(second, 130 - stops[i]);
        hash(second, parts);
        CHECK_STR(parts, whole);
        ink_session_destroy(second);
    }
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(a_place_that_cannot_be_is_refused_and_one_in_more_data_begins_its_epoch) {
    ink_data *data = synthetic_data();
    ink_session *session = make(mlp, data, 1);
    if (!CHECK(session)) return;
    run(session, 3);
    ink_mark wrong = {.step = 1, .epoch = 0};
    CHECK_EQ_INT(ink_session_resume(session, &wrong, &error), INK_ERROR_ARGUMENT);
    wrong = (ink_mark){.step = 1, .epoch = 1, .loss_sum = NAN};
    CHECK_EQ_INT(ink_session_resume(session, &wrong, &error), INK_ERROR_ARGUMENT);
    ink_progress progress;
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.step, 3);
    ink_mark far = {.step = 700, .epoch = 2, .position = 49000, .lowest_mean = 1};
    CHECK_EQ_INT(ink_session_resume(session, &far, &error), 0);
    run(session, 1);
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.step, 701);
    CHECK_EQ_INT(progress.steps_left, progress.steps_per_epoch - 1);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(views_show_weights_and_activations) {
    ink_data *data = synthetic_data();
    ink_session *session = make(mlp, data, 1);
    if (!CHECK(session)) return;
    ink_tensor view, tensor;
    ink_session_tensor(session, 2, &tensor);
    CHECK_EQ_INT(ink_session_view(session, "weights:1", &view, &error), 0);
    CHECK(view.values == tensor.values);
    CHECK_EQ_INT(ink_session_view(session, "biases:0", &view, &error), 0);
    CHECK_EQ_INT(view.count, 32);
    float p[10];
    ink_session_predict(session, ink_data_image(data, true, 0), 1, p, &error);
    CHECK_EQ_INT(ink_session_view(session, "activations:2", &view, &error), 0);
    CHECK_EQ_INT(view.count, 32);
    for (size_t i = 0; i < view.count; i++) CHECK(view.values[i] >= 0);
    static const char *const unknown[] = {"weights:2",     "weights:",     "weights",  "biases:-1",
                                          "activations:4", "weights:1.5x", "colour:1", ""};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        CHECK_EQ_INT(ink_session_view(session, unknown[i], &view, &error), INK_ERROR_UNKNOWN_VIEW);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(a_diverging_run_stops_with_its_weights) {
    ink_data *data = synthetic_data();
    ink_session *session = make("layers.0.type=dense\nlayers.0.units=classes\n"
                                "optimizer.type=sgd\noptimizer.learningRate=1000\n"
                                "preprocess=none\n",
                                data, 1);
    if (!CHECK(session)) return;
    ink_tensor tensor;
    ink_session_tensor(session, 0, &tensor);
    tensor.values[300] = 3e38f;
    tensor.values[301] = 3e38f;
    char before[65], after[65];
    hash(session, before);
    CHECK_EQ_INT(ink_session_step(session, &error), INK_ERROR_NONFINITE);
    CHECK(strstr(error.detail, "the loss of step 1 is "));
    hash(session, after);
    CHECK_STR(after, before);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(live_settings_change_and_others_do_not) {
    ink_data *data = synthetic_data();
    ink_session *session = make("layers.0.type=dense\nlayers.0.units=classes\n"
                                "optimizer.type=sgd\noptimizer.learningRate=0.1\n",
                                data, 1);
    if (!CHECK(session)) return;
    ink_progress progress;
    CHECK_EQ_INT(ink_session_configure(session, "learningRate=0.25\nepochs=7\n", &error), 0);
    run(session, 1);
    ink_session_progress(session, &progress);
    CHECK(progress.learning_rate == 0.25f);
    CHECK_EQ_INT(progress.epochs, 7);
    CHECK_EQ_INT(ink_session_configure(session, "learningRate=-1\n", &error), INK_ERROR_CONFIG);
    CHECK_STR(error.detail, "learningRate: -1 is outside 0 … 1000");
    CHECK_EQ_INT(ink_session_configure(session, "units=5\n", &error), INK_ERROR_CONFIG);
    run(session, 1);
    ink_session_progress(session, &progress);
    CHECK(progress.learning_rate == 0.25f);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

static double weight_norm(const ink_session *session) {
    ink_tensor tensor;
    double squares = 0;
    ink_session_tensor(session, 0, &tensor);
    for (size_t i = 0; i < tensor.count; i++)
        squares += (double)tensor.values[i] * (double)tensor.values[i];
    return sqrt(squares);
}

TEST(a_larger_batch_needs_no_reset) {
    ink_data *data = synthetic_data();
    ink_session *session = make(mlp, data, 1);
    if (!CHECK(session)) return;
    run(session, 30);
    char before[65], after[65];
    hash(session, before);
    CHECK_EQ_INT(ink_session_configure(session, "batchSize=1000\n", &error), 0);
    hash(session, after);
    CHECK_STR(after, before);
    run(session, 5);
    ink_progress progress;
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.samples, 1000);
    CHECK_EQ_INT(progress.step, 35);
    CHECK_EQ_INT(ink_session_configure(session, "batchSize=1\n", &error), 0);
    run(session, 5);
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.samples, 1);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(penalties_shrink_weights_and_clipping_bounds_steps) {
    const char *plain = "layers.0.type=dense\nlayers.0.units=classes\noptimizer.type=sgd\n"
                        "optimizer.learningRate=0.1\n";
    static const char *const extra[] = {"", "penalty.l2=0.1\n", "penalty.l1=0.01\n",
                                        "clipNorm=0.001\n"};
    ink_data *data = synthetic_data();
    double norms[4], start = 0;
    for (int i = 0; i < 4; i++) {
        char lines[300];
        snprintf(lines, sizeof lines, "%s%s", plain, extra[i]);
        ink_session *session = make(lines, data, 1);
        if (!CHECK(session)) return;
        start = weight_norm(session);
        run(session, 40);
        norms[i] = weight_norm(session);
        ink_session_destroy(session);
    }
    CHECK(norms[1] < 0.9 * norms[0]);
    CHECK(norms[2] < 0.98 * norms[0]);
    CHECK_NEAR(norms[3], start, 40 * 0.1 * 0.001 + 1e-5);
    ink_data_destroy(data);
}

TEST(bad_settings_are_refused) {
    static const struct {
        const char *lines, *detail;
    } cases[] = {
        {"batchSize=0\n", "batchSize: 0 is outside 1 … 100000"},
        {"optimizer.learningRate=NaN\n", "optimizer.learningRate: \"NaN\" is not a finite number"},
        {"input.0=1\ninput.1=28\ninput.2=29\n", "input: 28x29, but the images are 28x28"},
        {"input.0=3\n", "input.0: 3 is outside 1 … 1"},
        {"seed=-1\n", "seed: -1 is outside 0 … 9.0072e15"},
        {"epochs=1.5\n", "epochs: 1.5 is not a whole number"},
        {"colour=red\n", "colour: there is no such setting here"},
        {"preprocess=whitish\n",
         "preprocess: \"whitish\" is not known; known are none, scale, standardize, mean, "
         "mean-image, pca, whiten"},
        {"split.train=0\n", NULL},
    };
    ink_data *data = synthetic_data();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char lines[400];
        snprintf(lines, sizeof lines, "layers.0.type=dense\nlayers.0.units=classes\n%s",
                 cases[i].lines);
        ink_session *session = make(lines, data, 1);
        CHECK(!session);
        CHECK_EQ_INT(error.code, INK_ERROR_CONFIG);
        if (cases[i].detail) CHECK_STR(error.detail, cases[i].detail);
        ink_session_destroy(session);
    }
    CHECK(!make("layers.0.type=dense\nlayers.0.units=50000\nlayers.1.type=dense\n"
                "layers.1.units=classes\nbatchSize=50000\n",
                data, 1));
    CHECK_EQ_INT(error.code, INK_ERROR_MEMORY);
    CHECK(!make(mlp, data, 0));
    CHECK_EQ_INT(error.code, INK_ERROR_ARGUMENT);
    ink_data_destroy(data);
}

typedef struct counter {
    int allocations, left; /* left: how many more succeed */
} counter;

static void *count_allocate(void *context, size_t bytes) {
    counter *c = context;
    if (c->left-- <= 0) return NULL;
    c->allocations++;
    return malloc(bytes);
}

static void count_release(void *context, void *pointer) {
    ((counter *)context)->allocations--;
    free(pointer);
}

TEST(memory_is_given_back_and_steps_take_none) {
    ink_data *data = synthetic_data();
    ink_session *session = NULL;
    counter count = {0, 0};
    ink_allocator allocator = {count_allocate, count_release, &count};
    for (int allowed = 0; !session && allowed < 20; allowed++) {
        count = (counter){0, allowed};
        if (ink_session_create(&allocator, mlp, data, 1, &session, &error) < 0) {
            CHECK_EQ_INT(error.code, INK_ERROR_MEMORY);
            CHECK_EQ_INT(count.allocations, 0);
        }
    }
    if (!CHECK(session)) return;
    count.left = 0;
    run(session, 70);
    ink_session_destroy(session);
    CHECK_EQ_INT(count.allocations, 0);
    ink_data_destroy(data);
}

TEST(descriptions_list_every_table) {
    char buffer[16384];
    ink_text text = {buffer, sizeof buffer, 0};
    ink_describe(&text);
    CHECK(text.length < sizeof buffer);
    CHECK(strstr(buffer, "layer\tdense\tunits\tunits\t1\t65536\t-\tHow many"));
    CHECK(strstr(buffer, "optimizer\tadam\tlearningRate\tnumber\t0\t1000\t0.001\t"));
    CHECK(strstr(buffer, "training\t-\tbatchSize\tinteger\t1\t100000\t128\t"));
    CHECK(strstr(buffer, "training\tsplit\ttrain\tinteger\t"));
    ink_data *data = synthetic_data();
    ink_session *session = make(mlp, data, 1);
    if (!CHECK(session)) return;
    text = (ink_text){buffer, sizeof buffer, 0};
    ink_session_describe(session, &text);
    CHECK_STR(buffer, "0\tflatten\t784\t0\n1\tdense\t32\t25120\n2\trelu\t32\t0\n"
                      "3\tdense\t10\t330\ntotal\t\t\t25450\n");
    ink_session_destroy(session);
    ink_data_destroy(data);
}

int main(void) {
    RUN(predictions_sum_to_one_and_follow_the_weights);
    RUN(tensors_have_names_and_refuse_misfits);
    RUN(a_run_goes_on_in_another_session_bit_for_bit);
    RUN(a_place_that_cannot_be_is_refused_and_one_in_more_data_begins_its_epoch);
    RUN(views_show_weights_and_activations);
    RUN(a_diverging_run_stops_with_its_weights);
    RUN(live_settings_change_and_others_do_not);
    RUN(a_larger_batch_needs_no_reset);
    RUN(penalties_shrink_weights_and_clipping_bounds_steps);
    RUN(bad_settings_are_refused);
    RUN(memory_is_given_back_and_steps_take_none);
    RUN(descriptions_list_every_table);
    return harness_end();
}
