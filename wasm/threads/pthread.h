/* The part of POSIX threads that base/pool.c asks for, in the place of the C
 * library's header; threads.c is behind it. The functions go by names of their own,
 * since Emscripten's C library without threads has such that do nothing. */
#ifndef INK_WASM_PTHREAD_H
#define INK_WASM_PTHREAD_H

#include <stdint.h>

#define pthread_create         inkling_pthread_create
#define pthread_join           inkling_pthread_join
#define pthread_mutex_init     inkling_pthread_mutex_init
#define pthread_mutex_lock     inkling_pthread_mutex_lock
#define pthread_mutex_unlock   inkling_pthread_mutex_unlock
#define pthread_mutex_destroy  inkling_pthread_mutex_destroy
#define pthread_cond_init      inkling_pthread_cond_init
#define pthread_cond_wait      inkling_pthread_cond_wait
#define pthread_cond_signal    inkling_pthread_cond_signal
#define pthread_cond_broadcast inkling_pthread_cond_broadcast
#define pthread_cond_destroy   inkling_pthread_cond_destroy

/* What threads wait on: they sleep while it holds a value, until somebody wakes them. */
typedef _Atomic int32_t ink_word;

typedef struct ink_worker *pthread_t;
typedef ink_word pthread_mutex_t; /* free, held, or held while others sleep on it */
typedef ink_word pthread_cond_t;  /* counts its signals */

/* There are no attributes. */
typedef void pthread_attr_t;

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                   void *argument);
int pthread_join(pthread_t thread, void **result);

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_attr_t *attributes);
int pthread_mutex_lock(pthread_mutex_t *mutex);
int pthread_mutex_unlock(pthread_mutex_t *mutex);
int pthread_mutex_destroy(pthread_mutex_t *mutex);

int pthread_cond_init(pthread_cond_t *condition, const pthread_attr_t *attributes);
int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int pthread_cond_signal(pthread_cond_t *condition);
int pthread_cond_broadcast(pthread_cond_t *condition);
int pthread_cond_destroy(pthread_cond_t *condition);

#endif
