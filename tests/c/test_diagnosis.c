#include "harness.h"

#include <stdlib.h>

#include "inkling.h"

static ink_error error;

static ink_data *synthetic_data(void) {
    static ink_data *data;
    if (data) return data;
    ink_data_create(NULL, 28, 28, 10, &data, &error);
    while (ink_data_synthesize(data, false, 1, 3000, 1000, &error) > 0) {}
    return data;
}

static ink_session *make(const char *config) {
    ink_session *session = NULL;
    if (ink_session_create(NULL, config, synthetic_data(), 1, &session, &error) < 0)
        printf("    %s\n", error.detail);
    return session;
}

#define MLP(activation)                                            \
    "layers.0.type=dense\nlayers.0.units=32\nlayers.1=" activation \
    "\nlayers.2.type=dense\nlayers.2.units=classes\nbatchSize=50\n"

static const char *verdict_after(const char *config, int steps) {
    ink_session *session = make(config);
    if (!session) return "";
    for (int i = 0; i < steps; i++)
        if (ink_session_step(session, &error) < 0) break;
    const char *name = ink_verdict_name((ink_verdict)ink_session_diagnosis(session)->verdict);
    ink_session_destroy(session);
    return name;
}

TEST(verdicts_fit_the_run) {
    CHECK_STR(verdict_after(MLP("relu"), 20), "INK_VERDICT_NONE");
    CHECK_STR(verdict_after(MLP("relu"), 96), "INK_VERDICT_LEARNING");
    CHECK_STR(verdict_after(MLP("relu") "init.type=normal\ninit.deviation=1\n", 32),
              "INK_VERDICT_INITIAL_LOSS");
    CHECK_STR(
        verdict_after(MLP("relu") "optimizer.type=sgd\noptimizer.learningRate=0.000001\n", 128),
        "INK_VERDICT_FLAT");
    CHECK_STR(verdict_after(MLP("relu") "init.bias=-100\noptimizer.learningRate=0.000001\n", 64),
              "INK_VERDICT_DEAD");
    CHECK_STR(verdict_after(MLP("sigmoid") "init.type=normal\ninit.deviation=3\n"
                                           "optimizer.learningRate=0.000001\n",
                            64),
              "INK_VERDICT_SATURATED");
    CHECK_STR(verdict_after(MLP("identity") "optimizer.type=adam\noptimizer.learningRate=0.3\n"
                                            "schedule.type=warm-up\nschedule.part=1\n"
                                            "schedule.start=0.001\nepochs=3\n",
                            128),
              "INK_VERDICT_RISING");
}

/* A flattened image has no outputs of its own: that most pixels of a few images are black is no
 * layer's fault. */
TEST(images_are_not_a_layers_outputs) {
    const char *config = "preprocess=scale\nlayers.0.type=flatten\nlayers.1.type=dense\n"
                         "layers.1.units=classes\nbatchSize=4\n";
    CHECK_STR(verdict_after(config, 96), "INK_VERDICT_LEARNING");
    ink_session *session = make(config);
    if (!CHECK(session)) return;
    CHECK_EQ_INT(ink_session_step(session, &error), 0);
    const ink_diagnosis *d = ink_session_diagnosis(session);
    CHECK_EQ_INT(d->layers[0].seen, 0);
    CHECK_EQ_INT(d->layers[1].seen, 1);
    ink_session_destroy(session);
}

TEST(numbers_are_those_of_the_batch) {
    ink_session *session = make(MLP("relu") "optimizer.type=sgd\noptimizer.learningRate=0.1\n");
    if (!CHECK(session)) return;
    const ink_diagnosis *d = ink_session_diagnosis(session);
    CHECK_EQ_INT(d->step, 0);
    CHECK_NEAR((double)d->chance, 2.302585, 1e-6);
    CHECK_EQ_INT(ink_session_step(session, &error), 0);
    CHECK_EQ_INT(d->step, 1);
    CHECK_EQ_INT(d->layer_count, 3);
    CHECK_EQ_INT(d->layers[0].seen, 0); /* ReLU stands over it */
    CHECK_EQ_INT(d->layers[1].seen, 1);
    uint32_t sum = 0;
    for (int i = 0; i < INK_BINS; i++) sum += d->layers[1].bins[i];
    CHECK_EQ_INT(sum, 50 * 32);
    CHECK(d->layers[1].lowest == 0 && d->layers[1].highest > 0);
    CHECK(d->layers[1].mean > 0 && d->layers[1].deviation > 0);
    CHECK(d->layers[0].gradient_norm > 0 && d->layers[1].gradient_norm == 0);
    /* Plain descent: update = rate · gradient. */
    ink_tensor tensor;
    double weights = 0, gradients = 0;
    for (int i = 0; ink_session_tensor(session, i, &tensor) == 0; i++)
        for (size_t k = 0; k < tensor.count; k++) {
            double g = (double)tensor.gradients[k], w = (double)tensor.values[k] + 0.1 * g;
            weights += w * w, gradients += g * g;
        }
    CHECK_NEAR((double)d->gradient_norm, sqrt(gradients), 1e-4 * sqrt(gradients));
    CHECK_NEAR((double)d->update_ratio, 0.1 * sqrt(gradients / weights),
               1e-4 * sqrt(gradients / weights));
    ink_session_destroy(session);
}

/* A rate that grows without end: the run diverges at some step, and the weights
 * return to those of a step that was kept. */
TEST(a_diverged_run_returns_to_good_weights) {
    ink_session *session = make(MLP("identity") "loss=mse\noptimizer.type=sgd\n"
                                                "optimizer.learningRate=0.01\n");
    if (!CHECK(session)) return;
    for (int i = 0; i < 70; i++) CHECK_EQ_INT(ink_session_step(session, &error), 0);
    CHECK_EQ_INT(ink_session_configure(session, "learningRate=900\n", &error), 0);
    int status = 0;
    for (int i = 0; i < 200 && status == 0; i++) status = ink_session_step(session, &error);
    CHECK_EQ_INT(status, INK_ERROR_NONFINITE);
    CHECK(strstr(error.detail,
                 "a learning rate of 900 is too high; the weights are those of step 64"));
    ink_progress progress;
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.step, 64);
    CHECK_EQ_INT(ink_session_configure(session, "learningRate=0.01\n", &error), 0);
    for (int i = 0; i < 20; i++) CHECK_EQ_INT(ink_session_step(session, &error), 0);
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.step, 84);
    CHECK(progress.loss < 1);
    ink_session_destroy(session);
}

static float first_weight(const ink_session *session) {
    ink_tensor tensor;
    ink_session_tensor(session, 0, &tensor);
    return tensor.values[100];
}

TEST(early_stopping_waits_and_restores) {
    ink_session *session = make(MLP("relu") "earlyStopping.patience=2\n");
    if (!CHECK(session)) return;
    static const uint32_t correct[] = {400, 450, 440, 450, 449, 448};
    float best = 0;
    int status = 0, epoch = 0;
    for (; epoch < 6 && !status; epoch++) {
        for (int i = 0; i < 50; i++) CHECK_EQ_INT(ink_session_step(session, &error), 0);
        if (epoch == 3) best = first_weight(session);
        /* epoch 4 has as many right as the best, and a lower loss */
        ink_score score = {500, correct[epoch], epoch == 3 ? 90.0 : 100.0};
        status = ink_session_judge(session, &score);
    }
    CHECK_EQ_INT(status, INK_EVENT_FINISHED);
    CHECK_EQ_INT(epoch, 6);
    CHECK(first_weight(session) == best);
    ink_session_destroy(session);

    session = make(MLP("relu"));
    if (!CHECK(session)) return;
    ink_score score = {500, 100, 1};
    for (int i = 0; i < 10; i++) CHECK_EQ_INT(ink_session_judge(session, &score), 0);
    ink_session_destroy(session);
}

int main(void) {
    RUN(verdicts_fit_the_run);
    RUN(images_are_not_a_layers_outputs);
    RUN(numbers_are_those_of_the_batch);
    RUN(a_diverged_run_returns_to_good_weights);
    RUN(early_stopping_waits_and_restores);
    ink_data_destroy(synthetic_data());
    return harness_end();
}
