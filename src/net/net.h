/* A chain of layers with a loss at its end, planned from a config and carved
 * from one block: parameters | gradients | activations | scratch. */
#ifndef INK_NET_NET_H
#define INK_NET_NET_H

#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/memory.h"
#include "base/pool.h"
#include "net/init.h"
#include "net/layer.h"
#include "net/loss.h"

/* In double these functions stand beside their float selves. */
#define ink_net_plan         INK_REAL_NAME(ink_net_plan)
#define ink_net_expect       INK_REAL_NAME(ink_net_expect)
#define ink_net_carve_kept   INK_REAL_NAME(ink_net_carve_kept)
#define ink_net_carve_passes INK_REAL_NAME(ink_net_carve_passes)
#define ink_net_initialise   INK_REAL_NAME(ink_net_initialise)
#define ink_net_forward      INK_REAL_NAME(ink_net_forward)
#define ink_net_loss         INK_REAL_NAME(ink_net_loss)
#define ink_net_backward     INK_REAL_NAME(ink_net_backward)
#define ink_net_look         INK_REAL_NAME(ink_net_look)
#define ink_net_slopes       INK_REAL_NAME(ink_net_slopes)
#define ink_parameter_size   INK_REAL_NAME(ink_parameter_size)

enum { INK_MAX_LAYERS = 64, INK_MAX_WEIGHTS = 1 << 28 };

typedef struct ink_net {
    ink_shape input;
    int classes;
    int capacity; /* samples in a pass, at most */
    ink_pool *pool;

    int layer_count;
    ink_layer layers[INK_MAX_LAYERS];
    const ink_loss_type *loss;
    double loss_params[INK_MAX_PARAMS];
    const ink_init_type *init;
    double init_params[INK_MAX_PARAMS];
    double initial_bias[INK_MAX_PARAMS]; /* its table: one row */

    uint64_t seed; /* of dropout and its like; with step set before a pass */
    uint32_t step;
    bool apart; /* every layer runs by itself, for whoever looks at what each puts out */
    bool still; /* passes in training mode leave the statistics as they are */

    /* The trained tensors one after the other, in layer order, then the
     * statistics. */
    size_t parameter_count, statistic_count;
    ink_real *parameters, *gradients; /* ink_net_padded each */
    ink_real *statistics;

    /* The input in lists, k being 0 where no layer reads those; to be filled by the caller, who
     * says with is_listed whether it did. */
    ink_sparse listed;
    bool is_listed;

    /* activations[0] is the input (capacity, input), to be filled by the caller where it is not
     * listed or will be looked at; activations[l + 1] what layer l put out. In-place layers share.
     */
    ink_real *activations[INK_MAX_LAYERS + 1];
    ink_real *deltas[2]; /* gradients of activations, read from one into the other */
    ink_real *scratch;
} ink_net;

/* The length of arrays with a number for each parameter, padded so that loops may
 * go on to a multiple of four. The padding stays zero. */
static inline size_t ink_net_padded(const ink_net *net) {
    return (net->parameter_count + 3) & ~(size_t)3;
}

/* Reads layers, loss and init and works out all shapes and sizes. The last layer
 * must put out `classes` numbers. */
int ink_net_plan(ink_net *net, ink_config *config, ink_shape input, int classes, int capacity,
                 ink_error *error);

/* Says, before memory is taken, what most numbers of the input will be: a first layer that can
 * reads only the others, in lists. */
void ink_net_expect(ink_net *net, ink_real background);

/* Takes memory from the arena; a measuring arena sets no pointers. First what
 * training keeps, whose size does not depend on the capacity, then what passes
 * work in. */
void ink_net_carve_kept(ink_net *net, ink_arena *arena);
void ink_net_carve_passes(ink_net *net, ink_arena *arena);

/* Draws all weights anew and forgets what layers gathered. */
void ink_net_initialise(ink_net *net, uint64_t seed);

/* How many numbers a tensor holds. */
size_t ink_parameter_size(const ink_parameter *parameter);

/* Runs the first n rows of activations[0] through the layers; returns the
 * logits(N, classes). */
ink_real *ink_net_forward(ink_net *net, int n, bool training);

/* Of the last forward pass over n samples: losses(N), one a sample. */
void ink_net_loss(ink_net *net, int n, const uint8_t *labels, ink_real *losses);

/* The same, and net->gradients of the mean loss, after a pass in training mode. */
void ink_net_backward(ink_net *net, int n, const uint8_t *labels, ink_real *losses);

/* Runs the first n rows of activations[0] through the first `layers` layers as evaluation
 * does; returns what these put out, which no later layer has written over. */
ink_real *ink_net_look(ink_net *net, int n, int layers);

/* After ink_net_look at one sample, not listed, through all layers: the slope of Σ weights(classes)
 * · logits by each number of the input. Valid until the next call or pass; may be asked for again,
 * with other weights. Writes over net->gradients. */
const ink_real *ink_net_slopes(ink_net *net, const ink_real *weights);

#endif
