/* What an optimiser is. A new one is a file in optimizers/ and a row in
 * optimizers.def. Its first parameter is learningRate. */
#ifndef INK_OPTIM_OPTIMIZER_H
#define INK_OPTIM_OPTIMIZER_H

#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "simd/f32x4.h"

enum { INK_LEARNING_RATE = 0, INK_MAX_SLOTS = 2 };

/* One update of `count` weights, a multiple of four (the block's arrays are padded
 * with zeros). Slots are the optimiser's memory, a number for each weight, zero at
 * the start. */
typedef struct ink_update {
    const double *params; /* the type's table; the rate is below */
    float rate;           /* learning rate of this step */
    uint32_t step;        /* 1-based */
    uint64_t seed;
    float loss;  /* of this step's batch; not known yet to propose */
    float least; /* INK_LEAST_MOMENT: V8 would make a constant anew for each four weights */
    size_t count;
    float *weights;
    const float *gradients;
    float *slots[INK_MAX_SLOTS];
} ink_update;

/* A moment of less than this becomes zero: without gradients it would end as a
 * denormal, stay there for ever and slow each step. */
#define INK_LEAST_MOMENT 1e-30f

static inline f32x4 ink_moment(f32x4 moment, float least) {
    return f32x4_select(f32x4_lt(f32x4_abs(moment), f32x4_splat(least)), f32x4_zero(), moment);
}

typedef struct ink_optimizer_type {
    ink_choice choice;
    int slots;
    /* Puts other weights in before the pass; NULL for those that follow the slope. */
    void (*propose)(const ink_update *update);
    /* After the pass. Without propose it changes each weight by that weight's numbers only, and
     * may be called for one part of the weights after the other. It works on a copy of its own:
     * what others could change would be read again after each number that is written. */
    void (*update)(const ink_update *update);
} ink_optimizer_type;

/* The rows of optimizers.def, each the first member of its type. */
extern const ink_choice *const ink_optimizers[];

#endif
