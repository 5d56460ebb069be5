/* What the tests of a session share: a small network on made-up digits. */
#ifndef INK_TESTS_SESSION_SUPPORT_H
#define INK_TESTS_SESSION_SUPPORT_H

#include <stdlib.h>

#include "harness.h"
#include "inkling.h"
#include "sha256.h"

static const char mlp[] = "layers.0=flatten\nlayers.1.type=dense\nlayers.1.units=32\n"
                          "layers.2=relu\nlayers.3.type=dense\nlayers.3.units=classes\n"
                          "optimizer.type=adam\noptimizer.learningRate=0.006\n"
                          "schedule=one-cycle\nbatchSize=100\nepochs=2\nseed=1\n";
enum { TRAIN = 6000, TEST_IMAGES = 500 };

static ink_error error;

static inline ink_data *synthetic_data(void) {
    ink_data *data = NULL;
    if (ink_data_create(NULL, 28, 28, 10, &data, &error) < 0) return NULL;
    while (ink_data_synthesize(data, false, 1, TRAIN, 1000, &error) > 0) {}
    while (ink_data_synthesize(data, true, 1, TEST_IMAGES, 1000, &error) > 0) {}
    return data;
}

static inline ink_session *make(const char *config, ink_data *data, int threads) {
    ink_session *session = NULL;
    if (ink_session_create(NULL, config, data, threads, &session, &error) < 0) return NULL;
    return session;
}

static inline void run(ink_session *session, int steps) {
    for (int i = 0; i < steps; i++)
        if (!CHECK_EQ_INT(ink_session_step(session, &error), 0)) return;
}

static inline void hash(const ink_session *session, char hex[65]) {
    static float all[1 << 20];
    size_t size = 0;
    ink_tensor tensor;
    for (int i = 0; ink_session_tensor(session, i, &tensor) == 0; i++) {
        memcpy(all + size, tensor.values, tensor.count * sizeof(float));
        size += tensor.count;
    }
    sha256_hex(all, size * sizeof(float), hex);
}

#endif
