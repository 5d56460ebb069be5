/* How fast the kernels run, each as arithmetic a second, beside what the machine can do
 * at all: JSON on stdout. A multiplication and an addition count as two. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kernel/convolution.h"
#include "kernel/gemm.h"
#include "kernel/sparse.h"
#include "simd/f32x4.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The best of several short runs, since what stands in the way is the rest of the machine,
 * after a time in which an engine of WebAssembly compiles once more what runs often. Runs of
 * the peak alternate with those of a kernel, for the machine changes its speed by the second. */
enum { ROUNDS = 30 };
static const double ROUND = 0.006, WARM_UP = 0.1;

typedef void work(void *context);

/* Of work that it sees, a compiler leaves out what nobody reads, so the function is read anew for
 * each call. */
typedef struct timed {
    work *volatile run;
    void *context;
    int calls; /* that take a round, at least */
} timed;

/* Seconds of a call. */
static double time_round(timed *t) {
    double start = now();
    for (int i = 0; i < t->calls; i++) t->run(t->context);
    return (now() - start) / t->calls;
}

static timed warmed_up(work *run, void *context) {
    timed t = {run, context, 1};
    for (double begun = now(), seconds;;) {
        seconds = time_round(&t) * t.calls;
        if (seconds < ROUND)
            t.calls *= 2;
        else if (now() - begun > WARM_UP)
            return t;
    }
}

static float *numbers(size_t count) {
    float *x = malloc(count * sizeof *x);
    for (size_t i = 0; i < count; i++) x[i] = (float)(i % 7) * 0.125f - 0.25f;
    return x;
}

enum { PEAK_STEPS = 4096, PEAK_CHAINS = 10 };

/* Chains of multiply-adds that wait for nobody but themselves. The factors come out of the
 * nearest cache, so that no product is the same in two turns; ten sums, two factors and
 * one more leave a register for the product. */
static void peak(void *context) {
    float *x = context;
    f32x4 a0 = f32x4_load(x), a1 = f32x4_load(x + 4);
    f32x4 s0 = a0, s1 = a0, s2 = a0, s3 = a0, s4 = a0, s5 = a0, s6 = a0, s7 = a0, s8 = a0, s9 = a0;
    for (int i = 0; i < PEAK_STEPS; i++) {
        const float *from = x + i % 16 * 16;
        f32x4 b = f32x4_load(from);
        s0 = f32x4_madd(a0, b, s0), s1 = f32x4_madd(a1, b, s1), b = f32x4_load(from + 4);
        s2 = f32x4_madd(a0, b, s2), s3 = f32x4_madd(a1, b, s3), b = f32x4_load(from + 8);
        s4 = f32x4_madd(a0, b, s4), s5 = f32x4_madd(a1, b, s5), b = f32x4_load(from + 12);
        s6 = f32x4_madd(a0, b, s6), s7 = f32x4_madd(a1, b, s7), b = f32x4_load(from + 16);
        s8 = f32x4_madd(a0, b, s8), s9 = f32x4_madd(a1, b, s9);
    }
    s0 = f32x4_add(f32x4_add(s0, s1), f32x4_add(s2, s3));
    s4 = f32x4_add(f32x4_add(s4, s5), f32x4_add(s6, s7));
    f32x4_store(x + 300, f32x4_add(f32x4_add(s0, s4), f32x4_add(s8, s9)));
}

static timed the_peak;
static double quickest_peak = 1e9;
static const double PEAK_OPERATIONS = 8.0 * PEAK_STEPS * PEAK_CHAINS;

/* Prints how often `count` things are done in `unit` a second, and, where they are operations,
 * what share that is of the peak in the same moments. */
static void report(const char *name, double unit, double count, work *run, void *context) {
    timed kernel = warmed_up(run, context);
    double best = 1e9, best_peak = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double seconds = time_round(&the_peak);
        if (seconds < best_peak) best_peak = seconds;
        seconds = time_round(&kernel);
        if (seconds < best) best = seconds;
    }
    if (best_peak < quickest_peak) quickest_peak = best_peak;
    double of_peak = count / best / (PEAK_OPERATIONS / best_peak);
    printf("{\"name\":\"%s\",\"rate\":%.3f,\"ofPeak\":%.4f}\n", name, count / best / unit, of_peak);
    fflush(stdout);
}

enum { TRIAD = 1 << 24 };

/* a = b + q·c over 200 MB, more than caches hold (McCalpin's STREAM). */
static void triad(void *context) {
    float *a = context, *b = a + TRIAD, *c = b + TRIAD;
    f32x4 q = f32x4_splat(0.5f);
    for (int i = 0; i < TRIAD; i += 4)
        f32x4_store(a + i, f32x4_madd(q, f32x4_load(c + i), f32x4_load(b + i)));
}

typedef struct product {
    ink_gemm gemm;
    float *scratch;
} product;

static void multiply(void *context) {
    product *p = context;
    ink_gemm_run(&p->gemm, p->scratch, NULL);
}

static void measure_product(int m, int n, int k, bool transpose_a, bool transpose_b) {
    float *a = numbers((size_t)m * (size_t)k), *b = numbers((size_t)n * (size_t)k);
    float *c = numbers((size_t)m * (size_t)n);
    product p = {{m, n, k, a, transpose_a ? m : k, transpose_a, b, transpose_b ? k : n, transpose_b,
                  c, n, NULL, 0},
                 malloc(ink_gemm_scratch(m, n, k) * sizeof(float))};
    char name[64];
    snprintf(name, sizeof name, "product %d×%d×%d%s%s", m, n, k, transpose_a ? " aᵀ" : "",
             transpose_b ? " bᵀ" : "");
    report(name, 1e9, 2.0 * m * n * k, multiply, &p);
    free(a), free(b), free(c), free(p.scratch);
}

typedef struct convolving {
    ink_convolution conv;
    float *x, *y, *w, *bias;
} convolving;

static void forward(void *context) {
    convolving *c = context;
    ink_convolution_forward(&c->conv, c->bias, c->x, c->y);
}
static void backward_weight(void *context) {
    convolving *c = context;
    ink_convolution_backward_weight(&c->conv, c->x, c->y, c->w);
}
static void backward_input(void *context) {
    convolving *c = context;
    ink_convolution_backward_input(&c->conv, c->y, c->x);
}

static void measure_convolution(int n, ink_windows w, int filters) {
    w.out_height = w.height + 2 * w.padding - w.kernel + 1;
    w.out_width = w.width + 2 * w.padding - w.kernel + 1;
    size_t rows = (size_t)(w.channels * w.kernel * w.kernel);
    size_t outputs = (size_t)(w.out_height * w.out_width);
    convolving c = {{w, filters, n, numbers(rows * (size_t)filters),
                     malloc(ink_convolution_scratch(&w, filters) * sizeof(float)), NULL},
                    numbers((size_t)(n * w.channels * w.height * w.width)),
                    numbers((size_t)(n * filters) * outputs),
                    numbers(rows * (size_t)filters),
                    numbers((size_t)filters)};
    double operations = 2.0 * (double)rows * (double)outputs * n * filters;
    static const struct {
        const char *name;
        work *run;
    } passes[] = {{"forward", forward}, {"weight", backward_weight}, {"input", backward_input}};
    for (int i = 0; i < 3; i++) {
        char name[96];
        snprintf(name, sizeof name, "convolution %d×%d×%d, %d of %d×%d, %s", w.channels, w.height,
                 w.width, filters, w.kernel, w.kernel, passes[i].name);
        report(name, 1e9, operations, passes[i].run, &c);
    }
    /* Behind max pooling: at most one of a window's four is not zero. Counted as if it were dense.
     */
    for (size_t i = 0; i < outputs * (size_t)(n * filters); i++)
        if (i % 8 != 0 && i % 8 != 5) c.y[i] = 0;
    for (int i = 1; i < 3; i++) {
        char name[96];
        snprintf(name, sizeof name, "convolution %d×%d×%d, %d of %d×%d, %s behind pooling",
                 w.channels, w.height, w.width, filters, w.kernel, w.kernel, passes[i].name);
        report(name, 1e9, operations, passes[i].run, &c);
    }
    free((float *)c.conv.weight), free(c.conv.scratch);
    free(c.x), free(c.y), free(c.w), free(c.bias);
}

typedef struct sparse_product {
    ink_sparse x;
    int m;
    float *w, *bias, *y, *scratch;
} sparse_product;

static void sparse_forward(void *context) {
    sparse_product *p = context;
    ink_sparse_forward(&p->x, p->m, p->w, p->bias, p->y, p->scratch, NULL);
}
static void sparse_backward(void *context) {
    sparse_product *p = context;
    ink_sparse_backward(&p->x, p->m, p->y, p->bias, p->w, p->scratch, NULL);
}

/* Strokes of a fifth of the pixels, as MNIST's. Counted as if it were dense. */
static void measure_sparse(int n, int k, int m) {
    size_t count = (size_t)n * (size_t)k;
    uint8_t *image = calloc((size_t)k, 1);
    float differences[256] = {0, 0.5f};
    sparse_product p = {{n, k, 0, malloc((size_t)(n * ink_sparse_blocks(k)) * sizeof(int)),
                         malloc(count * sizeof(ink_spot))},
                        m,
                        numbers((size_t)m * (size_t)k),
                        numbers((size_t)m),
                        numbers((size_t)n * (size_t)m),
                        malloc(ink_sparse_scratch(n, k, m) * sizeof(float))};
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < k; j++) image[j] = (j + 5 * i) % 25 < 5;
        ink_sparse_list(&p.x, i, image, differences);
    }
    char name[64];
    snprintf(name, sizeof name, "sparse %d×%d×%d forward", n, m, k);
    report(name, 1e9, 2.0 * n * m * k, sparse_forward, &p);
    snprintf(name, sizeof name, "sparse %d×%d×%d backward", n, m, k);
    report(name, 1e9, 2.0 * n * m * k, sparse_backward, &p);
    free(image), free(p.x.ends), free(p.x.others), free(p.w), free(p.bias), free(p.y),
        free(p.scratch);
}

int main(void) {
    float *x = numbers((size_t)3 * TRIAD);
    the_peak = warmed_up(peak, x);
    report("triad", 1e9, 12.0 * TRIAD, triad, x);
    measure_product(512, 512, 512, false, false);
    measure_product(128, 128, 784, false, true);
    measure_product(128, 784, 128, true, false);
    measure_product(128, 784, 128, false, false);
    measure_product(100, 256, 256, false, true);
    measure_product(256, 256, 100, true, false);
    measure_product(100, 256, 256, false, false);
    measure_product(128, 10, 128, false, true);
    measure_sparse(128, 784, 10);
    measure_sparse(128, 784, 128);
    measure_sparse(32, 784, 128);
    measure_convolution(16, (ink_windows){1, 28, 28, 5, 1, 0, 0, 0}, 8);
    measure_convolution(16, (ink_windows){8, 12, 12, 5, 1, 0, 0, 0}, 16);
    measure_convolution(16, (ink_windows){1, 28, 28, 5, 1, 2, 0, 0}, 6);
    measure_convolution(16, (ink_windows){6, 14, 14, 5, 1, 0, 0, 0}, 16);
    measure_convolution(16, (ink_windows){16, 14, 14, 3, 1, 1, 0, 0}, 32);
    measure_convolution(16, (ink_windows){32, 7, 7, 3, 1, 1, 0, 0}, 64);
    printf("{\"name\":\"peak\",\"rate\":%.3f}\n", PEAK_OPERATIONS / quickest_peak / 1e9);
    free(x);
    return 0;
}
