/* How weights start. A new initialiser is a file in inits/ and a row in
 * inits.def. Biases start at init.bias. */
#ifndef INK_NET_INIT_H
#define INK_NET_INIT_H

#include "base/config.h"
#include "base/random.h"
#include "base/real.h"

typedef struct ink_init_type {
    ink_choice choice;

    /* weights(fan_out, fan_in), or any tensor of `count` with those fans. */
    void (*fill)(const double *params, int fan_in, int fan_out, ink_random *random, size_t count,
                 ink_real *weights);
} ink_init_type;

/* What stands beside the initialiser's own parameters: "bias". */
extern const ink_param INK_REAL_NAME(ink_bias_params)[];

/* Defines the row of that name in its file. */
#define INK_INIT_TYPE(name) const ink_init_type INK_REAL_NAME(ink_init_##name)

/* The rows of inits.def, each the first member of its ink_init_type. */
extern const ink_choice *const INK_REAL_NAME(ink_inits)[];

#endif
