#include "train/inside.h"

#include <math.h>
#include <string.h>

#include "kernel/random_fill.h"
#include "kernel/reduce.h"
#include "train/state.h"

enum { DREAM_STEPS = 96, DREAM_BLURS = 2, FOOL_STEPS = 50 };
/* A dream's steps are this long; each pixel then loses DREAM_PENALTY of its value, which is
 * the slope of ½ · DREAM_PENALTY · Σ pixel². */
static const float DREAM_STEP = 0.5f, DREAM_PENALTY = 0.03f, DREAM_START = 0.1f;
/* How far beyond the plane a fooling step goes: DeepFool's figure, and a little more where
 * the way is short. */
static const float OVERSHOOT = 1.02f, BEYOND = 0.01f;

float *ink__view_room(ink_session *session, size_t count, ink_error *error) {
    ink_release(&session->allocator, session->view);
    session->view = ink_allocate(&session->allocator, ink_size_multiply(count, sizeof(float)));
    if (!session->view) ink_fail(error, INK_ERROR_MEMORY, "no memory for %zu numbers", count);
    return session->view;
}

/* Runs an image's bytes through the first layers; what these put out. */
static float *look(ink_session *session, const uint8_t *image, int layers) {
    ink_net *net = &session->net;
    net->is_listed = false;
    ink_session_prepare(session, image, 1, net->activations[0]);
    return ink_net_look(net, 1, layers);
}

/* The same through all of them: the guess. */
static int guess_at(ink_session *session, const uint8_t *image) {
    const ink_net *net = &session->net;
    return ink_argmax(net->classes, look(session, image, net->layer_count));
}

/* After that: the slope of class `up`'s score, less that of `down`'s where that is none of
 * -1, by each number of the input. */
static const float *slopes(ink_session *session, int up, int down) {
    float weights[256] = {0};
    weights[up] = 1;
    if (down >= 0) weights[down] = -1;
    return ink_net_slopes(&session->net, weights);
}

static int check_class(const ink_session *session, int class, int lowest, ink_error *error) {
    if (class >= lowest && class < session->net.classes) return 0;
    return ink_fail(error, INK_ERROR_ARGUMENT, "class %d is outside 0 … %d", class,
                    session->net.classes - 1);
}

static size_t pixels_of(const ink_session *session) {
    return (size_t)session->preprocess.height * (size_t)session->preprocess.width;
}

int ink__view_activations(ink_session *session, int index, ink_tensor *view, ink_error *error) {
    ink_net *net = &session->net;
    if (index >= net->layer_count) return INK_ERROR_UNKNOWN_VIEW;
    ink_shape shape = index < 0 ? net->input : net->layers[index].out;
    *view = (ink_tensor){.rank = 3,
                         .shape = {shape.channels, shape.height, shape.width},
                         .count = (size_t)ink_shape_size(shape)};
    if (session->gradient_stands) {
        view->values = net->activations[index + 1];
        return 0;
    }
    view->values = ink__view_room(session, view->count, error);
    if (!view->values) return INK_ERROR_MEMORY;
    memcpy(view->values, look(session, session->shown, index + 1), view->count * sizeof(float));
    return 0;
}

int ink__view_saliency(ink_session *session, int index, ink_tensor *view, ink_error *error) {
    int status = check_class(session, index, -1, error);
    if (!status) status = ink__view_activations(session, -1, view, error);
    if (status) return status;
    int guess = guess_at(session, session->shown);
    const float *slope = slopes(session, index < 0 ? guess : index, -1);
    for (size_t i = 0; i < view->count; i++) view->values[i] = fabsf(slope[i]);
    return 0;
}

/* An image under change: pixels(height·width), and the slope of a score by them. */
typedef struct painting {
    ink_session *session;
    size_t size;
    float *pixels, *slope;
    float contrast; /* of the network's input: what black and white differ by */
    uint8_t *image; /* the pixels as bytes: what the network sees */
} painting;

/* For class `index`, which is at least `lowest`. */
static int begin(painting *painting, int index, int lowest, ink_tensor *view, ink_error *error) {
    ink_session *session = painting->session;
    int status = check_class(session, index, lowest, error);
    if (status) return status;
    const ink_preprocess *preprocess = &session->preprocess;
    int height = preprocess->height, width = preprocess->width;
    if (preprocess->shape[1] != height || preprocess->shape[2] != width)
        return ink_fail(error, INK_ERROR_STATE,
                        "the network does not see pixels, but what is made of all of them");
    painting->size = pixels_of(session);
    painting->pixels = ink__view_room(session, 2 * painting->size, error);
    if (!painting->pixels) return INK_ERROR_MEMORY;
    painting->slope = painting->pixels + painting->size;
    painting->contrast = preprocess->table[255] - preprocess->table[0];
    painting->image = session->staged;
    *view = (ink_tensor){
        .rank = 2, .shape = {height, width}, .count = painting->size, .values = painting->pixels};
    return 0;
}

/* Shows the network the pixels, brought into 0 … 1 (NaN is 0); its guess. */
static int show(const painting *painting) {
    for (size_t i = 0; i < painting->size; i++) {
        float *pixel = &painting->pixels[i];
        if (!(*pixel > 0)) *pixel = 0;
        if (*pixel > 1) *pixel = 1;
        painting->image[i] = (uint8_t)(*pixel * 255 + 0.5f);
    }
    return guess_at(painting->session, painting->image);
}

/* The picture as the network last saw it. */
static void finish(const painting *painting) {
    for (size_t i = 0; i < painting->size; i++)
        painting->pixels[i] = (float)painting->image[i] / 255;
}

/* Each of n numbers, `step` apart, becomes a mean of itself, twice, and its neighbours. */
static void blur(int n, int step, float *x) {
    float before = 0;
    for (int i = 0; i < n; i++, x += step) {
        float here = *x, after = i + 1 < n ? x[step] : 0;
        *x = 0.25f * (before + after) + 0.5f * here;
        before = here;
    }
}

/* The slope of class c's score, blurred, so that strokes grow rather than speckles; its
 * length. */
static float find_climb(const painting *painting, int c) {
    int height = painting->session->preprocess.height, width = painting->session->preprocess.width;
    memcpy(painting->slope, slopes(painting->session, c, -1), painting->size * sizeof(float));
    for (int times = 0; times < DREAM_BLURS; times++) {
        for (int y = 0; y < height; y++) blur(width, 1, painting->slope + y * width);
        for (int x = 0; x < width; x++) blur(height, width, painting->slope + x);
    }
    return sqrtf(ink_sum_squares(painting->size, painting->slope));
}

int ink__view_dream(ink_session *session, int index, ink_tensor *view, ink_error *error) {
    painting painting = {.session = session};
    int status = begin(&painting, index, 0, view, error);
    if (status) return status;
    ink_random random = ink_random_make(session->net.seed, INK_STREAM_DREAM, (uint32_t)index);
    ink_fill_uniform(&random, 0, DREAM_START, painting.size, painting.pixels);
    for (int step = 0; step < DREAM_STEPS; step++) {
        show(&painting);
        float length = find_climb(&painting, index);
        float factor = length > 0 ? DREAM_STEP / length : 0;
        for (size_t i = 0; i < painting.size; i++)
            painting.pixels[i] += factor * painting.slope[i] - DREAM_PENALTY * painting.pixels[i];
    }
    show(&painting);
    finish(&painting);
    return 0;
}

/* The slope, by the pixels, of class `up`'s score less `down`'s, 0 where a pixel has no way
 * to go; Σ of its squares. */
static float find_way(const painting *painting, int up, int down, float *way) {
    const float *slope = slopes(painting->session, up, down);
    for (size_t i = 0; i < painting->size; i++) {
        bool stuck = slope[i] > 0 ? painting->pixels[i] >= 1 : painting->pixels[i] <= 0;
        way[i] = stuck ? 0 : slope[i] * painting->contrast;
    }
    return ink_sum_squares(painting->size, way);
}

/* From where the guess is `guess` over the nearest plane, or that of `target`; false where
 * there is no way. */
static bool cross(const painting *painting, int guess, int target) {
    const ink_net *net = &painting->session->net;
    const float *scores = net->activations[net->layer_count];
    int nearest = -1;
    float least = INFINITY;
    for (int c = 0; c < net->classes; c++) {
        if (c == guess || (target >= 0 && c != target)) continue;
        float gap = scores[guess] - scores[c];
        float distance = gap * gap / find_way(painting, c, guess, painting->slope);
        if (!(distance < least)) continue;
        nearest = c;
        least = distance;
    }
    if (nearest < 0) return false;
    float square = find_way(painting, nearest, guess, painting->slope);
    float factor = OVERSHOOT * (scores[guess] - scores[nearest]) / square + BEYOND / sqrtf(square);
    for (size_t i = 0; i < painting->size; i++) painting->pixels[i] += factor * painting->slope[i];
    return true;
}

int ink__view_fool(ink_session *session, int index, ink_tensor *view, ink_error *error) {
    painting painting = {.session = session};
    int status = begin(&painting, index, -1, view, error);
    if (status) return status;
    for (size_t i = 0; i < painting.size; i++) painting.pixels[i] = (float)session->shown[i] / 255;
    int first = show(&painting), guess = first;
    for (int step = 0; step < FOOL_STEPS; step++) {
        if (index < 0 ? guess != first : guess == index) break;
        if (!cross(&painting, guess, index)) break;
        guess = show(&painting);
    }
    finish(&painting);
    return 0;
}
