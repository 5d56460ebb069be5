#include "optim/optimizer.h"
#include "optim/schedule.h"

#define OPTIMIZER(name) extern const ink_optimizer_type ink_optimizer_##name;
#include "optim/optimizers.def"
#undef OPTIMIZER
#define SCHEDULE(name) extern const ink_schedule_type ink_schedule_##name;
#include "optim/schedules.def"
#undef SCHEDULE

const ink_choice *const ink_optimizers[] = {
#define OPTIMIZER(name) &ink_optimizer_##name.choice,
#include "optim/optimizers.def"
#undef OPTIMIZER
    NULL,
};

const ink_choice *const ink_schedules[] = {
#define SCHEDULE(name) &ink_schedule_##name.choice,
#include "optim/schedules.def"
#undef SCHEDULE
    NULL,
};
