#include "train/past.h"

#include <math.h>
#include <string.h>

#include "train/state.h"

const ink_param ink__stopping_params[] = {
    {"patience", INK_PARAM_INTEGER, 0, 1000, 0,
     "After how many epochs without a better validation to stop; 0 never."},
    {"restoreBest", INK_PARAM_SWITCH, 0, 1, 1, "Whether to end with the best epoch's weights."},
    {0},
};

/* One array that a copy holds, and how long it is. */
typedef struct piece {
    float *values;
    size_t count;
} piece;

enum { PIECES = 2 + INK_MAX_SLOTS };

/* Parameters and statistics, then (for good weights) the optimiser's slots. */
static int pieces_of(const ink_session *session, bool with_slots, piece pieces[PIECES]) {
    size_t padded = ink_net_padded(&session->net);
    int count = 0;
    pieces[count++] = (piece){session->net.parameters, padded};
    pieces[count++] = (piece){session->net.statistics, session->net.statistic_count};
    for (int s = 0; with_slots && s < session->optimizer->slots; s++)
        pieces[count++] = (piece){session->slots[s], padded};
    return count;
}

static size_t copy_size(const ink_session *session, bool with_slots) {
    piece pieces[PIECES];
    size_t size = 0;
    for (int i = pieces_of(session, with_slots, pieces); i--;) size += pieces[i].count;
    return ink_size_multiply(size, sizeof(float));
}

static void copy_out(const ink_session *session, bool with_slots, float *copy) {
    piece pieces[PIECES];
    int count = pieces_of(session, with_slots, pieces);
    for (int i = 0; i < count; copy += pieces[i++].count)
        memcpy(copy, pieces[i].values, pieces[i].count * sizeof *copy);
}

static void copy_in(ink_session *session, bool with_slots, const float *copy) {
    piece pieces[PIECES];
    int count = pieces_of(session, with_slots, pieces);
    for (int i = 0; i < count; copy += pieces[i++].count)
        memcpy(pieces[i].values, copy, pieces[i].count * sizeof *copy);
}

void ink__past_carve(ink_session *session, ink_arena *arena) {
    session->past.good = ink_arena_take(arena, copy_size(session, true));
    session->past.best = NULL;
    if (session->stopping[INK_PATIENCE] > 0 && session->stopping[INK_RESTORE_BEST])
        session->past.best = ink_arena_take(arena, copy_size(session, false));
}

void ink__past_start(ink_session *session) {
    session->past = (ink_past){.good = session->past.good, .best = session->past.best};
}

static void keep(ink_session *session) {
    ink_past *past = &session->past;
    copy_out(session, true, past->good);
    past->good_step = session->step;
    past->good_epoch = session->epoch;
    past->good_position = session->position;
}

void ink__past_keep(ink_session *session) {
    ink_past *past = &session->past;
    if (session->step % INK_KEEP_EVERY) return;
    float mean = past->loss_sum / (float)INK_KEEP_EVERY;
    past->loss_sum = 0;
    if (session->step) {
        if (!(mean <= 2 * past->lowest_mean)) return;
        if (mean < past->lowest_mean) past->lowest_mean = mean;
    }
    keep(session);
}

void ink_session_mark(const ink_session *session, ink_mark *mark) {
    *mark = (ink_mark){.step = session->step,
                       .epoch = session->epoch,
                       .position = (uint32_t)session->position,
                       .loss_sum = session->past.loss_sum,
                       .lowest_mean = session->past.lowest_mean};
}

int ink_session_resume(ink_session *session, const ink_mark *mark, ink_error *error) {
    if (mark->epoch - 1 >= INT32_MAX || !(fabsf(mark->loss_sum) < INFINITY) ||
        !(fabsf(mark->lowest_mean) < INFINITY))
        return ink_fail(error, INK_ERROR_ARGUMENT, "no run can go on from there");
    session->step = mark->step;
    session->epoch = mark->epoch;
    session->position = mark->position;
    session->last = (ink_progress){.epoch = mark->epoch - (mark->position == 0)};
    ink__past_start(session);
    session->past.loss_sum = mark->loss_sum;
    session->past.lowest_mean = mark->lowest_mean;
    if (session->split.train) ink__session_begin_epoch(session);
    keep(session);
    return 0;
}

void ink__past_note(ink_session *session, float loss) {
    if (session->step == 0) session->past.lowest_mean = loss;
    session->past.loss_sum += loss;
}

void ink__past_go_back(ink_session *session) {
    ink_past *past = &session->past;
    copy_in(session, true, past->good);
    past->loss_sum = 0;
    session->step = past->good_step;
    session->position = past->good_position;
    if (session->epoch == past->good_epoch) return;
    session->epoch = past->good_epoch;
    ink_order_start(&session->order, session->epoch);
}

/* Fewer mistakes are better, and of equally many the lower loss. */
static bool is_better(const ink_past *past, const ink_score *score) {
    if (past->best_epoch == 0 || score->correct > past->best_correct) return true;
    return score->correct == past->best_correct && score->loss < past->best_loss;
}

int ink_session_judge(ink_session *session, const ink_score *validation) {
    ink_past *past = &session->past;
    session->validation_accuracy =
        validation->count ? (float)validation->correct / (float)validation->count : 0;
    uint32_t patience = (uint32_t)session->stopping[INK_PATIENCE];
    if (!patience || !validation->count) return 0;
    if (is_better(past, validation)) {
        past->best_correct = validation->correct;
        past->best_loss = validation->loss;
        past->best_epoch = session->last.epoch;
        past->epochs_since = 0;
        if (past->best) copy_out(session, false, past->best);
        return 0;
    }
    if (++past->epochs_since < patience) return 0;
    if (past->best) copy_in(session, false, past->best);
    past->epochs_since = 0;
    return INK_EVENT_FINISHED;
}
