/* A session trains: what it counts, its bits, data that comes late. */
#include "session_support.h"

TEST(sha256_known_answers) {
    char hex[65];
    sha256_hex("", 0, hex);
    CHECK_STR(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_hex("abc", 3, hex);
    CHECK_STR(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, hex);
    CHECK_STR(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(training_learns_and_counts) {
    ink_data *data = synthetic_data();
    ink_session *session = make(mlp, data, 1);
    if (!CHECK(session)) return;
    ink_progress progress;
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.step, 0);
    CHECK_EQ_INT(progress.epoch, 0);
    run(session, 1);
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.steps_per_epoch, 50); /* 6,000 split 5:1, in hundreds */
    CHECK_EQ_INT(progress.samples, 100);
    CHECK(progress.loss > 1.5f && progress.loss < 4.5f);
    run(session, 99);
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.step, 100);
    CHECK_EQ_INT(progress.epoch, 2);
    ink_score score = {0};
    uint32_t confusion[100] = {0}, sum = 0, diagonal = 0;
    CHECK_EQ_INT(ink_session_evaluate(session, INK_TEST, 0, TEST_IMAGES, &score, confusion, &error),
                 0);
    CHECK_EQ_INT(score.count, TEST_IMAGES);
    CHECK(score.correct > TEST_IMAGES * 7 / 10);
    for (int i = 0; i < 100; i++) sum += confusion[i], diagonal += i % 11 ? 0 : confusion[i];
    CHECK_EQ_INT(sum, TEST_IMAGES);
    CHECK_EQ_INT(diagonal, score.correct);
    run(session, 1); /* past the schedule's end */
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.epoch, 3);
    CHECK(progress.learning_rate > 0 && progress.learning_rate < 1e-6f);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

/* The strict build's bits: this hash stands for every back end and thread count. */
#if defined(INK_SIMD_RELAXED)
#define BITS NULL
#else
#define BITS "5ce45ea3f3e7b54e3ab1120c6d178d6f31bbf8fcb2ecd61bf90a548b5747f678"
#endif

TEST(bits_do_not_depend_on_the_build) {
    ink_data *data = synthetic_data();
    for (int threads = 1; threads <= 3; threads++) {
        ink_session *session = make(mlp, data, threads);
        if (!CHECK(session)) return;
        char hex[65];
        run(session, 100);
        hash(session, hex);
        CHECK_STR(hex, BITS);
        ink_session_reset(session, 1);
        run(session, 100);
        hash(session, hex);
        CHECK_STR(hex, BITS);
        ink_session_reset(session, 2);
        run(session, 100);
        hash(session, hex);
        CHECK(strcmp(hex, BITS) != 0);
        ink_session_destroy(session);
    }
    ink_data_destroy(data);
}

static void header(uint8_t *bytes, uint32_t magic, uint32_t count, int rank) {
    uint32_t words[4] = {magic, count, 28, 28};
    for (int i = 0; i < 4 * (rank + 1); i++) bytes[i] = (uint8_t)(words[i / 4] >> (24 - i % 4 * 8));
}

/* Images come in a trickle, steps are asked for all the time: the weights are
 * those of data that was there from the start. */
TEST(slow_data_changes_no_bit) {
    ink_data *all = synthetic_data(), *slow = NULL;
    CHECK_EQ_INT(ink_data_create(NULL, 28, 28, 10, &slow, &error), 0);
    ink_session *session = make(mlp, slow, 1);
    if (!CHECK(session)) return;
    CHECK_EQ_INT(ink_session_step(session, &error), INK_EVENT_WAITING);
    uint8_t head[16];
    header(head, 0x801, TRAIN, 1);
    CHECK_EQ_INT(ink_data_feed(slow, INK_TRAIN_LABELS, head, 8, &error), 0);
    for (size_t i = 0; i < TRAIN; i++) {
        uint8_t label = ink_data_label(all, false, i);
        ink_data_feed(slow, INK_TRAIN_LABELS, &label, 1, &error);
    }
    header(head, 0x803, TRAIN, 3);
    CHECK_EQ_INT(ink_data_feed(slow, INK_TRAIN_IMAGES, head, 16, &error), 0);
    const uint8_t *images = ink_data_image(all, false, 0);
    size_t size = TRAIN * 784, fed = 0, chunk = 99991;
    int steps = 0, waits = 0;
    while (steps < 100) {
        int status = ink_session_step(session, &error);
        if (status == 0) {
            steps++;
            continue;
        }
        if (!CHECK_EQ_INT(status, INK_EVENT_WAITING) || !CHECK(fed < size)) break;
        waits++;
        size_t n = chunk < size - fed ? chunk : size - fed;
        CHECK_EQ_INT(ink_data_feed(slow, INK_TRAIN_IMAGES, images + fed, n, &error), 0);
        fed += n;
        if (fed < 2048 * 784) CHECK_EQ_INT(steps, 0);
    }
    CHECK(waits > 20);
    char hex[65];
    hash(session, hex);
    CHECK_STR(hex, BITS);
    ink_session_destroy(session);
    ink_data_destroy(slow);
    ink_data_destroy(all);
}

TEST(validation_waits_for_its_images) {
    ink_data *data = NULL;
    CHECK_EQ_INT(ink_data_create(NULL, 28, 28, 10, &data, &error), 0);
    ink_session *session = make(mlp, data, 1);
    if (!CHECK(session)) return;
    ink_score score = {0};
    CHECK_EQ_INT(ink_session_part_total(session, INK_VALIDATION), 0);
    CHECK_EQ_INT(ink_session_evaluate(session, INK_VALIDATION, 0, 1, &score, NULL, &error),
                 INK_EVENT_WAITING);
    CHECK_EQ_INT(ink_data_synthesize(data, false, 1, TRAIN, 5100, &error), INK_EVENT_WAITING);
    CHECK_EQ_INT(ink_session_part_total(session, INK_VALIDATION), 1000);
    CHECK_EQ_INT(ink_session_part_available(session, INK_VALIDATION), 100);
    CHECK_EQ_INT(ink_session_evaluate(session, INK_VALIDATION, 0, 101, &score, NULL, &error),
                 INK_EVENT_WAITING);
    CHECK_EQ_INT(score.count, 0);
    CHECK_EQ_INT(ink_session_evaluate(session, INK_VALIDATION, 0, 100, &score, NULL, &error), 0);
    CHECK_EQ_INT(score.count, 100);
    CHECK_EQ_INT(ink_session_part_label(session, INK_VALIDATION, 3),
                 ink_data_label(data, false, 5003));
    CHECK_EQ_INT(ink_session_evaluate(session, INK_VALIDATION, 999, 2, &score, NULL, &error),
                 INK_ERROR_ARGUMENT);
    CHECK_EQ_INT(ink_session_evaluate(session, INK_TEST, 0, 1, &score, NULL, &error),
                 INK_EVENT_WAITING);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(evaluation_in_slices_is_the_same) {
    ink_data *data = synthetic_data();
    ink_session *session = make(mlp, data, 1);
    if (!CHECK(session)) return;
    run(session, 20);
    ink_score whole = {0}, sliced = {0};
    ink_session_evaluate(session, INK_VALIDATION, 0, 1000, &whole, NULL, &error);
    for (size_t i = 0; i < 1000; i += 125)
        ink_session_evaluate(session, INK_VALIDATION, i, 125, &sliced, NULL, &error);
    CHECK_EQ_INT(whole.correct, sliced.correct);
    CHECK_EQ_BYTES(&whole.loss, &sliced.loss, sizeof whole.loss);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(a_batch_larger_than_the_set_is_all_of_it) {
    ink_data *data = NULL;
    ink_data_create(NULL, 28, 28, 10, &data, &error);
    while (ink_data_synthesize(data, false, 1, 60, 60, &error) > 0) {}
    ink_session *session =
        make("layers.0.type=dense\nlayers.0.units=classes\nbatchSize=70000\n", data, 1);
    if (!CHECK(session)) return;
    run(session, 3);
    ink_progress progress;
    ink_session_progress(session, &progress);
    CHECK_EQ_INT(progress.steps_per_epoch, 1);
    CHECK_EQ_INT(progress.samples, 50);
    CHECK_EQ_INT(progress.epoch, 3);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

int main(void) {
    RUN(sha256_known_answers);
    RUN(training_learns_and_counts);
    RUN(bits_do_not_depend_on_the_build);
    RUN(slow_data_changes_no_bit);
    RUN(validation_waits_for_its_images);
    RUN(evaluation_in_slices_is_the_same);
    RUN(a_batch_larger_than_the_set_is_all_of_it);
    return harness_end();
}
