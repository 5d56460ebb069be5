/* WebAssembly SIMD whose multiply-add may round once, where the machine fuses. */
#ifndef INK_SIMD_F32X4_WASM_RELAXED_H
#define INK_SIMD_F32X4_WASM_RELAXED_H

#include "simd/f32x4_wasm.h"

static inline f32x4 f32x4_madd(f32x4 a, f32x4 b, f32x4 c) {
    return wasm_f32x4_relaxed_madd(a, b, c);
}

#endif
