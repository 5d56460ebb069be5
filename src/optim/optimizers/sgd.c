#include "optim/optimizer.h"

static const ink_param params[] = {
    {"learningRate", INK_PARAM_NUMBER, 0, 1000, 0.1, "How far a step goes down the slope."},
    {0},
};

/* w ← w − rate·g */
static void update(const ink_update *update) {
    const ink_update u = *update;
    f32x4 down = f32x4_splat(-u.rate);
    for (size_t i = 0; i < u.count; i += 4)
        f32x4_store(u.weights + i,
                    f32x4_madd(down, f32x4_load(u.gradients + i), f32x4_load(u.weights + i)));
}

const ink_optimizer_type ink_optimizer_sgd = {
    .choice = {"sgd", "Stochastic gradient descent: straight down the slope of each batch.",
               params},
    .update = update,
};
