/* The relaxed WebAssembly back end. */
#define INK_SIMD_RELAXED
#include "simd_template.h"
