#include <stddef.h>

#include "net/init.h"
#include "net/layer.h"
#include "net/loss.h"

#define LAYER(name) extern const ink_layer_type ink_layer_##name;
#include "net/layers.def"
#undef LAYER
#define LOSS(name) extern const ink_loss_type ink_loss_##name;
#include "net/losses.def"
#undef LOSS
#define INIT(name) extern const ink_init_type ink_init_##name;
#include "net/inits.def"
#undef INIT

const ink_choice *const ink_layers[] = {
#define LAYER(name) &ink_layer_##name.choice,
#include "net/layers.def"
#undef LAYER
    NULL,
};

const ink_choice *const ink_losses[] = {
#define LOSS(name) &ink_loss_##name.choice,
#include "net/losses.def"
#undef LOSS
    NULL,
};

const ink_choice *const ink_inits[] = {
#define INIT(name) &ink_init_##name.choice,
#include "net/inits.def"
#undef INIT
    NULL,
};
