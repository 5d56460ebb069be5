/* The engine from a terminal without JavaScript: trains and prints the same
 * closing line as `inkling.js train --json`, to compare builds with.
 *
 *   train_main [--data DIR|synthetic] [--config FILE] [--epochs N] [--seed N]
 *              [--threads N] [--chunk BYTES] [--synthetic COUNT]
 *
 * FILE holds lines path=value; without it, the preset mlp. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "inkling.h"
#include "sha256.h"

static const char mlp[] = "layers.0=flatten\nlayers.1.type=dense\nlayers.1.units=128\n"
                          "layers.2=relu\nlayers.3.type=dense\nlayers.3.units=classes\n"
                          "loss=softmax-cross-entropy\ninit=he-normal\noptimizer.type=adam\n"
                          "optimizer.learningRate=0.006\nschedule=one-cycle\n"
                          "preprocess.type=standardize\npreprocess.mean=0.1307\n"
                          "preprocess.deviation=0.3081\nbatchSize=128\n";

static const char *const names[INK_FILES] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                             "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};

static ink_error error;

static void die(const char *what) {
    fprintf(stderr, "train_main: %s: %s\n", what, error.detail);
    exit(1);
}

static FILE *open_file(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.gz", folder, name);
    FILE *file = fopen(path, "rb");
    if (file) return file;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, "rb");
}

static void read_folder(ink_data *data, const char *folder, size_t chunk) {
    uint8_t *buffer = malloc(chunk);
    for (int i = 0; i < INK_FILES; i++) {
        FILE *file = open_file(folder, names[i]);
        if (!file) die(names[i]);
        for (size_t count; (count = fread(buffer, 1, chunk, file));)
            if (ink_data_feed(data, (ink_file)i, buffer, count, &error) < 0) die(names[i]);
        if (ink_data_end(data, (ink_file)i, &error) < 0) die(names[i]);
        fclose(file);
    }
    free(buffer);
}

static void draw_synthetic(ink_data *data, uint32_t train, uint32_t test) {
    while (ink_data_synthesize(data, false, 1, train, 1000, &error) > 0) {}
    while (ink_data_synthesize(data, true, 1, test, 1000, &error) > 0) {}
}

static void read_text(const char *path, char *text, size_t size) {
    FILE *file = fopen(path, "rb");
    if (!file) die(path);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

static double now(void) {
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void hash_weights(const ink_session *session, char hex[65]) {
    size_t size = 0;
    ink_tensor tensor;
    for (int i = 0; ink_session_tensor(session, i, &tensor) == 0; i++) size += tensor.count;
    float *all = malloc(size * sizeof *all), *end = all;
    for (int i = 0; ink_session_tensor(session, i, &tensor) == 0; i++, end += tensor.count)
        memcpy(end, tensor.values, tensor.count * sizeof *all);
    sha256_hex(all, size * sizeof *all, hex);
    free(all);
}

int main(int argc, char **argv) {
    const char *folder = "synthetic", *config = NULL, *epochs = "3", *seed = "1";
    int threads = 1;
    size_t chunk = 65536;
    uint32_t synthetic = 60000;
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (!strcmp(argv[i], "--data"))
            folder = value;
        else if (!strcmp(argv[i], "--config"))
            config = value;
        else if (!strcmp(argv[i], "--epochs"))
            epochs = value;
        else if (!strcmp(argv[i], "--seed"))
            seed = value;
        else if (!strcmp(argv[i], "--threads"))
            threads = atoi(value);
        else if (!strcmp(argv[i], "--chunk"))
            chunk = (size_t)atol(value);
        else if (!strcmp(argv[i], "--synthetic"))
            synthetic = (uint32_t)atol(value);
        else
            return fprintf(stderr, "train_main: what is %s?\n", argv[i]), 2;
    }
    static char text[65536];
    if (config)
        read_text(config, text, sizeof text - 64);
    else
        memcpy(text, mlp, sizeof mlp);
    snprintf(text + strlen(text), 64, "epochs=%s\nseed=%s\n", epochs, seed);

    ink_data *data;
    ink_session *session;
    if (ink_data_create(NULL, 28, 28, 10, &data, &error) < 0) die("data");
    if (strcmp(folder, "synthetic") == 0)
        draw_synthetic(data, synthetic, synthetic / 6);
    else
        read_folder(data, folder, chunk);
    if (ink_session_create(NULL, text, data, threads, &session, &error) < 0) die("config");

    ink_progress progress = {0};
    uint64_t samples = 0;
    double start = now();
    do {
        if (ink_session_step(session, &error)) die("step");
        ink_session_progress(session, &progress);
        samples += progress.samples;
    } while (progress.step < progress.epochs * progress.steps_per_epoch);
    double seconds = now() - start;

    ink_score score = {0};
    if (ink_session_evaluate(session, INK_TEST, 0, ink_session_part_total(session, INK_TEST),
                             &score, NULL, &error))
        die("evaluate");
    char hash[65];
    hash_weights(session, hash);
    printf("{\"event\":\"done\",\"testAccuracy\":%.4f,\"testLoss\":%.6f,\"trainSeconds\":%.3f,"
           "\"samplesPerSecond\":%.0f,\"steps\":%" PRIu32 ",\"weightsSha256\":\"%s\","
           "\"build\":\"native\",\"threads\":%d}\n",
           (double)score.correct / score.count, score.loss / score.count, seconds,
           (double)samples / seconds, progress.step, hash, threads);
    ink_session_destroy(session);
    ink_data_destroy(data);
    return 0;
}
