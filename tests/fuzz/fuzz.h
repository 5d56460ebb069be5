/* What the fuzz targets share. Build them with -DINK_FUZZ=ON and clang, run one as
 * build/…/fuzz_gunzip -max_total_time=300 [corpus folder]; libFuzzer keeps the input
 * of a failure. A broken promise aborts. */
#ifndef INK_FUZZ_H
#define INK_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PROMISE(condition) ((condition) ? (void)0 : abort())

/* At most 16 MB for each piece: an input may ask for a gigabyte. */
static inline void *fuzz_allocate(void *context, size_t bytes) {
    (void)context;
    return bytes > (size_t)1 << 24 ? NULL : malloc(bytes);
}

static inline void fuzz_release(void *context, void *pointer) {
    (void)context;
    free(pointer);
}

static const ink_allocator fuzz_allocator = {fuzz_allocate, fuzz_release, NULL};

#endif
