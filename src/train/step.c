#include <math.h>

#include "kernel/elementwise.h"
#include "kernel/reduce.h"
#include "train/state.h"

/* The next batch's images and labels; its size, 0 while they are not there. */
static int gather_batch(ink_session *session) {
    size_t batch = (size_t)session->training[INK_BATCH_SIZE];
    size_t left = session->split.train - session->position;
    size_t count = batch < left ? batch : left;
    const uint32_t *samples = ink_order_batch(&session->order, session->position, count,
                                              ink_session_part_available(session, INK_TRAIN));
    if (!samples) return 0;
    ink__session_draw(session, samples, count);
    return (int)count;
}

static float batch_accuracy(const ink_net *net, const float *logits, const uint8_t *labels, int n) {
    int correct = 0;
    for (int i = 0; i < n; i++)
        correct += ink_argmax(net->classes, logits + (size_t)i * (size_t)net->classes) == labels[i];
    return (float)correct / (float)n;
}

static float current_rate(const ink_session *session, uint32_t steps_per_epoch) {
    uint32_t steps = steps_per_epoch * (uint32_t)session->training[INK_EPOCHS];
    ink_run_point now = {
        .learning_rate = (float)session->optimizer_params[INK_LEARNING_RATE],
        .step = session->step < steps ? session->step : steps - 1,
        .steps = steps,
        .steps_per_epoch = steps_per_epoch,
    };
    return session->schedule->rate(session->schedule_params, &now);
}

/* Gradients longer than clipNorm are shortened to it (Pascanu, Mikolov, Bengio
 * 2013). */
static void clip_gradients(ink_session *session) {
    double limit = session->training[INK_CLIP_NORM];
    if (limit <= 0) return;
    size_t count = session->net.parameter_count;
    double norm = sqrt((double)ink_sum_squares(count, session->net.gradients));
    if (norm > limit) ink_scale(count, (float)(limit / norm), session->net.gradients);
}

/* dw += l1·sign(w) + l2·w on weights, not on biases: the slope of
 * l1·Σ|w| + ½·l2·Σw². */
static void penalize(ink_session *session) {
    float l1 = (float)session->penalty[INK_L1], l2 = (float)session->penalty[INK_L2];
    if (l1 == 0 && l2 == 0) return;
    for (int l = 0; l < session->net.layer_count; l++)
        for (int p = 0; p < session->net.layers[l].parameter_count; p++) {
            const ink_parameter *parameter = &session->net.layers[l].parameters[p];
            if (parameter->kind == INK_WEIGHT)
                ink_penalize(ink_parameter_size(parameter), l1, l2, parameter->values,
                             parameter->gradients);
        }
}

static ink_update make_update(ink_session *session, float rate, float loss) {
    return (ink_update){
        .params = session->optimizer_params,
        .rate = rate,
        .step = session->step + 1,
        .seed = session->net.seed,
        .loss = loss,
        .least = INK_LEAST_MOMENT,
        .count = ink_net_padded(&session->net),
        .weights = session->net.parameters,
        .gradients = session->net.gradients,
        .slots = {session->slots[0], session->slots[1]},
    };
}

/* To update a weight takes as long as so many multiply-adds. */
enum { A_WEIGHT = 16, LANES = 4 };

typedef struct shared_update {
    void (*run)(const ink_update *update);
    const ink_update *whole;
} shared_update;

static void update_piece(void *context, const ink_piece *piece) {
    const shared_update *shared = context;
    ink_update part = *shared->whole;
    int fours = (int)(part.count / LANES);
    size_t first = (size_t)ink_piece_first(piece, fours) * LANES;
    part.count = (size_t)ink_piece_end(piece, fours) * LANES - first;
    part.weights += first, part.gradients += first;
    for (int slot = 0; slot < INK_MAX_SLOTS; slot++)
        if (part.slots[slot]) part.slots[slot] += first;
    shared->run(&part);
}

static void update_weights(ink_session *session, const ink_update *update) {
    const ink_optimizer_type *optimizer = session->optimizer;
    if (optimizer->propose) {
        optimizer->update(update);
        return;
    }
    int pieces = ink_pool_pieces(session->net.pool, (int)(update->count / LANES),
                                 (double)update->count * A_WEIGHT);
    ink_pool_run(session->net.pool, pieces, update_piece,
                 &(shared_update){optimizer->update, update});
}

static void advance(ink_session *session, int n) {
    session->step++;
    session->position += (size_t)n;
    if (session->position < session->split.train) return;
    session->position = 0;
    session->epoch++;
    ink_order_start(&session->order, session->epoch);
}

static int diverge(ink_session *session, float loss, float rate, ink_error *error) {
    uint32_t failed = session->step + 1;
    ink__past_go_back(session);
    return ink_fail(error, INK_ERROR_NONFINITE,
                    "the loss of step %u is %g: a learning rate of %g is too high; the weights are "
                    "those of step %u again",
                    failed, (double)loss, (double)rate, session->step);
}

int ink_session_step(ink_session *session, ink_error *error) {
    int status = ink__session_split(session, error);
    if (!status) status = ink__session_fit(session, error);
    if (status) return status;
    int n = gather_batch(session);
    if (!n) return INK_EVENT_WAITING;

    ink__past_keep(session);
    ink_progress before = session->last;
    ink_session_progress(session, &session->last);
    float rate = current_rate(session, session->last.steps_per_epoch);
    ink_update update = make_update(session, rate, 0);
    if (session->optimizer->propose) session->optimizer->propose(&update);

    bool diagnosed = ink__diagnosis_due(session);
    ink_net *net = &session->net;
    net->step = session->step;
    net->apart = diagnosed;
    const float *logits = ink_net_forward(net, n, true);
    float accuracy = batch_accuracy(net, logits, session->labels, n);
    ink_net_backward(net, n, session->labels, session->losses);
    float loss = ink_sum((size_t)n, session->losses) / (float)n;
    if (!(fabsf(loss) < INFINITY)) {
        session->last = before;
        return diverge(session, loss, rate, error);
    }
    ink__past_note(session, loss);
    clip_gradients(session);
    penalize(session);
    update.loss = loss;
    if (diagnosed) ink__diagnosis_before_update(session, n);
    update_weights(session, &update);
    if (diagnosed) ink__diagnosis_after_update(session);
    ink__diagnosis_note(session, loss, accuracy);
    session->last.epoch = session->epoch;
    session->last.samples = (uint32_t)n;
    session->last.loss = loss;
    session->last.accuracy = accuracy;
    session->last.learning_rate = rate;
    advance(session, n);
    return 0;
}
