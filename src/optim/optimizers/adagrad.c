#include "optim/optimizer.h"

enum { EPSILON = INK_LEARNING_RATE + 1 };

static const ink_param params[] = {
    {"learningRate", INK_PARAM_NUMBER, 0, 1000, 0.01, "How far a first step goes."},
    {"epsilon", INK_PARAM_NUMBER, 1e-12, 1, 1e-10, "Keeps the division away from zero."},
    {0},
};

/* s ← s + g²;  w ← w − rate·g/(√s + ε)  (Duchi, Hazan, Singer 2011) */
static void update(const ink_update *update) {
    const ink_update u = *update;
    f32x4 down = f32x4_splat(-u.rate), epsilon = f32x4_splat((float)u.params[EPSILON]);
    for (size_t i = 0; i < u.count; i += 4) {
        f32x4 g = f32x4_load(u.gradients + i);
        f32x4 s = ink_moment(f32x4_madd(g, g, f32x4_load(u.slots[0] + i)), u.least);
        f32x4_store(u.slots[0] + i, s);
        f32x4 part = f32x4_div(g, f32x4_add(f32x4_sqrt(s), epsilon));
        f32x4_store(u.weights + i, f32x4_madd(down, part, f32x4_load(u.weights + i)));
    }
}

const ink_optimizer_type ink_optimizer_adagrad = {
    .choice = {"adagrad", "Steps that shrink where gradients have been large.", params},
    .slots = 1,
    .update = update,
};
