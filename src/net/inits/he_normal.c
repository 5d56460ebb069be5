#include <math.h>

#include "kernel/random_fill.h"
#include "net/init.h"

static const ink_param params[] = {{0}};

/* He, Zhang, Ren, Sun, "Delving deep into rectifiers", 2015, eq. 10. */
static void fill(const double *values, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights) {
    (void)values, (void)fan_out;
    ink_fill_normal(random, 0, sqrtf(2.0f / (float)fan_in), count, weights);
}

INK_INIT_TYPE(he_normal) = {
    .choice = {"he-normal",
               "Normal with variance 2/inputs: keeps the signal's size through ReLU layers.",
               params},
    .fill = fill,
};
