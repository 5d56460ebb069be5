/* What JavaScript may call: the engine's functions with pointers and numbers only.
 * Functions that make a handle return 0 when they fail; all others return the
 * engine's status. What went wrong is then in the one error below. A 64-bit seed
 * comes as a double, whole and at most 2⁵³−1. web/engine/core.js is the only
 * caller, and reads structs by the offsets asserted here. */
#include <emscripten.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "inkling.h"

/* Nothing in C calls these, so no header declares them. */
#pragma clang diagnostic ignored "-Wmissing-prototypes"
#define EXPORT EMSCRIPTEN_KEEPALIVE

_Static_assert(sizeof(void *) == 4 && sizeof(size_t) == 4, "core.js reads 32-bit words");
_Static_assert(offsetof(ink_progress, samples) == 16, "step, epoch, epochs, steps_per_epoch");
_Static_assert(offsetof(ink_progress, loss) == 20, "loss, accuracy, learning_rate");
_Static_assert(offsetof(ink_progress, epochs_done) == 32, "epochs_done, steps_left");
_Static_assert(sizeof(ink_progress) == 40, "ten words");
_Static_assert(offsetof(ink_score, loss) == 8 && sizeof(ink_score) == 16, "two words, a double");
_Static_assert(offsetof(ink_tensor, rank) == 32 && offsetof(ink_tensor, shape) == 36, "after name");
_Static_assert(offsetof(ink_tensor, count) == 52 && offsetof(ink_tensor, values) == 56, "at end");

static ink_error last_error;

EXPORT int inkling_error_code(void) { return last_error.code; }
EXPORT const char *inkling_error_detail(void) { return last_error.detail; }
EXPORT const char *inkling_code_name(int code) { return ink_code_name(code); }
EXPORT const char *inkling_code_sentence(int code) { return ink_code_sentence(code); }

/* Room for what JavaScript hands over; 0 when there is no memory. */
EXPORT void *inkling_allocate(size_t bytes) {
    void *room = malloc(bytes ? bytes : 1);
    if (!room) ink_fail(&last_error, INK_ERROR_MEMORY, "no room for %zu bytes", bytes);
    return room;
}
EXPORT void inkling_release(void *room) { free(room); }

/* The data set. */

/* Grey by Rec. 601 as it stands, on black where it is transparent. */
EXPORT void inkling_grey_from_rgba(const uint8_t *rgba, size_t count, uint8_t *out) {
    for (size_t i = 0; i < count; i++, rgba += 4) {
        uint32_t grey = 299u * rgba[0] + 587u * rgba[1] + 114u * rgba[2];
        out[i] = (uint8_t)((grey * rgba[3] + 127500) / 255000);
    }
}

EXPORT ink_data *inkling_data_create(int height, int width, int classes) {
    ink_data *data;
    return ink_data_create(NULL, height, width, classes, &data, &last_error) < 0 ? NULL : data;
}
EXPORT void inkling_data_destroy(ink_data *data) { ink_data_destroy(data); }

EXPORT int inkling_data_feed(ink_data *data, ink_file file, const uint8_t *bytes, size_t count) {
    return ink_data_feed(data, file, bytes, count, &last_error);
}
EXPORT int inkling_data_end(ink_data *data, ink_file file) {
    return ink_data_end(data, file, &last_error);
}

EXPORT int inkling_data_set_habits(ink_data *data, int transposed, int first_label) {
    return ink_data_set_habits(data, transposed, first_label, &last_error);
}

/* Feeds `count` elements of an array instead of bytes, converting them in their place. Beside
 * ink_element's types there is one of 4 bytes RGBA. */
enum { ELEMENT_RGBA = INK_ELEMENTS };
EXPORT int inkling_data_feed_elements(ink_data *data, ink_file file, int type, uint8_t *elements,
                                      size_t count) {
    int status = 0;
    if (type == ELEMENT_RGBA)
        inkling_grey_from_rgba(elements, count, elements);
    else
        status = ink_elements_to_bytes((ink_element)type, elements, count, elements, &last_error);
    return status < 0 ? status : ink_data_feed(data, file, elements, count, &last_error);
}

/* The sizes of two arrays, which the engine's own face takes as one count. */
EXPORT int inkling_data_set(ink_data *data, int test, const uint8_t *images, size_t pixels,
                            const uint8_t *labels, size_t count) {
    size_t size = (size_t)ink_data_height(data) * (size_t)ink_data_width(data);
    const char *part = test ? "test" : "training";
    if (pixels % size != 0)
        return ink_fail(&last_error, INK_ERROR_ARGUMENT,
                        "%s images: %zu bytes are not a whole number of images of %zu bytes", part,
                        pixels, size);
    if (pixels / size != count)
        return ink_fail(&last_error, INK_ERROR_COUNT, "%s: %zu images and %zu labels", part,
                        pixels / size, count);
    return ink_data_set(data, test, images, labels, count, &last_error);
}

EXPORT int inkling_data_synthesize(ink_data *data, int test, double seed, uint32_t total,
                                   uint32_t slice) {
    return ink_data_synthesize(data, test, (uint64_t)seed, total, slice, &last_error);
}
EXPORT int inkling_data_fake(ink_data *data, int test, double seed, uint32_t total,
                             uint32_t slice) {
    return ink_data_fake(data, test, (uint64_t)seed, total, slice, &last_error);
}
EXPORT size_t inkling_data_total(const ink_data *data, int test) {
    return ink_data_total(data, test);
}
EXPORT size_t inkling_data_available(const ink_data *data, int test) {
    return ink_data_available(data, test);
}

/* The session. */

EXPORT ink_session *inkling_session_create(const char *config, ink_data *data, int threads) {
    ink_session *session;
    int status = ink_session_create(NULL, config, data, threads, &session, &last_error);
    return status < 0 ? NULL : session;
}
EXPORT void inkling_session_destroy(ink_session *session) { ink_session_destroy(session); }
EXPORT void inkling_session_reset(ink_session *session, double seed) {
    ink_session_reset(session, (uint64_t)seed);
}
EXPORT int inkling_session_configure(ink_session *session, const char *lines) {
    return ink_session_configure(session, lines, &last_error);
}
EXPORT int inkling_session_step(ink_session *session) {
    return ink_session_step(session, &last_error);
}

/* The epoch's score, of all validation images. */
EXPORT int inkling_session_judge(ink_session *session, const ink_score *validation) {
    return ink_session_judge(session, validation);
}

/* The name of what is to be said of the run, and all that it was found from. */
EXPORT const char *inkling_session_verdict(const ink_session *session) {
    return ink_verdict_name((ink_verdict)ink_session_diagnosis(session)->verdict);
}
EXPORT const ink_diagnosis *inkling_session_diagnosis(const ink_session *session) {
    return ink_session_diagnosis(session);
}

/* Valid until the next call. */
EXPORT const ink_progress *inkling_session_progress(const ink_session *session) {
    static ink_progress progress;
    ink_session_progress(session, &progress);
    return &progress;
}

EXPORT size_t inkling_part_total(const ink_session *session, ink_part part) {
    return ink_session_part_total(session, part);
}
EXPORT size_t inkling_part_available(const ink_session *session, ink_part part) {
    return ink_session_part_available(session, part);
}
EXPORT const uint8_t *inkling_part_image(const ink_session *session, ink_part part, size_t i) {
    return ink_session_part_image(session, part, i);
}
EXPORT int inkling_part_label(const ink_session *session, ink_part part, size_t i) {
    return ink_session_part_label(session, part, i);
}

EXPORT int inkling_session_evaluate(ink_session *session, ink_part part, size_t first, size_t count,
                                    ink_score *score, uint32_t *confusion) {
    return ink_session_evaluate(session, part, first, count, score, confusion, &last_error);
}
EXPORT int inkling_session_predict(ink_session *session, const uint8_t *images, size_t count,
                                   float *probabilities) {
    return ink_session_predict(session, images, count, probabilities, &last_error);
}

EXPORT int inkling_session_gather(ink_session *session, size_t first, size_t count, size_t total) {
    return ink_session_gather(session, first, count, total, &last_error);
}

/* Tensors and views: 0 for an index or name that there is not; valid until the next
 * call of either. */

static ink_tensor tensor;

EXPORT const ink_tensor *inkling_session_tensor(const ink_session *session, int index) {
    return ink_session_tensor(session, index, &tensor) < 0 ? NULL : &tensor;
}
EXPORT const ink_tensor *inkling_session_view(ink_session *session, const char *name) {
    return ink_session_view(session, name, &tensor, &last_error) < 0 ? NULL : &tensor;
}
EXPORT int inkling_session_load(ink_session *session, const char *name, int rank, const int *shape,
                                const float *values) {
    return ink_session_load(session, name, rank, shape, values, &last_error);
}

EXPORT const ink_tensor *inkling_session_slot(const ink_session *session, int index) {
    return ink_session_slot(session, index, &tensor) < 0 ? NULL : &tensor;
}
EXPORT const ink_mark *inkling_session_mark(const ink_session *session) {
    static ink_mark mark;
    ink_session_mark(session, &mark);
    return &mark;
}
EXPORT int inkling_session_resume(ink_session *session, const ink_mark *mark) {
    return ink_session_resume(session, mark, &last_error);
}

/* Returns the length of the whole text, whatever fits. */
EXPORT size_t inkling_session_describe(const ink_session *session, char *buffer, size_t capacity) {
    ink_text text = {buffer, capacity, 0};
    ink_session_describe(session, &text);
    return text.length;
}

/* What a person hands in, as 28×28 grey bytes. */

EXPORT int inkling_ink_rgba(const uint8_t *rgba, int width, int height, uint8_t *out) {
    return ink_prepare_rgba(rgba, width, height, out, &last_error);
}
EXPORT int inkling_ink_grey(const uint8_t *grey, int width, int height, uint8_t *out) {
    return ink_prepare_grey(grey, width, height, out, &last_error);
}

/* Levels 0 … 255, or 0 … 1 where none is above 1, rounded to bytes. */
EXPORT int inkling_grey_from_levels(const double *levels, size_t count, uint8_t *out) {
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(levels[i] >= 0 && levels[i] <= 255))
            return ink_fail(&last_error, INK_ERROR_ARGUMENT,
                            "number %zu of the picture is %g; grey levels are 0 … 255 or 0 … 1", i,
                            levels[i]);
        if (levels[i] > largest) largest = levels[i];
    }
    double scale = largest <= 1 ? 255 : 1;
    for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(levels[i] * scale + 0.5);
    return 0;
}

#ifdef INK_CHECK

/* As inkling_session_describe; the build writes tables.txt with it. */
EXPORT size_t inkling_describe(char *buffer, size_t capacity) {
    ink_text text = {buffer, capacity, 0};
    ink_describe(&text);
    return text.length;
}

#include "check/gradcheck.h"

_Static_assert(offsetof(ink_gradcheck_row, count) == 32, "count, tried, skipped");
_Static_assert(offsetof(ink_gradcheck_row, error) == 48, "a double");

static ink_gradcheck *check;
static ink_gradcheck_row check_row;

/* Begins a check: how many rows there will be, or the status of what failed. */
EXPORT int inkling_gradcheck(const char *config, int height, int width, int classes, int samples,
                             double seed) {
    ink_gradcheck_close(check);
    return ink_gradcheck_open(config, height, width, classes, samples, (uint64_t)seed, &check,
                              &last_error);
}

/* The next row, to be read before the one after it; NULL at the end, where the check is closed. */
EXPORT const ink_gradcheck_row *inkling_gradcheck_next(void) {
    if (check && ink_gradcheck_next(check, &check_row)) return &check_row;
    ink_gradcheck_close(check);
    check = NULL;
    return NULL;
}
EXPORT double inkling_gradcheck_bound(void) { return INK_GRADCHECK_BOUND; }

#endif
