#include <math.h>

#include "optim/optimizer.h"

enum { BETA1 = INK_LEARNING_RATE + 1, BETA2, EPSILON };

static const ink_param params[] = {
    {"learningRate", INK_PARAM_NUMBER, 0, 1000, 0.001, "About how far a weight moves in a step."},
    {"beta1", INK_PARAM_NUMBER, 0, 0.9999, 0.9, "How slowly the mean of gradients forgets."},
    {"beta2", INK_PARAM_NUMBER, 0, 0.999999, 0.999, "How slowly the mean of squares forgets."},
    {"epsilon", INK_PARAM_NUMBER, 1e-12, 1, 1e-8, "Keeps the division away from zero."},
    {0},
};

/* By squaring, since libm's pow differs between C libraries. */
static double power(double base, uint32_t exponent) {
    double result = 1;
    for (; exponent; exponent >>= 1, base *= base)
        if (exponent & 1) result *= base;
    return result;
}

/* Kingma, Ba, "Adam", 2015, algorithm 1:
 * m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;
 * w ← w − rate/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε) */
static void update(const ink_update *u) {
    double beta1 = u->params[BETA1], beta2 = u->params[BETA2];
    f32x4 keep1 = f32x4_splat((float)beta1), take1 = f32x4_splat((float)(1 - beta1));
    f32x4 keep2 = f32x4_splat((float)beta2), take2 = f32x4_splat((float)(1 - beta2));
    f32x4 down = f32x4_splat((float)(-u->rate / (1 - power(beta1, u->step))));
    f32x4 root = f32x4_splat((float)(1 / sqrt(1 - power(beta2, u->step))));
    f32x4 epsilon = f32x4_splat((float)u->params[EPSILON]);
    float *first = u->slots[0], *second = u->slots[1];
    for (size_t i = 0; i < u->count; i += 4) {
        f32x4 g = f32x4_load(u->gradients + i);
        f32x4 m = f32x4_madd(keep1, f32x4_load(first + i), f32x4_mul(take1, g));
        f32x4 v = f32x4_madd(keep2, f32x4_load(second + i), f32x4_mul(take2, f32x4_mul(g, g)));
        m = ink_moment(m), v = ink_moment(v);
        f32x4_store(first + i, m);
        f32x4_store(second + i, v);
        f32x4 scale = f32x4_madd(f32x4_sqrt(v), root, epsilon);
        f32x4 weight = f32x4_load(u->weights + i);
        f32x4_store(u->weights + i, f32x4_madd(down, f32x4_div(m, scale), weight));
    }
}

const ink_optimizer_type ink_optimizer_adam = {
    .choice = {"adam", "A step of its own size for each weight, from the gradients' means.",
               params},
    .slots = 2,
    .update = update,
};
