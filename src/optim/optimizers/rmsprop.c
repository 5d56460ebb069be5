#include "optim/optimizer.h"

enum { DECAY = INK_LEARNING_RATE + 1, EPSILON };

static const ink_param params[] = {
    {"learningRate", INK_PARAM_NUMBER, 0, 1000, 0.001, "About how far a weight moves in a step."},
    {"decay", INK_PARAM_NUMBER, 0, 0.999999, 0.99, "How slowly the mean of squares forgets."},
    {"epsilon", INK_PARAM_NUMBER, 1e-12, 1, 1e-8, "Keeps the division away from zero."},
    {0},
};

/* v ← decay·v + (1 − decay)·g²;  w ← w − rate·g/(√v + ε)  (Tieleman, Hinton 2012) */
static void update(const ink_update *update) {
    const ink_update u = *update;
    double decay = u.params[DECAY];
    f32x4 keep = f32x4_splat((float)decay), take = f32x4_splat((float)(1 - decay));
    f32x4 down = f32x4_splat(-u.rate), epsilon = f32x4_splat((float)u.params[EPSILON]);
    for (size_t i = 0; i < u.count; i += 4) {
        f32x4 g = f32x4_load(u.gradients + i);
        f32x4 fresh = f32x4_mul(take, f32x4_mul(g, g));
        f32x4 v = ink_moment(f32x4_madd(keep, f32x4_load(u.slots[0] + i), fresh), u.least);
        f32x4_store(u.slots[0] + i, v);
        f32x4 part = f32x4_div(g, f32x4_add(f32x4_sqrt(v), epsilon));
        f32x4_store(u.weights + i, f32x4_madd(down, part, f32x4_load(u.weights + i)));
    }
}

const ink_optimizer_type ink_optimizer_rmsprop = {
    .choice = {"rmsprop", "Divides each gradient by its usual size of late.", params},
    .slots = 1,
    .update = update,
};
