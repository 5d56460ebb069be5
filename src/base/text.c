#include "base/text.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static void put(ink_text *text, char c) {
    if (text->length + 1 < text->capacity) {
        text->buffer[text->length] = c;
        text->buffer[text->length + 1] = '\0';
    }
    text->length++;
}

static void put_string(ink_text *text, const char *string) {
    while (*string) put(text, *string++);
}

static void put_unsigned(ink_text *text, uint64_t value) {
    char digits[20];
    int count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (count) put(text, digits[--count]);
}

static void put_hex(ink_text *text, uint32_t value) {
    put_string(text, "0x");
    for (int shift = 28; shift >= 0; shift -= 4) put(text, "0123456789abcdef"[value >> shift & 15]);
}

/* Six significant digits, trailing zeros dropped; the exponent form outside
 * 1e-4 … 1e15, as %g has it but for the wider middle. */
static void put_double(ink_text *text, double value) {
    if (value != value) {
        put_string(text, "NaN");
        return;
    }
    if (value < 0) {
        put(text, '-');
        value = -value;
    }
    if (value > 1.7976931348623157e308) {
        put_string(text, "infinity");
        return;
    }
    if (value == 0) {
        put(text, '0');
        return;
    }
    int exponent = 0; /* value = mantissa · 10^exponent, 1e5 ≤ mantissa < 1e6 */
    double mantissa = value;
    while (mantissa >= 1e6) mantissa /= 10, exponent++;
    while (mantissa < 1e5) mantissa *= 10, exponent--;
    uint64_t digits = (uint64_t)(mantissa + 0.5);
    if (digits == 1000000) digits = 100000, exponent++;
    int count = 6;
    while (digits % 10 == 0 && count > 1) digits /= 10, exponent++, count--;
    int point = exponent + count; /* digits before the decimal point */
    bool scientific = point > 15 || point < -3;
    char s[6];
    for (int i = count; i--; digits /= 10) s[i] = (char)('0' + digits % 10);
    int before = scientific ? 1 : point;
    if (before <= 0) {
        put_string(text, "0.");
        for (int i = before; i < 0; i++) put(text, '0');
    }
    for (int i = 0; i < count; i++) {
        if (i == before && i > 0) put(text, '.');
        put(text, s[i]);
    }
    for (int i = count; i < before; i++) put(text, '0');
    if (scientific) {
        put(text, 'e');
        if (point - 1 < 0) put(text, '-');
        put_unsigned(text, (uint64_t)(point - 1 < 0 ? 1 - point : point - 1));
    }
}

/* Takes away the first bytes of a character whose last ones were cut. */
static void trim_cut_character(ink_text *text) {
    if (text->capacity == 0 || text->length < text->capacity) return;
    size_t end = text->capacity - 1, start = end;
    while (start > 0 && end - start < 3 && (text->buffer[start - 1] & 0xC0) == 0x80) start--;
    if (start == 0 || !(text->buffer[start - 1] & 0x80)) return;
    unsigned char lead = (unsigned char)text->buffer[--start];
    size_t whole = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (end - start < whole) text->buffer[start] = '\0';
}

void ink_text_vformat(ink_text *text, const char *format, va_list arguments) {
    if (text->capacity)
        text->buffer[text->length < text->capacity ? text->length : text->capacity - 1] = '\0';
    for (; *format; format++) {
        if (*format != '%') {
            put(text, *format);
            continue;
        }
        switch (*++format) {
        case 's': put_string(text, va_arg(arguments, const char *)); break;
        case 'd': {
            int value = va_arg(arguments, int);
            if (value < 0) put(text, '-');
            put_unsigned(text, value < 0 ? (uint64_t) - (int64_t)value : (uint64_t)value);
            break;
        }
        case 'u': put_unsigned(text, va_arg(arguments, unsigned)); break;
        case 'z': format++, put_unsigned(text, va_arg(arguments, size_t)); break;
        case 'g': put_double(text, va_arg(arguments, double)); break;
        case 'x': put_hex(text, va_arg(arguments, unsigned)); break;
        default: put(text, *format);
        }
    }
    trim_cut_character(text);
}

void ink_text_format(ink_text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    ink_text_vformat(text, format, arguments);
    va_end(arguments);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static double power_of_ten(int exponent) {
    static const double squares[] = {1e1, 1e2, 1e4, 1e8, 1e16, 1e32, 1e64, 1e128, 1e256};
    double power = 1;
    for (int i = 0; exponent; exponent >>= 1, i++)
        if (exponent & 1) power *= squares[i];
    return power;
}

bool ink_text_number(const char *string, double *value) {
    const char *s = string;
    bool negative = *s == '-';
    if (*s == '-' || *s == '+') s++;
    uint64_t digits = 0;
    int exponent = 0, seen = 0;
    for (bool fraction = false; is_digit(*s) || (*s == '.' && !fraction); s++) {
        if (*s == '.') {
            fraction = true;
            continue;
        }
        seen++;
        if (digits < 1000000000000000000u) {
            digits = digits * 10 + (uint64_t)(*s - '0');
            exponent -= fraction;
        } else {
            exponent += !fraction;
        }
    }
    if (!seen) return false;
    if (*s == 'e' || *s == 'E') {
        s++;
        bool down = *s == '-';
        if (*s == '-' || *s == '+') s++;
        if (!is_digit(*s)) return false;
        int power = 0;
        for (; is_digit(*s); s++)
            if (power < 10000) power = power * 10 + (*s - '0');
        exponent += down ? -power : power;
    }
    if (*s) return false;
    if (digits == 0) exponent = 0;
    if (exponent > 308) return false;
    double result = (double)digits;
    if (exponent > 0) result *= power_of_ten(exponent);
    /* In two steps, since 10³⁰⁹ is no double; digits · 10⁻⁶⁰⁰ is zero. */
    if (exponent < -300) result /= power_of_ten(-300 - (exponent < -600 ? -600 : exponent));
    if (exponent < 0) result /= power_of_ten(exponent < -300 ? 300 : -exponent);
    if (result > 1.7976931348623157e308) return false;
    *value = negative ? -result : result;
    return true;
}
