#include "harness.h"

#include <stdbool.h>
#include <stdlib.h>

#include "optim/optimizer.h"
#include "optim/schedule.h"

static ink_error error;

static const ink_choice *choose(const char *path, const char *lines, const ink_choice *const *table,
                                double *values) {
    ink_config *config;
    const ink_choice *choice = NULL;
    if (ink_config_parse(&ink_allocator_default, lines, &config, &error) < 0) return NULL;
    ink_config_choose(config, path, NULL, table, &choice, values, &error);
    ink_config_destroy(config);
    return choice;
}

enum { COUNT = 12, STEPS = 10 };

/* Ten steps on made-up gradients; the plain update in double stands beside. */
typedef void plain_update(double *w, double g, double *m, double *v, int step);

static void compare(const char *lines, plain_update *plain) {
    double params[INK_MAX_PARAMS];
    const ink_optimizer_type *type =
        (const ink_optimizer_type *)choose("optimizer", lines, ink_optimizers, params);
    if (!CHECK(type)) return;
    float weights[COUNT], gradients[COUNT], slots[INK_MAX_SLOTS][COUNT] = {{0}};
    double w[COUNT], m[COUNT] = {0}, v[COUNT] = {0};
    for (int i = 0; i < COUNT; i++) w[i] = (double)(weights[i] = (float)(i - 5) * 0.1f);
    for (int step = 1; step <= STEPS; step++) {
        for (int i = 0; i < COUNT; i++) {
            gradients[i] = (float)((i * 7 + step * 3) % 11 - 5) * 0.01f;
            plain(&w[i], (double)gradients[i], &m[i], &v[i], step);
        }
        type->update(&(ink_update){.params = params,
                                   .rate = (float)params[INK_LEARNING_RATE],
                                   .step = (uint32_t)step,
                                   .count = COUNT,
                                   .weights = weights,
                                   .gradients = gradients,
                                   .slots = {slots[0], slots[1]}});
    }
    for (int i = 0; i < COUNT; i++) CHECK_NEAR((double)weights[i], w[i], 2e-6);
}

static void plain_sgd(double *w, double g, double *m, double *v, int step) {
    (void)m, (void)v, (void)step;
    *w -= 0.5 * g;
}

static void plain_momentum(double *w, double g, double *m, double *v, int step) {
    (void)v, (void)step;
    *m = 0.8 * *m + g;
    *w -= 0.1 * *m;
}

static void plain_adam(double *w, double g, double *m, double *v, int step) {
    *m = 0.9 * *m + 0.1 * g;
    *v = 0.999 * *v + 0.001 * g * g;
    *w -= 0.01 * (*m / (1 - pow(0.9, step))) / (sqrt(*v / (1 - pow(0.999, step))) + 1e-8);
}

static void plain_nesterov(double *w, double g, double *m, double *v, int step) {
    (void)v, (void)step;
    *m = 0.9 * *m + g;
    *w -= 0.01 * (g + 0.9 * *m);
}

static void plain_adagrad(double *w, double g, double *m, double *v, int step) {
    (void)m, (void)step;
    *v += g * g;
    *w -= 0.01 * g / (sqrt(*v) + 1e-10);
}

static void plain_rmsprop(double *w, double g, double *m, double *v, int step) {
    (void)m, (void)step;
    *v = 0.99 * *v + 0.01 * g * g;
    *w -= 0.001 * g / (sqrt(*v) + 1e-8);
}

static void plain_adadelta(double *w, double g, double *m, double *v, int step) {
    (void)step;
    *v = 0.9 * *v + 0.1 * g * g;
    double d = sqrt(*m + 1e-6) / sqrt(*v + 1e-6) * g;
    *m = 0.9 * *m + 0.1 * d * d;
    *w -= d;
}

static void plain_adamw(double *w, double g, double *m, double *v, int step) {
    *w -= 0.001 * 0.01 * *w;
    *m = 0.9 * *m + 0.1 * g;
    *v = 0.999 * *v + 0.001 * g * g;
    *w -= 0.001 * (*m / (1 - pow(0.9, step))) / (sqrt(*v / (1 - pow(0.999, step))) + 1e-8);
}

/* Weights only change for the better, and stay what they were best. */
TEST(random_search_keeps_the_best) {
    double params[INK_MAX_PARAMS];
    const ink_optimizer_type *type = (const ink_optimizer_type *)choose(
        "optimizer", "optimizer=random-search\n", ink_optimizers, params);
    if (!CHECK(type && type->propose)) return;
    float weights[8] = {0}, gradients[8] = {0}, slots[2][8] = {{0}}, kept[8];
    static const float losses[] = {5, 7, 4, 4.5f, 3};
    for (uint32_t step = 1; step <= 5; step++) {
        ink_update update = {.params = params,
                             .rate = 0.5f,
                             .step = step,
                             .seed = 1,
                             .count = 8,
                             .weights = weights,
                             .gradients = gradients,
                             .slots = {slots[0], slots[1]}};
        memcpy(kept, weights, sizeof kept);
        type->propose(&update);
        CHECK(memcmp(kept, weights, sizeof kept) != 0);
        update.loss = losses[step - 1];
        type->update(&update);
        bool better = step == 1 || step == 3 || step == 5;
        CHECK_EQ_INT(memcmp(kept, weights, sizeof kept) != 0, better);
    }
}

TEST(optimizers_follow_their_formulas) {
    compare("optimizer=nesterov\n", plain_nesterov);
    compare("optimizer=adagrad\n", plain_adagrad);
    compare("optimizer=rmsprop\n", plain_rmsprop);
    compare("optimizer=adadelta\n", plain_adadelta);
    compare("optimizer=adamw\n", plain_adamw);
    compare("optimizer.type=sgd\noptimizer.learningRate=0.5\n", plain_sgd);
    compare("optimizer.type=momentum\noptimizer.learningRate=0.1\noptimizer.momentum=0.8\n",
            plain_momentum);
    compare("optimizer.type=adam\noptimizer.learningRate=0.01\n", plain_adam);
}

/* With no gradient the moments must end at zero, never among the denormals. */
TEST(moments_die_out_without_denormals) {
    static const char *const lines[] = {"optimizer=adam\n", "optimizer=momentum\n"};
    for (int l = 0; l < 2; l++) {
        double params[INK_MAX_PARAMS];
        const ink_optimizer_type *type =
            (const ink_optimizer_type *)choose("optimizer", lines[l], ink_optimizers, params);
        if (!CHECK(type)) return;
        float weights[4] = {0}, gradients[4] = {1, -1, 1e-3f, -1e-12f}, slots[2][4] = {{0}};
        ink_update update = {.params = params,
                             .rate = 1e-3f,
                             .least = INK_LEAST_MOMENT,
                             .count = 4,
                             .weights = weights,
                             .gradients = gradients,
                             .slots = {slots[0], slots[1]}};
        int denormals = 0;
        for (update.step = 1; update.step < 60000; update.step++) {
            type->update(&update);
            memset(gradients, 0, sizeof gradients);
            for (int i = 0; i < 4; i++)
                denormals += fpclassify(slots[0][i]) == FP_SUBNORMAL ||
                             fpclassify(slots[1][i]) == FP_SUBNORMAL;
        }
        CHECK_EQ_INT(denormals, 0);
        for (int i = 0; i < 4; i++) CHECK(slots[0][i] == 0);
    }
}

static float rate_at(const char *lines, uint32_t step, uint32_t steps) {
    double params[INK_MAX_PARAMS];
    const ink_schedule_type *type =
        (const ink_schedule_type *)choose("schedule", lines, ink_schedules, params);
    ink_run_point now = {0.006f, step, steps, 100};
    return type ? type->rate(params, &now) : NAN;
}

TEST(one_cycle_rises_to_its_peak_and_falls) {
    const char *lines = "schedule=one-cycle\n";
    CHECK_NEAR((double)rate_at(lines, 0, 1000), 0.006 / 25, 1e-9);
    CHECK_NEAR((double)rate_at(lines, 299, 1000), 0.006, 1e-8);
    CHECK_NEAR((double)rate_at(lines, 999, 1000), 0.006 / 25 / 1e4, 1e-9);
    for (uint32_t step = 1; step < 1000; step++) {
        float before = rate_at(lines, step - 1, 1000), now = rate_at(lines, step, 1000);
        CHECK(step <= 299 ? now >= before : now <= before);
        CHECK(now > 0 && now <= 0.0060001f);
    }
    CHECK_NEAR((double)rate_at("schedule.type=one-cycle\nschedule.peak=0.1\n", 299, 1000), 0.1,
               1e-7);
    for (uint32_t steps = 1; steps < 12; steps++) /* short runs stay finite */
        for (uint32_t step = 0; step < steps; step++) CHECK(rate_at(lines, step, steps) > 0);
}

TEST(constant_stays) {
    CHECK(rate_at("schedule=constant\n", 0, 10) == 0.006f);
    CHECK(rate_at("schedule=constant\n", 9, 10) == 0.006f);
}

TEST(schedules_follow_their_formulas) {
    for (uint32_t step = 0; step < 500; step += 7) {
        CHECK_NEAR((double)rate_at("schedule=step\n", step, 500), 0.006 * pow(0.5, step / 200),
                   1e-9);
        CHECK_NEAR((double)rate_at("schedule=exponential\n", step, 500),
                   0.006 * pow(0.8, step / 100.0), 1e-8);
        CHECK_NEAR((double)rate_at("schedule.type=cosine\nschedule.end=0.1\n", step, 500),
                   0.0006 + 0.0054 * 0.5 * (1 + cos(3.14159265358979 * step / 500)), 1e-8);
        double rise = step < 50 ? 0.1 + 0.9 * step / 50 : 1;
        CHECK_NEAR((double)rate_at("schedule=warm-up\n", step, 500), 0.006 * rise, 1e-8);
    }
}

TEST(unknown_names_list_the_known) {
    double params[INK_MAX_PARAMS];
    CHECK(!choose("optimizer", "optimizer=adamm\n", ink_optimizers, params));
    CHECK_STR(error.detail, "optimizer: \"adamm\" is not known; known are sgd, momentum, nesterov, "
                            "adagrad, rmsprop, adadelta, adam, adamw, random-search");
    CHECK(!choose("schedule", "schedule=cosinus\n", ink_schedules, params));
    CHECK_STR(error.detail, "schedule: \"cosinus\" is not known; known are constant, step, "
                            "exponential, cosine, one-cycle, warm-up");
}

int main(void) {
    RUN(optimizers_follow_their_formulas);
    RUN(random_search_keeps_the_best);
    RUN(schedules_follow_their_formulas);
    RUN(moments_die_out_without_denormals);
    RUN(one_cycle_rises_to_its_peak_and_falls);
    RUN(constant_stays);
    RUN(unknown_names_list_the_known);
    return harness_end();
}
