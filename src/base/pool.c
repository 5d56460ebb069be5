#include "base/pool.h"

#include <stdbool.h>

/* Multiply-adds: some ten microseconds of one thread. */
static const double SHARE_FROM = 200000;

int ink_pool_pieces(const ink_pool *pool, int most, double work) {
    int threads = ink_pool_threads(pool), wished = threads * (INK_MAX_PIECES / INK_MAX_THREADS);
    if (threads == 1 || work < SHARE_FROM) return 1;
    return wished < most ? wished : most;
}

static int share_of(int count, int index, int of) { return (int)((long long)count * index / of); }

int ink_piece_first(const ink_piece *piece, int count) {
    return share_of(count, piece->index, piece->of);
}

int ink_piece_end(const ink_piece *piece, int count) {
    return share_of(count, piece->index + 1, piece->of);
}

static void run_alone(int pieces, ink_task task, void *context) {
    for (ink_piece piece = {0, pieces, 0}; piece.index < pieces; piece.index++)
        task(context, &piece);
}

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

void ink_pool_run(ink_pool *pool, int pieces, ink_task task, void *context) {
    (void)pool;
    run_alone(pieces, task, context);
}

#else

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

/* How often a thread looks for work, or the caller for its end, before it sleeps: some
 * tens of microseconds, the time between two products of a step. A thread that never
 * slept would take the core from whoever else needs it. */
enum { LOOKS = 1000 };

/* Two hundred cycles or so that leave the core to the other thread on it, where two share
 * one: square roots of square roots wait for each other and fill nothing. WebAssembly has
 * no instruction to pause. */
static float rest(float x) {
    for (int i = 0; i < 12; i++) x = sqrtf(x);
    return x;
}

/* A thread's share of the job's pieces: the job's number, then the share's end, then the next of
 * it to take, in one word, so that a thread that lags can't take a piece of a later job for one of
 * its own. Shares stand in cache lines of their own. */
typedef struct share {
    _Atomic uint64_t ticket;
    ink_pool *pool;
    char apart[128 - sizeof(uint64_t) - sizeof(ink_pool *)];
} share;

struct ink_pool {
    share shares[INK_MAX_THREADS]; /* the caller's first */
    ink_allocator allocator;
    pthread_t threads[INK_MAX_THREADS];
    int thread_count; /* started ones, without the caller */

    ink_task task; /* of whoever holds a piece */
    void *context;
    int pieces;
    _Atomic int unfinished;

    pthread_mutex_t lock; /* only for going to sleep and waking */
    pthread_cond_t work;  /* there is a new job, or the pool ends */
    pthread_cond_t done;  /* all pieces are finished */
    _Atomic int sleepers;
    _Atomic bool caller_sleeps, ending;
};

static uint32_t job_of(uint64_t ticket) { return (uint32_t)(ticket >> 32); }
static uint32_t end_of(uint64_t ticket) { return (uint32_t)(ticket >> 16) & 0xffff; }
static uint32_t next_of(uint64_t ticket) { return (uint32_t)ticket & 0xffff; }

static void finish_pieces(ink_pool *pool, int count) {
    if (!count || atomic_fetch_sub(&pool->unfinished, count) > count || !pool->caller_sleeps)
        return;
    pthread_mutex_lock(&pool->lock);
    pthread_cond_signal(&pool->done);
    pthread_mutex_unlock(&pool->lock);
}

/* Takes pieces of a share until none is left; returns how many. */
static int take_share(ink_pool *pool, share *share, uint32_t job, int thread) {
    int taken = 0;
    uint64_t ticket = share->ticket;
    while (job_of(ticket) == job && next_of(ticket) < end_of(ticket)) {
        if (!atomic_compare_exchange_weak(&share->ticket, &ticket, ticket + 1)) continue;
        ink_piece piece = {(int)next_of(ticket), pool->pieces, thread};
        pool->task(pool->context, &piece);
        taken++;
        ticket = share->ticket;
    }
    return taken;
}

/* First the thread's own pieces, whose data it is likely to have in its cache, then what others
 * have left. */
static void take_pieces(ink_pool *pool, uint32_t job, int thread) {
    int threads = pool->thread_count + 1, taken = 0;
    for (int i = 0; i < threads; i++)
        taken += take_share(pool, &pool->shares[(thread + i) % threads], job, thread);
    finish_pieces(pool, taken);
}

/* Waits for a job after that one, or the pool's end; returns its number. */
static uint32_t await_job(ink_pool *pool, share *mine, uint32_t job) {
    volatile float rested = 2;
    for (int look = 0; look < LOOKS; look++, rested = rest(rested))
        if (job_of(mine->ticket) != job || pool->ending) return job_of(mine->ticket);
    pthread_mutex_lock(&pool->lock);
    pool->sleepers++;
    while (job_of(mine->ticket) == job && !pool->ending)
        pthread_cond_wait(&pool->work, &pool->lock);
    pool->sleepers--;
    pthread_mutex_unlock(&pool->lock);
    return job_of(mine->ticket);
}

static void *thread_main(void *argument) {
    share *mine = argument;
    ink_pool *pool = mine->pool;
    uint32_t job = 0;
    while (!pool->ending) {
        job = await_job(pool, mine, job);
        take_pieces(pool, job, (int)(mine - pool->shares));
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
    for (int i = 0; i < threads; i++) pool->shares[i].pool = pool;
    while (pool->thread_count < threads - 1 &&
           pthread_create(&pool->threads[pool->thread_count], NULL, thread_main,
                          &pool->shares[pool->thread_count + 1]) == 0)
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

/* Each thread's ticket for a new job; returns the job's number. */
static uint32_t share_out(ink_pool *pool, int pieces) {
    int threads = pool->thread_count + 1;
    uint32_t job = job_of(pool->shares[0].ticket) + 1;
    pool->pieces = pool->unfinished = pieces;
    for (int i = 0; i < threads; i++) {
        uint64_t next = (uint64_t)share_of(pieces, i, threads);
        uint64_t end = (uint64_t)share_of(pieces, i + 1, threads);
        pool->shares[i].ticket = (uint64_t)job << 32 | end << 16 | next;
    }
    return job;
}

void ink_pool_run(ink_pool *pool, int pieces, ink_task task, void *context) {
    if (pieces < 2 || ink_pool_threads(pool) == 1) {
        run_alone(pieces, task, context);
        return;
    }
    pool->task = task, pool->context = context;
    uint32_t job = share_out(pool, pieces);
    wake_threads(pool);
    take_pieces(pool, job, 0);
    await_end(pool);
}

#endif
