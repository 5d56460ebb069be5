#include "optim/schedule.h"

static const ink_param params[] = {{0}};

static float rate(const double *values, const ink_run_point *now) {
    (void)values;
    return now->learning_rate;
}

const ink_schedule_type ink_schedule_constant = {
    .choice = {"constant", "The same rate throughout.", params},
    .rate = rate,
};
