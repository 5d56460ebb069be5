/* Equal bits: twelve steps with each layer, loss, initialiser, optimiser and
 * schedule, whose weights' hash must be the one in tests/golden/bits.txt on every
 * strict build. A row without a hash there fails, and prints its line. */
#include "harness.h"

#include <stdlib.h>

#include "base/text.h"
#include "inkling.h"
#include "net/init.h"
#include "net/layer.h"
#include "net/loss.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"
#include "sha256.h"

static ink_error error;
static ink_data *data;
static char expected[16384];

static void hash_run(const char *config, char hex[65]) {
    ink_session *session;
    strcpy(hex, "no session");
    if (ink_session_create(NULL, config, data, 1, &session, &error) < 0) {
        printf("    %s\n", error.detail);
        return;
    }
    for (int i = 0; i < 12; i++) ink_session_step(session, &error);
    static float all[1 << 18];
    size_t size = 0;
    ink_tensor tensor;
    for (int i = 0; ink_session_tensor(session, i, &tensor) == 0; i++) {
        memcpy(all + size, tensor.values, tensor.count * sizeof(float));
        size += tensor.count;
    }
    CHECK(size > 0);
    sha256_hex(all, size * sizeof(float), hex);
    ink_session_destroy(session);
}

static void write_choice(ink_text *text, const char *path, const ink_choice *choice) {
    ink_text_format(text, "%s.type=%s\n", path, choice->name);
    for (const ink_param *param = choice->params; param->name; param++)
        if (param->fallback != param->fallback)
            ink_text_format(text, "%s.%s=3\n", path, param->name);
}

/* `between` stands after a convolution; `rest` anywhere. */
static void check_choice(const char *kind, const ink_choice *choice, const char *path) {
    char config[1024], hex[65], line[160];
    ink_text text = {config, sizeof config, 0};
    bool layer = strcmp(kind, "layer") == 0;
    ink_text_format(&text, "layers.0.type=conv2d\nlayers.0.filters=4\nlayers.0.stride=3\n");
    if (layer)
        write_choice(&text, "layers.1", choice);
    else
        ink_text_format(&text, "layers.1=relu\n");
    ink_text_format(&text, "layers.2=flatten\nlayers.3.type=dense\nlayers.3.units=classes\n"
                           "batchSize=7\nepochs=1\nseed=5\n");
    if (!layer) write_choice(&text, path, choice);
    hash_run(config, hex);
    text = (ink_text){line, sizeof line, 0};
    ink_text_format(&text, "%s %s %s\n", kind, choice->name, hex);
    if (!CHECK(strstr(expected, line))) printf("%s", line);
}

TEST(every_choice_gives_its_bits) {
    for (int i = 0; ink_layers[i]; i++) check_choice("layer", ink_layers[i], "");
    for (int i = 0; ink_losses[i]; i++) check_choice("loss", ink_losses[i], "loss");
    for (int i = 0; ink_inits[i]; i++) check_choice("init", ink_inits[i], "init");
    for (int i = 0; ink_optimizers[i]; i++)
        check_choice("optimizer", ink_optimizers[i], "optimizer");
    for (int i = 0; ink_schedules[i]; i++) check_choice("schedule", ink_schedules[i], "schedule");
}

/* Images of our own making, so that the digits may change their handwriting. */
static void make_data(void) {
    static uint8_t images[120 * 784], labels[120];
    ink_random random = ink_random_make(9, INK_STREAM_AUGMENT, 0);
    for (int i = 0; i < 120; i++) {
        labels[i] = (uint8_t)(i % 10);
        for (int k = 0; k < 784; k++)
            images[i * 784 + k] = k / 78 == i % 10 ? (uint8_t)ink_random_bits(&random) : 0;
    }
    ink_data_create(NULL, 28, 28, 10, &data, &error);
    ink_data_set(data, false, images, labels, 120, &error);
}

int main(void) {
    FILE *file = fopen("tests/golden/bits.txt", "rb");
    if (file) {
        expected[fread(expected, 1, sizeof expected - 1, file)] = '\0';
        fclose(file);
    }
    make_data();
    RUN(every_choice_gives_its_bits);
    ink_data_destroy(data);
    return harness_end();
}
