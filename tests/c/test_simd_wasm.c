/* The strict WebAssembly back end. */
#ifndef __wasm_simd128__
#error "without SIMD this would test another back end"
#endif
#include "simd_template.h"
