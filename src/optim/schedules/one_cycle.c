#include "optim/schedule.h"
#include "simd/f32x4_math.h"

enum { PEAK, WARM_UP, START_DIVISOR, END_DIVISOR };

static const ink_param params[] = {
    {"peak", INK_PARAM_NUMBER, 0, 1000, 0, "The highest rate; 0 takes the optimizer's."},
    {"warmUp", INK_PARAM_NUMBER, 0.01, 0.99, 0.3, "The part of all steps on which the rate rises."},
    {"startDivisor", INK_PARAM_NUMBER, 1, 1e6, 25, "The first rate is the peak divided by this."},
    {"endDivisor", INK_PARAM_NUMBER, 1, 1e9, 1e4, "The last rate is the first divided by this."},
    {0},
};

static float cosine(float from, float to, float fraction) {
    return to + (from - to) * 0.5f * (1.0f + ink_cosf(3.14159265f * fraction));
}

/* Smith, Topin, "Super-convergence", 2018, with cosine flanks and with the turning
 * points where PyTorch's OneCycleLR has them. */
static float rate(const double *values, const ink_run_point *now) {
    float peak = values[PEAK] > 0 ? (float)values[PEAK] : now->learning_rate;
    float first = peak / (float)values[START_DIVISOR], last = first / (float)values[END_DIVISOR];
    float top = (float)values[WARM_UP] * (float)now->steps - 1.0f, end = (float)now->steps - 1.0f;
    float at = (float)now->step;
    if (at <= top) return top > 0 ? cosine(first, peak, at / top) : peak;
    float length = end - top;
    return length > 0 ? cosine(peak, last, (at - top) / length) : last;
}

const ink_schedule_type ink_schedule_one_cycle = {
    .choice = {"one-cycle",
               "The rate rises to a peak and falls to almost nothing: learns fast and "
               "ends fine.",
               params},
    .rate = rate,
};
