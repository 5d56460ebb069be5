#include "optim/schedule.h"

static const ink_param params[] = {{0}};

static float rate(const double *values, float learning_rate, uint32_t step, uint32_t steps) {
    (void)values, (void)step, (void)steps;
    return learning_rate;
}

const ink_schedule_type ink_schedule_constant = {
    .choice = {"constant", "The same rate throughout.", params},
    .rate = rate,
};
