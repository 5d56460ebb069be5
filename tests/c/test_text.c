/* Text in fixed buffers, and numbers to and from it. */
#include <float.h>
#include <stdlib.h>

#include "base/random.h"
#include "base/text.h"
#include "harness.h"

static const char *format_number(double value) {
    static char buffer[64];
    ink_text text = {buffer, sizeof buffer, 0};
    ink_text_format(&text, "%g", value);
    return buffer;
}

TEST(text_formats) {
    char buffer[64];
    ink_text text = {buffer, sizeof buffer, 0};
    ink_text_format(&text, "%d %d %u %zu %x %s %% %d", -5, 0, 7u, (size_t)1 << 31, 0xbeefu, "word",
                    -2147483647 - 1);
    CHECK_STR(buffer, "-5 0 7 2147483648 0x0000beef word % -2147483648");
    ink_text_format(&text, "%s", "!");
    CHECK_STR(buffer, "-5 0 7 2147483648 0x0000beef word % -2147483648!");
}

TEST(text_cuts_and_measures) {
    char buffer[5] = "xxxx";
    ink_text text = {buffer, sizeof buffer, 0};
    ink_text_format(&text, "%s-%d", "abc", 12345);
    CHECK_STR(buffer, "abc-");
    CHECK_EQ_INT(text.length, 9);
    ink_text measured = {NULL, 0, 0};
    ink_text_format(&measured, "%g and %s", 1.5, "more");
    CHECK_EQ_INT(measured.length, 12);
    ink_text empty = {buffer, sizeof buffer, 0};
    ink_text_format(&empty, "%s", "");
    CHECK_STR(buffer, "");
}

TEST(text_numbers_read_well) {
    CHECK_STR(format_number(0), "0");
    CHECK_STR(format_number(-0.5), "-0.5");
    CHECK_STR(format_number(128), "128");
    CHECK_STR(format_number(0.1307), "0.1307");
    CHECK_STR(format_number(1e-4), "0.0001");
    CHECK_STR(format_number(1e-5), "1e-5");
    CHECK_STR(format_number(1e9), "1000000000");
    CHECK_STR(format_number(2147483648.0), "2147480000");
    CHECK_STR(format_number(1e16), "1e16");
    CHECK_STR(format_number(999999.6), "1000000");
    CHECK_STR(format_number(NAN), "NaN");
    CHECK_STR(format_number(INFINITY), "infinity");
    CHECK_STR(format_number(-INFINITY), "-infinity");
}

static double random_double(ink_random *random) {
    double mantissa = ink_random_bits(random) / 4294967296.0 + ink_random_bits(random) / 0x1p64;
    int exponent = (int)ink_random_below(random, 600) - 300;
    double value = (mantissa + 0.5) * pow(10, exponent);
    return ink_random_bits(random) & 1 ? -value : value;
}

TEST(text_numbers_keep_six_digits) {
    ink_random random = ink_random_make(1, INK_STREAM_SYNTHETIC, 0);
    for (int i = 0; i < 20000; i++) {
        double value = random_double(&random), read = strtod(format_number(value), NULL);
        if (!CHECK(fabs(read - value) <= 5.001e-6 * fabs(value))) break;
    }
    CHECK_NEAR(strtod(format_number(DBL_MAX), NULL) / 1.79769e308, 1, 1e-9);
    CHECK_NEAR(strtod(format_number(DBL_MIN), NULL) / 2.22507e-308, 1, 1e-9);
    CHECK_STR(format_number(5e-324), "4.94066e-324");
}

TEST(number_refuses_what_is_none) {
    static const char *const garbage[] = {
        "",       " ",        "1 ",  " 1",   "abc", "0x10",  "nan",     "NaN",   "inf", "infinity",
        "-",      "+",        ".",   "-.",   "1e",  "1e+",   "e5",      "1.2.3", "1,5", "1e400",
        "-1e400", "1e999999", "--1", "1e5x", "1f",  "1e5.5", "classes", "true",  "1\n", "９",
    };
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        double value = 42;
        if (!CHECK(!ink_text_number(garbage[i], &value))) printf("    \"%s\"\n", garbage[i]);
    }
}

static void check_number(const char *string, double tolerance) {
    double value = -1, want = strtod(string, NULL);
    int good = CHECK(ink_text_number(string, &value)) && CHECK_NEAR(value, want, tolerance);
    if (!good) printf("    \"%s\"\n", string);
}

TEST(number_agrees_with_strtod) {
    static const char *const exact[] = {
        "0",
        "-0",
        "1",
        "-1",
        "+1",
        "1.",
        ".5",
        "-.5",
        "0.1",
        "1e3",
        "1E3",
        "1e+3",
        "1e-3",
        "0.1307",
        "0.3081",
        "0.001",
        "1e22",
        "007",
        "1e-22",
        "123456789012345",
        "0.000000000000001",
        "9007199254740992",
        "0e9999",
        "0.0000e-99999",
        "1e-9999",
        "4294967295",
        "3.14159265358979",
    };
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++) check_number(exact[i], 0);
    static const char *const close[] = {
        "1.7976931348623157e308",
        "2.2250738585072014e-308",
        "1e308",
        "1e-307",
        "1e-310",
        "123456789012345678901234567890",
        "0.30000000000000004",
        "123456789012345678e-320",
        "0.00000000000000000000000000000000000000000000000000000000012345678901234567890123e60",
        "100000000000000000000000000000000000000000000000000000000000000000000000000000e-300",
    };
    for (size_t i = 0; i < sizeof close / sizeof *close; i++)
        check_number(close[i], 4e-15 * strtod(close[i], NULL) + 5e-324);
}

TEST(number_reads_back_what_printf_wrote) {
    ink_random random = ink_random_make(2, INK_STREAM_SYNTHETIC, 0);
    char string[64];
    for (int i = 0; i < 20000; i++) {
        double value = random_double(&random);
        snprintf(string, sizeof string, "%.16e", value);
        check_number(string, 4e-15 * fabs(value));
        /* 15 digits with an exponent of at most 22: exact. */
        snprintf(string, sizeof string, "%.14g", ink_random_bits(&random) / 1048576.0);
        check_number(string, 0);
    }
}

int main(void) {
    RUN(text_formats);
    RUN(text_cuts_and_measures);
    RUN(text_numbers_read_well);
    RUN(text_numbers_keep_six_digits);
    RUN(number_refuses_what_is_none);
    RUN(number_agrees_with_strtod);
    RUN(number_reads_back_what_printf_wrote);
    return harness_end();
}
