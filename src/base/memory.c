#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void *default_allocate(void *context, size_t bytes) {
    (void)context;
    return malloc(bytes);
}

static void default_release(void *context, void *pointer) {
    (void)context;
    free(pointer);
}

const ink_allocator ink_allocator_default = {default_allocate, default_release, NULL};

void *ink_allocate(const ink_allocator *allocator, size_t bytes) {
    if (bytes == SIZE_MAX) return NULL;
    void *pointer = allocator->allocate(allocator->context, bytes);
    if (pointer) memset(pointer, 0, bytes);
    return pointer;
}

void ink_release(const ink_allocator *allocator, void *pointer) {
    if (pointer) allocator->release(allocator->context, pointer);
}

uint8_t *ink_align(void *pointer) {
    return (uint8_t *)pointer +
           (INK_ALIGNMENT - (uintptr_t)pointer % INK_ALIGNMENT) % INK_ALIGNMENT;
}

void *ink_arena_take(ink_arena *arena, size_t bytes) {
    size_t start = (arena->used + INK_ALIGNMENT - 1) & ~(size_t)(INK_ALIGNMENT - 1);
    if (start < arena->used || bytes > SIZE_MAX - start) {
        arena->used = SIZE_MAX;
        return NULL;
    }
    arena->used = start + bytes;
    return arena->base ? arena->base + start : NULL;
}

size_t ink_size_multiply(size_t a, size_t b) { return b && a > SIZE_MAX / b ? SIZE_MAX : a * b; }
