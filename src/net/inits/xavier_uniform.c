#include <math.h>

#include "kernel/random_fill.h"
#include "net/init.h"

static const ink_param params[] = {{0}};

/* Glorot, Bengio, "Understanding the difficulty of training deep feedforward
 * neural networks", 2010, eq. 16. */
static void fill(const double *values, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights) {
    (void)values;
    float bound = sqrtf(6.0f / (float)(fan_in + fan_out));
    ink_fill_uniform(random, -bound, bound, count, weights);
}

INK_INIT_TYPE(xavier_uniform) = {
    .choice = {"xavier-uniform",
               "Uniform with variance 2/(inputs + outputs): for layers without ReLU.", params},
    .fill = fill,
};
