#include <math.h>
#include <string.h>

#include "train/state.h"

/* Images that are put together, byte for byte, before they are preprocessed. */
enum { STAGED = 64 };

size_t ink__session_staged_size(const ink_session *session) {
    const ink_preprocess *preprocess = &session->preprocess;
    return ink_size_multiply((size_t)(preprocess->height * preprocess->width), STAGED);
}

int ink__session_fit(ink_session *session, ink_error *error) {
    if (!session->fitted) session->fitted = ink_preprocess_is_fitted(&session->preprocess);
    if (session->fitted) return 0;
    int status = ink__session_split(session, error);
    if (status) return status;
    if (ink_session_part_available(session, INK_TRAIN) < session->split.train)
        return INK_EVENT_WAITING;
    ink_samples samples = {session->data, &session->split, session->net.seed};
    ink_preprocess_fit(&session->preprocess, &samples);
    session->fitted = true;
    return 0;
}

typedef struct taking {
    ink_session *session;
    ink_part part;
    const uint32_t *numbers; /* NULL: from `first` on */
    size_t first;
} taking;

/* Image i of those taken, or, where training changes them, a changed one in room. */
static const uint8_t *take_image(const taking *taking, size_t i, uint8_t *room) {
    ink_session *session = taking->session;
    const ink_preprocess *preprocess = &session->preprocess;
    size_t number = taking->numbers ? taking->numbers[i] : taking->first + i;
    const uint8_t *image = ink_session_part_image(session, taking->part, number);
    session->labels[i] = ink_session_part_label(session, taking->part, number);
    if (!taking->numbers || !ink_augment_is_on(session->augment)) return image;
    /* The number of samples drawn before this one: each has random numbers of its own. */
    size_t drawn = (session->epoch - 1) * session->split.train + session->position + i;
    ink_random random = ink_random_make(session->net.seed, INK_STREAM_AUGMENT, (uint32_t)drawn);
    ink_augment(session->augment, preprocess->height, preprocess->width, &random, image, room);
    return room;
}

/* Pixel by pixel there is nothing to gain from many images at once. */
static void take_one_by_one(const taking *taking, size_t count) {
    ink_session *session = taking->session;
    float *x = session->net.activations[0];
    for (size_t i = 0; i < count; i++, x += ink_shape_size(session->net.input))
        ink_preprocess_apply(&session->preprocess, take_image(taking, i, session->staged), 1, x);
}

static void take(const taking *taking, size_t count) {
    ink_session *session = taking->session;
    session->gradient_stands = false;
    if (!isnan(ink_preprocess_background(&session->preprocess))) {
        take_one_by_one(taking, count);
        return;
    }
    size_t pixels = (size_t)(session->preprocess.height * session->preprocess.width);
    size_t width = (size_t)ink_shape_size(session->net.input);
    for (size_t done = 0, n; done < count; done += n) {
        n = count - done < STAGED ? count - done : STAGED;
        for (size_t i = 0; i < n; i++) {
            uint8_t *room = session->staged + i * pixels;
            const uint8_t *image = take_image(taking, done + i, room);
            if (image != room) memcpy(room, image, pixels);
        }
        ink_preprocess_apply(&session->preprocess, session->staged, n,
                             session->net.activations[0] + done * width);
    }
}

void ink__session_take(ink_session *session, ink_part part, size_t first, size_t count) {
    take(&(taking){session, part, NULL, first}, count);
}

void ink__session_draw(ink_session *session, const uint32_t *numbers, size_t count) {
    take(&(taking){session, INK_TRAIN, numbers, 0}, count);
}

void ink_session_input_shape(const ink_session *session, int shape[3]) {
    memcpy(shape, session->preprocess.shape, sizeof session->preprocess.shape);
}

void ink_session_prepare(const ink_session *session, const uint8_t *images, size_t count,
                         float *y) {
    ink_preprocess_apply(&session->preprocess, images, count, y);
}
