/* The scalar back end, whatever the build uses. */
#ifndef INK_SIMD_SCALAR
#define INK_SIMD_SCALAR
#endif
#include "simd_template.h"
