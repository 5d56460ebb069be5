/* The input as the config of a session over six small images: it is refused with a
 * sentence, or it trains, scores and shows itself. */
#include "data/dataset.h"
#include "fuzz.h"
#include "train/session.h"

enum { SIDE = 4, CLASSES = 3, COUNT = 6 };

static const char *const views[] = {"weights:0",     "biases:0", "activations:0",
                                    "activations:1", "input",    "saliency",
                                    "saliency:2",    "dream:0",  "fool",
                                    "fool:1",        "map",      "weights:",
                                    "weights:-1",    "",         "weights:99999999999999999999"};

static void use(ink_session *session, const char *text) {
    ink_error error = {0};
    for (int i = 0; i < 3; i++) {
        int status = ink_session_step(session, &error);
        PROMISE(status == 0 || status == INK_ERROR_NONFINITE);
    }
    ink_progress progress;
    ink_session_progress(session, &progress);
    PROMISE(progress.step <= 3);
    ink_score score = {0};
    uint32_t confusion[CLASSES * CLASSES] = {0};
    size_t count = ink_session_part_available(session, INK_VALIDATION);
    PROMISE(ink_session_evaluate(session, INK_VALIDATION, 0, count, &score, confusion, &error) ==
            0);
    PROMISE(score.count == count && score.correct <= count);
    static const uint8_t image[SIDE * SIDE];
    float probabilities[CLASSES];
    PROMISE(ink_session_predict(session, image, 1, probabilities, &error) == 0);
    ink_tensor tensor;
    PROMISE(ink_session_gather(session, 0, count, count, &error) == 0);
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        if (ink_session_view(session, views[i], &tensor, &error) == 0)
            PROMISE(tensor.values[0] + tensor.values[tensor.count - 1] != 42.25f);
    for (int i = 0; i < ink_session_tensor_count(session); i++) {
        PROMISE(ink_session_tensor(session, i, &tensor) == 0);
        int status = ink_session_load(session, tensor.name, tensor.rank, tensor.shape,
                                      tensor.values, &error);
        PROMISE(status == 0 || status == INK_ERROR_NONFINITE);
    }
    ink_session_configure(session, text, &error);
    ink_session_reset(session, 7);
    ink_session_step(session, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    static uint8_t images[COUNT * SIDE * SIDE];
    static const uint8_t labels[COUNT] = {0, 1, 2, 0, 1, 2};
    for (size_t i = 0; i < sizeof images; i++) images[i] = (uint8_t)(i * 37);
    char *text = malloc(size + 1);
    if (!text) return 0;
    memcpy(text, input, size);
    text[size] = '\0';
    ink_data *data;
    ink_session *session;
    ink_error error = {0};
    PROMISE(ink_data_create(&fuzz_allocator, SIDE, SIDE, CLASSES, &data, NULL) == 0);
    PROMISE(ink_data_set(data, false, images, labels, COUNT, NULL) == 0);
    int status = ink_session_create(&fuzz_allocator, text, data, 1, &session, &error);
    PROMISE(status <= 0 && (status == 0) == (session != NULL));
    PROMISE(status == 0 || (error.code == status && strlen(error.detail) > 0));
    if (session) use(session, text);
    ink_session_destroy(session);
    ink_data_destroy(data);
    free(text);
    return 0;
}
