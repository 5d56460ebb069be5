#include "kernel/softmax.h"

#include <string.h>

#include "kernel/reduce.h"
#include "simd/f32x4_math.h"

/* So many numbers of a row are worked on at a time, beside the arrays, so that
 * vectors may run over a row's end. */
enum { CHUNK = 64 };

/* out(C) = exp(x − x[top]), for its maximum at top; out may be NULL or alias x.
 * Returns the sum of all but the top one, which is 1: what remains is precise
 * even where it is tiny. */
static float exp_row(int classes, const float *x, int top, float *out) {
    float chunk[CHUNK], rest = 0;
    f32x4 maximum = f32x4_splat(x[top]);
    for (int start = 0; start < classes; start += CHUNK) {
        int length = classes - start < CHUNK ? classes - start : CHUNK;
        memcpy(chunk, x + start, (size_t)length * sizeof *x);
        for (int i = length; i % 4 != 0; i++) chunk[i] = 0;
        for (int i = 0; i < length; i += 4)
            f32x4_store(chunk + i, f32x4_exp(f32x4_sub(f32x4_load(chunk + i), maximum)));
        for (int i = 0; i < length; i++)
            if (start + i != top) rest += chunk[i];
        if (out) memcpy(out + start, chunk, (size_t)length * sizeof *x);
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
