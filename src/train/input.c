#include <math.h>
#include <string.h>

#include "train/state.h"

/* Images that are put together, byte for byte, before they are preprocessed; at least one for each
 * thread. */
enum { STAGED = 64 };

/* To put a pixel takes as long as so many multiply-adds. */
enum { A_PIXEL = 8 };

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

void ink__session_put(ink_session *session, size_t row, const uint8_t *images, size_t count,
                      bool looked_at) {
    ink_net *net = &session->net;
    size_t width = (size_t)ink_shape_size(net->input);
    bool lists = net->listed.k > 0;
    for (size_t i = 0; i < count && lists; i++)
        ink_sparse_list(&net->listed, (int)(row + i), images + i * width, session->differences);
    if (!lists || looked_at)
        ink_preprocess_apply(&session->preprocess, images, count,
                             net->activations[0] + row * width);
}

typedef struct taking {
    ink_session *session;
    ink_part part;
    const uint32_t *numbers; /* NULL: from `first` on */
    size_t first, count;
    bool looked_at;
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

/* Asks memory for images from anywhere in a large data set, for all before the first is needed, so
 * that they are waited for together. */
static void call_up(const taking *taking, int first, int end) {
    size_t pixels =
        (size_t)(taking->session->preprocess.height * taking->session->preprocess.width);
    for (int i = first; i < end; i++) {
        const volatile uint8_t *image =
            ink_session_part_image(taking->session, taking->part, taking->numbers[i]);
        for (size_t line = 0; line < pixels; line += 64) (void)image[line];
    }
}

/* Pixel by pixel there is nothing to gain from many images at once, so each is put by itself. */
static void take_part(void *context, const ink_piece *piece) {
    const taking *taking = context;
    ink_session *session = taking->session;
    const ink_preprocess *preprocess = &session->preprocess;
    uint8_t *room =
        session->staged + (size_t)piece->thread * (size_t)(preprocess->height * preprocess->width);
    int count = (int)taking->count, first = ink_piece_first(piece, count);
    int end = ink_piece_end(piece, count);
    if (taking->numbers) call_up(taking, first, end);
    for (int i = first; i < end; i++)
        ink__session_put(session, (size_t)i, take_image(taking, (size_t)i, room), 1,
                         taking->looked_at);
}

static void take_staged(const taking *taking) {
    ink_session *session = taking->session;
    size_t pixels = (size_t)(session->preprocess.height * session->preprocess.width);
    for (size_t done = 0, n; done < taking->count; done += n) {
        n = taking->count - done < STAGED ? taking->count - done : STAGED;
        for (size_t i = 0; i < n; i++) {
            uint8_t *room = session->staged + i * pixels;
            const uint8_t *image = take_image(taking, done + i, room);
            if (image != room) memcpy(room, image, pixels);
        }
        ink__session_put(session, done, session->staged, n, taking->looked_at);
    }
}

static void take(taking taking) {
    ink_session *session = taking.session;
    session->gradient_stands = false;
    session->net.is_listed = session->net.listed.k > 0;
    if (isnan(ink_preprocess_background(&session->preprocess))) {
        take_staged(&taking);
        return;
    }
    double pixels = (double)taking.count * ink_shape_size(session->net.input);
    int pieces = ink_pool_pieces(session->pool, (int)taking.count, pixels * A_PIXEL);
    ink_pool_run(session->pool, pieces, take_part, &taking);
}

void ink__session_take(ink_session *session, ink_part part, size_t first, size_t count,
                       bool looked_at) {
    take((taking){session, part, NULL, first, count, looked_at});
}

void ink__session_draw(ink_session *session, const uint32_t *numbers, size_t count) {
    take((taking){session, INK_TRAIN, numbers, 0, count, false});
}

void ink_session_input_shape(const ink_session *session, int shape[3]) {
    memcpy(shape, session->preprocess.shape, sizeof session->preprocess.shape);
}

void ink_session_prepare(const ink_session *session, const uint8_t *images, size_t count,
                         float *y) {
    ink_preprocess_apply(&session->preprocess, images, count, y);
}
