/* What a session keeps of its past: the last weights known to be good, to go
 * back to when a run diverges, and the best ones by validation, for early
 * stopping. */
#ifndef INK_TRAIN_PAST_H
#define INK_TRAIN_PAST_H

#include <stdbool.h>

#include "base/config.h"
#include "base/memory.h"
#include "train/session.h"

/* The table at prefix "earlyStopping". */
enum { INK_PATIENCE, INK_RESTORE_BEST };
extern const ink_param ink__stopping_params[];

/* Good weights are kept every so many steps. */
enum { INK_KEEP_EVERY = 32 };

typedef struct ink_past {
    float *good; /* parameters, statistics, slots */
    uint32_t good_step, good_epoch;
    size_t good_position;
    float loss_sum;    /* of the steps since weights were last looked at */
    float lowest_mean; /* of such a stretch; that of the first step at the start */

    float *best; /* parameters, statistics; NULL unless they are to be restored */
    uint32_t best_correct, best_epoch, epochs_since;
    double best_loss;
} ink_past;

/* Takes memory for the copies from the arena. */
void ink__past_carve(ink_session *session, ink_arena *arena);

/* Forgets all; at a reset. */
void ink__past_start(ink_session *session);

/* Before a step: keeps its weights where it is time and the loss has not risen. */
void ink__past_keep(ink_session *session);

/* After a step with this loss. */
void ink__past_note(ink_session *session, float loss);

/* Takes the session back to the last good weights and the step they are from. */
void ink__past_go_back(ink_session *session);

#endif
