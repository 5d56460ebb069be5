#include "kernel/elementwise.h"
#include "net/init.h"

enum { VALUE };

static const ink_param params[] = {
    {"value", INK_PARAM_NUMBER, -1000, 1000, 0.1, "What every weight starts as."},
    {0},
};

static void fill(const double *values, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights) {
    (void)fan_in, (void)fan_out, (void)random;
    ink_fill(count, (ink_real)values[VALUE], weights);
}

INK_INIT_TYPE(constant) = {
    .choice = {"constant", "All weights alike: all units of a layer stay equal for ever.", params},
    .fill = fill,
};
