/* Checks for the C tests, the same natively and as wasm under Node.
 *
 *     TEST(adds) { CHECK_EQ_INT(1 + 1, 2); }
 *     int main(void) { RUN(adds); return harness_end(); }
 *
 * A failed check prints its expression with file:line and the run goes on; each macro is
 * also an expression, so `if (!CHECK(p)) return;` guards what follows. A test without RUN
 * is an unused function, which -Werror refuses. NDEBUG changes nothing. The exit code is 1
 * after any failure and when nothing was checked. */
#ifndef INK_TESTS_HARNESS_H
#define INK_TESTS_HARNESS_H

#include <math.h>
#include <stdio.h>
#include <string.h>

static long harness_checks, harness_failures, harness_skips;

static inline int harness_check(int ok, const char *file, int line, const char *expression) {
    harness_checks++;
    if (ok) return 1;
    harness_failures++;
    printf("%s:%d: failed: %s\n", file, line, expression);
    return 0;
}

static inline int harness_int(long long got, long long want, const char *file, int line,
                              const char *expression) {
    int ok = harness_check(got == want, file, line, expression);
    if (!ok) printf("    got %lld, expected %lld\n", got, want);
    return ok;
}

/* |got − want| ≤ tolerance; a NaN on either side fails, equal infinities pass. */
static inline int harness_near(double got, double want, double tolerance, const char *file,
                               int line, const char *expression) {
    int ok = harness_check(got == want || fabs(got - want) <= tolerance, file, line, expression);
    if (!ok) printf("    got %.9g, expected %.9g ± %.3g\n", got, want, tolerance);
    return ok;
}

static inline int harness_str(const char *got, const char *want, const char *file, int line,
                              const char *expression) {
    int ok = harness_check(got && want && strcmp(got, want) == 0, file, line, expression);
    if (!ok) printf("    got      \"%s\"\n    expected \"%s\"\n", got ? got : "(null)", want);
    return ok;
}

/* A test that checks nothing fails, unless it said SKIP: it could never fail otherwise. */
static inline void harness_run(const char *name, void (*test)(void)) {
    long checks = harness_checks, failures = harness_failures, skips = harness_skips;
    test();
    if (harness_checks == checks && harness_skips == skips) {
        harness_failures++;
        printf("%s: checked nothing\n", name);
    } else if (harness_failures > failures)
        printf("%s: FAILED\n", name);
    fflush(stdout);
}

static inline int harness_end(void) {
    printf("%ld checks, %ld failed\n", harness_checks, harness_failures);
    return harness_failures > 0 || (harness_checks == 0 && harness_skips == 0);
}

#define TEST(name) static void name(void)
#define RUN(name)  harness_run(#name, name)
/* For what is not on this machine, such as real MNIST: says why on stdout. Then return. */
#define SKIP(reason) ((void)harness_skips++, (void)printf("%s: skipped: %s\n", __func__, reason))

#define CHECK(condition) harness_check(!!(condition), __FILE__, __LINE__, #condition)
#define CHECK_EQ_INT(got, want) \
    harness_int((long long)(got), (long long)(want), __FILE__, __LINE__, #got " == " #want)
#define CHECK_NEAR(got, want, tolerance) \
    harness_near(got, want, tolerance, __FILE__, __LINE__, #got " ≈ " #want)
#define CHECK_STR(got, want) harness_str(got, want, __FILE__, __LINE__, #got " == " #want)
/* Equal bytes: floats that must have equal bits, NaN and −0 told apart. */
#define CHECK_EQ_BYTES(got, want, size) \
    harness_check(memcmp(got, want, size) == 0, __FILE__, __LINE__, #got " has the bytes of " #want)

#endif
