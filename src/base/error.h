/* Errors and events. Every fallible function returns 0, a negative error or a
 * positive event; the sentence below says what the code means, `detail` what
 * exactly was wrong ("idx: magic 0x00000801, expected 0x00000803"). */
#ifndef INK_BASE_ERROR_H
#define INK_BASE_ERROR_H

/* code, value, sentence: the one list of all codes. */
#define INK_CODE_MAP(X)                                                   \
    X(INK_OK, 0, "done")                                                  \
    X(INK_ERROR_MEMORY, -1, "not enough memory")                          \
    X(INK_ERROR_ARGUMENT, -2, "an argument is out of its range")          \
    X(INK_ERROR_CONFIG, -3, "the model config is not valid")              \
    X(INK_ERROR_GZIP, -4, "the gzip stream is damaged")                   \
    X(INK_ERROR_IDX, -5, "the file is not the IDX file it should be")     \
    X(INK_ERROR_TRUNCATED, -6, "the file ends too early")                 \
    X(INK_ERROR_LABEL, -7, "a label is outside the classes")              \
    X(INK_ERROR_COUNT, -8, "images and labels differ in number")          \
    X(INK_ERROR_SHAPE, -9, "a tensor has another shape than the model")   \
    X(INK_ERROR_STATE, -10, "this cannot be done now")                    \
    X(INK_ERROR_NONFINITE, -11, "the loss is no longer a finite number")  \
    X(INK_ERROR_UNKNOWN_VIEW, -12, "there is no view of that name")       \
    X(INK_EVENT_WAITING, 1, "the data of the next step is not there yet") \
    X(INK_EVENT_FINISHED, 2, "all epochs are done")                       \
    X(INK_EVENT_BLANK, 3, "nothing is drawn")

typedef enum ink_code {
#define X(name, value, sentence) name = value,
    INK_CODE_MAP(X)
#undef X
} ink_code;

enum { INK_DETAIL_SIZE = 256 };

typedef struct ink_error {
    int code;
    char detail[INK_DETAIL_SIZE]; /* one sentence, always terminated */
} ink_error;

/* The enumerator's name ("INK_ERROR_GZIP") and its sentence; never NULL. */
const char *ink_code_name(int code);
const char *ink_code_sentence(int code);

/* Records code and detail in *error (which may be NULL) and returns code, so
 * that a failing function ends in `return ink_fail(error, …)`. The format knows
 * %s, %d, %u, %zu, %g (six significant digits), %x (8 hex digits) and %%. */
int ink_fail(ink_error *error, int code, const char *format, ...);

#endif
