#include "base/pool.h"

#include <stdbool.h>

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)

struct ink_pool {
    ink_allocator allocator;
};

ink_pool *ink_pool_create(const ink_allocator *allocator, int threads) {
    (void)threads;
    ink_pool *pool = ink_allocate(allocator, sizeof *pool);
    if (pool) pool->allocator = *allocator;
    return pool;
}

void ink_pool_destroy(ink_pool *pool) {
    if (pool) ink_release(&pool->allocator, pool);
}

int ink_pool_threads(const ink_pool *pool) {
    (void)pool;
    return 1;
}

void ink_pool_run(ink_pool *pool, int count, ink_task task, void *context) {
    (void)pool;
    for (int i = 0; i < count; i++) task(context, i);
}

#else

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

/* How often a thread looks for work, or the caller for its end, before it sleeps: some
 * tens of microseconds, the time between two products of a step. A thread that never
 * slept would take the core from whoever else needs it. */
enum { LOOKS = 400 };

/* Two hundred cycles or so that leave the core to the other thread on it, where two share
 * one: square roots of square roots wait for each other and fill nothing. WebAssembly has
 * no instruction to pause. */
static float rest(float x) {
    for (int i = 0; i < 12; i++) x = sqrtf(x);
    return x;
}

/* More pieces than a ticket can count are run in turns of so many. */
enum { MOST_PIECES = 0xffff };

struct ink_pool {
    ink_allocator allocator;
    pthread_t threads[INK_MAX_THREADS];
    int thread_count; /* started ones, without the caller */

    /* The job's number, then its count of pieces, then the next of them to take: one word,
     * so that a thread that lags can't take a piece of a later job for one of its own. */
    _Atomic uint64_t ticket;
    ink_task task; /* of whoever holds a piece */
    void *context;
    int first; /* the index of the ticket's piece 0 */
    _Atomic int unfinished;

    pthread_mutex_t lock; /* only for going to sleep and waking */
    pthread_cond_t work;  /* there is a new job, or the pool ends */
    pthread_cond_t done;  /* all pieces are finished */
    _Atomic int sleepers;
    _Atomic bool caller_sleeps, ending;
};

static uint32_t job_of(uint64_t ticket) { return (uint32_t)(ticket >> 32); }
static uint32_t count_of(uint64_t ticket) { return (uint32_t)(ticket >> 16) & 0xffff; }
static uint32_t next_of(uint64_t ticket) { return (uint32_t)ticket & 0xffff; }

static void finish_piece(ink_pool *pool) {
    if (atomic_fetch_sub(&pool->unfinished, 1) > 1 || !pool->caller_sleeps) return;
    pthread_mutex_lock(&pool->lock);
    pthread_cond_signal(&pool->done);
    pthread_mutex_unlock(&pool->lock);
}

/* Takes pieces of the job until none is left. */
static void take_pieces(ink_pool *pool, uint32_t job) {
    uint64_t ticket = pool->ticket;
    while (job_of(ticket) == job && next_of(ticket) < count_of(ticket)) {
        if (!atomic_compare_exchange_weak(&pool->ticket, &ticket, ticket + 1)) continue;
        pool->task(pool->context, pool->first + (int)next_of(ticket));
        finish_piece(pool);
        ticket = pool->ticket;
    }
}

/* Waits for a job after that one, or the pool's end; returns its number. */
static uint32_t await_job(ink_pool *pool, uint32_t job) {
    volatile float rested = 2;
    for (int look = 0; look < LOOKS; look++, rested = rest(rested))
        if (job_of(pool->ticket) != job || pool->ending) return job_of(pool->ticket);
    pthread_mutex_lock(&pool->lock);
    pool->sleepers++;
    while (job_of(pool->ticket) == job && !pool->ending)
        pthread_cond_wait(&pool->work, &pool->lock);
    pool->sleepers--;
    pthread_mutex_unlock(&pool->lock);
    return job_of(pool->ticket);
}

static void *thread_main(void *argument) {
    ink_pool *pool = argument;
    uint32_t job = 0;
    while (!pool->ending) {
        job = await_job(pool, job);
        take_pieces(pool, job);
    }
    return NULL;
}

static void wake_threads(ink_pool *pool) {
    if (!pool->sleepers) return;
    pthread_mutex_lock(&pool->lock);
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
}

ink_pool *ink_pool_create(const ink_allocator *allocator, int threads) {
    ink_pool *pool = ink_allocate(allocator, sizeof *pool);
    if (!pool) return NULL;
    pool->allocator = *allocator;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    pthread_cond_init(&pool->done, NULL);
    if (threads > INK_MAX_THREADS) threads = INK_MAX_THREADS;
    while (pool->thread_count < threads - 1 &&
           pthread_create(&pool->threads[pool->thread_count], NULL, thread_main, pool) == 0)
        pool->thread_count++;
    return pool;
}

void ink_pool_destroy(ink_pool *pool) {
    if (!pool) return;
    pool->ending = true;
    pthread_mutex_lock(&pool->lock);
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->thread_count; i++) pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    ink_release(&pool->allocator, pool);
}

int ink_pool_threads(const ink_pool *pool) { return pool ? pool->thread_count + 1 : 1; }

static void await_end(ink_pool *pool) {
    volatile float rested = 2;
    for (int look = 0; look < LOOKS; look++, rested = rest(rested))
        if (!pool->unfinished) return;
    pthread_mutex_lock(&pool->lock);
    pool->caller_sleeps = true;
    while (pool->unfinished) pthread_cond_wait(&pool->done, &pool->lock);
    pool->caller_sleeps = false;
    pthread_mutex_unlock(&pool->lock);
}

void ink_pool_run(ink_pool *pool, int count, ink_task task, void *context) {
    if (count < 2 || ink_pool_threads(pool) == 1) {
        for (int i = 0; i < count; i++) task(context, i);
        return;
    }
    pool->task = task, pool->context = context;
    for (pool->first = 0; pool->first < count; pool->first += MOST_PIECES) {
        int pieces = count - pool->first < MOST_PIECES ? count - pool->first : MOST_PIECES;
        uint32_t job = job_of(pool->ticket) + 1;
        pool->unfinished = pieces;
        pool->ticket = (uint64_t)job << 32 | (uint64_t)pieces << 16;
        wake_threads(pool);
        take_pieces(pool, job);
        await_end(pool);
    }
}

#endif
