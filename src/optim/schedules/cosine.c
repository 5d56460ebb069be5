#include "optim/schedule.h"
#include "simd/f32x4_math.h"

enum { END };

static const ink_param params[] = {
    {"end", INK_PARAM_NUMBER, 0, 1, 0, "The last rate, as a part of the first."},
    {0},
};

/* Loshchilov, Hutter, "SGDR", 2017, eq. 5, without restarts. */
static float rate(const double *values, const ink_run_point *now) {
    float end = now->learning_rate * (float)values[END],
          part = (float)now->step / (float)now->steps;
    return end + (now->learning_rate - end) * 0.5f * (1.0f + ink_cosf(3.14159265f * part));
}

const ink_schedule_type ink_schedule_cosine = {
    .choice = {"cosine", "Falls along half a cosine to its end.", params},
    .rate = rate,
};
