/* What the pooling layers share: their parameters and shapes. */
#ifndef INK_NET_POOLED_H
#define INK_NET_POOLED_H

#include "kernel/pooling.h"
#include "net/layer.h"

enum { INK_POOLED_SIZE, INK_POOLED_STRIDE };

#define INK_POOLED_PARAMS                                                                     \
    {"size", INK_PARAM_INTEGER, 1, 64, 2, "The side of a window, in pixels."}, {              \
        "stride", INK_PARAM_INTEGER, 0, 64, 0, "How far the window moves; 0 is its own side." \
    }

static inline int ink_pooled_plan(ink_layer *layer, int classes, ink_error *error) {
    (void)classes;
    int size = (int)layer->params[INK_POOLED_SIZE];
    if (layer->params[INK_POOLED_STRIDE] == 0) layer->params[INK_POOLED_STRIDE] = size;
    int stride = (int)layer->params[INK_POOLED_STRIDE];
    ink_shape in = layer->in;
    if (size > in.height || size > in.width)
        return ink_fail(error, INK_ERROR_CONFIG, ".size: %d is larger than its input, %d×%d", size,
                        in.height, in.width);
    layer->out =
        (ink_shape){in.channels, (in.height - size) / stride + 1, (in.width - size) / stride + 1};
    return 0;
}

static inline ink_pooling ink_pooled_windows(const ink_layer *layer, const ink_pass *pass) {
    return (ink_pooling){.planes = (size_t)pass->n * (size_t)layer->in.channels,
                         .height = layer->in.height,
                         .width = layer->in.width,
                         .size = (int)layer->params[INK_POOLED_SIZE],
                         .stride = (int)layer->params[INK_POOLED_STRIDE],
                         .out_height = layer->out.height,
                         .out_width = layer->out.width};
}

#endif
