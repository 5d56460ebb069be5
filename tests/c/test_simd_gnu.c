/* The GNU vector back end: natively what the engine uses, as wasm another way to
 * the same bits. */
#undef INK_SIMD_SCALAR
#define INK_SIMD_GNU
#include "simd_template.h"
