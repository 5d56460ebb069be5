#include <math.h>

#include "kernel/random_fill.h"
#include "net/init.h"

static const ink_param params[] = {{0}};

/* He, Zhang, Ren, Sun, "Delving deep into rectifiers", 2015, eq. 10; a uniform
 * number in ±b has variance b²/3. */
static void fill(const double *values, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights) {
    (void)values, (void)fan_out;
    float bound = sqrtf(6.0f / (float)fan_in);
    ink_fill_uniform(random, -bound, bound, count, weights);
}

INK_INIT_TYPE(he_uniform) = {
    .choice = {"he-uniform",
               "Uniform with variance 2/inputs: keeps the signal's size through ReLU layers.",
               params},
    .fill = fill,
};
