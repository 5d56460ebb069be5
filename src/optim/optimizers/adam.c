#include "optim/adam.h"

#include <math.h>

static const ink_param params[] = {INK_ADAM_PARAMS, {0}};

/* By squaring, since libm's pow differs between C libraries. */
static double ink_adam_power(double base, uint32_t exponent) {
    double result = 1;
    for (; exponent; exponent >>= 1, base *= base)
        if (exponent & 1) result *= base;
    return result;
}

void ink_adam_update(const ink_update *update, float keep_weight) {
    const ink_update u = *update;
    double beta1 = u.params[INK_BETA1], beta2 = u.params[INK_BETA2];
    f32x4 keep1 = f32x4_splat((float)beta1), take1 = f32x4_splat((float)(1 - beta1));
    f32x4 keep2 = f32x4_splat((float)beta2), take2 = f32x4_splat((float)(1 - beta2));
    f32x4 down = f32x4_splat((float)(-u.rate / (1 - ink_adam_power(beta1, u.step))));
    f32x4 root = f32x4_splat((float)(1 / sqrt(1 - ink_adam_power(beta2, u.step))));
    f32x4 epsilon = f32x4_splat((float)u.params[INK_EPSILON]), keep = f32x4_splat(keep_weight);
    float *first = u.slots[0], *second = u.slots[1];
    for (size_t i = 0; i < u.count; i += 4) {
        f32x4 g = f32x4_load(u.gradients + i);
        f32x4 m = f32x4_madd(keep1, f32x4_load(first + i), f32x4_mul(take1, g));
        f32x4 v = f32x4_madd(keep2, f32x4_load(second + i), f32x4_mul(take2, f32x4_mul(g, g)));
        m = ink_moment(m, u.least), v = ink_moment(v, u.least);
        f32x4_store(first + i, m);
        f32x4_store(second + i, v);
        f32x4 scale = f32x4_madd(f32x4_sqrt(v), root, epsilon);
        f32x4 weight = f32x4_mul(keep, f32x4_load(u.weights + i));
        f32x4_store(u.weights + i, f32x4_madd(down, f32x4_div(m, scale), weight));
    }
}

static void update(const ink_update *u) { ink_adam_update(u, 1); }

const ink_optimizer_type ink_optimizer_adam = {
    .choice = {"adam", "A step of its own size for each weight, from the gradients' means.",
               params},
    .slots = 2,
    .update = update,
};
