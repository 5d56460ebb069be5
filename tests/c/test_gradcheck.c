#include "harness.h"

#include "base/text.h"
#include "check/gradcheck.h"
#include "net/init.h"
#include "net/layer.h"
#include "net/loss.h"

static ink_error error;
static ink_gradcheck_row rows[256];

/* All rows of a check: how many, or why there is none. */
static int check_all(const char *config, int height, int width, int classes, int samples,
                     uint64_t seed) {
    ink_gradcheck *check;
    int count = 0,
        due = ink_gradcheck_open(config, height, width, classes, samples, seed, &check, &error);
    if (due < 0) return due;
    while (count < due && ink_gradcheck_next(check, &rows[count])) count++;
    ink_gradcheck_row more;
    CHECK(count == due && !ink_gradcheck_next(check, &more));
    ink_gradcheck_close(check);
    return count;
}

static void check_rows(const char *what, int count) {
    size_t tried = 0, skipped = 0;
    for (int i = 0; i < count; i++) {
        tried += rows[i].tried, skipped += rows[i].skipped;
        if (!CHECK(rows[i].error <= INK_GRADCHECK_BOUND))
            printf("    %s: %s is off by %g\n", what, rows[i].name, rows[i].error);
    }
    if (!CHECK(skipped * 20 <= tried)) printf("    %s: %zu of %zu skipped\n", what, skipped, tried);
}

/* Fills in what a choice cannot do without: 3, or as near as its range allows. */
static void write_choice(ink_text *text, const char *path, const ink_choice *choice) {
    ink_text_format(text, "%s.type=%s\n", path, choice->name);
    for (const ink_param *param = choice->params; param->name; param++) {
        if (param->fallback == param->fallback) continue;
        double value = param->minimum > 3   ? param->minimum
                       : param->maximum < 3 ? param->maximum
                                            : 3;
        ink_text_format(text, "%s.%s=%g\n", path, param->name, value);
    }
}

static const struct { int height, width; } sizes[] = {{7, 5}, {6, 6}, {4, 9}};
enum { SIZES = 3, CLASSES = 4, SAMPLES = 5 };

/* Between a convolution and a dense layer, so that there are channels before it
 * and weights on either side. */
TEST(every_layer_after_a_convolution) {
    for (int l = 0; ink_layers[l]; l++)
        for (int s = 0; s < SIZES; s++) {
            char config[1024];
            ink_text text = {config, sizeof config, 0};
            ink_text_format(&text, "layers.0.type=conv2d\nlayers.0.filters=4\nlayers.0.kernel=3\n"
                                   "layers.0.padding=1\n");
            write_choice(&text, "layers.1", ink_layers[l]);
            ink_text_format(&text, "layers.2.type=dense\nlayers.2.units=classes\nbatchSize=8\n");
            int count = check_all(config, sizes[s].height, sizes[s].width, CLASSES, SAMPLES,
                                  7 + (uint64_t)s);
            if (!CHECK(count >= 4)) printf("    %s: %s\n", ink_layers[l]->name, error.detail);
            check_rows(ink_layers[l]->name, count);
        }
}

/* After a dense layer there is nothing to slide windows over: those layers may
 * refuse, all others must pass. */
TEST(every_layer_after_a_dense_one) {
    int checked = 0;
    for (int l = 0; ink_layers[l]; l++)
        for (int units = 6; units <= 18; units += 6) {
            char config[1024];
            ink_text text = {config, sizeof config, 0};
            ink_text_format(&text, "layers.0.type=dense\nlayers.0.units=%d\n", units);
            write_choice(&text, "layers.1", ink_layers[l]);
            ink_text_format(&text, "layers.2.type=dense\nlayers.2.units=classes\nbatchSize=8\n");
            int count = check_all(config, 5, 3, CLASSES, SAMPLES, 3);
            if (count < 0 && strstr(error.detail, "is larger than its input")) continue;
            if (!CHECK(count >= 4)) printf("    %s: %s\n", ink_layers[l]->name, error.detail);
            check_rows(ink_layers[l]->name, count);
            checked++;
        }
    CHECK(checked >= 9);
}

TEST(every_loss) {
    for (int l = 0; ink_losses[l]; l++)
        for (int s = 0; s < SIZES; s++) {
            char config[1024];
            ink_text text = {config, sizeof config, 0};
            ink_text_format(&text, "layers.0.type=dense\nlayers.0.units=6\nlayers.1=tanh\n"
                                   "layers.2.type=dense\nlayers.2.units=classes\nbatchSize=8\n");
            write_choice(&text, "loss", ink_losses[l]);
            int count =
                check_all(config, sizes[s].height, sizes[s].width, 3 + s, SAMPLES, 1 + (uint64_t)s);
            CHECK_EQ_INT(count, 4);
            check_rows(ink_losses[l]->name, count);
        }
}

/* Layers that write over their input, after ones that still need it. */
TEST(layers_in_each_others_place) {
    static const char *const stacks[] = {
        "layers.1=sigmoid\nlayers.2=dropout\nlayers.3=tanh\nlayers.4=batchnorm\n",
        "layers.1=relu\nlayers.2=flatten\nlayers.3.type=dropout\nlayers.3.rate=0.3\n",
        "layers.1=batchnorm\nlayers.2=elu\nlayers.3=identity\nlayers.4=batchnorm\n",
        "layers.1=gelu\nlayers.2=leaky-relu\nlayers.3=prelu\nlayers.4=dropout\n",
        "layers.1=maxpool2d\nlayers.2=relu\nlayers.3=dropout\nlayers.4=sigmoid\n",
        "layers.1=maxout\nlayers.2=dropout\nlayers.3=avgpool2d\nlayers.4=tanh\n",
    };
    for (size_t i = 0; i < sizeof stacks / sizeof *stacks; i++) {
        char config[1024];
        ink_text text = {config, sizeof config, 0};
        ink_text_format(&text, "layers.0.type=conv2d\nlayers.0.filters=4\n%s", stacks[i]);
        int last = i == 1 ? 4 : 5;
        ink_text_format(&text, "layers.%d.type=dense\nlayers.%d.units=classes\n", last, last);
        int count = check_all(config, 8, 7, CLASSES, SAMPLES, 5);
        if (!CHECK(count >= 4)) printf("    stack %zu: %s\n", i, error.detail);
        check_rows(stacks[i], count);
    }
}

TEST(strides_and_paddings) {
    for (int stride = 1; stride <= 3; stride++)
        for (int padding = 0; padding <= 2; padding++) {
            char config[1024];
            ink_text text = {config, sizeof config, 0};
            ink_text_format(&text,
                            "layers.0.type=conv2d\nlayers.0.filters=2\nlayers.0.kernel=3\n"
                            "layers.0.padding=%d\nlayers.0.stride=%d\nlayers.1=tanh\n"
                            "layers.2.type=conv2d\nlayers.2.filters=3\nlayers.2.kernel=2\n"
                            "layers.3.type=dense\nlayers.3.units=classes\n",
                            padding, stride);
            int count = check_all(config, 9, 11, CLASSES, 3, 5);
            CHECK_EQ_INT(count, 6);
            check_rows("conv2d", count);
        }
}

TEST(bad_calls_are_refused) {
    CHECK_EQ_INT(check_all("layers.0=dance\n", 5, 5, 4, 3, 1), INK_ERROR_CONFIG);
    CHECK_EQ_INT(check_all("layers.0=flatten\n", 5, 5, 25, 0, 1), INK_ERROR_ARGUMENT);
}

int main(void) {
    RUN(every_layer_after_a_convolution);
    RUN(every_layer_after_a_dense_one);
    RUN(every_loss);
    RUN(layers_in_each_others_place);
    RUN(strides_and_paddings);
    RUN(bad_calls_are_refused);
    return harness_end();
}
