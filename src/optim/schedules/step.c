#include "optim/schedule.h"

enum { EVERY, FACTOR };

static const ink_param params[] = {
    {"every", INK_PARAM_INTEGER, 1, 10000, 2, "After how many epochs it falls."},
    {"factor", INK_PARAM_NUMBER, 0.001, 1, 0.5, "What it is multiplied by then."},
    {0},
};

static float rate(const double *values, const ink_run_point *now) {
    uint32_t falls = now->step / ((uint32_t)values[EVERY] * now->steps_per_epoch);
    float rate = now->learning_rate;
    while (falls--) rate *= (float)values[FACTOR];
    return rate;
}

const ink_schedule_type ink_schedule_step = {
    .choice = {"step", "Falls by a factor every few epochs.", params},
    .rate = rate,
};
