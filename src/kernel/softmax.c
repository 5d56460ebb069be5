#include "kernel/softmax.h"

#include "kernel/part.h"
#include "kernel/reduce.h"
#include "simd/f32x4_math.h"

/* out(C) = exp(x − x[top]), for its maximum at top; out may be NULL or alias x.
 * Returns the sum of all but the top one, which is 1: what remains is precise
 * even where it is tiny. */
static float exp_row(int classes, const float *x, int top, float *out) {
    float four[4], rest = 0;
    f32x4 maximum = f32x4_splat(x[top]);
    for (int start = 0; start < classes; start += 4) {
        size_t left = (size_t)(classes - start);
        f32x4 powers = f32x4_exp(f32x4_sub(f32x4_load_part(x + start, left), maximum));
        f32x4_store(four, powers);
        for (int i = 0; i < 4 && start + i < classes; i++)
            if (start + i != top) rest += four[i];
        if (out) f32x4_store_part(out + start, left, powers);
    }
    return rest;
}

void ink_softmax(int n, int classes, const float *logits, float *probabilities) {
    for (int row = 0; row < n; row++, logits += classes, probabilities += classes) {
        float rest = exp_row(classes, logits, ink_argmax(classes, logits), probabilities);
        float inverse = 1 / (1 + rest);
        for (int i = 0; i < classes; i++) probabilities[i] *= inverse;
    }
}

/* log(1 + x) for x ≥ 0, precise where x is small: log u plus what rounding took
 * from u, to first order. */
static float log1p_precise(float x) {
    float u = 1 + x;
    return ink_logf(u) + (x - (u - 1)) / u;
}

void ink_softmax_cross_entropy(int n, int classes, const float *logits, const uint8_t *labels,
                               float scale, float *losses, float *dlogits) {
    for (int row = 0; row < n; row++, logits += classes) {
        int top = ink_argmax(classes, logits), label = labels[row];
        float gap = logits[top] - logits[label];
        float rest = exp_row(classes, logits, top, dlogits);
        losses[row] = gap + log1p_precise(rest);
        if (!dlogits) continue;
        float inverse = 1 / (1 + rest);
        for (int i = 0; i < classes; i++)
            dlogits[i] = scale * (dlogits[i] * inverse - (i == label ? 1 : 0));
        dlogits += classes;
    }
}
