#include "base/error.h"

#include "base/text.h"

const char *ink_code_name(int code) {
    switch (code) {
#define X(name, value, sentence) \
    case value: return #name;
        INK_CODE_MAP(X)
#undef X
    }
    return "INK_UNKNOWN_CODE";
}

const char *ink_code_sentence(int code) {
    switch (code) {
#define X(name, value, sentence) \
    case value: return sentence;
        INK_CODE_MAP(X)
#undef X
    }
    return "an unknown code";
}

int ink_fail(ink_error *error, int code, const char *format, ...) {
    if (!error) return code;
    error->code = code;
    ink_text text = {error->detail, sizeof error->detail, 0};
    va_list arguments;
    va_start(arguments, format);
    ink_text_vformat(&text, format, arguments);
    va_end(arguments);
    return code;
}
