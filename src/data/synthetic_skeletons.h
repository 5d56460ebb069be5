/* The strokes of synthetic digits, as tables. Private to src/data. */
#ifndef INK_DATA_SYNTHETIC_SKELETONS_H
#define INK_DATA_SYNTHETIC_SKELETONS_H

#include <stdint.h>

/* How the curve passes through a point. */
typedef enum ink__pen {
    INK__PEN_DOWN,   /* a stroke starts */
    INK__PEN_SMOOTH, /* part of a Catmull–Rom spline */
    INK__PEN_CORNER, /* the direction breaks */
} ink__pen;

/* A point of the pen's path, at the two extremes between which writers of this
 * style vary: (x, y) and (u, v), x to the right, y down. The digit is about 100
 * units high; where it lies does not matter. */
typedef struct ink__knot {
    uint8_t pen;
    int8_t x, y, u, v;
} ink__knot;

/* One way to write a digit: how often among its styles, and by how much each knot
 * may be off, in tenths of a unit. */
typedef struct ink__style {
    const ink__knot *knots;
    uint8_t count, weight, jitter;
} ink__style;

typedef struct ink__style_list {
    const ink__style *styles;
    int count;
} ink__style_list;

enum { INK__KNOTS_LIMIT = 24 }; /* the most of any style */

/* By digit. */
extern const ink__style_list ink__digit_styles[10];

#endif
