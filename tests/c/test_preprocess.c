#include "data/preprocess.h"
#include "harness.h"

static int read_config(const char *text, ink_preprocess *preprocess, ink_error *error) {
    ink_config *config;
    int status = ink_config_parse(&ink_allocator_default, text, &config, error);
    if (status == 0) status = ink_preprocess_read(config, preprocess, error);
    if (status == 0) status = ink_config_finish(config, error);
    ink_config_destroy(config);
    return status;
}

TEST(standardize_is_the_default) {
    ink_preprocess preprocess;
    CHECK_EQ_INT(read_config("", &preprocess, NULL), 0);
    CHECK_STR(preprocess.kind->choice.name, "standardize");
    for (int i = 0; i < 256; i++)
        CHECK(preprocess.table[i] == (float)((i / 255.0 - 0.1307) / 0.3081));
    /* As bits, which are the same in every build. */
    uint32_t bits[2];
    memcpy(&bits[0], &preprocess.table[0], 4);
    memcpy(&bits[1], &preprocess.table[255], 4);
    CHECK_EQ_INT(bits[0], 0xbed93270);
    CHECK_EQ_INT(bits[1], 0x4034933c);
}

TEST(each_choice_fills_its_table) {
    ink_preprocess preprocess;
    CHECK_EQ_INT(read_config("preprocess=none\n", &preprocess, NULL), 0);
    for (int i = 0; i < 256; i++) CHECK(preprocess.table[i] == (float)i);
    CHECK_EQ_INT(read_config("preprocess.type=scale", &preprocess, NULL), 0);
    for (int i = 0; i < 256; i++) CHECK(preprocess.table[i] == (float)(i / 255.0));
    CHECK(preprocess.table[255] == 1);
    CHECK_EQ_INT(read_config("preprocess.type=standardize\npreprocess.mean=0.5\n"
                             "preprocess.deviation=0.25\n",
                             &preprocess, NULL),
                 0);
    CHECK(preprocess.table[0] == -2 && preprocess.table[255] == 2);
    CHECK_EQ_INT(read_config("preprocess=null\npreprocess.mean=0\npreprocess.deviation=1",
                             &preprocess, NULL),
                 0);
    CHECK(preprocess.table[255] == 1);
}

TEST(bad_configs_are_refused) {
    static const char *const texts[] = {
        "preprocess=whitening",  "preprocess.deviation=0", "preprocess.deviation=-1",
        "preprocess.mean=nan",   "preprocess.mean=1e400",  "preprocess=scale\npreprocess.mean=0.1",
        "preprocess.median=0.1",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ink_preprocess preprocess;
        ink_error error = {0};
        CHECK_EQ_INT(read_config(texts[i], &preprocess, &error), INK_ERROR_CONFIG);
        CHECK(strncmp(error.detail, "preprocess", 10) == 0);
        /* An unknown name lists the known ones. */
        if (i == 0) CHECK(strstr(error.detail, "none, scale, standardize") != NULL);
    }
}

TEST(apply_maps_each_pixel) {
    ink_preprocess preprocess;
    CHECK_EQ_INT(read_config("", &preprocess, NULL), 0);
    uint8_t pixels[257];
    float y[258];
    for (int i = 0; i < 257; i++) pixels[i] = (uint8_t)(i * 3);
    y[257] = 42;
    ink_preprocess_apply(&preprocess, pixels, 257, y);
    for (int i = 0; i < 257; i++) CHECK(y[i] == preprocess.table[pixels[i]]);
    CHECK(y[257] == 42);
}

int main(void) {
    RUN(standardize_is_the_default);
    RUN(each_choice_fills_its_table);
    RUN(bad_configs_are_refused);
    RUN(apply_maps_each_pixel);
    return harness_end();
}
