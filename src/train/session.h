/* A session: one network, its optimiser and its place in the training, over a
 * data set. All memory is carved from one block at creation; steps allocate
 * nothing. Not thread-safe: one caller at a time. */
#ifndef INK_TRAIN_SESSION_H
#define INK_TRAIN_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/memory.h"
#include "data/dataset.h"

typedef struct ink_session ink_session;

/* The largest block a session may take. */
#define INK_SESSION_LIMIT ((size_t)1 << 30)

/* Builds the model that `config` describes (lines path=value, see
 * base/config.h) for the data's image size and classes, with weights drawn from
 * config's `seed`. The data may still be empty or streaming in; it is not owned
 * and must outlive the session. threads: 1 … INK_MAX_THREADS. allocator NULL is
 * malloc. A config that does not fit is refused, naming path and reason; one that
 * needs more than INK_SESSION_LIMIT with the figure. */
int ink_session_create(const ink_allocator *allocator, const char *config, ink_data *data,
                       int threads, ink_session **session, ink_error *error);

/* Takes NULL. */
void ink_session_destroy(ink_session *session);

/* New weights from seed, optimiser state zero, step 0. */
void ink_session_reset(ink_session *session, uint64_t seed);
uint64_t ink_session_seed(const ink_session *session);

/* Changes what may change while training: lines learningRate=…, epochs=….
 * learningRate is the constant rate, or the peak of a schedule that has one. */
int ink_session_configure(ink_session *session, const char *lines, ink_error *error);

typedef struct ink_progress {
    uint32_t step;            /* steps done since the reset */
    uint32_t epoch;           /* of the last step, 1-based; 0 before the first */
    uint32_t epochs;          /* as configured; training may go on past them */
    uint32_t steps_per_epoch; /* ⌈train/batch⌉; 0 while the data's size is unknown */
    uint32_t samples;         /* in the last step's batch */
    float loss;               /* mean over that batch, nats for cross-entropy */
    float accuracy;           /* 0 … 1, of that batch, before its update */
    float learning_rate;      /* of the last step */
    uint32_t epochs_done;     /* all of whose samples have been gone through */
    uint32_t steps_left;      /* to the end of the epoch under way; 0 while unknown */
} ink_progress;

/* Takes one step: a batch, forward, loss, backward, update. Returns 0;
 * INK_EVENT_WAITING when the batch's images have not arrived, or, where preprocessing
 * or features are fitted first, any training image (nothing changed; feed and call
 * again); INK_ERROR_NONFINITE when the loss is not finite: the run has diverged, and
 * weights, optimiser and step count go back to where the loss was last known to be
 * good, which the detail names. */
int ink_session_step(ink_session *session, ink_error *error);

void ink_session_progress(const ink_session *session, ink_progress *progress);

typedef enum ink_part { INK_TRAIN, INK_VALIDATION, INK_TEST } ink_part;

/* Images of the part: those promised by the data, and those of them that have
 * arrived (a prefix). Both 0 before the training file's header is in. */
size_t ink_session_part_total(const ink_session *session, ink_part part);
size_t ink_session_part_available(const ink_session *session, ink_part part);

/* Image i of the part (height·width bytes) and its label, owned by the data. */
const uint8_t *ink_session_part_image(const ink_session *session, ink_part part, size_t i);
uint8_t ink_session_part_label(const ink_session *session, ink_part part, size_t i);

typedef struct ink_score {
    uint32_t count, correct;
    double loss; /* sum over count images, nats; samples are added in order */
} ink_score;

/* Adds images first … first+count−1 of the part to *score, in evaluation mode.
 * confusion: classes² counts [label][prediction], added to; may be NULL.
 * Returns INK_EVENT_WAITING, and adds nothing, when they have not all arrived. */
int ink_session_evaluate(ink_session *session, ink_part part, size_t first, size_t count,
                         ink_score *score, uint32_t *confusion, ink_error *error);

/* Tells the session how the whole validation part scored at an epoch's end.
 * Returns INK_EVENT_FINISHED when earlyStopping.patience epochs have not been
 * better (the best epoch's weights are back where earlyStopping.restoreBest says
 * so), else 0. */
int ink_session_judge(ink_session *session, const ink_score *validation);

/* Runs images first … first+count−1 of the part, at most a batch, forward and
 * backward in training mode, as the session's next step would, but not augmented, and
 * updates nothing: the tensors then show the gradients of the mean loss. */
int ink_session_gradient(ink_session *session, ink_part part, size_t first, size_t count,
                         ink_error *error);

/* What the first layer gets, after preprocessing or features: channels, height and
 * width, and y(count, these) for images(count, height·width) of grey bytes. */
void ink_session_input_shape(const ink_session *session, int shape[3]);
void ink_session_prepare(const ink_session *session, const uint8_t *images, size_t count, float *y);

/* probabilities(count, classes) for images(count, height·width), grey bytes
 * 0 … 255 in the data set's polarity; training's preprocessing is applied. Where that is not
 * fitted yet, means count as 0 and components and words as nothing. */
int ink_session_predict(ink_session *session, const uint8_t *images, size_t count,
                        float *probabilities, ink_error *error);

/* A tensor of the session, named as in saved files ("layers.1.weight"). Values
 * stay the session's, valid until it is destroyed. */
typedef struct ink_tensor {
    char name[32];
    int rank;
    int shape[4];
    size_t count;
    float *values;
    const float *gradients; /* of the last backward pass; NULL where it is not trained */
} ink_tensor;

/* The parameters and running statistics in layer order, then what preprocessing or
 * features were fitted to ("preprocess.mean"): what is saved, and what the weights'
 * hash is taken over. */
int ink_session_tensor_count(const ink_session *session);
int ink_session_tensor(const ink_session *session, int index, ink_tensor *tensor);

/* What a run goes on from besides its tensors: its optimiser's memory, as further tensors
 * "optimizer.0", …, with a number for each parameter, and its mark. */
typedef struct ink_mark {
    uint32_t step;               /* steps done */
    uint32_t epoch, position;    /* the epoch under way, 1-based; its samples that are done */
    float loss_sum, lowest_mean; /* by which a run that diverges is known; finite */
} ink_mark;
int ink_session_slot(const ink_session *session, int index, ink_tensor *tensor);
void ink_session_mark(const ink_session *session, ink_mark *mark);

/* Goes on from where a session of the same config was, after its tensors have been
 * loaded: the steps that follow are the same bits. Where the data has other sizes now, the
 * epoch begins anew. A mark that cannot be is an error, and nothing changes. */
int ink_session_resume(ink_session *session, const ink_mark *mark, ink_error *error);

/* Sets the named tensor. Another rank or shape, an unknown name or a value that
 * is not finite is an error, and nothing changes. */
int ink_session_load(ink_session *session, const char *name, int rank, const int *shape,
                     const float *values, ink_error *error);

/* Adds images first … first+count−1 of the validation part to those of the view "map",
 * which is to have `total`. `first` is as many as have been added, or 0 to begin anew; so
 * that nobody has to wait for all of them at once. Returns INK_EVENT_WAITING, and adds
 * nothing, when they have not all arrived. */
int ink_session_gather(ink_session *session, size_t first, size_t count, size_t total,
                       ink_error *error);

/* A picture of the inside by name:
 *   weights:K, biases:K  of the K-th layer that has any;
 *   activations:L, input what layer L puts out, what the first layer gets;
 *   saliency, saliency:C |slope| of the guess's score, of class C's, by each input;
 *   dream:C              (height, width), 0 … 1: what class C looks like to the network;
 *   fool, fool:C         (height, width), 0 … 1: the picture changed as little as may be,
 *                        so that another class, or C, is predicted, if one was found;
 *   map                  (count, 4): x, y, label, guess of each image gathered, which must
 *                        be gathered anew for the next map. Axes are the two principal
 *                        ones of what the last layer with weights gets, with order and
 *                        signs that keep the points near their places on the last map.
 * Activations, input, saliency and fool are of the last predicted image, black before
 * that, with the weights as they are now, in evaluation mode; but activations straight
 * after ink_session_gradient are of its first image in training mode, as that left them,
 * and later layers may have written over them. dream and fool ask for an input of pixels.
 * Valid until the next call or step. */
int ink_session_view(ink_session *session, const char *name, ink_tensor *view, ink_error *error);

#endif
