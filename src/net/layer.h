/* What a layer is. A new one is a file in layers/ and a row in layers.def: its
 * table row says how it is configured, how big it is, and how it computes. */
#ifndef INK_NET_LAYER_H
#define INK_NET_LAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/real.h"
#include "kernel/sparse.h"

/* Of one sample; vectors are (size, 1, 1). */
typedef struct ink_shape {
    int channels, height, width;
} ink_shape;

static inline int ink_shape_size(ink_shape shape) {
    return shape.channels * shape.height * shape.width;
}

typedef enum ink_parameter_kind {
    INK_WEIGHT,    /* trained; drawn by the initialiser where it has fans; penalised */
    INK_BIAS,      /* trained, starts at `initial`, not penalised */
    INK_STATISTIC, /* not trained, but saved: what a layer gathers while it trains */
} ink_parameter_kind;

/* A tensor of parameters, as the layer plans it. `values` and `gradients` are
 * pointed into the session's block once it is carved; statistics have no
 * gradients. */
typedef struct ink_parameter {
    const char *name; /* "weight", "bias" */
    ink_parameter_kind kind;
    int rank;
    int shape[4];
    int fan_in, fan_out; /* for initialisers; 0 where `initial` is used instead */
    ink_real initial;
    ink_real *values, *gradients;
} ink_parameter;

enum { INK_LAYER_PARAMETERS = 4 };

typedef struct ink_layer {
    const struct ink_layer_type *type;
    double params[INK_MAX_PARAMS]; /* values of the type's table, in its order */
    int index;                     /* its place in the net */
    ink_shape in, out;
    int parameter_count;
    ink_parameter parameters[INK_LAYER_PARAMETERS];
    bool lists;   /* x is the net's input, which comes in lists as well: see ink_pass */
    bool absorbs; /* the layer before is of the type that this one can do as well */
    void *state;  /* what backward needs of forward beside x and y; see `state` below */
} ink_layer;

/* What a pass over n samples works with; scratch holds what the layer's
 * `scratch` asked for. */
typedef struct ink_pass {
    int n;
    const ink_sparse *listed; /* x of the layer that `lists`; NULL: look at x itself */
    bool training;
    bool absorbing; /* layers do what those before them, which they absorb, have left out */
    bool gathering; /* whether statistics take these samples in */
    uint64_t seed;  /* with step: where a layer's random numbers come from */
    uint32_t step;
    ink_pool *pool;
    ink_real *scratch;
} ink_pass;

/* Where y stands. */
typedef enum ink_place {
    INK_PLACE_OWN,  /* in memory of its own */
    INK_PLACE_OVER, /* over x where nobody needs that any more: y may alias x, dx dy */
    INK_PLACE_SAME, /* y is x, dx is dy: the layer only changes the shape */
} ink_place;

typedef struct ink_layer_type {
    ink_choice choice;

    ink_place place;
    bool reads_x, reads_y;                /* whether backward reads forward's x, forward's y */
    bool reads_lists;                     /* whether it can make use of x in lists */
    const struct ink_layer_type *absorbs; /* one whose work forward and backward can do too */
    float low, high;                      /* where y saturates; equal where it does not */

    /* From params and `in`: sets `out` and the parameters' shapes. classes stands
     * for INK_UNITS_CLASSES. On error the detail follows the layer's path, so it
     * starts with the parameter's name (".units: …") or ": ". */
    int (*plan)(ink_layer *layer, int classes, ink_error *error);

    /* Numbers of scratch that passes over at most n samples need; NULL: none. */
    size_t (*scratch)(const ink_layer *layer, int n);

    /* Bytes of state for passes over at most n samples; NULL: none. A layer in
     * INK_PLACE_OVER may have state for training only: in evaluation its forward is then
     * y = a·x + b, number by number, and needs no x. */
    size_t (*state)(const ink_layer *layer, int n);

    /* x(N, in) → y(N, out). */
    void (*forward)(const ink_layer *layer, const ink_pass *pass, const ink_real *x, ink_real *y);

    /* dy(N, out) → dx(N, in), which may be NULL where nobody reads it, and the
     * parameters' gradients, which are set, not added to. x and y are forward's. */
    void (*backward)(const ink_layer *layer, const ink_pass *pass, const ink_real *x,
                     const ink_real *y, const ink_real *dy, ink_real *dx);
} ink_layer_type;

/* How many numbers a pass puts out. */
static inline size_t ink_pass_count(const ink_pass *pass, const ink_layer *layer) {
    return (size_t)pass->n * (size_t)ink_shape_size(layer->out);
}

/* The plan of layers without parameters that keep the shape. */
static inline int ink_layer_keep_shape(ink_layer *layer, int classes, ink_error *error) {
    (void)classes, (void)error;
    layer->out = layer->in;
    return 0;
}

/* The passes of layers that only change the shape. */
static inline void ink_layer_do_nothing(const ink_layer *layer, const ink_pass *pass,
                                        const ink_real *x, ink_real *y) {
    (void)layer, (void)pass, (void)x, (void)y;
}
static inline void ink_layer_undo_nothing(const ink_layer *layer, const ink_pass *pass,
                                          const ink_real *x, const ink_real *y, const ink_real *dy,
                                          ink_real *dx) {
    (void)layer, (void)pass, (void)x, (void)y, (void)dy, (void)dx;
}

/* Defines the row of that name in the layer's file. */
#define INK_LAYER_TYPE(name) const ink_layer_type INK_REAL_NAME(ink_layer_##name)

/* The rows of layers.def, each the first member of its ink_layer_type. */
extern const ink_choice *const INK_REAL_NAME(ink_layers)[];

#endif
