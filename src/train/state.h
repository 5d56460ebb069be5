/* Inside a session; for the files of train/ only. */
#ifndef INK_TRAIN_STATE_H
#define INK_TRAIN_STATE_H

#include "base/config.h"
#include "base/pool.h"
#include "data/augment.h"
#include "data/preprocess.h"
#include "data/split.h"
#include "net/net.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"
#include "train/diagnosis.h"
#include "train/map.h"
#include "train/past.h"
#include "train/session.h"

/* Order of the table of settings that stand at the config's top. */
enum { INK_BATCH_SIZE, INK_EPOCHS, INK_SEED, INK_CLIP_NORM };
extern const ink_param ink__training_params[];
enum { INK_L1, INK_L2 };
extern const ink_param ink__penalty_params[];

struct ink_session {
    ink_allocator allocator;
    ink_data *data;
    ink_pool *pool;
    void *block;   /* all memory but the session's own */
    uint8_t *base; /* of what is carved from it */
    ink_net net;

    const ink_optimizer_type *optimizer;
    double optimizer_params[INK_MAX_PARAMS];
    float *slots[INK_MAX_SLOTS];
    const ink_schedule_type *schedule;
    double schedule_params[INK_MAX_PARAMS];
    double training[INK_MAX_PARAMS];
    double penalty[INK_MAX_PARAMS];
    double stopping[INK_MAX_PARAMS];
    double split_wish[INK_MAX_PARAMS];
    double augment[INK_MAX_PARAMS];
    ink_preprocess preprocess;
    bool fitted;            /* the preprocessing; false: to be found out */
    uint8_t *staged;        /* images on their way to the preprocessing */
    float differences[256]; /* of what each byte comes to, from what a background's does */

    ink_split split; /* zeros until it can be made */
    uint32_t *split_map;
    ink_order order;
    size_t position; /* of the next batch in the epoch */
    uint8_t *labels; /* capacity */
    float *losses;   /* capacity */
    uint32_t step, epoch;
    ink_progress last;
    float validation_accuracy; /* of the last judged epoch; 0 before */
    ink_past past;
    ink_diagnosis diagnosis;
    float *weights_before; /* a copy of the parameters, for steps that are diagnosed */

    uint8_t *shown;       /* the last predicted image; black at the start */
    bool gradient_stands; /* activations are those of an ink_session_gradient */
    float *view;          /* of the last view that was computed; from the allocator */
    ink_map map;
};

/* Makes the split as soon as it can be made; INK_EVENT_WAITING until then. */
int ink__session_split(ink_session *session, ink_error *error);

/* The order of the epoch under way, once there is a split. */
void ink__session_begin_epoch(ink_session *session);

/* Fits the preprocessing, where that has not been done or loaded, once all training
 * samples are there; INK_EVENT_WAITING until then. */
int ink__session_fit(ink_session *session, ink_error *error);

/* 0 when images first … first+count−1 of the part are there. */
int ink__session_range(ink_session *session, ink_part part, size_t first, size_t count,
                       ink_error *error);

/* Bytes of `staged`. */
size_t ink__session_staged_size(const ink_session *session);

/* Puts images into the net's input, from a row on: into lists where its first layer reads those
 * (which is_listed is then to say), and into activations[0] where it does not or what is there will
 * be looked at. */
void ink__session_put(ink_session *session, size_t row, const uint8_t *images, size_t count,
                      bool looked_at);

/* Does so with count ≤ capacity images of the part, from number `first` on, and puts their labels
 * into `labels`. */
void ink__session_take(ink_session *session, ink_part part, size_t first, size_t count,
                       bool looked_at);

/* The same for training samples with these numbers, augmented; nobody will look at them. */
void ink__session_draw(ink_session *session, const uint32_t *numbers, size_t count);

#endif
