/* What the tests that look inside share. */
#ifndef INK_TESTS_INSIDE_SUPPORT_H
#define INK_TESTS_INSIDE_SUPPORT_H

#include "session_support.h"

enum { PIXELS = 784, CLASSES = 10 };

static const char conv[] =
    "layers.0.type=conv2d\nlayers.0.filters=4\nlayers.0.kernel=5\nlayers.1=batchnorm\n"
    "layers.2=gelu\nlayers.3.type=maxpool2d\nlayers.4=flatten\nlayers.5.type=dropout\n"
    "layers.6.type=dense\nlayers.6.units=24\nlayers.7=batchnorm\nlayers.8=relu\n"
    "layers.9.type=dropout\nlayers.10.type=dense\nlayers.10.units=classes\n"
    "batchSize=32\nseed=3\n";

static inline ink_session *trained(const char *config, ink_data *data, int steps) {
    ink_session *session = make(config, data, 1);
    if (!CHECK(session)) {
        printf("    %s\n", error.detail);
        exit(1);
    }
    run(session, steps);
    return session;
}

static inline ink_tensor look(ink_session *session, const char *name) {
    ink_tensor view = {0};
    if (!CHECK_EQ_INT(ink_session_view(session, name, &view, &error), 0))
        printf("    %s: %s\n", name, error.detail);
    return view;
}

static inline int guess(ink_session *session, const uint8_t *image) {
    float p[CLASSES];
    ink_session_predict(session, image, 1, p, &error);
    int best = 0;
    for (int c = 1; c < CLASSES; c++) best = p[c] > p[best] ? c : best;
    return best;
}

/* All of them, some at a time. */
static inline void gather(ink_session *session, size_t total) {
    for (size_t first = 0; first < total; first += 64) {
        size_t count = total - first < 64 ? total - first : 64;
        CHECK_EQ_INT(ink_session_gather(session, first, count, total, &error), 0);
    }
}

#endif
