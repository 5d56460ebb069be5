/* How the learning rate goes over the steps. A new schedule is a file in
 * schedules/ and a row in schedules.def. */
#ifndef INK_OPTIM_SCHEDULE_H
#define INK_OPTIM_SCHEDULE_H

#include <stdint.h>

#include "base/config.h"

/* Where a run is, 0 ≤ step < steps. */
typedef struct ink_run_point {
    float learning_rate; /* the optimiser's, which the schedule starts from */
    uint32_t step, steps, steps_per_epoch;
} ink_run_point;

typedef struct ink_schedule_type {
    ink_choice choice;
    float (*rate)(const double *params, const ink_run_point *now);
} ink_schedule_type;

/* The rows of schedules.def, each the first member of its type. */
extern const ink_choice *const ink_schedules[];

#endif
