/* Four floats at a time. One header per back end has the same typed inline
 * functions; all compute the same bits (NaN payloads aside), except that the
 * relaxed back end may fuse f32x4_madd.
 *
 * The masks of f32x4_lt and f32x4_eq are all ones or all zeros in each lane.
 *
 * f32x4_min(a, b) is b < a ? b : a and f32x4_max(a, b) is a < b ? b : a. So
 * where neither is less — equal values, zeros of either sign, a NaN on any
 * side — the result is a: max(x, 0) hands a NaN on, max(0, x) drops it.
 *
 * Keep at most 15 vectors alive in a loop: V8 has no more registers. */
#ifndef INK_SIMD_F32X4_H
#define INK_SIMD_F32X4_H

#if defined(INK_SIMD_SCALAR)
#include "simd/f32x4_scalar.h"
#elif defined(INK_SIMD_GNU)
#include "simd/f32x4_gnu.h"
#elif defined(INK_SIMD_RELAXED)
#include "simd/f32x4_wasm_relaxed.h"
#elif defined(__wasm_simd128__)
#include "simd/f32x4_wasm.h"
#elif defined(__SSE2__) || defined(__ARM_NEON)
#include "simd/f32x4_gnu.h"
#else
#include "simd/f32x4_scalar.h"
#endif

#endif
