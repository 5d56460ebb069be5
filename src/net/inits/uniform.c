#include "kernel/random_fill.h"
#include "net/init.h"

enum { BOUND };

static const ink_param params[] = {
    {"bound", INK_PARAM_NUMBER, 0, 1000, 0.05, "They lie between minus this and this."},
    {0},
};

static void fill(const double *values, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights) {
    (void)fan_in, (void)fan_out;
    ink_real bound = (ink_real)values[BOUND];
    ink_fill_uniform(random, -bound, bound, count, weights);
}

INK_INIT_TYPE(uniform) = {
    .choice = {"uniform", "Uniform numbers of a range that does not look at the layer.", params},
    .fill = fill,
};
