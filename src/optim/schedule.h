/* How the learning rate goes over the steps. A new schedule is a file in
 * schedules/ and a row in schedules.def. */
#ifndef INK_OPTIM_SCHEDULE_H
#define INK_OPTIM_SCHEDULE_H

#include <stdint.h>

#include "base/config.h"

typedef struct ink_schedule_type {
    ink_choice choice;
    /* The rate of step 0 ≤ step < steps, from the optimiser's learningRate. */
    float (*rate)(const double *params, float learning_rate, uint32_t step, uint32_t steps);
} ink_schedule_type;

/* The rows of schedules.def, each the first member of its type. */
extern const ink_choice *const ink_schedules[];

#endif
