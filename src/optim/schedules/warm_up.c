#include "optim/schedule.h"

enum { PART, START };

static const ink_param params[] = {
    {"part", INK_PARAM_NUMBER, 0, 1, 0.1, "The part of all steps on which it rises."},
    {"start", INK_PARAM_NUMBER, 0, 1, 0.1, "The first rate, as a part of the full one."},
    {0},
};

static float rate(const double *values, const ink_run_point *now) {
    float rise = (float)values[PART] * (float)now->steps, start = (float)values[START];
    if ((float)now->step >= rise) return now->learning_rate;
    return now->learning_rate * (start + (1 - start) * (float)now->step / rise);
}

const ink_schedule_type ink_schedule_warm_up = {
    .choice = {"warm-up", "Rises from a small rate in the first steps, then stays.", params},
    .rate = rate,
};
