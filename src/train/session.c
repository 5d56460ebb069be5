#include "train/session.h"

#include <string.h>

#include "train/state.h"

const ink_param ink__training_params[] = {
    {"batchSize", INK_PARAM_INTEGER, 1, 100000, 128,
     "How many images are marked before an update."},
    {"epochs", INK_PARAM_INTEGER, 1, 10000, 5, "How often all training images are gone through."},
    {"seed", INK_PARAM_INTEGER, 0, 9007199254740991, 1,
     "Where the random numbers start: the same seed, the same run."},
    {0},
};

/* The input's shape is the data's; a config may repeat it. */
static int check_input(ink_session *session, ink_config *config, ink_error *error) {
    const ink_param sides[] = {
        {"input.0", INK_PARAM_INTEGER, 1, 1, 1, ""},
        {"input.1", INK_PARAM_INTEGER, 1, 4096, ink_data_height(session->data), ""},
        {"input.2", INK_PARAM_INTEGER, 1, 4096, ink_data_width(session->data), ""},
        {0},
    };
    double side[INK_MAX_PARAMS];
    int status = ink_config_params(config, "", sides, side, error);
    if (status < 0) return status;
    if (side[1] != sides[1].fallback || side[2] != sides[2].fallback)
        return ink_fail(error, INK_ERROR_CONFIG, "input: %gx%g, but the images are %gx%g", side[1],
                        side[2], sides[1].fallback, sides[2].fallback);
    return 0;
}

static int read_config(ink_session *session, ink_config *config, ink_error *error) {
    const ink_choice *optimizer, *schedule;
    int status = check_input(session, config, error);
    if (!status)
        status = ink_config_params(config, "", ink__training_params, session->training, error);
    if (!status)
        status = ink_config_params(config, "split", ink_split_params, session->split_wish, error);
    if (!status) status = ink_preprocess_read(config, &session->preprocess, error);
    if (!status)
        status = ink_config_choose(config, "optimizer", "adam", ink_optimizers, &optimizer,
                                   session->optimizer_params, error);
    if (!status)
        status = ink_config_choose(config, "schedule", "constant", ink_schedules, &schedule,
                                   session->schedule_params, error);
    if (status) return status;
    session->optimizer = (const ink_optimizer_type *)optimizer;
    session->schedule = (const ink_schedule_type *)schedule;
    ink_shape input = {1, ink_data_height(session->data), ink_data_width(session->data)};
    int batch = (int)session->training[INK_BATCH_SIZE], floor = 64; /* evaluation's batch */
    status = ink_net_plan(&session->net, config, input, ink_data_classes(session->data),
                          batch > floor ? batch : floor, error);
    return status ? status : ink_config_finish(config, error);
}

/* The session itself stands at the block's start, so a measuring copy knows all
 * sizes. */
static void carve(ink_session *session, ink_arena *arena) {
    ink_arena_take(arena, sizeof *session);
    ink_net_carve(&session->net, arena);
    for (int s = 0; s < session->optimizer->slots; s++)
        session->slots[s] =
            ink_arena_take(arena, ink_size_multiply(ink_net_padded(&session->net), sizeof(float)));
    session->order.indices =
        ink_arena_take(arena, ink_size_multiply((size_t)session->split_wish[0], sizeof(uint32_t)));
    session->labels = ink_arena_take(arena, (size_t)session->net.capacity);
    session->losses = ink_arena_take(arena, (size_t)session->net.capacity * sizeof(float));
}

int ink_session_create(const ink_allocator *allocator, const char *text, ink_data *data,
                       int threads, ink_session **out, ink_error *error) {
    *out = NULL;
    if (threads < 1 || threads > INK_MAX_THREADS)
        return ink_fail(error, INK_ERROR_ARGUMENT, "threads: %d is outside 1 … %d", threads,
                        INK_MAX_THREADS);
    ink_session plan = {.allocator = allocator ? *allocator : ink_allocator_default, .data = data};
    ink_config *config;
    int status = ink_config_parse(&plan.allocator, text, &config, error);
    if (status < 0) return status;
    status = read_config(&plan, config, error);
    ink_config_destroy(config);
    if (status < 0) return status;

    ink_arena arena = {0};
    carve(&plan, &arena);
    if (arena.used > INK_SESSION_LIMIT)
        return ink_fail(error, INK_ERROR_MEMORY,
                        "the model needs %zu MB; at most %zu MB are allowed: take a smaller batch "
                        "or fewer units",
                        arena.used >> 20, INK_SESSION_LIMIT >> 20);
    arena.base = ink_allocate(&plan.allocator, arena.used);
    plan.pool = ink_pool_create(&plan.allocator, threads);
    if (!arena.base || !plan.pool) {
        ink_pool_destroy(plan.pool);
        ink_release(&plan.allocator, arena.base);
        return ink_fail(error, INK_ERROR_MEMORY, "no memory for the model's %zu MB",
                        arena.used >> 20);
    }
    ink_session *session = (ink_session *)arena.base;
    *session = plan;
    arena.used = 0;
    carve(session, &arena);
    session->net.pool = session->pool;
    ink_session_reset(session, (uint64_t)session->training[INK_SEED]);
    *out = session;
    return 0;
}

void ink_session_destroy(ink_session *session) {
    if (!session) return;
    ink_allocator allocator = session->allocator;
    ink_pool_destroy(session->pool);
    ink_release(&allocator, session);
}

void ink_session_reset(ink_session *session, uint64_t seed) {
    session->training[INK_SEED] = (double)seed;
    ink_net_initialise(&session->net, seed);
    for (int s = 0; s < session->optimizer->slots; s++)
        memset(session->slots[s], 0, session->net.parameter_count * sizeof(float));
    session->step = 0;
    session->epoch = 1;
    session->position = 0;
    session->last = (ink_progress){0};
    session->order.seed = seed;
    if (session->order.count) ink_order_start(&session->order, 1);
}

uint64_t ink_session_seed(const ink_session *session) { return session->net.seed; }

int ink_session_configure(ink_session *session, const char *lines, ink_error *error) {
    const ink_param live[] = {
        {"learningRate", INK_PARAM_NUMBER, 0, 1000, session->optimizer_params[INK_LEARNING_RATE],
         ""},
        {"epochs", INK_PARAM_INTEGER, 1, 10000, session->training[INK_EPOCHS], ""},
        {0},
    };
    ink_config *config;
    int status = ink_config_parse(&session->allocator, lines, &config, error);
    if (status < 0) return status;
    double values[INK_MAX_PARAMS];
    status = ink_config_params(config, "", live, values, error);
    if (!status) status = ink_config_finish(config, error);
    ink_config_destroy(config);
    if (status < 0) return status;
    session->optimizer_params[INK_LEARNING_RATE] = values[0];
    session->training[INK_EPOCHS] = values[1];
    return 0;
}

int ink__session_split(ink_session *session, ink_error *error) {
    if (session->split.train) return 0;
    size_t total = ink_data_total(session->data, false);
    if (!total) return INK_EVENT_WAITING;
    int status = ink_split_resolve(total, (size_t)session->split_wish[0],
                                   (size_t)session->split_wish[1], &session->split, error);
    if (status < 0) return status;
    session->order.count = session->split.train;
    ink_order_start(&session->order, session->epoch);
    return 0;
}

void ink_session_progress(const ink_session *session, ink_progress *progress) {
    *progress = session->last;
    uint32_t batch = (uint32_t)session->training[INK_BATCH_SIZE];
    progress->step = session->step;
    progress->epochs = (uint32_t)session->training[INK_EPOCHS];
    progress->steps_per_epoch = ((uint32_t)session->split.train + batch - 1) / batch;
}
