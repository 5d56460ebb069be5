/* Pooling, channel sums and normalisation against their plain twins. */
#include "kernel/pooling.h"

#include "harness.h"
#include "kernel/channels.h"
#include "kernel/reference.h"
#include "kernel_support.h"

/* Numbers of a few values only, so that windows have several largest. */
static guarded make_numbers(uint32_t seed, size_t count) {
    guarded array = guarded_make(count);
    fill_random(seed, count, array.x);
    for (size_t i = 0; i < count; i++) array.x[i] = floorf(2 * array.x[i]);
    return array;
}

static void check_max_pool(size_t planes, int height, int width, int size, int stride,
                           bool rectify) {
    ink_pooling p = {planes,
                     height,
                     width,
                     size,
                     stride,
                     (height - size) / stride + 1,
                     (width - size) / stride + 1,
                     rectify};
    size_t pixels = planes * (size_t)(height * width);
    size_t outputs = planes * (size_t)(p.out_height * p.out_width);
    guarded x = make_numbers(1, pixels), dy = make_numbers(2, outputs);
    guarded y = guarded_make(outputs), y_want = guarded_make(outputs);
    guarded dx = guarded_make(pixels), dx_want = guarded_make(pixels);
    ink_max_pool(&p, x.x, y.x);
    ink_max_pool_reference(&p, x.x, y_want.x);
    bool ok = CHECK(same_floats(outputs, y.x, y_want.x));
    ink_max_pool_backward(&p, x.x, y.x, dy.x, dx.x);
    ink_max_pool_backward_reference(&p, x.x, y.x, dy.x, dx_want.x);
    for (size_t i = 0; i < pixels; i++) ok &= dx.x[i] == dx_want.x[i];
    ok = CHECK(ok);
    ok &= CHECK(guarded_end(x) && guarded_end(dy) && guarded_end(y) && guarded_end(y_want));
    ok &= CHECK(guarded_end(dx) && guarded_end(dx_want));
    if (!ok) printf("    %zu of %d×%d by %d, stride %d\n", planes, height, width, size, stride);
}

TEST(max_pool) {
    for (int height = 2; height <= 9; height++)
        for (int width = 2; width <= 21; width++)
            for (int size = 1; size <= 3; size++)
                for (int stride = 1; stride <= 3; stride++)
                    if (size <= height && size <= width)
                        check_max_pool(3, height, width, size, stride, (width + height) % 2);
}

static bool close_to(size_t count, const float *got, const float *want) {
    for (size_t i = 0; i < count; i++)
        if (!(fabsf(got[i] - want[i]) <= 1e-4f * (1 + fabsf(want[i])))) return false;
    return true;
}

static void check_channels(int samples, int channels, size_t plane) {
    ink_channels shape = {samples, channels, plane};
    size_t count = (size_t)(samples * channels) * plane, c = (size_t)channels;
    guarded x = guarded_make(count), z = guarded_make(count), each[4], got[2], want[2];
    fill_random(1, count, x.x), fill_random(2, count, z.x);
    for (int i = 0; i < 4; i++)
        each[i] = guarded_make(c), fill_random(3 + (uint32_t)i, c, each[i].x);
    for (int i = 0; i < 2; i++) got[i] = guarded_make(c), want[i] = guarded_make(c);
    ink_channel_squares(&shape, x.x, each[0].x, got[0].x);
    ink_channel_products(&shape, x.x, z.x, got[1].x);
    ink_channel_squares_reference(&shape, x.x, each[0].x, want[0].x);
    ink_channel_products_reference(&shape, x.x, z.x, want[1].x);
    bool ok = CHECK(close_to(c, got[0].x, want[0].x));
    ok &= CHECK(close_to(c, got[1].x, want[1].x));
    guarded normal = guarded_make(count), normal_want = guarded_make(count);
    guarded y = guarded_make(count), y_want = guarded_make(count);
    ink_channel_normalize(&shape, x.x, each[0].x, each[1].x, each[2].x, each[3].x, normal.x, y.x);
    ink_channel_normalize_reference(&shape, x.x, each[0].x, each[1].x, each[2].x, each[3].x,
                                    normal_want.x, y_want.x);
    ok &= CHECK(same_floats(count, normal.x, normal_want.x));
    ok &= CHECK(same_floats(count, y.x, y_want.x));
    for (int i = 0; i < 4; i++) CHECK(guarded_end(each[i]));
    for (int i = 0; i < 2; i++) CHECK(guarded_end(got[i]) && guarded_end(want[i]));
    CHECK(guarded_end(x) && guarded_end(z) && guarded_end(normal) && guarded_end(normal_want));
    CHECK(guarded_end(y) && guarded_end(y_want));
    if (!ok) printf("    %d×%d×%zu\n", samples, channels, plane);
}

TEST(channels) {
    static const size_t planes[] = {1, 2, 15, 16, 49, 784};
    for (int channels = 1; channels <= 9; channels += 4)
        for (int p = 0; p < 6; p++) check_channels(5, channels, planes[p]);
}

int main(void) {
    RUN(max_pool);
    RUN(channels);
    return harness_end();
}
