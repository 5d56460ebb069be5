#include "optim/adam.h"

static const ink_param params[] = {INK_ADAM_PARAMS, {0}};

static void update(const ink_update *u) { ink_adam_update(u, 1); }

const ink_optimizer_type ink_optimizer_adam = {
    .choice = {"adam", "A step of its own size for each weight, from the gradients' means.",
               params},
    .slots = 2,
    .update = update,
};
