#include "kernel/random_fill.h"
#include "net/init.h"

enum { DEVIATION };

static const ink_param params[] = {
    {"deviation", INK_PARAM_NUMBER, 0, 1000, 0.01, "Their standard deviation."},
    {0},
};

static void fill(const double *values, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights) {
    (void)fan_in, (void)fan_out;
    ink_fill_normal(random, 0, (ink_real)values[DEVIATION], count, weights);
}

INK_INIT_TYPE(normal) = {
    .choice = {"normal", "Normal numbers of a deviation that does not look at the layer.", params},
    .fill = fill,
};
