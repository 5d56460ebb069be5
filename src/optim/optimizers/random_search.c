#include <string.h>

#include "kernel/random_fill.h"
#include "optim/optimizer.h"

static const ink_param params[] = {
    {"learningRate", INK_PARAM_NUMBER, 0, 1000, 0.01, "The random weights' standard deviation."},
    {0},
};

/* The best weights so far wait in slot 0, their loss in slot 1. */
static void propose(const ink_update *u) {
    memcpy(u->slots[0], u->weights, u->count * sizeof *u->weights);
    ink_random random = ink_random_make(u->seed, INK_STREAM_SEARCH, u->step);
    ink_fill_normal(&random, 0, u->rate, u->count, u->weights);
}

static void update(const ink_update *u) {
    if (u->step == 1 || u->loss < u->slots[1][0])
        u->slots[1][0] = u->loss;
    else
        memcpy(u->weights, u->slots[0], u->count * sizeof *u->weights);
}

const ink_optimizer_type ink_optimizer_random_search = {
    .choice = {"random-search", "Tries random weights and keeps the best: the way not to do it.",
               params},
    .slots = 2,
    .propose = propose,
    .update = update,
};
