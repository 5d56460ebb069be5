/* Text in a fixed buffer: what errors, names and descriptions are made with,
 * since the core uses no stdio and printf differs between C libraries. */
#ifndef INK_BASE_TEXT_H
#define INK_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Appends to buffer[0..capacity), cutting what does not fit (never within a
 * UTF-8 character) and always terminating. `length` counts what would have been written, as
 * snprintf does, so a caller can measure with capacity 0. */
typedef struct ink_text {
    char *buffer;
    size_t capacity;
    size_t length;
} ink_text;

/* %s, %d, %u, %zu, %g (six significant digits), %x (0x and 8 digits), %%. */
void ink_text_format(ink_text *text, const char *format, ...);
void ink_text_vformat(ink_text *text, const char *format, va_list arguments);

/* Reads a decimal number ("-1.5e-3") that spans the whole string. False for
 * anything else: words, hex, nan, inf, trailing text, overflow. Exact for up to
 * 15 significant digits and exponents up to ±22, else within a few ulp; the
 * same bits everywhere. */
bool ink_text_number(const char *string, double *value);

#endif
