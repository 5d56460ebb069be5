#include <math.h>

#include "kernel/elementwise.h"
#include "kernel/random_fill.h"
#include "net/init.h"

enum { GAIN };

static const ink_param params[] = {
    {"gain", INK_PARAM_NUMBER, 0, 1000, 1, "What the orthonormal rows are multiplied by."},
    {0},
};

/* Takes from vector i what points along the vectors before it, then scales it to
 * length 1. Element e of vector v is at v·stride + e·step. */
static void orthonormalize(ink_real *weights, size_t i, size_t length, size_t stride, size_t step) {
    ink_real *vector = weights + i * stride;
    for (size_t v = 0; v < i; v++) {
        const ink_real *before = weights + v * stride;
        double dot = 0;
        for (size_t e = 0; e < length; e++)
            dot += (double)before[e * step] * (double)vector[e * step];
        for (size_t e = 0; e < length; e++) vector[e * step] -= (ink_real)dot * before[e * step];
    }
    double squares = 0;
    for (size_t e = 0; e < length; e++)
        squares += (double)vector[e * step] * (double)vector[e * step];
    ink_real inverse = (ink_real)(1 / sqrt(squares));
    for (size_t e = 0; e < length; e++) vector[e * step] *= inverse;
}

/* Normal numbers through Gram and Schmidt, on the matrix's shorter side (Saxe,
 * McClelland, Ganguli 2014). Twice, for what the first time leaves. */
static void fill(const double *values, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights) {
    (void)fan_out;
    size_t columns = (size_t)fan_in, rows = count / columns;
    bool wide = rows <= columns;
    size_t vectors = wide ? rows : columns, length = wide ? columns : rows;
    size_t stride = wide ? columns : 1, step = wide ? 1 : columns;
    ink_fill_normal(random, 0, 1, count, weights);
    for (size_t i = 0; i < vectors; i++) {
        orthonormalize(weights, i, length, stride, step);
        orthonormalize(weights, i, length, stride, step);
    }
    ink_scale(count, (ink_real)values[GAIN], weights);
}

INK_INIT_TYPE(orthogonal) = {
    .choice = {"orthogonal", "Rows at right angles: the signal keeps its length in any depth.",
               params},
    .fill = fill,
};
