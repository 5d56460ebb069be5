/* Threads on Workers that threads.js started: pthread_create only hands one of them
 * its work. Emscripten's own threads may be made at any time and call JavaScript from
 * anywhere, and weigh 10 KB gzipped for it. Waiting blocks, so whoever calls any of
 * this runs in a Worker. */
#include <emscripten.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

/* Nothing in C calls the exports, so no header declares them. */
#pragma clang diagnostic ignored "-Wmissing-prototypes"
#define EXPORT EMSCRIPTEN_KEEPALIVE

/* JavaScript's Atomics.wait and Atomics.notify. With the instructions of WebAssembly in
 * their place, threads of Node 20 (V8 11.3) at times slept on although the word had
 * changed and they had been woken: about one in ten runs of four threads that lock and
 * unlock a mutex 300,000 times. Of 100 such runs with these, none. */
__attribute__((import_module("env"), import_name("sleep_while"))) void sleep_while(ink_word *word,
                                                                                   int32_t value);
__attribute__((import_module("env"), import_name("wake"))) void wake(ink_word *word, int sleepers);
enum { ONE = 1, ALL = INT32_MAX };

typedef struct ink_worker {
    ink_word state;
    void *(*run)(void *);
    void *argument, *result;
} ink_worker;
enum { WORKER_IDLE, WORKER_BUSY, WORKER_DONE };

/* A pool has at most 16 threads, its caller included. */
static ink_worker workers[15];
static int worker_count;

/* How many Workers there are beside the caller's own. */
EXPORT void inkling_threads_set(int count) {
    const int most = sizeof workers / sizeof *workers;
    worker_count = count < most ? count : most;
}

/* What each of them does, on a stack of its own; returns never. */
EXPORT void inkling_thread_run(int index) {
    ink_worker *self = &workers[index];
    for (;;) {
        for (int32_t state; (state = self->state) != WORKER_BUSY;) sleep_while(&self->state, state);
        self->result = self->run(self->argument);
        self->state = WORKER_DONE;
        wake(&self->state, ONE);
    }
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                   void *argument) {
    (void)attributes;
    for (ink_worker *idle = workers; idle < workers + worker_count; idle++) {
        if (idle->state != WORKER_IDLE) continue;
        idle->run = run;
        idle->argument = argument;
        idle->state = WORKER_BUSY;
        wake(&idle->state, ONE);
        *thread = idle;
        return 0;
    }
    return EAGAIN;
}

int pthread_join(pthread_t thread, void **result) {
    while (thread->state == WORKER_BUSY) sleep_while(&thread->state, WORKER_BUSY);
    if (result) *result = thread->result;
    thread->state = WORKER_IDLE;
    return 0;
}

/* Drepper, "Futexes Are Tricky" (2011), mutex 2. */
enum { MUTEX_FREE, MUTEX_HELD, MUTEX_WANTED };

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_attr_t *attributes) {
    (void)attributes;
    *mutex = MUTEX_FREE;
    return 0;
}

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    int32_t seen = MUTEX_FREE;
    if (atomic_compare_exchange_strong(mutex, &seen, MUTEX_HELD)) return 0;
    while (atomic_exchange(mutex, MUTEX_WANTED) != MUTEX_FREE) sleep_while(mutex, MUTEX_WANTED);
    return 0;
}

int pthread_mutex_unlock(pthread_mutex_t *mutex) {
    if (atomic_exchange(mutex, MUTEX_FREE) == MUTEX_WANTED) wake(mutex, ONE);
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex) {
    (void)mutex;
    return 0;
}

int pthread_cond_init(pthread_cond_t *condition, const pthread_attr_t *attributes) {
    (void)attributes;
    *condition = 0;
    return 0;
}

int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
    int32_t seen = *condition;
    pthread_mutex_unlock(mutex);
    sleep_while(condition, seen);
    return pthread_mutex_lock(mutex);
}

int pthread_cond_signal(pthread_cond_t *condition) {
    ++*condition;
    wake(condition, ONE);
    return 0;
}

int pthread_cond_broadcast(pthread_cond_t *condition) {
    ++*condition;
    wake(condition, ALL);
    return 0;
}

int pthread_cond_destroy(pthread_cond_t *condition) {
    (void)condition;
    return 0;
}
