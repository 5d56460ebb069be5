#include <math.h>

#include "kernel/random_fill.h"
#include "net/init.h"

static const ink_param params[] = {{0}};

/* Glorot, Bengio, "Understanding the difficulty of training deep feedforward
 * neural networks", 2010, eq. 12. */
static void fill(const double *values, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights) {
    (void)values;
    ink_fill_normal(random, 0, sqrtf(2.0f / (float)(fan_in + fan_out)), count, weights);
}

INK_INIT_TYPE(xavier_normal) = {
    .choice = {"xavier-normal",
               "Normal with variance 2/(inputs + outputs): for layers without ReLU.", params},
    .fill = fill,
};
