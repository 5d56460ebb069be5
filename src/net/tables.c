#include <stddef.h>

#include "net/init.h"
#include "net/layer.h"
#include "net/loss.h"

#define LAYER(name) extern INK_LAYER_TYPE(name);
#include "net/layers.def"
#undef LAYER
#define LOSS(name) extern INK_LOSS_TYPE(name);
#include "net/losses.def"
#undef LOSS
#define INIT(name) extern INK_INIT_TYPE(name);
#include "net/inits.def"
#undef INIT

const ink_choice *const INK_REAL_NAME(ink_layers)[] = {
#define LAYER(name) &INK_REAL_NAME(ink_layer_##name).choice,
#include "net/layers.def"
#undef LAYER
    NULL,
};

const ink_choice *const INK_REAL_NAME(ink_losses)[] = {
#define LOSS(name) &INK_REAL_NAME(ink_loss_##name).choice,
#include "net/losses.def"
#undef LOSS
    NULL,
};

const ink_choice *const INK_REAL_NAME(ink_inits)[] = {
#define INIT(name) &INK_REAL_NAME(ink_init_##name).choice,
#include "net/inits.def"
#undef INIT
    NULL,
};

const ink_param INK_REAL_NAME(ink_bias_params)[] = {
    {"bias", INK_PARAM_NUMBER, -1000, 1000, 0,
     "What biases start as: a little more than 0 keeps ReLUs alive."},
    {0},
};
