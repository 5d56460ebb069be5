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
