#include "optim/optimizer.h"

enum { DECAY = INK_LEARNING_RATE + 1, EPSILON };

static const ink_param params[] = {
    {"learningRate", INK_PARAM_NUMBER, 0, 1000, 1, "A factor on steps that set their own size."},
    {"decay", INK_PARAM_NUMBER, 0, 0.999999, 0.9, "How slowly the means of squares forget."},
    {"epsilon", INK_PARAM_NUMBER, 1e-12, 1, 1e-6, "Keeps the division away from zero."},
    {0},
};

/* v ← ρv + (1−ρ)g²;  d = √(u + ε)/√(v + ε)·g;  u ← ρu + (1−ρ)d²;  w ← w − rate·d
 * (Zeiler 2012) */
static void update(const ink_update *update) {
    const ink_update u = *update;
    double decay = u.params[DECAY];
    f32x4 keep = f32x4_splat((float)decay), take = f32x4_splat((float)(1 - decay));
    f32x4 down = f32x4_splat(-u.rate), epsilon = f32x4_splat((float)u.params[EPSILON]);
    float *squares = u.slots[0], *steps = u.slots[1];
    for (size_t i = 0; i < u.count; i += 4) {
        f32x4 g = f32x4_load(u.gradients + i), moved = f32x4_load(steps + i);
        f32x4 fresh = f32x4_mul(take, f32x4_mul(g, g));
        f32x4 v = ink_moment(f32x4_madd(keep, f32x4_load(squares + i), fresh), u.least);
        f32x4 ratio =
            f32x4_div(f32x4_sqrt(f32x4_add(moved, epsilon)), f32x4_sqrt(f32x4_add(v, epsilon)));
        f32x4 d = f32x4_mul(ratio, g);
        f32x4_store(squares + i, v);
        f32x4_store(steps + i,
                    ink_moment(f32x4_madd(keep, moved, f32x4_mul(take, f32x4_mul(d, d))), u.least));
        f32x4_store(u.weights + i, f32x4_madd(down, d, f32x4_load(u.weights + i)));
    }
}

const ink_optimizer_type ink_optimizer_adadelta = {
    .choice = {"adadelta", "RMSprop that also finds its own step size.", params},
    .slots = 2,
    .update = update,
};
