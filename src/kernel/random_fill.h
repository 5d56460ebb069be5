/* Random numbers into arrays. */
#ifndef INK_KERNEL_RANDOM_FILL_H
#define INK_KERNEL_RANDOM_FILL_H

#include <stddef.h>

#include "base/random.h"
#include "base/real.h"

/* Uniform in [low, high), one draw a number. */
void ink_fill_uniform(ink_random *random, ink_real low, ink_real high, size_t count, ink_real *x);

/* Normal numbers, two from each two draws u, v by Box and Muller ("A note on the
 * generation of random normal deviates", 1958): √(−2 log(1 − u)) times cos 2πv,
 * then times sin 2πv, which is dropped where count is odd. */
void ink_fill_normal(ink_random *random, ink_real mean, ink_real deviation, size_t count,
                     ink_real *x);

#ifdef INK_REAL_IS_DOUBLE
#include "kernel/reference.h"
#endif

#endif
