#include <stdlib.h>

#include "base/config.h"
#include "harness.h"
#include "starve.h"

static const ink_param params[] = {
    {"rate", INK_PARAM_NUMBER, 0, 10, 0.5, "A number."},
    {"units", INK_PARAM_UNITS, 1, 1000, 128, "Whole, or the classes."},
    {"count", INK_PARAM_INTEGER, -5, 1e9, 3, "A whole number."},
    {"on", INK_PARAM_SWITCH, 0, 1, 1, "A switch."},
    {0},
};

enum { RATE, UNITS, ITEMS, ON };

static ink_config *parse(const char *text) {
    ink_config *config;
    ink_error error = {0};
    if (!CHECK_EQ_INT(ink_config_parse(&ink_allocator_default, text, &config, &error), 0))
        printf("    %s\n", error.detail);
    return config;
}

/* Parses text, reads params at prefix "p", and finishes. */
static int read_params(const char *text, double values[INK_MAX_PARAMS], ink_error *error) {
    ink_config *config;
    int status = ink_config_parse(&ink_allocator_default, text, &config, error);
    if (status == 0) status = ink_config_params(config, "p", params, values, error);
    if (status == 0) status = ink_config_finish(config, error);
    ink_config_destroy(config);
    return status;
}

TEST(defaults_fill_in) {
    static const char *const texts[] = {"", "\n\n", "p.rate=null\np.count=null\n"};
    for (int i = 0; i < 3; i++) {
        double values[INK_MAX_PARAMS] = {0};
        CHECK_EQ_INT(read_params(texts[i], values, NULL), 0);
        CHECK(values[RATE] == 0.5 && values[UNITS] == 128 && values[ITEMS] == 3 && values[ON] == 1);
    }
}

TEST(values_are_read) {
    double values[INK_MAX_PARAMS];
    CHECK_EQ_INT(read_params("p.rate=1e-3\np.units=classes\np.count=-5\np.on=false", values, NULL),
                 0);
    CHECK(values[RATE] == 1e-3 && values[UNITS] == INK_UNITS_CLASSES);
    CHECK(values[ITEMS] == -5 && values[ON] == 0);
    CHECK_EQ_INT(read_params("p.rate=10\np.units=1e3\np.count=3.0\np.on=true", values, NULL), 0);
    CHECK(values[RATE] == 10 && values[UNITS] == 1000 && values[ITEMS] == 3 && values[ON] == 1);
}

TEST(prefix_may_be_empty) {
    ink_config *config = parse("rate=2\nother.rate=3");
    double values[INK_MAX_PARAMS];
    CHECK_EQ_INT(ink_config_params(config, "", params, values, NULL), 0);
    CHECK(values[RATE] == 2);
    CHECK_EQ_INT(ink_config_finish(config, NULL), INK_ERROR_CONFIG);
    CHECK_EQ_INT(ink_config_params(config, "other", params, values, NULL), 0);
    CHECK(values[RATE] == 3);
    CHECK_EQ_INT(ink_config_finish(config, NULL), 0);
    ink_config_destroy(config);
}

/* What is wrong, and where: each is one sentence that names the path. */
TEST(bad_values_are_named) {
    static const struct {
        const char *text, *detail;
    } cases[] = {
        {"p.rate=-0.1", "p.rate: -0.1 is outside 0 … 10"},
        {"p.rate=10.5", "p.rate: 10.5 is outside 0 … 10"},
        {"p.rate=NaN", "p.rate: \"NaN\" is not a finite number"},
        {"p.rate=nan", "p.rate: \"nan\" is not a finite number"},
        {"p.rate=inf", "p.rate: \"inf\" is not a finite number"},
        {"p.rate=1e400", "p.rate: \"1e400\" is not a finite number"},
        {"p.rate=0x1", "p.rate: \"0x1\" is not a finite number"},
        {"p.rate=", "p.rate: \"\" is not a finite number"},
        {"p.rate=classes", "p.rate: \"classes\" is not a finite number"},
        {"p.rate=1\r\n", "p.rate: \"1\r\" is not a finite number"},
        {"p.units=0", "p.units: 0 is outside 1 … 1000"},
        {"p.units=-1", "p.units: -1 is outside 1 … 1000"},
        {"p.units=2.5", "p.units: 2.5 is not a whole number"},
        {"p.count=1e10", "p.count: 10000000000 is outside -5 … 1000000000"},
        {"p.on=1", "p.on: \"1\" is neither true nor false"},
        {"p.on=True", "p.on: \"True\" is neither true nor false"},
        {"p.ratio=1", "p.ratio: there is no such setting here"},
        {"p=1", "p: there is no such setting here"},
        {"rate=1", "rate: there is no such setting here"},
        {"p.rate=1\np.rate=2", "p.rate: given twice"},
        {"p.rate=null\np.rate=2", "p.rate: given twice"},
        {"p.rate", "config: \"p.rate\" is not path=value"},
        {"p.rate=1\n=2", "config: \"=2\" is not path=value"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double values[INK_MAX_PARAMS];
        ink_error error = {0};
        CHECK_EQ_INT(read_params(cases[i].text, values, &error), INK_ERROR_CONFIG);
        CHECK_EQ_INT(error.code, INK_ERROR_CONFIG);
        CHECK_STR(error.detail, cases[i].detail);
    }
}

TEST(required_params_must_be_given) {
    static const ink_param required[] = {
        {"size", INK_PARAM_INTEGER, 1, 9, NAN, "No default."},
        {0},
    };
    double values[INK_MAX_PARAMS];
    ink_error error;
    ink_config *config = parse("layers.3.size=null");
    CHECK_EQ_INT(ink_config_params(config, "layers.3", required, values, &error), INK_ERROR_CONFIG);
    CHECK_STR(error.detail, "layers.3.size: missing; it must be given");
    ink_config_destroy(config);
}

static const ink_choice plain = {"plain", "No parameters to speak of.", params + 4};
static const ink_choice rich = {"rich", "Some.", params};
static const ink_choice *const choices[] = {&plain, &rich, NULL};

static int choose(const char *text, const char *fallback, const ink_choice **chosen,
                  double values[INK_MAX_PARAMS], ink_error *error) {
    ink_config *config;
    int status = ink_config_parse(&ink_allocator_default, text, &config, error);
    if (status == 0)
        status = ink_config_choose(config, "a.b", fallback, choices, chosen, values, error);
    if (status == 0) status = ink_config_finish(config, error);
    ink_config_destroy(config);
    return status;
}

TEST(choices_stand_at_their_path_or_at_type) {
    static const char *const texts[] = {"a.b=rich", "a.b.type=rich", "a.b=rich\na.b.rate=2",
                                        "a.b.rate=2\na.b.type=rich", "a.b=null\na.b.type=rich"};
    for (int i = 0; i < 5; i++) {
        const ink_choice *chosen = NULL;
        double values[INK_MAX_PARAMS];
        CHECK_EQ_INT(choose(texts[i], NULL, &chosen, values, NULL), 0);
        CHECK(chosen == &rich);
        CHECK(values[RATE] == (i == 2 || i == 3 ? 2 : 0.5));
    }
    const ink_choice *chosen = NULL;
    double values[INK_MAX_PARAMS];
    CHECK_EQ_INT(choose("", "plain", &chosen, values, NULL), 0);
    CHECK(chosen == &plain);
    CHECK_EQ_INT(choose("a.b.rate=1", "rich", &chosen, values, NULL), 0);
    CHECK(chosen == &rich && values[RATE] == 1);
}

TEST(bad_choices_are_named) {
    static const struct {
        const char *text, *detail;
    } cases[] = {
        {"", "a.b.type: missing; it must be given"},
        {"a.b=null", "a.b.type: missing; it must be given"},
        {"a.b=poor", "a.b: \"poor\" is not known; known are plain, rich"},
        {"a.b.type=", "a.b: \"\" is not known; known are plain, rich"},
        {"a.b=Rich", "a.b: \"Rich\" is not known; known are plain, rich"},
        {"a.b=rich\na.b.rate=11", "a.b.rate: 11 is outside 0 … 10"},
        {"a.b=plain\na.b.rate=1", "a.b.rate: there is no such setting here"},
        {"a.b=plain\na.b.type=rich", "a.b.type: there is no such setting here"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ink_choice *chosen;
        double values[INK_MAX_PARAMS];
        ink_error error = {0};
        CHECK_EQ_INT(choose(cases[i].text, NULL, &chosen, values, &error), INK_ERROR_CONFIG);
        CHECK_STR(error.detail, cases[i].detail);
    }
}

TEST(has_looks_at_and_below) {
    ink_config *config = parse("layers.1.units=3\nlayers.10.units=4\nx=null\nloss=mse");
    CHECK(ink_config_has(config, "layers") && ink_config_has(config, "layers.1"));
    CHECK(ink_config_has(config, "layers.10.units") && ink_config_has(config, "loss"));
    CHECK(!ink_config_has(config, "layers.0") && !ink_config_has(config, "layers.100"));
    CHECK(!ink_config_has(config, "layer") && !ink_config_has(config, "x"));
    CHECK(!ink_config_has(config, "layers.1.units.3") && !ink_config_has(config, "units"));
    /* It reads nothing. */
    CHECK_EQ_INT(ink_config_finish(config, NULL), INK_ERROR_CONFIG);
    ink_config_destroy(config);
}

static void check_refused(const char *text, const char *detail) {
    ink_config *config;
    ink_error error = {0};
    CHECK_EQ_INT(ink_config_parse(&ink_allocator_default, text, &config, &error), INK_ERROR_CONFIG);
    CHECK(config == NULL);
    CHECK_STR(error.detail, detail);
}

TEST(sizes_are_bounded) {
    static char text[70000];
    ink_config *config;
    memset(text, 'x', 128);
    memcpy(text + 128, "=1", 3);
    check_refused(text, "config: a path is longer than 127 characters");
    ink_config_destroy(parse(text + 1));
    memset(text, '\n', 65537);
    text[65537] = '\0';
    check_refused(text, "config: longer than 65536 bytes");
    ink_config_destroy(parse(text + 1));
    char *end = text;
    for (int i = 0; i < 1025; i++) end += sprintf(end, "p%d=1\n", i);
    check_refused(text, "config: more than 1024 values");
    text[strlen(text) - strlen("p1024=1\n")] = '\0';
    ink_config_destroy(parse(text));
    /* A value as long as the text still gives a whole sentence's start. */
    memset(text, 'y', 60000);
    memcpy(text, "p.rate=", 7);
    text[60000] = '\0';
    double values[INK_MAX_PARAMS];
    ink_error error;
    CHECK_EQ_INT(read_params(text, values, &error), INK_ERROR_CONFIG);
    CHECK(strlen(error.detail) == INK_DETAIL_SIZE - 1);
    starve state;
    ink_allocator allocator = starve_allocator(&state, 0);
    CHECK_EQ_INT(ink_config_parse(&allocator, "a=b", &config, &error), INK_ERROR_MEMORY);
    CHECK(config == NULL);
    ink_config_destroy(NULL);
}

int main(void) {
    RUN(defaults_fill_in);
    RUN(values_are_read);
    RUN(prefix_may_be_empty);
    RUN(bad_values_are_named);
    RUN(required_params_must_be_given);
    RUN(choices_stand_at_their_path_or_at_type);
    RUN(bad_choices_are_named);
    RUN(has_looks_at_and_below);
    RUN(sizes_are_bounded);
    return harness_end();
}
