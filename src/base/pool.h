/* A pool of threads that share out independent pieces of work. The caller is
 * its first thread, so a pool of one runs everything in place. Where there are
 * no pthreads (the single-threaded WebAssembly builds) every pool is of one. */
#ifndef INK_BASE_POOL_H
#define INK_BASE_POOL_H

#include "base/memory.h"

enum { INK_MAX_THREADS = 16 };

typedef struct ink_pool ink_pool;

/* One piece of work. Pieces must write to different outputs: sums are never
 * split between them, so that bits do not depend on the number of threads. */
typedef void (*ink_task)(void *context, int index);

/* Starts threads−1 threads (1 ≤ threads ≤ INK_MAX_THREADS, fewer where fewer
 * can be had). Returns NULL when there is no memory. */
ink_pool *ink_pool_create(const ink_allocator *allocator, int threads);

/* Ends the threads; takes NULL. */
void ink_pool_destroy(ink_pool *pool);

/* How many threads there are, the caller included; 1 for NULL. */
int ink_pool_threads(const ink_pool *pool);

/* Runs task(context, 0 … count−1), in no set order, and returns when all are
 * done. Not to be called from within a task. */
void ink_pool_run(ink_pool *pool, int count, ink_task task, void *context);

#endif
