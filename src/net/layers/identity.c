#include "net/layer.h"

static const ink_param params[] = {{0}};

INK_LAYER_TYPE(identity) = {
    .choice = {"identity", "Hands everything on: what no activation at all looks like.", params},
    .place = INK_PLACE_SAME,
    .plan = ink_layer_keep_shape,
    .forward = ink_layer_do_nothing,
    .backward = ink_layer_undo_nothing,
};
