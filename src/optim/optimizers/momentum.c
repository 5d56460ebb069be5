#include "optim/optimizer.h"

enum { MOMENTUM = INK_LEARNING_RATE + 1 };

static const ink_param params[] = {
    {"learningRate", INK_PARAM_NUMBER, 0, 1000, 0.01, "How far a step goes down the slope."},
    {"momentum", INK_PARAM_NUMBER, 0, 0.9999, 0.9, "How much of the last step is kept."},
    {0},
};

/* v ← momentum·v + g;  w ← w − rate·v  (Polyak 1964, as PyTorch's SGD has it) */
static void update(const ink_update *update) {
    const ink_update u = *update;
    f32x4 momentum = f32x4_splat((float)u.params[MOMENTUM]), down = f32x4_splat(-u.rate);
    for (size_t i = 0; i < u.count; i += 4) {
        f32x4 v = ink_moment(
            f32x4_madd(momentum, f32x4_load(u.slots[0] + i), f32x4_load(u.gradients + i)), u.least);
        f32x4_store(u.slots[0] + i, v);
        f32x4_store(u.weights + i, f32x4_madd(down, v, f32x4_load(u.weights + i)));
    }
}

const ink_optimizer_type ink_optimizer_momentum = {
    .choice = {"momentum", "Descent with a memory: steps that agree add up.", params},
    .slots = 1,
    .update = update,
};
