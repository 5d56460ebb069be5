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

#include <pthread.h>

struct ink_pool {
    ink_allocator allocator;
    pthread_t threads[INK_MAX_THREADS];
    int thread_count; /* started ones, without the caller */

    pthread_mutex_t lock;
    pthread_cond_t work; /* there are pieces to take, or the pool ends */
    pthread_cond_t done; /* all pieces are finished */
    ink_task task;
    void *context;
    int next, count; /* the next piece to take, and how many there are */
    int unfinished;
    bool ending;
};

/* Takes pieces until none is left; entered and left with the lock held. */
static void take_pieces(ink_pool *pool) {
    while (pool->next < pool->count) {
        int index = pool->next++;
        pthread_mutex_unlock(&pool->lock);
        pool->task(pool->context, index);
        pthread_mutex_lock(&pool->lock);
        if (--pool->unfinished == 0) pthread_cond_signal(&pool->done);
    }
}

static void *thread_main(void *argument) {
    ink_pool *pool = argument;
    pthread_mutex_lock(&pool->lock);
    while (!pool->ending) {
        take_pieces(pool);
        if (!pool->ending) pthread_cond_wait(&pool->work, &pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
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
    pthread_mutex_lock(&pool->lock);
    pool->ending = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->thread_count; i++) pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    ink_release(&pool->allocator, pool);
}

int ink_pool_threads(const ink_pool *pool) { return pool ? pool->thread_count + 1 : 1; }

void ink_pool_run(ink_pool *pool, int count, ink_task task, void *context) {
    if (count < 2 || ink_pool_threads(pool) == 1) {
        for (int i = 0; i < count; i++) task(context, i);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->task = task, pool->context = context;
    pool->next = 0, pool->count = pool->unfinished = count;
    pthread_cond_broadcast(&pool->work);
    take_pieces(pool);
    while (pool->unfinished) pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

#endif
