/* Sessions with preprocessing that is fitted, features, augmentation and splits of all
 * kinds. */
#include <stdlib.h>

#include "harness.h"
#include "inkling.h"
#include "sha256.h"
#include "starve.h"

enum { TRAIN = 3000, TESTS = 300, HALF = 14 };

static ink_error error;

static ink_data *make_data(void) {
    ink_data *data = NULL;
    CHECK_EQ_INT(ink_data_create(NULL, 28, 28, 10, &data, &error), 0);
    while (ink_data_synthesize(data, false, 1, TRAIN, TRAIN, &error) > 0) {}
    while (ink_data_synthesize(data, true, 1, TESTS, TESTS, &error) > 0) {}
    return data;
}

/* The same digits at half the size, whose components are found 64 times as fast. */
static ink_data *make_half(void) {
    static uint8_t images[TRAIN][HALF * HALF], labels[TRAIN];
    ink_data *whole = make_data(), *half = NULL;
    CHECK_EQ_INT(ink_data_create(NULL, HALF, HALF, 10, &half, &error), 0);
    for (int test = 0; test < 2; test++) {
        size_t count = ink_data_total(whole, test);
        for (size_t i = 0; i < count; i++) {
            const uint8_t *image = ink_data_image(whole, test, i);
            labels[i] = (uint8_t)ink_data_label(whole, test, i);
            for (int y = 0; y < HALF; y++, image += 4 * HALF)
                for (int x = 0; x < HALF; x++) {
                    const uint8_t *at = image + 2 * x;
                    images[i][y * HALF + x] =
                        (uint8_t)((at[0] + at[1] + at[2 * HALF] + at[2 * HALF + 1]) / 4);
                }
        }
        CHECK_EQ_INT(ink_data_set(half, test, images[0], labels, count, &error), 0);
    }
    ink_data_destroy(whole);
    return half;
}

static ink_session *make(const ink_allocator *allocator, const char *lines, ink_data *data,
                         int threads) {
    char config[500];
    ink_session *session = NULL;
    snprintf(config, sizeof config,
             "layers.0=flatten\nlayers.1.type=dense\nlayers.1.units=32\nlayers.2=relu\n"
             "layers.3.type=dense\nlayers.3.units=classes\noptimizer.learningRate=0.003\n"
             "batchSize=50\n%s",
             lines);
    if (ink_session_create(allocator, config, data, threads, &session, &error) < 0) return NULL;
    return session;
}

static void run(ink_session *session, int steps) {
    for (int i = 0; i < steps; i++)
        if (!CHECK_EQ_INT(ink_session_step(session, &error), 0)) return;
}

static void hash(const ink_session *session, char hex[65]) {
    static float all[1 << 18];
    size_t size = 0;
    ink_tensor tensor;
    for (int i = 0; ink_session_tensor(session, i, &tensor) == 0; i++) {
        memcpy(all + size, tensor.values, tensor.count * sizeof(float));
        size += tensor.count;
    }
    sha256_hex(all, size * sizeof(float), hex);
}

static const struct {
    bool half;
    const char *lines;
    int accuracy; /* percent, at least, after 100 steps */
    const char *bits;
} cases[] = {
    {true, "preprocess=mean", 50,
     "2930fe1a1affd76af9c6c60f583187b21c488250b2f5bafa9b68012dcead5164"},
    {true, "preprocess=mean-image", 50,
     "21836f437917ffbb3f1c2ff7813562307c20a59a5277e05e8a9f22871355f572"},
    {true, "preprocess=pca", 50,
     "90eb78e25633c374820b4ed4c5d8299d6ed262bb68cd535bd941188ff1283e95"},
    {true, "preprocess.type=whiten\npreprocess.components=40", 50,
     "b839e9e0c5613ad30cfe3e68e659b243f6c39b86859e427bbe5d71e0fff67259"},
    {false, "features=hog", 80, "985885cc27bdf9bf3cb755a298413ac2ea7c4d09e60cbaa0b158e82c0d089b2d"},
    {false, "features.type=bag-of-visual-words\nfeatures.words=40\nfeatures.iterations=4", 40,
     "50003be352504c3cdf458733e3ccb7ec27e69f2d6c5eb6978790027263123afa"},
    {false, "features=intensity-histogram", 11,
     "dd1b37fcedb1f3c76712ac61651a8a003ff87bf28e01b5766b6c36379b923e30"},
    {false,
     "augment.shift=1\naugment.rotate=5\naugment.scale=0.05\naugment.shear=0.05\n"
     "augment.elastic=0.5\naugment.noise=5\naugment.erase=0.02",
     40, "15709bed00ba6116ef7381344a01d782599353248edc92669fc5fa552bd5e300"},
    {false, "split.stratified=true", 50,
     "a40c07952dbc6306815796187593ea308142050094737731724ff700fa21a87c"},
    {false, "split.folds=5\nsplit.fold=2", 50,
     "1bc12e4510ab54ac960d71ff09a77cf02ffd5ad4e062054a9a85d85410c0d05d"},
    {false, "split.first=500", 30,
     "3908205bc5c2f10925b2db4e67e20a97906b08d28593ae038d86b82ea2fcffdc"},
};
enum { CASES = sizeof cases / sizeof *cases };

/* It learns, and steps take no memory; saved and loaded, the same predictions; a reset
 * starts the same run; three threads do it too; and the bits are those of every strict
 * build. */
TEST(each_learns_saves_and_repeats) {
    ink_data *whole = make_data(), *half = make_half();
    for (int i = 0; i < CASES; i++) {
        ink_data *data = cases[i].half ? half : whole;
        starve state;
        ink_allocator allocator = starve_allocator(&state, LONG_MAX);
        ink_session *session = make(&allocator, cases[i].lines, data, 1);
        long requests = state.requests;
        ink_session *other = make(NULL, cases[i].lines, data, 3);
        if (!CHECK(session && other)) return;
        char hex[65], again[65];
        run(session, 100);
        CHECK_EQ_INT(state.requests, requests);
        hash(session, hex);
        CHECK_STR(hex, cases[i].bits);
        ink_score score = {0}, loaded = {0};
        ink_session_evaluate(session, INK_TEST, 0, TESTS, &score, NULL, &error);
        if (!CHECK(score.correct * 100 > (uint32_t)(TESTS * cases[i].accuracy)))
            printf("    %s: %d\n", cases[i].lines, (int)score.correct);
        ink_tensor tensor;
        for (int t = 0; ink_session_tensor(session, t, &tensor) == 0; t++)
            CHECK_EQ_INT(ink_session_load(other, tensor.name, tensor.rank, tensor.shape,
                                          tensor.values, &error),
                         0);
        ink_session_evaluate(other, INK_TEST, 0, TESTS, &loaded, NULL, &error);
        CHECK_EQ_BYTES(&loaded, &score, sizeof score);
        ink_session_reset(other, 1);
        run(other, 100);
        hash(other, again);
        CHECK_STR(again, hex);
        ink_session_destroy(session);
        CHECK_EQ_INT(state.live, 0);
        ink_session_destroy(other);
    }
    ink_data_destroy(whole);
    ink_data_destroy(half);
}

/* Feeds a file's header before its first image, and all labels before that. */
static void feed_images(ink_data *data, const ink_data *all, size_t first, size_t count) {
    uint8_t head[16] = {0, 0, 8, 3, 0, 0, TRAIN >> 8, TRAIN & 255, 0, 0, 0, HALF, 0, 0, 0, HALF};
    if (first == 0) {
        CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_IMAGES, head, 16, &error), 0);
        head[3] = 1;
        CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_LABELS, head, 8, &error), 0);
        for (size_t i = 0; i < TRAIN; i++) {
            uint8_t label = (uint8_t)ink_data_label(all, false, i);
            CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_LABELS, &label, 1, &error), 0);
        }
    }
    for (size_t i = first; i < first + count; i++)
        CHECK_EQ_INT(ink_data_feed(data, INK_TRAIN_IMAGES, ink_data_image(all, false, i),
                                   HALF * HALF, &error),
                     0);
}

/* What is fitted waits for the whole training split, in step and in evaluation; until
 * then predictions know of no means and components. */
TEST(fitting_waits_for_all_training_images) {
    ink_data *data = NULL, *all = make_half();
    ink_data_create(NULL, HALF, HALF, 10, &data, &error);
    ink_session *session = make(NULL, "preprocess=pca", data, 1);
    ink_session *means = make(NULL, "preprocess=mean-image", data, 1);
    if (!CHECK(session && means)) return;
    float p[10], y[HALF * HALF];
    ink_score score = {0};
    feed_images(data, all, 0, 2499);
    CHECK_EQ_INT(ink_session_part_total(session, INK_TRAIN), 2500);
    CHECK_EQ_INT(ink_session_step(session, &error), INK_EVENT_WAITING);
    CHECK_EQ_INT(ink_session_evaluate(session, INK_TRAIN, 0, 10, &score, NULL, &error),
                 INK_EVENT_WAITING);
    const uint8_t *image = ink_data_image(all, true, 0);
    CHECK_EQ_INT(ink_session_predict(session, image, 1, p, &error), 0);
    for (int i = 0; i < 10; i++) CHECK_NEAR(p[i], 0.1, 1e-6);
    ink_session_prepare(means, image, 1, y);
    for (int i = 0; i < HALF * HALF; i++) CHECK(y[i] == (float)(image[i] / 255.0));
    feed_images(data, all, 2499, 1);
    CHECK_EQ_INT(ink_session_step(session, &error), 0);
    int shape[3];
    ink_session_input_shape(session, shape);
    CHECK_EQ_INT(shape[0], 50);
    CHECK_EQ_INT(shape[1], 1);
    ink_session_destroy(session);
    ink_session_destroy(means);
    ink_data_destroy(data);
    ink_data_destroy(all);
}

TEST(tensors_follow_the_layers) {
    static const char *const names[] = {"layers.3.bias", "preprocess.mean", "preprocess.components",
                                        "preprocess.scale"};
    ink_data *data = make_data();
    ink_session *session = make(NULL, "preprocess=whiten", data, 1);
    if (!CHECK(session)) return;
    CHECK_EQ_INT(ink_session_tensor_count(session), 7);
    ink_tensor tensor;
    for (int i = 0; i < 4; i++) {
        CHECK_EQ_INT(ink_session_tensor(session, i + 3, &tensor), 0);
        CHECK_STR(tensor.name, names[i]);
        CHECK((i > 0) == !tensor.gradients);
    }
    ink_session_tensor(session, 5, &tensor);
    CHECK_EQ_INT(tensor.rank, 2);
    CHECK_EQ_INT(tensor.shape[0], 50);
    CHECK_EQ_INT(tensor.shape[1], 784);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

/* A larger batch moves the session's memory; the split and what was fitted go along. */
TEST(a_larger_batch_keeps_what_was_found) {
    ink_data *data = make_half();
    ink_session *session = make(NULL, "preprocess=pca\nsplit.folds=5\nsplit.fold=1", data, 1);
    if (!CHECK(session)) return;
    run(session, 20);
    ink_score before = {0}, after = {0};
    ink_session_evaluate(session, INK_VALIDATION, 0, 600, &before, NULL, &error);
    CHECK_EQ_INT(ink_session_configure(session, "batchSize=400\n", &error), 0);
    ink_session_evaluate(session, INK_VALIDATION, 0, 600, &after, NULL, &error);
    CHECK_EQ_BYTES(&before, &after, sizeof before);
    CHECK_EQ_INT(ink_session_part_label(session, INK_VALIDATION, 0),
                 ink_data_label(data, false, 600));
    run(session, 5);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(bad_settings_are_refused) {
    static const struct {
        const char *lines, *detail;
    } refused[] = {
        {"preprocess.type=pca\npreprocess.components=900",
         "preprocess.components: 900 is larger than the 784 pixels"},
        {"split.folds=1", "split.folds: 1 is outside 2 … 20"},
        {"features=hog\npreprocess=scale",
         "features: they replace the preprocessing; leave out preprocess"},
        {"augment.shift=9", "augment.shift: 9 is outside 0 … 8"},
        {"augment.shift=1.5", "augment.shift: 1.5 is not a whole number"},
        {"augment.colour=1", "augment.colour: there is no such setting here"},
    };
    ink_data *data = make_data();
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        CHECK(!make(NULL, refused[i].lines, data, 1));
        CHECK_STR(error.detail, refused[i].detail);
    }
    ink_session *session;
    CHECK_EQ_INT(ink_session_create(NULL,
                                    "layers.0.type=conv2d\nlayers.0.filters=2\nlayers.0.kernel=3\n"
                                    "layers.1.type=dense\nlayers.1.units=classes\npreprocess=pca\n",
                                    data, 1, &session, &error),
                 INK_ERROR_CONFIG);
    CHECK(strncmp(error.detail, "layers.0.", 9) == 0);
    ink_data_destroy(data);
}

int main(void) {
    RUN(each_learns_saves_and_repeats);
    RUN(fitting_waits_for_all_training_images);
    RUN(tensors_follow_the_layers);
    RUN(a_larger_batch_keeps_what_was_found);
    RUN(bad_settings_are_refused);
    return harness_end();
}
