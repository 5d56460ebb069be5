#include "net/layer.h"

static const ink_param params[] = {{0}};

static int plan(ink_layer *layer, int classes, ink_error *error) {
    (void)classes, (void)error;
    layer->out = (ink_shape){ink_shape_size(layer->in), 1, 1};
    return 0;
}

INK_LAYER_TYPE(flatten) = {
    .choice = {"flatten", "Lays the numbers of an image out in one row.", params},
    .place = INK_PLACE_SAME,
    .plan = plan,
    .forward = ink_layer_do_nothing,
    .backward = ink_layer_undo_nothing,
};
