#include "kernel/softmax.h"

#include "kernel/gemm_pack.h"
#include "kernel/part.h"
#include "simd/f32x4_math.h"

/* Rows go through in fours, each in a lane of its own: columns(C, LANES). */
enum { LANES = 4, MOST_CLASSES = 256 };

static int rows_of(int left) { return left < LANES ? left : LANES; }

/* columns = exp(columns − top), for each row's maximum in top. Returns the sums of all but the
 * first of each row's maxima, whose is 1: what remains is precise even where it is tiny. */
static f32x4 exp_columns(int classes, float *columns, f32x4 *top) {
    f32x4 maxima = f32x4_splat(-INFINITY), rest = f32x4_zero();
    u32x4 waiting = u32x4_splat(0xffffffffu);
    for (int c = 0; c < classes; c++) maxima = f32x4_max(maxima, f32x4_load(columns + c * LANES));
    for (int c = 0; c < classes; c++, columns += LANES) {
        f32x4 x = f32x4_load(columns), power = f32x4_exp(f32x4_sub(x, maxima));
        u32x4 first = u32x4_and(waiting, f32x4_eq(x, maxima));
        rest = f32x4_add(rest, f32x4_select(first, f32x4_zero(), power));
        waiting = u32x4_xor(waiting, first);
        f32x4_store(columns, power);
    }
    *top = maxima;
    return rest;
}

static f32x4 inverse_of(f32x4 rest) {
    f32x4 one = f32x4_splat(1);
    return f32x4_div(one, f32x4_add(one, rest));
}

void ink_softmax(int n, int classes, const float *logits, float *probabilities) {
    float columns[MOST_CLASSES * LANES] = {0};
    size_t width = (size_t)classes;
    for (int row = 0; row < n; row += LANES) {
        ink__transpose(rows_of(n - row), classes, logits + row * width, width, columns, LANES);
        f32x4 top, inverse = inverse_of(exp_columns(classes, columns, &top));
        for (float *column = columns; column < columns + width * LANES; column += LANES)
            f32x4_store(column, f32x4_mul(f32x4_load(column), inverse));
        ink__transpose(classes, rows_of(n - row), columns, LANES, probabilities + row * width,
                       width);
    }
}

/* log(1 + x) for x ≥ 0, precise where x is small: log u plus what rounding took
 * from u, to first order. */
static f32x4 log1p_precise(f32x4 x) {
    f32x4 one = f32x4_splat(1), u = f32x4_add(one, x);
    f32x4 lost = f32x4_sub(x, f32x4_sub(u, one));
    return f32x4_add(f32x4_log(u), f32x4_div(lost, u));
}

/* columns = scale · (probability − [class is label]), from exponentials. */
static void subtract_labels(int classes, float *columns, f32x4 inverse, const float *labels,
                            float scale) {
    f32x4 label = f32x4_load(labels), one = f32x4_splat(1), factor = f32x4_splat(scale);
    for (int c = 0; c < classes; c++, columns += LANES) {
        f32x4 is_label = f32x4_select(f32x4_eq(label, f32x4_splat((float)c)), one, f32x4_zero());
        f32x4 difference = f32x4_sub(f32x4_mul(f32x4_load(columns), inverse), is_label);
        f32x4_store(columns, f32x4_mul(factor, difference));
    }
}

void ink_softmax_cross_entropy(int n, int classes, const float *logits, const uint8_t *labels,
                               float scale, float *losses, float *dlogits) {
    float columns[MOST_CLASSES * LANES] = {0}, at[LANES] = {0}, scores[LANES] = {0};
    size_t width = (size_t)classes;
    for (int row = 0; row < n; row += LANES) {
        int rows = rows_of(n - row);
        const float *x = logits + row * width;
        for (int r = 0; r < rows; r++) {
            int label = labels[row + r];
            at[r] = (float)label;
            scores[r] = x[r * width + label];
        }
        ink__transpose(rows, classes, x, width, columns, LANES);
        f32x4 top, rest = exp_columns(classes, columns, &top);
        f32x4 gap = f32x4_sub(top, f32x4_load(scores));
        f32x4_store_part(losses + row, (size_t)rows, f32x4_add(gap, log1p_precise(rest)));
        if (!dlogits) continue;
        subtract_labels(classes, columns, inverse_of(rest), at, scale);
        ink__transpose(classes, rows, columns, LANES, dlogits + row * width, width);
    }
}
