#include "optim/schedule.h"
#include "simd/f32x4_math.h"

enum { FACTOR };

static const ink_param params[] = {
    {"factor", INK_PARAM_NUMBER, 0.001, 1, 0.8, "What an epoch multiplies it by."},
    {0},
};

static float rate(const double *values, const ink_run_point *now) {
    float epochs = (float)now->step / (float)now->steps_per_epoch;
    return now->learning_rate * ink_powf((float)values[FACTOR], epochs);
}

const ink_schedule_type ink_schedule_exponential = {
    .choice = {"exponential", "Falls by the same factor in every epoch, a little at each step.",
               params},
    .rate = rate,
};
