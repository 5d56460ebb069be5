/* A pool of threads that share out independent pieces of work. The caller is
 * its first thread, so a pool of one runs everything in place. Where there are
 * no pthreads (the single-threaded WebAssembly builds) every pool is of one. */
#ifndef INK_BASE_POOL_H
#define INK_BASE_POOL_H

#include "base/memory.h"

enum { INK_MAX_THREADS = 16, INK_MAX_PIECES = 8 * INK_MAX_THREADS };

typedef struct ink_pool ink_pool;

/* One of `of` pieces of a job, numbered from 0, and which of the threads runs it, 0 for the
 * caller: whose scratch it may use. */
typedef struct ink_piece {
    int index, of, thread;
} ink_piece;

/* Of `count` things piece after piece has as many, or one more: first … end−1. */
int ink_piece_first(const ink_piece *piece, int count);
int ink_piece_end(const ink_piece *piece, int count);

/* Does one piece. Pieces must write to different outputs: sums are never
 * split between them, so that bits do not depend on the number of threads. */
typedef void (*ink_task)(void *context, const ink_piece *piece);

/* Starts threads−1 threads (1 ≤ threads ≤ INK_MAX_THREADS, fewer where fewer
 * can be had). Returns NULL when there is no memory. */
ink_pool *ink_pool_create(const ink_allocator *allocator, int threads);

/* Ends the threads; takes NULL. */
void ink_pool_destroy(ink_pool *pool);

/* How many threads there are, the caller included; 1 for NULL. */
int ink_pool_threads(const ink_pool *pool);

/* In how many pieces, of which there could be `most`, a job is worth cutting that is `work`
 * multiply-adds, or takes as long as so many: 1 where sharing it would cost more than it gains,
 * else a few for each thread, at most INK_MAX_PIECES, so that one that lags costs less. */
int ink_pool_pieces(const ink_pool *pool, int most, double work);

/* Runs 0 … INK_MAX_PIECES pieces of a job, in no set order, and returns when all are done.
 * Each thread begins with its own share, the same part of every job, so that what it made
 * of a part in one job is in its cache in the next. Not to be called from within a task,
 * unless all of the outer job is one piece. */
void ink_pool_run(ink_pool *pool, int pieces, ink_task task, void *context);

#endif
