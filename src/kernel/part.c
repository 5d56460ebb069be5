#include "kernel/part.h"

#include <string.h>

f32x4 ink__load_few(const float *p, size_t count) {
    float four[4] = {0};
    memcpy(four, p, count * sizeof *p);
    return f32x4_load(four);
}

void ink__store_few(float *p, size_t count, f32x4 x) {
    float four[4];
    f32x4_store(four, x);
    memcpy(p, four, count * sizeof *p);
}
