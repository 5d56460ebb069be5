/* Convolutions against their plain twins: the forward pass bit for bit, the gradients,
 * whose sums run in another order, closely; any number of threads gives equal bits. */
#include "kernel/convolution.h"

#include "harness.h"
#include "kernel/reference.h"
#include "kernel_support.h"

#ifdef INK_SIMD_RELAXED
static const float FORWARD = 1e-5f;
#else
static const float FORWARD = 0;
#endif

enum { MAX_POOLS = 3 };
static ink_pool *pools[MAX_POOLS];

/* Relative to the largest of those wanted. */
static bool near(size_t count, const float *got, const float *want, float tolerance) {
    if (tolerance == 0) return same_floats(count, got, want);
    float largest = 1;
    for (size_t i = 0; i < count; i++)
        if (fabsf(want[i]) > largest) largest = fabsf(want[i]);
    for (size_t i = 0; i < count; i++)
        if (!(fabsf(got[i] - want[i]) <= tolerance * largest)) return false;
    return true;
}

static guarded random_array(uint32_t seed, size_t count) {
    guarded array = guarded_make(count);
    fill_random(seed, count, array.x);
    return array;
}

typedef void pass(const ink_convolution *conv, const float *const in[3], float *out);

static void run_forward(const ink_convolution *conv, const float *const in[3], float *out) {
    ink_convolution_forward(conv, in[2], in[0], out);
}
static void want_forward(const ink_convolution *conv, const float *const in[3], float *out) {
    ink_convolution_forward_reference(conv, in[2], in[0], out);
}
static void run_weight(const ink_convolution *conv, const float *const in[3], float *out) {
    ink_convolution_backward_weight(conv, in[0], in[1], out);
}
static void want_weight(const ink_convolution *conv, const float *const in[3], float *out) {
    ink_convolution_backward_weight_reference(conv, in[0], in[1], out);
}
static void run_input(const ink_convolution *conv, const float *const in[3], float *out) {
    ink_convolution_backward_input(conv, in[1], out);
}
static void want_input(const ink_convolution *conv, const float *const in[3], float *out) {
    ink_convolution_backward_input_reference(conv, in[1], out);
}

static const struct {
    const char *name;
    pass *run, *want;
} passes[] = {{"forward", run_forward, want_forward},
              {"backward_weight", run_weight, want_weight},
              {"backward_input", run_input, want_input}};

static void check_pass(ink_convolution *conv, int which, const float *const in[3], size_t count) {
    guarded want = guarded_make(count), first = guarded_make(count);
    passes[which].want(conv, in, want.x);
    for (int threads = 1; threads <= MAX_POOLS; threads++) {
        guarded got = guarded_make(count);
        guarded scratch = guarded_make(ink_convolution_scratch(&conv->windows, conv->filters));
        conv->scratch = scratch.x, conv->pool = pools[threads - 1];
        passes[which].run(conv, in, got.x);
        bool ok = CHECK(near(count, got.x, want.x, which ? 2e-5f : FORWARD));
        if (threads == 1) memcpy(first.x, got.x, count * sizeof(float));
        ok &= CHECK(same_floats(count, got.x, first.x));
        ok &= CHECK(guarded_end(got));
        ok &= CHECK(guarded_end(scratch));
        const ink_windows *w = &conv->windows;
        if (!ok)
            printf("    %s: %d images, %d×%d×%d, %d filters of %d, stride %d, padding %d, "
                   "%d threads\n",
                   passes[which].name, conv->n, w->channels, w->height, w->width, conv->filters,
                   w->kernel, w->stride, w->padding, threads);
    }
    CHECK(guarded_end(want) && guarded_end(first));
}

static void check_shape(int n, ink_windows w, int filters) {
    w.out_height = (w.height + 2 * w.padding - w.kernel) / w.stride + 1;
    w.out_width = (w.width + 2 * w.padding - w.kernel) / w.stride + 1;
    size_t weights = (size_t)(filters * w.channels * w.kernel * w.kernel);
    size_t pixels = (size_t)(n * w.channels * w.height * w.width);
    size_t outputs = (size_t)(n * filters * w.out_height * w.out_width);
    guarded weight = random_array(1, weights), bias = random_array(2, (size_t)filters);
    guarded x = random_array(3, pixels), dy = random_array(4, outputs);
    ink_convolution conv = {.windows = w, .filters = filters, .n = n, .weight = weight.x};
    const float *in[3] = {x.x, dy.x, bias.x};
    const size_t counts[] = {outputs, weights, pixels};
    for (int which = 0; which < 3; which++) check_pass(&conv, which, in, counts[which]);
    for (size_t i = 0; i < outputs; i++)
        if (i % 7 % 3) dy.x[i] = 0; /* as behind max pooling */
    for (int which = 1; which < 3; which++) check_pass(&conv, which, in, counts[which]);
    CHECK(guarded_end(weight) && guarded_end(bias) && guarded_end(x) && guarded_end(dy));
}

TEST(odd_shapes) {
    static const int kernels[] = {1, 2, 3, 5, 6}, filters[] = {1, 3, 4, 6};
    for (int k = 0; k < 5; k++)
        for (int f = 0; f < 4; f++)
            for (int padding = 0; padding < kernels[k]; padding++)
                for (int stride = 1; stride <= 3; stride++) {
                    check_shape(3, (ink_windows){2, 6, 7, kernels[k], stride, padding, 0, 0},
                                filters[f]);
                    check_shape(1, (ink_windows){1, 7, 11, kernels[k], stride, padding, 0, 0},
                                filters[f]);
                }
}

/* As the presets have them, and more images than are added up at once. */
TEST(usual_shapes) {
    check_shape(9, (ink_windows){1, 28, 28, 5, 1, 2, 0, 0}, 6);
    check_shape(2, (ink_windows){6, 14, 14, 5, 1, 0, 0, 0}, 16);
    check_shape(17, (ink_windows){8, 12, 12, 5, 1, 0, 0, 0}, 16);
    check_shape(2, (ink_windows){3, 7, 7, 3, 1, 1, 0, 0}, 32);
    check_shape(3, (ink_windows){1, 28, 28, 5, 1, 0, 0, 0}, 5);
    check_shape(0, (ink_windows){1, 8, 8, 3, 1, 1, 0, 0}, 4);
}

int main(void) {
    for (int i = 0; i < MAX_POOLS; i++) pools[i] = ink_pool_create(&ink_allocator_default, i + 1);
    RUN(odd_shapes);
    RUN(usual_shapes);
    for (int i = 0; i < MAX_POOLS; i++) ink_pool_destroy(pools[i]);
    return harness_end();
}
