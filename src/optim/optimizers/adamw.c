#include "optim/adam.h"

enum { DECAY = INK_EPSILON + 1 };

static const ink_param params[] = {
    INK_ADAM_PARAMS,
    {"decay", INK_PARAM_NUMBER, 0, 10, 0.01, "How much weights shrink, times the rate."},
    {0},
};

/* Loshchilov, Hutter, "Decoupled weight decay regularization", 2019. */
static void update(const ink_update *u) {
    ink_adam_update(u, 1 - u->rate * (float)u->params[DECAY]);
}

const ink_optimizer_type ink_optimizer_adamw = {
    .choice = {"adamw", "Adam whose weights shrink a little at each step.", params},
    .slots = 2,
    .update = update,
};
