/* The input as a config, read by every reader that needs no data. */
#include "base/config.h"
#include "data/preprocess.h"
#include "data/split.h"
#include "fuzz.h"

static const ink_param params[] = {
    {"rate", INK_PARAM_NUMBER, -1e9, 1e9, 0.5, "A number."},
    {"units", INK_PARAM_UNITS, 1, 1000, 128, "Whole, or the classes."},
    {"count", INK_PARAM_INTEGER, -1e15, 1e15, 3, "A whole number."},
    {"on", INK_PARAM_SWITCH, 0, 1, 1, "A switch."},
    {0},
};

static const ink_choice choice = {"some", "One choice.", params};
static const ink_choice *const choices[] = {&choice, NULL};

static void check_values(const double *values) {
    PROMISE(values[0] >= -1e9 && values[0] <= 1e9);
    PROMISE(values[1] == INK_UNITS_CLASSES || (values[1] >= 1 && values[1] <= 1000));
    PROMISE(values[1] == (double)(int)values[1]);
    PROMISE(values[2] == (double)(long long)values[2]);
    PROMISE(values[3] == 0 || values[3] == 1);
}

static int read_all(ink_config *config, ink_error *error) {
    double values[INK_MAX_PARAMS];
    const ink_choice *chosen;
    ink_preprocess preprocess;
    int status = ink_config_params(config, "", params, values, error);
    if (status == 0) check_values(values);
    if (status == 0)
        status = ink_config_choose(config, "a", "some", choices, &chosen, values, error);
    if (status == 0) check_values(values);
    if (status == 0) status = ink_preprocess_read(config, 28, 28, &preprocess, error);
    if (status == 0)
        for (int i = 0; i < 256; i++) PROMISE(preprocess.table[i] - preprocess.table[i] == 0);
    if (status == 0) status = ink_config_params(config, "split", ink_split_params, values, error);
    return status == 0 ? ink_config_finish(config, error) : status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    if (!text) return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    ink_config *config;
    ink_error error = {0};
    int status = ink_config_parse(&fuzz_allocator, text, &config, &error);
    PROMISE((status == 0) == (config != NULL));
    if (status == 0) status = read_all(config, &error);
    PROMISE(status == 0 || (error.code == status && strlen(error.detail) > 0));
    ink_config_destroy(config);
    free(text);
    return 0;
}
