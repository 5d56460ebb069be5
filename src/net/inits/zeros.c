#include "kernel/elementwise.h"
#include "net/init.h"

static const ink_param params[] = {{0}};

static void fill(const double *values, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights) {
    (void)values, (void)fan_in, (void)fan_out, (void)random;
    ink_fill(count, 0, weights);
}

INK_INIT_TYPE(zeros) = {
    .choice = {"zeros", "All weights zero: all units of a layer stay equal for ever.", params},
    .fill = fill,
};
