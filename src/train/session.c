#include "train/session.h"

#include <math.h>
#include <string.h>

#include "train/state.h"

const ink_param ink__training_params[] = {
    {"batchSize", INK_PARAM_INTEGER, 1, 100000, 128,
     "How many images are marked before an update."},
    {"epochs", INK_PARAM_INTEGER, 1, 10000, 5, "How often all training images are gone through."},
    {"seed", INK_PARAM_INTEGER, 0, 9007199254740991, 1,
     "Where the random numbers start: the same seed, the same run."},
    {"clipNorm", INK_PARAM_NUMBER, 0, 1e9, 0,
     "A longer gradient is shortened to this length; 0 never."},
    {0},
};

const ink_param ink__penalty_params[] = {
    {"l1", INK_PARAM_NUMBER, 0, 1000, 0, "Pulls all weights to zero alike: many end there."},
    {"l2", INK_PARAM_NUMBER, 0, 1000, 0, "Pulls large weights most: they end spread out."},
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

/* Samples in a pass: a batch, or more where evaluation gains by it. */
static int capacity_for(double batch_size) { return batch_size > 64 ? (int)batch_size : 64; }

static void expect_background(ink_session *session) {
    const ink_preprocess *preprocess = &session->preprocess;
    float background = ink_preprocess_background(preprocess);
    if (isnan(background) || !ink_augment_keeps_background(session->augment)) return;
    ink_net_expect(&session->net, background);
    for (int i = 0; i < 256; i++) session->differences[i] = preprocess->table[i] - background;
}

static int read_config(ink_session *session, ink_config *config, ink_error *error) {
    const ink_choice *optimizer, *schedule;
    int status = check_input(session, config, error);
    if (!status)
        status = ink_config_params(config, "", ink__training_params, session->training, error);
    if (!status)
        status = ink_config_params(config, "penalty", ink__penalty_params, session->penalty, error);
    if (!status) status = ink_split_read(config, session->split_wish, error);
    if (!status)
        status = ink_config_params(config, "earlyStopping", ink__stopping_params, session->stopping,
                                   error);
    if (!status)
        status = ink_config_params(config, "augment", ink_augment_params, session->augment, error);
    if (!status)
        status = ink_preprocess_read(config, ink_data_height(session->data),
                                     ink_data_width(session->data), &session->preprocess, error);
    if (!status)
        status = ink_config_choose(config, "optimizer", "adam", ink_optimizers, &optimizer,
                                   session->optimizer_params, error);
    if (!status)
        status = ink_config_choose(config, "schedule", "constant", ink_schedules, &schedule,
                                   session->schedule_params, error);
    if (status) return status;
    session->optimizer = (const ink_optimizer_type *)optimizer;
    session->schedule = (const ink_schedule_type *)schedule;
    const int *shape = session->preprocess.shape;
    ink_shape input = {shape[0], shape[1], shape[2]};
    status = ink_net_plan(&session->net, config, input, ink_data_classes(session->data),
                          capacity_for(session->training[INK_BATCH_SIZE]), error);
    if (!status) expect_background(session);
    return status ? status : ink_config_finish(config, error);
}

/* First what training keeps, then what depends on the batch's size. Returns the
 * former's bytes. */
static size_t carve(ink_session *session, ink_arena *arena) {
    ink_net_carve_kept(&session->net, arena);
    for (int s = 0; s < session->optimizer->slots; s++)
        session->slots[s] =
            ink_arena_take(arena, ink_size_multiply(ink_net_padded(&session->net), sizeof(float)));
    session->order.indices = ink_arena_take(
        arena, ink_size_multiply(ink_split_most(session->split_wish), sizeof(uint32_t)));
    session->split_map = ink_arena_take(
        arena, ink_size_multiply(ink_split_map_size(session->split_wish), sizeof(uint32_t)));
    session->split.map = ink_split_map_size(session->split_wish) ? session->split_map : NULL;
    ink_preprocess_carve_findings(&session->preprocess, arena);
    ink__past_carve(session, arena);
    session->shown = ink_arena_take(arena, (size_t)session->preprocess.height *
                                               (size_t)session->preprocess.width);
    size_t kept = arena->used;
    session->weights_before =
        ink_arena_take(arena, ink_size_multiply(session->net.parameter_count, sizeof(float)));
    ink_net_carve_passes(&session->net, arena);
    ink_preprocess_carve_scratch(&session->preprocess, arena);
    session->staged = ink_arena_take(arena, ink__session_staged_size(session));
    session->labels = ink_arena_take(arena, (size_t)session->net.capacity);
    session->losses = ink_arena_take(arena, (size_t)session->net.capacity * sizeof(float));
    return kept;
}

/* Gives the session a block for passes over `capacity` samples, with what the old
 * block kept. On an error nothing changes. */
static int take_block(ink_session *session, int capacity, ink_error *error) {
    ink_session plan = *session;
    ink_arena arena = {0};
    plan.net.capacity = capacity;
    size_t kept = carve(&plan, &arena);
    if (arena.used > INK_SESSION_LIMIT)
        return ink_fail(error, INK_ERROR_MEMORY,
                        "the model needs %zu MB; at most %zu MB are allowed: take a smaller batch "
                        "or fewer units",
                        arena.used >> 20, INK_SESSION_LIMIT >> 20);
    plan.block = ink_allocate(&session->allocator, arena.used + INK_ALIGNMENT - 1);
    if (!plan.block)
        return ink_fail(error, INK_ERROR_MEMORY, "no memory for the model's %zu MB",
                        arena.used >> 20);
    arena = (ink_arena){.base = plan.base = ink_align(plan.block)};
    carve(&plan, &arena);
    if (session->block) memcpy(plan.base, session->base, kept);
    ink_release(&session->allocator, session->block);
    *session = plan;
    session->gradient_stands = false;
    return 0;
}

int ink_session_create(const ink_allocator *allocator, const char *text, ink_data *data,
                       int threads, ink_session **out, ink_error *error) {
    *out = NULL;
    if (threads < 1 || threads > INK_MAX_THREADS)
        return ink_fail(error, INK_ERROR_ARGUMENT, "threads: %d is outside 1 … %d", threads,
                        INK_MAX_THREADS);
    ink_allocator source = allocator ? *allocator : ink_allocator_default;
    ink_config *config = NULL;
    ink_session *session = ink_allocate(&source, sizeof *session);
    if (!session) return ink_fail(error, INK_ERROR_MEMORY, "no memory for a session");
    session->allocator = source;
    session->data = data;
    int status = ink_config_parse(&source, text, &config, error);
    if (!status) status = read_config(session, config, error);
    ink_config_destroy(config);
    if (!status) status = take_block(session, session->net.capacity, error);
    if (!status && !(session->pool = ink_pool_create(&source, threads)))
        status = ink_fail(error, INK_ERROR_MEMORY, "no memory for the threads");
    if (status) {
        ink_session_destroy(session);
        return status;
    }
    session->net.pool = session->preprocess.pool = session->pool;
    ink_session_reset(session, (uint64_t)session->training[INK_SEED]);
    *out = session;
    return 0;
}

void ink_session_destroy(ink_session *session) {
    if (!session) return;
    ink_allocator allocator = session->allocator;
    ink_pool_destroy(session->pool);
    ink__map_forget(session);
    ink_release(&allocator, session->view);
    ink_release(&allocator, session->block);
    ink_release(&allocator, session);
}

void ink_session_reset(ink_session *session, uint64_t seed) {
    session->training[INK_SEED] = (double)seed;
    ink_net_initialise(&session->net, seed);
    ink_preprocess_reset(&session->preprocess);
    session->fitted = false;
    for (int s = 0; s < session->optimizer->slots; s++)
        memset(session->slots[s], 0, session->net.parameter_count * sizeof(float));
    session->step = 0;
    session->epoch = 1;
    session->position = 0;
    session->last = (ink_progress){0};
    session->validation_accuracy = 0;
    ink__past_start(session);
    ink__diagnosis_start(session);
    ink__map_forget(session);
    session->order.seed = seed;
    if (session->order.count) ink_order_start(&session->order, 1);
}

uint64_t ink_session_seed(const ink_session *session) { return session->net.seed; }

/* A copy of the table with the values that hold now as defaults. */
static void keep_values(const ink_param *params, const double *values,
                        ink_param kept[INK_MAX_PARAMS + 1]) {
    int i = 0;
    for (; params[i].name; i++) {
        kept[i] = params[i];
        kept[i].fallback = values[i];
    }
    kept[i] = params[i];
}

/* A schedule with a peak of its own then takes the optimiser's rate. */
static void forget_peak(ink_session *session) {
    const ink_param *params = session->schedule->choice.params;
    for (int i = 0; params[i].name; i++)
        if (strcmp(params[i].name, "peak") == 0) session->schedule_params[i] = 0;
}

int ink_session_configure(ink_session *session, const char *lines, ink_error *error) {
    const ink_param live[] = {
        {"batchSize", INK_PARAM_INTEGER, 1, 100000, session->training[INK_BATCH_SIZE], ""},
        {"epochs", INK_PARAM_INTEGER, 1, 10000, session->training[INK_EPOCHS], ""},
        {"clipNorm", INK_PARAM_NUMBER, 0, 1e9, session->training[INK_CLIP_NORM], ""},
        {"learningRate", INK_PARAM_NUMBER, 0, 1000, session->optimizer_params[INK_LEARNING_RATE],
         ""},
        {0},
    };
    ink_param penalties[INK_MAX_PARAMS + 1];
    keep_values(ink__penalty_params, session->penalty, penalties);
    double values[INK_MAX_PARAMS], penalty[INK_MAX_PARAMS];
    ink_config *config;
    int status = ink_config_parse(&session->allocator, lines, &config, error);
    if (status < 0) return status;
    status = ink_config_params(config, "", live, values, error);
    if (!status) status = ink_config_params(config, "penalty", penalties, penalty, error);
    if (!status) status = ink_config_finish(config, error);
    ink_config_destroy(config);
    if (!status && capacity_for(values[0]) > session->net.capacity)
        status = take_block(session, capacity_for(values[0]), error);
    if (status < 0) return status;
    session->training[INK_BATCH_SIZE] = values[0];
    session->training[INK_EPOCHS] = values[1];
    session->training[INK_CLIP_NORM] = values[2];
    session->optimizer_params[INK_LEARNING_RATE] = values[3];
    if (values[3] != live[3].fallback) forget_peak(session);
    memcpy(session->penalty, penalty, sizeof penalty);
    return 0;
}

int ink__session_split(ink_session *session, ink_error *error) {
    if (session->split.train) return 0;
    int status = ink_split_make(session->split_wish, session->data, session->split_map,
                                &session->split, error);
    if (status) return status;
    session->order.count = session->split.train;
    ink__session_begin_epoch(session);
    return 0;
}

void ink__session_begin_epoch(ink_session *session) {
    if (session->position >= session->split.train) session->position = 0;
    ink_order_start(&session->order, session->epoch);
}

static uint32_t batches(size_t samples, double batch_size) {
    size_t batch = (size_t)batch_size;
    return (uint32_t)((samples + batch - 1) / batch);
}

void ink_session_progress(const ink_session *session, ink_progress *progress) {
    double batch = session->training[INK_BATCH_SIZE];
    *progress = session->last;
    progress->step = session->step;
    progress->epochs = (uint32_t)session->training[INK_EPOCHS];
    progress->steps_per_epoch = batches(session->split.train, batch);
    progress->epochs_done = session->epoch - 1;
    progress->steps_left = batches(session->split.train - session->position, batch);
}
