/* How the training is doing, gathered every INK_DIAGNOSE_EVERY steps from the
 * numbers that the step has computed anyway. */
#ifndef INK_TRAIN_DIAGNOSIS_H
#define INK_TRAIN_DIAGNOSIS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "train/session.h"

/* name, sentence: what can be said of a run, the most pressing first. The words
 * of other languages hang on the name. */
#define INK_VERDICT_MAP(X)                                                                \
    X(INK_VERDICT_NONE, "It is too early to tell.")                                       \
    X(INK_VERDICT_RISING, "The loss is rising: the learning rate is too high.")           \
    X(INK_VERDICT_INITIAL_LOSS,                                                           \
      "The first loss is far above that of chance: the weights started too large.")       \
    X(INK_VERDICT_DEAD, "Most units of a layer are zero for every image: they are dead.") \
    X(INK_VERDICT_SATURATED,                                                              \
      "Most of a layer's outputs are saturated: almost no gradient passes.")              \
    X(INK_VERDICT_VANISHING,                                                              \
      "Almost no gradient reaches the first layer: it vanishes on the way.")              \
    X(INK_VERDICT_FLAT, "The loss barely falls: the learning rate is too low.")           \
    X(INK_VERDICT_OVERFITTING,                                                            \
      "Training images are recognised far better than others: the network overfits.")     \
    X(INK_VERDICT_LEARNING, "The loss is falling.")                                       \
    X(INK_VERDICT_STEADY, "The loss has settled.")

typedef enum ink_verdict {
#define X(name, sentence) name,
    INK_VERDICT_MAP(X)
#undef X
} ink_verdict;

/* The enumerator's name and sentence; never NULL. */
const char *ink_verdict_name(ink_verdict verdict);
const char *ink_verdict_sentence(ink_verdict verdict);

enum { INK_DIAGNOSE_EVERY = 32, INK_BINS = 20, INK_DIAGNOSED_LAYERS = 64 };

/* One layer's outputs over the step's batch, and its weights. */
typedef struct ink_layer_diagnosis {
    uint32_t seen;           /* 0 where a later layer has written over the outputs, and where they
                                are the images themselves */
    float mean, deviation;   /* of the outputs */
    float lowest, highest;   /* the histogram's ends */
    uint32_t bins[INK_BINS]; /* outputs in equal parts between them */
    float saturated;         /* part of outputs within 2 % of the ends of their range */
    float dead;              /* part of units that are zero for the whole batch */
    float gradient_norm;     /* of the layer's parameters; 0 where it has none */
    float update_ratio;      /* ‖update‖/‖weights‖; about 1e-3 is usual */
} ink_layer_diagnosis;

typedef struct ink_diagnosis {
    uint32_t step;            /* that was diagnosed; 0 before the first */
    uint32_t verdict;         /* an ink_verdict */
    int32_t layer;            /* the verdict is about, or -1 */
    float first_loss, chance; /* of step 1, and what chance gives */
    float recent_loss;        /* running mean over about INK_DIAGNOSE_EVERY steps */
    float earlier_loss;       /* the same at the verdict before */
    float lowest_loss;        /* the lowest of these */
    float recent_accuracy, validation_accuracy; /* 0 … 1; the latter 0 until judged */
    float gradient_norm, update_ratio;          /* over all parameters */
    uint32_t layer_count;
    ink_layer_diagnosis layers[INK_DIAGNOSED_LAYERS];
} ink_diagnosis;

/* The last diagnosis; plain data, the session's, valid until its next step. */
const ink_diagnosis *ink_session_diagnosis(const ink_session *session);

/* For step.c: at a reset; whether this step is due; between backward and update;
 * after the update; and after every step. */
void ink__diagnosis_start(ink_session *session);
bool ink__diagnosis_due(const ink_session *session);
void ink__diagnosis_before_update(ink_session *session, int n);
void ink__diagnosis_after_update(ink_session *session);
void ink__diagnosis_note(ink_session *session, float loss, float accuracy);

#endif
