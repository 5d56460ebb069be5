#include "train/diagnosis.h"

#include <math.h>
#include <string.h>

#include "kernel/reduce.h"
#include "train/state.h"

const char *ink_verdict_name(ink_verdict verdict) {
    switch (verdict) {
#define X(name, sentence) \
    case name: return #name;
        INK_VERDICT_MAP(X)
#undef X
    }
    return "INK_VERDICT_NONE";
}

const char *ink_verdict_sentence(ink_verdict verdict) {
    switch (verdict) {
#define X(name, sentence) \
    case name: return sentence;
        INK_VERDICT_MAP(X)
#undef X
    }
    return "";
}

const ink_diagnosis *ink_session_diagnosis(const ink_session *session) {
    return &session->diagnosis;
}

void ink__diagnosis_start(ink_session *session) {
    const ink_net *net = &session->net;
    session->diagnosis = (ink_diagnosis){
        .layer = -1,
        .chance = (float)net->loss->chance(net->loss_params, net->classes),
        .layer_count = (uint32_t)net->layer_count,
    };
}

bool ink__diagnosis_due(const ink_session *session) {
    return session->step % INK_DIAGNOSE_EVERY == 0;
}

/* Whether layer l has outputs, not the images themselves, that still stand where it put them. */
static bool outputs_stand(const ink_net *net, int l) {
    const float *y = net->activations[l + 1];
    return y != net->activations[0] && (l + 1 == net->layer_count || y != net->activations[l + 2]);
}

static void measure_spread(const float *y, size_t count, ink_layer_diagnosis *layer) {
    float mean = ink_sum(count, y) / (float)count;
    float square = ink_sum_squares(count, y) / (float)count - mean * mean;
    layer->mean = mean;
    layer->deviation = square > 0 ? sqrtf(square) : 0;
    layer->lowest = layer->highest = y[0];
    for (size_t i = 1; i < count; i++) {
        if (y[i] < layer->lowest) layer->lowest = y[i];
        if (y[i] > layer->highest) layer->highest = y[i];
    }
    float width = layer->highest - layer->lowest;
    float scale = width > 0 ? (float)INK_BINS / width : 0;
    for (size_t i = 0; i < count; i++) {
        int bin = (int)((y[i] - layer->lowest) * scale);
        layer->bins[bin < INK_BINS ? bin : INK_BINS - 1]++;
    }
}

static float saturated_part(const float *y, size_t count, float low, float high) {
    if (!(low < high)) return 0;
    float edge = 0.02f * (high - low);
    size_t saturated = 0;
    for (size_t i = 0; i < count; i++) saturated += y[i] < low + edge || y[i] > high - edge;
    return (float)saturated / (float)count;
}

/* Units, not outputs: a unit counts when it is zero for all n samples. */
static float dead_part(const float *y, int n, int units) {
    int dead = 0;
    for (int unit = 0; unit < units; unit++) {
        int sample = 0;
        while (sample < n && y[(size_t)sample * (size_t)units + (size_t)unit] == 0) sample++;
        dead += sample == n;
    }
    return (float)dead / (float)units;
}

/* A layer's trained parameters, which stand one behind the other; returns how many. */
static size_t trained(const ink_net *net, int l, size_t *first) {
    const ink_layer *layer = &net->layers[l];
    size_t count = 0;
    for (int p = layer->parameter_count - 1; p >= 0; p--) {
        if (layer->parameters[p].kind == INK_STATISTIC) continue;
        *first = (size_t)(layer->parameters[p].values - net->parameters);
        count += ink_parameter_size(&layer->parameters[p]);
    }
    return count;
}

static void look_at_outputs(const ink_net *net, int l, int n, ink_layer_diagnosis *row) {
    const ink_layer *layer = &net->layers[l];
    int units = ink_shape_size(layer->out);
    size_t count = (size_t)n * (size_t)units;
    const float *y = net->activations[l + 1];
    if (!outputs_stand(net, l) || !ink_all_finite(count, y)) return;
    row->seen = 1;
    measure_spread(y, count, row);
    row->saturated = saturated_part(y, count, layer->type->low, layer->type->high);
    row->dead = dead_part(y, n, units);
}

typedef struct looking {
    ink_session *session;
    int n;
} looking;

/* A piece is some of the layers; each row's gradient_norm is still squared. */
static void look_piece(void *context, const ink_piece *piece) {
    const looking *looking = context;
    const ink_net *net = &looking->session->net;
    int end = ink_piece_end(piece, net->layer_count);
    for (int l = ink_piece_first(piece, net->layer_count); l < end; l++) {
        size_t first = 0, count = trained(net, l, &first);
        float squares = ink_sum_squares(count, net->gradients + first);
        ink_layer_diagnosis *row = &looking->session->diagnosis.layers[l];
        *row = (ink_layer_diagnosis){.gradient_norm = squares};
        look_at_outputs(net, l, looking->n, row);
    }
}

/* To look at an output takes as long as so many multiply-adds. */
enum { AN_OUTPUT = 64 };

void ink__diagnosis_before_update(ink_session *session, int n) {
    const ink_net *net = &session->net;
    double outputs = 0;
    for (int l = 0; l < net->layer_count; l++) outputs += ink_shape_size(net->layers[l].out);
    ink_pool_run(net->pool, ink_pool_pieces(net->pool, net->layer_count, AN_OUTPUT * n * outputs),
                 look_piece, &(looking){session, n});
    float all = 0;
    for (int l = 0; l < net->layer_count; l++) {
        float *norm = &session->diagnosis.layers[l].gradient_norm, squares = *norm;
        *norm = sqrtf(squares);
        all += squares;
    }
    session->diagnosis.gradient_norm = sqrtf(all);
    memcpy(session->weights_before, net->parameters,
           net->parameter_count * sizeof *net->parameters);
}

/* ‖after − before‖/‖before‖ from the squares of both. */
static float ratio_of(float change, float size) { return size > 0 ? sqrtf(change / size) : 0; }

void ink__diagnosis_after_update(ink_session *session) {
    const ink_net *net = &session->net;
    ink_diagnosis *diagnosis = &session->diagnosis;
    float all_size = 0, all_change = 0;
    for (int l = 0; l < net->layer_count; l++) {
        size_t first = 0, count = trained(net, l, &first);
        float *before = session->weights_before + first;
        const float *after = net->parameters + first;
        float size = ink_sum_squares(count, before);
        for (size_t i = 0; i < count; i++) before[i] = after[i] - before[i];
        float change = ink_sum_squares(count, before);
        diagnosis->layers[l].update_ratio = ratio_of(change, size);
        all_size += size, all_change += change;
    }
    diagnosis->update_ratio = ratio_of(all_change, all_size);
    diagnosis->step = session->step + 1;
}

/* The first and last layers with weights; false where there is only one. */
static bool weighted_ends(const ink_net *net, int *first, int *last) {
    *first = *last = -1;
    for (int l = 0; l < net->layer_count; l++) {
        if (!net->layers[l].parameter_count) continue;
        if (*first < 0) *first = l;
        *last = l;
    }
    return *first >= 0 && *first < *last;
}

typedef struct finding {
    ink_verdict verdict;
    int layer;
} finding;

/* What is wrong with a layer, where more than half of it is. */
static finding find_bad_layer(const ink_session *session) {
    const ink_diagnosis *d = &session->diagnosis;
    for (int l = 0; l < session->net.layer_count; l++) {
        if (d->layers[l].dead > 0.5f && l + 1 < session->net.layer_count)
            return (finding){INK_VERDICT_DEAD, l};
        if (d->layers[l].saturated > 0.5f) return (finding){INK_VERDICT_SATURATED, l};
    }
    int first, last;
    if (weighted_ends(&session->net, &first, &last) &&
        d->layers[first].gradient_norm < 1e-4f * d->layers[last].gradient_norm)
        return (finding){INK_VERDICT_VANISHING, first};
    return (finding){INK_VERDICT_NONE, -1};
}

static finding find_verdict(const ink_session *session) {
    const ink_diagnosis *d = &session->diagnosis;
    if (session->step + 1 < 2 * INK_DIAGNOSE_EVERY) {
        bool large = d->first_loss > 2 * d->chance;
        return (finding){large ? INK_VERDICT_INITIAL_LOSS : INK_VERDICT_NONE, -1};
    }
    if (d->recent_loss > 1.5f * d->lowest_loss && d->recent_loss > 0.5f * d->chance)
        return (finding){INK_VERDICT_RISING, -1};
    finding layer = find_bad_layer(session);
    if (layer.verdict != INK_VERDICT_NONE) return layer;
    if (d->recent_loss > 0.9f * d->first_loss && d->recent_loss > 0.9f * d->earlier_loss)
        return (finding){INK_VERDICT_FLAT, -1};
    if (d->validation_accuracy > 0 && d->recent_accuracy > d->validation_accuracy + 0.05f)
        return (finding){INK_VERDICT_OVERFITTING, -1};
    return (finding){
        d->recent_loss < 0.98f * d->earlier_loss ? INK_VERDICT_LEARNING : INK_VERDICT_STEADY, -1};
}

void ink__diagnosis_note(ink_session *session, float loss, float accuracy) {
    ink_diagnosis *d = &session->diagnosis;
    if (session->step == 0) {
        d->first_loss = d->recent_loss = d->lowest_loss = d->earlier_loss = loss;
        d->recent_accuracy = accuracy;
    }
    d->recent_loss += (loss - d->recent_loss) / INK_DIAGNOSE_EVERY;
    d->recent_accuracy += (accuracy - d->recent_accuracy) / INK_DIAGNOSE_EVERY;
    d->validation_accuracy = session->validation_accuracy;
    if ((session->step + 1) % INK_DIAGNOSE_EVERY) return;
    finding found = find_verdict(session);
    d->verdict = found.verdict;
    d->layer = found.layer;
    d->earlier_loss = d->recent_loss;
    if (d->recent_loss < d->lowest_loss) d->lowest_loss = d->recent_loss;
}
