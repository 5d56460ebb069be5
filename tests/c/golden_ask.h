/* What a golden file can ask of a session, by name. Each question puts its numbers
 * into `got` and returns how many; 0 where there is no such thing. */
#ifndef INK_TESTS_GOLDEN_ASK_H
#define INK_TESTS_GOLDEN_ASK_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "inkling.h"

enum { MOST_NUMBERS = 1 << 17, MOST_STEPS = 64 };

static float got[MOST_NUMBERS];
static ink_error error;

typedef struct golden_run {
    ink_data *data;
    ink_session *session;
    const uint8_t *pixels; /* the images, training ones first */
    size_t image_size;     /* bytes of one */
    size_t steps;          /* how many the last `steps` took, with their: */
    float losses[MOST_STEPS], rates[MOST_STEPS];
} golden_run;

static size_t train_images(const golden_run *run) {
    return ink_session_part_total(run->session, INK_TRAIN);
}

static size_t take(const float *values, size_t count) {
    if (count > MOST_NUMBERS) return 0;
    memcpy(got, values, count * sizeof *values);
    return count;
}

static bool find_tensor(const golden_run *run, const char *name, ink_tensor *tensor) {
    for (int i = 0; ink_session_tensor(run->session, i, tensor) == 0; i++)
        if (strcmp(tensor->name, name) == 0) return true;
    return false;
}

static size_t ask_value(const golden_run *run, const char *name) {
    ink_tensor tensor;
    return find_tensor(run, name, &tensor) ? take(tensor.values, tensor.count) : 0;
}

static size_t ask_gradient(const golden_run *run, const char *name) {
    ink_tensor tensor;
    if (!find_tensor(run, name, &tensor) || !tensor.gradients) return 0;
    return take(tensor.gradients, tensor.count);
}

static size_t ask_losses(const golden_run *run, const char *name) {
    (void)name;
    return take(run->losses, run->steps);
}

static size_t ask_rates(const golden_run *run, const char *name) {
    (void)name;
    return take(run->rates, run->steps);
}

static size_t ask_loss(const golden_run *run, const char *name) {
    (void)name;
    ink_score score = {0};
    if (ink_session_evaluate(run->session, INK_TRAIN, 0, train_images(run), &score, NULL, &error))
        return 0;
    got[0] = (float)(score.loss / score.count);
    return 1;
}

static size_t ask_probabilities(const golden_run *run, const char *name) {
    (void)name;
    size_t count = train_images(run);
    if (ink_session_predict(run->session, run->pixels, count, got, &error)) return 0;
    return count * (size_t)ink_data_classes(run->data);
}

/* What layer `name` puts out for each training image in turn. */
static size_t ask_outputs(const golden_run *run, const char *name) {
    char path[32];
    size_t count = 0;
    snprintf(path, sizeof path, "activations:%s", name);
    for (size_t i = 0; i < train_images(run); i++) {
        float probabilities[256];
        ink_tensor view;
        if (ink_session_predict(run->session, run->pixels + i * run->image_size, 1, probabilities,
                                &error) ||
            ink_session_view(run->session, path, &view, &error))
            return 0;
        memcpy(got + count, view.values, view.count * sizeof *got);
        count += view.count;
    }
    return count;
}

/* Statistics of a tensor, or of a view ("activations:0") */

static bool find_any(const golden_run *run, const char *name, ink_tensor *tensor) {
    return find_tensor(run, name, tensor) ||
           ink_session_view(run->session, name, tensor, &error) == 0;
}

/* The mean of (value − centre) to the given power. */
static double moment(const ink_tensor *tensor, double centre, int power) {
    double sum = 0;
    for (size_t i = 0; i < tensor->count; i++) {
        double term = 1;
        for (int k = 0; k < power; k++) term *= (double)tensor->values[i] - centre;
        sum += term;
    }
    return sum / (double)tensor->count;
}

static size_t give(double value) {
    got[0] = (float)value;
    return 1;
}

static size_t ask_mean(const golden_run *run, const char *name) {
    ink_tensor tensor;
    return find_any(run, name, &tensor) ? give(moment(&tensor, 0, 1)) : 0;
}

static size_t ask_variance(const golden_run *run, const char *name) {
    ink_tensor tensor;
    return find_any(run, name, &tensor) ? give(moment(&tensor, moment(&tensor, 0, 1), 2)) : 0;
}

static size_t ask_kurtosis(const golden_run *run, const char *name) {
    ink_tensor tensor;
    if (!find_any(run, name, &tensor)) return 0;
    double mean = moment(&tensor, 0, 1), variance = moment(&tensor, mean, 2);
    return give(moment(&tensor, mean, 4) / (variance * variance));
}

static size_t ask_largest(const golden_run *run, const char *name) {
    ink_tensor tensor;
    double largest = 0;
    if (!find_any(run, name, &tensor)) return 0;
    for (size_t i = 0; i < tensor.count; i++)
        largest = fmax(largest, fabs((double)tensor.values[i]));
    return give(largest);
}

static size_t ask_zeros(const golden_run *run, const char *name) {
    ink_tensor tensor;
    size_t zeros = 0;
    if (!find_any(run, name, &tensor)) return 0;
    for (size_t i = 0; i < tensor.count; i++) zeros += tensor.values[i] == 0;
    return give((double)zeros / (double)tensor.count);
}

/* A tensor as a matrix, seen along its shorter side. */
typedef struct vectors {
    const float *values;
    size_t count, length, stride, step;
} vectors;

static bool find_vectors(const golden_run *run, const char *name, vectors *v) {
    ink_tensor tensor;
    if (!find_tensor(run, name, &tensor)) return false;
    size_t rows = (size_t)tensor.shape[0], columns = tensor.count / rows;
    *v = rows <= columns ? (vectors){tensor.values, rows, columns, columns, 1}
                         : (vectors){tensor.values, columns, rows, 1, columns};
    return true;
}

static double dot(const vectors *v, size_t a, size_t b) {
    double sum = 0;
    for (size_t i = 0; i < v->length; i++)
        sum += (double)v->values[a * v->stride + i * v->step] *
               (double)v->values[b * v->stride + i * v->step];
    return sum;
}

/* The vectors' squared lengths. */
static size_t ask_lengths(const golden_run *run, const char *name) {
    vectors v;
    if (!find_vectors(run, name, &v)) return 0;
    for (size_t i = 0; i < v.count; i++) got[i] = (float)dot(&v, i, i);
    return v.count;
}

/* The largest product of two different ones. */
static size_t ask_skew(const golden_run *run, const char *name) {
    vectors v;
    double largest = 0;
    if (!find_vectors(run, name, &v)) return 0;
    for (size_t i = 0; i < v.count; i++)
        for (size_t j = 0; j < i; j++) largest = fmax(largest, fabs(dot(&v, i, j)));
    return give(largest);
}

static size_t ask(const golden_run *run, const char *what) {
    static const struct {
        const char *name;
        size_t (*ask)(const golden_run *run, const char *rest);
    } questions[] = {
        {"value", ask_value},       {"gradient", ask_gradient},
        {"losses", ask_losses},     {"rates", ask_rates},
        {"loss", ask_loss},         {"probabilities", ask_probabilities},
        {"outputs", ask_outputs},   {"mean", ask_mean},
        {"variance", ask_variance}, {"kurtosis", ask_kurtosis},
        {"largest", ask_largest},   {"zeros", ask_zeros},
        {"lengths", ask_lengths},   {"skew", ask_skew},
    };
    const char *colon = strchr(what, ':');
    size_t length = colon ? (size_t)(colon - what) : strlen(what);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (strlen(questions[i].name) == length && strncmp(questions[i].name, what, length) == 0)
            return questions[i].ask(run, colon ? colon + 1 : "");
    return 0;
}

#endif
