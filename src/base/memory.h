/* Where memory comes from: an allocator handed in at creation (so that tests
 * can count and starve), and an arena that carves one aligned block. */
#ifndef INK_BASE_MEMORY_H
#define INK_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* allocate returns NULL when there is none; release takes NULL. */
typedef struct ink_allocator {
    void *(*allocate)(void *context, size_t bytes);
    void (*release)(void *context, void *pointer);
    void *context;
} ink_allocator;

/* The C library's malloc and free. */
extern const ink_allocator ink_allocator_default;

/* Zeroed memory, or NULL. */
void *ink_allocate(const ink_allocator *allocator, size_t bytes);
void ink_release(const ink_allocator *allocator, void *pointer);

enum { INK_ALIGNMENT = 64 }; /* a line of the cache */

/* The first aligned address from there on, at most INK_ALIGNMENT − 1 bytes further. */
uint8_t *ink_align(void *pointer);

/* Carves aligned pieces from one block. With base NULL it only measures: run
 * the same carving twice, once to learn `used`, once to get the pointers. */
typedef struct ink_arena {
    uint8_t *base; /* aligned */
    size_t used;
} ink_arena;

/* The next piece of `bytes` bytes, aligned to INK_ALIGNMENT; NULL while
 * measuring. Sizes saturate, so that a sum past SIZE_MAX stays SIZE_MAX. */
void *ink_arena_take(ink_arena *arena, size_t bytes);

/* a · b, or SIZE_MAX if that does not fit. */
size_t ink_size_multiply(size_t a, size_t b);

#endif
