#include "kernel/part.h"

/* By hand: under V8 memcpy of a few numbers is a call out of WebAssembly. */
static void copy_few(const float *from, size_t count, float *to) {
    if (count > 0) to[0] = from[0];
    if (count > 1) to[1] = from[1];
    if (count > 2) to[2] = from[2];
}

f32x4 ink__load_few(const float *p, size_t count) {
    float four[4] = {0};
    copy_few(p, count, four);
    return f32x4_load(four);
}

void ink__store_few(float *p, size_t count, f32x4 x) {
    float four[4];
    f32x4_store(four, x);
    copy_few(four, count, p);
}

void ink__copy_rows(int rows, int count, const float *from, int from_pitch, float *to,
                    int to_pitch) {
    for (; rows > 0; rows--, from += from_pitch, to += to_pitch) copy_row(count, from, to);
}
