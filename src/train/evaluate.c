#include <string.h>

#include "kernel/reduce.h"
#include "train/state.h"

size_t ink_session_part_total(const ink_session *session, ink_part part) {
    if (part == INK_TEST) return ink_data_total(session->data, true);
    /* The split is made when it is first asked for; nothing else shows whether it is. */
    if (ink__session_split((ink_session *)session, NULL)) return 0;
    return part == INK_TRAIN ? session->split.train : session->split.validation;
}

/* Which image of its files is the i-th of the part. */
static size_t part_image(const ink_session *session, ink_part part, size_t i) {
    if (part == INK_TEST) return i;
    return ink_split_image(&session->split, part == INK_TRAIN ? i : session->split.start + i);
}

size_t ink_session_part_available(const ink_session *session, ink_part part) {
    size_t there = ink_data_available(session->data, part == INK_TEST);
    size_t low = 0, high = ink_session_part_total(session, part);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (part_image(session, part, middle) < there)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const uint8_t *ink_session_part_image(const ink_session *session, ink_part part, size_t i) {
    return ink_data_image(session->data, part == INK_TEST, part_image(session, part, i));
}

uint8_t ink_session_part_label(const ink_session *session, ink_part part, size_t i) {
    return ink_data_label(session->data, part == INK_TEST, part_image(session, part, i));
}

static void score_batch(ink_session *session, int n, ink_score *score, uint32_t *confusion) {
    const ink_net *net = &session->net;
    const float *logits = net->activations[net->layer_count];
    for (int i = 0; i < n; i++) {
        int label = session->labels[i];
        int prediction = ink_argmax(net->classes, logits + (size_t)i * (size_t)net->classes);
        score->count++;
        score->correct += prediction == label;
        score->loss += (double)session->losses[i];
        if (confusion) confusion[label * net->classes + prediction]++;
    }
}

int ink__session_range(ink_session *session, ink_part part, size_t first, size_t count,
                       ink_error *error) {
    if (part < INK_TRAIN || part > INK_TEST)
        return ink_fail(error, INK_ERROR_ARGUMENT, "there is no part %d", (int)part);
    int status = part == INK_TEST ? 0 : ink__session_split(session, error);
    if (!status) status = ink__session_fit(session, error);
    if (status) return status;
    size_t total = ink_session_part_total(session, part);
    if (!total) return INK_EVENT_WAITING;
    if (first > total || count > total - first)
        return ink_fail(error, INK_ERROR_ARGUMENT, "images %zu … %zu of %zu", first, first + count,
                        total);
    return first + count > ink_session_part_available(session, part) ? INK_EVENT_WAITING : 0;
}

int ink_session_evaluate(ink_session *session, ink_part part, size_t first, size_t count,
                         ink_score *score, uint32_t *confusion, ink_error *error) {
    int status = ink__session_range(session, part, first, count, error);
    if (status) return status;
    for (size_t done = 0; done < count;) {
        size_t left = count - done, n = (size_t)session->net.capacity;
        if (n > left) n = left;
        ink__session_take(session, part, first + done, n, false);
        ink_net_forward(&session->net, (int)n, false);
        ink_net_loss(&session->net, (int)n, session->labels, session->losses);
        score_batch(session, (int)n, score, confusion);
        done += n;
    }
    return 0;
}

int ink_session_gradient(ink_session *session, ink_part part, size_t first, size_t count,
                         ink_error *error) {
    int status = ink__session_range(session, part, first, count, error);
    if (status) return status;
    if (count < 1 || count > (size_t)session->net.capacity)
        return ink_fail(error, INK_ERROR_ARGUMENT, "gradient: %zu images are outside 1 … %d", count,
                        session->net.capacity);
    ink__session_take(session, part, first, count, true);
    session->net.step = session->step;
    session->net.still = true;
    ink_net_forward(&session->net, (int)count, true);
    session->net.still = false;
    session->gradient_stands = true;
    ink_net_backward(&session->net, (int)count, session->labels, session->losses);
    return 0;
}

int ink_session_predict(ink_session *session, const uint8_t *images, size_t count,
                        float *probabilities, ink_error *error) {
    (void)error;
    ink_net *net = &session->net;
    size_t classes = (size_t)net->classes;
    size_t size = (size_t)ink_data_height(session->data) * (size_t)ink_data_width(session->data);
    for (size_t done = 0; done < count;) {
        size_t left = count - done, n = (size_t)net->capacity;
        if (n > left) n = left;
        net->is_listed = net->listed.k > 0;
        ink__session_put(session, 0, images + done * size, n, false);
        const float *logits = ink_net_forward(net, (int)n, false);
        net->loss->probabilities((int)n, net->classes, logits, probabilities + done * classes);
        done += n;
    }
    if (count) memcpy(session->shown, images + (count - 1) * size, size);
    session->gradient_stands = false;
    return 0;
}
