/* Errors, memory and the thread pool. */
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/pool.h"
#include "harness.h"
#include "starve.h"

TEST(codes_have_names_and_sentences) {
#define X(name, value, sentence)            \
    CHECK_EQ_INT(name, value);              \
    CHECK_STR(ink_code_name(value), #name); \
    CHECK(strlen(ink_code_sentence(value)) > 3);
    INK_CODE_MAP(X)
#undef X
    CHECK(ink_code_name(-999) != NULL);
    CHECK(ink_code_sentence(999) != NULL);
}

TEST(fail_records_code_and_detail) {
    ink_error error;
    CHECK_EQ_INT(ink_fail(&error, INK_ERROR_IDX, "idx: magic %x, expected %x", 0x801u, 0x803u),
                 INK_ERROR_IDX);
    CHECK_EQ_INT(error.code, INK_ERROR_IDX);
    CHECK_STR(error.detail, "idx: magic 0x00000801, expected 0x00000803");
    CHECK_EQ_INT(ink_fail(NULL, INK_ERROR_GZIP, "%s", "nobody listens"), INK_ERROR_GZIP);
}

TEST(fail_cuts_between_characters) {
    static const char *const characters[] = {"a", "é", "…", "𝟘"};
    for (size_t i = 0; i < 16; i++) {
        const char *character = characters[i % 4];
        size_t size = strlen(character), shift = i / 4, length = shift;
        char longer[300] = "bbb";
        for (; length + size < sizeof longer; length += size)
            memcpy(longer + length, character, size + 1);
        ink_error error;
        ink_fail(&error, INK_ERROR_CONFIG, "%s", longer);
        size_t kept = strlen(error.detail);
        CHECK_EQ_INT(kept, INK_DETAIL_SIZE - 1 - (INK_DETAIL_SIZE - 1 - shift) % size);
    }
}

TEST(arena_measures_and_carves_alike) {
    static const size_t sizes[] = {1, 64, 65, 0, 1000, 3};
    enum { PIECES = sizeof sizes / sizeof *sizes };
    ink_arena measure = {NULL, 0};
    for (int i = 0; i < PIECES; i++) CHECK(ink_arena_take(&measure, sizes[i]) == NULL);
    uint8_t *block = malloc(measure.used + INK_ALIGNMENT);
    if (!CHECK(block != NULL)) return;
    uint8_t *aligned = block + (INK_ALIGNMENT - (uintptr_t)block % INK_ALIGNMENT);
    ink_arena arena = {aligned, 0};
    uint8_t *end = aligned;
    for (int i = 0; i < PIECES; i++) {
        uint8_t *piece = ink_arena_take(&arena, sizes[i]);
        CHECK_EQ_INT((uintptr_t)piece % INK_ALIGNMENT, 0);
        CHECK(piece >= end);
        end = piece + sizes[i];
    }
    CHECK_EQ_INT(arena.used, measure.used);
    CHECK(end <= aligned + measure.used);
    free(block);
}

TEST(sizes_saturate) {
    CHECK(ink_size_multiply(3, 5) == 15);
    CHECK(ink_size_multiply(0, SIZE_MAX) == 0 && ink_size_multiply(SIZE_MAX, 0) == 0);
    CHECK(ink_size_multiply(SIZE_MAX, 1) == SIZE_MAX);
    CHECK(ink_size_multiply(SIZE_MAX / 2 + 1, 2) == SIZE_MAX);
    CHECK(ink_size_multiply(ink_size_multiply(SIZE_MAX, 2), 2) == SIZE_MAX);
    ink_arena arena = {NULL, 0};
    ink_arena_take(&arena, 10);
    ink_arena_take(&arena, SIZE_MAX - 20);
    CHECK(arena.used == SIZE_MAX);
    ink_arena_take(&arena, 1);
    CHECK(arena.used == SIZE_MAX);
}

TEST(allocation_is_zeroed_and_can_fail) {
    starve state;
    ink_allocator allocator = starve_allocator(&state, 1);
    uint8_t *bytes = ink_allocate(&allocator, 100);
    if (!CHECK(bytes != NULL)) return;
    static const uint8_t zeros[100];
    CHECK_EQ_BYTES(bytes, zeros, 100);
    CHECK(ink_allocate(&allocator, 1) == NULL);
    ink_release(&allocator, bytes);
    ink_release(&allocator, NULL);
    CHECK_EQ_INT(state.live, 0);
    CHECK(ink_allocate(&ink_allocator_default, SIZE_MAX) == NULL);
    void *own = ink_allocate(&ink_allocator_default, 8);
    CHECK(own != NULL);
    ink_release(&ink_allocator_default, own);
}

typedef struct counting {
    int threads;
    int counts[INK_MAX_PIECES];           /* how often each piece was run */
    _Atomic int running[INK_MAX_THREADS]; /* pieces that each thread is in */
    _Atomic int wrong;
} counting;

static void count_piece(void *context, const ink_piece *piece) {
    counting *c = context;
    if (piece->thread < 0 || piece->thread >= c->threads)
        c->wrong++;
    else {
        c->wrong += c->running[piece->thread]++ != 0;
        c->counts[piece->index]++;
        c->running[piece->thread]--;
    }
}

TEST(pool_does_each_piece_once) {
    static const int threads[] = {1, 2, 4, 1000, 0};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        ink_pool *pool = ink_pool_create(&ink_allocator_default, threads[i]);
        if (!CHECK(pool != NULL)) continue;
        int started = ink_pool_threads(pool), most = threads[i] > 1 ? threads[i] : 1;
        CHECK(started >= 1 && started <= most && started <= INK_MAX_THREADS);
        counting c = {.threads = started};
        for (int round = 0; round < 2000; round++) {
            int pieces = round % (INK_MAX_PIECES + 1);
            memset(c.counts, 0, sizeof c.counts);
            ink_pool_run(pool, pieces, count_piece, &c);
            for (int j = 0; j < INK_MAX_PIECES; j++) c.wrong += c.counts[j] != (j < pieces);
        }
        CHECK_EQ_INT(c.wrong, 0);
        ink_pool_destroy(pool);
    }
}

TEST(pieces_are_equal_shares) {
    for (int of = 1; of <= INK_MAX_PIECES; of += 7)
        for (int count = 0; count < 200; count += 13) {
            int next = 0;
            for (ink_piece piece = {.of = of}; piece.index < of; piece.index++) {
                int first = ink_piece_first(&piece, count), end = ink_piece_end(&piece, count);
                CHECK_EQ_INT(first, next);
                CHECK(end - first == count / of || end - first == count / of + 1);
                next = end;
            }
            CHECK_EQ_INT(next, count);
        }
    ink_piece last = {.index = 63, .of = 64};
    CHECK_EQ_INT(ink_piece_end(&last, INT_MAX), INT_MAX);
}

TEST(little_work_is_one_piece) {
    ink_pool *pool = ink_pool_create(&ink_allocator_default, 2);
    int threads = ink_pool_threads(pool);
    CHECK_EQ_INT(ink_pool_pieces(pool, 100, 1000), 1);
    CHECK_EQ_INT(ink_pool_pieces(pool, 1, 1e12), 1);
    int pieces = ink_pool_pieces(pool, 100, 1e12);
    CHECK(threads == 1 ? pieces == 1 : pieces >= threads && pieces <= INK_MAX_PIECES);
    CHECK_EQ_INT(ink_pool_pieces(NULL, 100, 1e12), 1);
    ink_pool_destroy(pool);
}

TEST(pool_can_be_nothing) {
    counting c = {.threads = 1};
    ink_pool_run(NULL, 5, count_piece, &c);
    for (int i = 0; i < 5; i++) CHECK_EQ_INT(c.counts[i], 1);
    CHECK_EQ_INT(ink_pool_threads(NULL), 1);
    ink_pool_destroy(NULL);
    starve state;
    ink_allocator allocator = starve_allocator(&state, 0);
    CHECK(ink_pool_create(&allocator, 2) == NULL);
    allocator = starve_allocator(&state, LONG_MAX);
    ink_pool_destroy(ink_pool_create(&allocator, 2));
    CHECK_EQ_INT(state.live, 0);
}

int main(void) {
    RUN(codes_have_names_and_sentences);
    RUN(fail_records_code_and_detail);
    RUN(fail_cuts_between_characters);
    RUN(arena_measures_and_carves_alike);
    RUN(sizes_saturate);
    RUN(allocation_is_zeroed_and_can_fail);
    RUN(pool_does_each_piece_once);
    RUN(pieces_are_equal_shares);
    RUN(little_work_is_one_piece);
    RUN(pool_can_be_nothing);
    return harness_end();
}
