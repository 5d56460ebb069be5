/* The views that look inside: slopes against finite differences, dreams, fooled answers;
 * and that looking changes nothing. */
#include <math.h>

#include "base/random.h"
#include "base/text.h"
#include "inside_support.h"
#include "net/layer.h"

static void to_bytes(const ink_tensor *picture, uint8_t image[PIXELS]) {
    for (int i = 0; i < PIXELS; i++) image[i] = (uint8_t)(picture->values[i] * 255 + 0.5f);
}

/* Of class c, for the image; `logits` is the last layer's view. */
static double score(ink_session *session, const uint8_t *image, const char *logits, int c) {
    guess(session, image);
    return (double)look(session, logits).values[c];
}

/* Relative difference of the view's numbers and slopes over two grey levels, at every
 * `every`th pixel where the slopes to either side agree (there is no kink in between). */
static double slope_error(ink_session *session, const char *logits, int c, int every) {
    static uint8_t image[PIXELS];
    static float saliency[PIXELS];
    char name[32];
    ink_random random = ink_random_make(5, INK_STREAM_AUGMENT, 0);
    for (int i = 0; i < PIXELS; i++) image[i] = (uint8_t)(1 + ink_random_below(&random, 254));
    guess(session, image);
    snprintf(name, sizeof name, "saliency:%d", c);
    ink_tensor view = look(session, name);
    CHECK_EQ_INT(view.count, PIXELS);
    if (view.count != PIXELS) return 1;
    memcpy(saliency, view.values, sizeof saliency);
    double level = 1 / 255.0 / 0.3081, size = 0, difference = 0;
    int tried = 0;
    for (int i = 0; i < PIXELS; i += every) {
        double here = score(session, image, logits, c);
        image[i]++;
        double right = (score(session, image, logits, c) - here) / level;
        image[i] -= 2;
        double left = (here - score(session, image, logits, c)) / level;
        image[i]++;
        if (fabs(right - left) > 0.02 * (fabs(right) + fabs(left)) + 4e-4) continue;
        difference += pow((double)saliency[i] - fabs(right + left) / 2, 2);
        size += pow((double)saliency[i], 2);
        tried++;
    }
    CHECK(tried > PIXELS / every / 3);
    return sqrt(difference / size);
}

TEST(saliency_is_the_slope_of_the_score) {
    ink_data *data = synthetic_data();
    ink_session *session = trained(mlp, data, 30);
    CHECK(slope_error(session, "activations:3", 4, 7) < 0.005);
    ink_session_destroy(session);
    session = trained(conv, data, 30);
    CHECK(slope_error(session, "activations:10", 0, 7) < 0.005);
    /* Of the guess where no class is named; of the last predicted image, whatever ran since. */
    const uint8_t *image = ink_data_image(data, true, 3);
    int c = guess(session, image);
    float named[PIXELS];
    char name[32];
    snprintf(name, sizeof name, "saliency:%d", c);
    memcpy(named, look(session, name).values, sizeof named);
    ink_score sum = {0};
    ink_session_evaluate(session, INK_TEST, 0, 70, &sum, NULL, &error);
    CHECK_EQ_BYTES(look(session, "saliency").values, named, sizeof named);
    CHECK_EQ_INT(look(session, "saliency").shape[1], 28);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

/* A first layer that writes over the input, and one with fewer numbers than that behind it. */
TEST(slopes_reach_inputs_that_are_written_over) {
    ink_data *data = synthetic_data();
    ink_session *session = trained("layers.0=batchnorm\nlayers.1=relu\nlayers.2.type=dense\n"
                                   "layers.2.units=classes\nbatchSize=1\n",
                                   data, 20);
    CHECK(slope_error(session, "activations:2", 1, 7) < 0.005);
    CHECK(look(session, "input").values[0] > 1); /* of a bright pixel, as it came in */
    ink_session_destroy(session);
    session = trained("layers.0.type=dense\nlayers.0.units=classes\nbatchSize=1\n", data, 20);
    CHECK(slope_error(session, "activations:0", 1, 7) < 0.005);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

/* Also that a layer keeps the promise that layer.h asks of it: state, in the place of its
 * input, is of no use in evaluation. */
TEST(slopes_pass_through_every_layer) {
    ink_data *data = synthetic_data();
    for (int i = 0; ink_layers[i]; i++) {
        const ink_choice *choice = ink_layers[i];
        char config[512];
        ink_text text = {config, sizeof config, 0};
        ink_text_format(&text,
                        "layers.0.type=conv2d\nlayers.0.filters=4\nlayers.0.stride=3\n"
                        "layers.1.type=%s\n",
                        choice->name);
        for (const ink_param *param = choice->params; param->name; param++)
            if (param->fallback != param->fallback)
                ink_text_format(&text, "layers.1.%s=3\n", param->name);
        ink_text_format(&text, "layers.2=flatten\nlayers.3.type=dense\nlayers.3.units=classes\n");
        ink_session *session = trained(config, data, 8);
        double error_here = slope_error(session, "activations:3", 2, 31);
        if (!CHECK(error_here < 0.01)) printf("    %s: %g\n", choice->name, error_here);
        ink_session_destroy(session);
    }
    ink_data_destroy(data);
}

TEST(activations_are_the_layers_own) {
    ink_data *data = synthetic_data();
    ink_session *session = trained(mlp, data, 30);
    guess(session, ink_data_image(data, true, 0));
    run(session, 1);
    float x[PIXELS], before[32];
    ink_tensor weights = look(session, "weights:0"), biases = look(session, "biases:0");
    memcpy(x, look(session, "input").values, sizeof x);
    CHECK_NEAR((double)x[0], (0 - 0.1307) / 0.3081, 1e-6);
    /* ReLU writes over what the dense layer puts out, but the view shows that. */
    memcpy(before, look(session, "activations:1").values, sizeof before);
    ink_tensor after = look(session, "activations:2");
    int negative = 0;
    for (int unit = 0; unit < 32; unit++) {
        double sum = (double)biases.values[unit];
        for (int i = 0; i < PIXELS; i++)
            sum += (double)weights.values[unit * PIXELS + i] * (double)x[i];
        CHECK_NEAR((double)before[unit], sum, 1e-4);
        CHECK(after.values[unit] == (before[unit] < 0 ? 0 : before[unit]));
        negative += before[unit] < 0;
    }
    CHECK(negative > 0);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(dreams_are_what_they_are_of) {
    ink_data *data = synthetic_data();
    const char *const configs[] = {mlp, conv}, *const logits[] = {"activations:3",
                                                                  "activations:10"};
    for (int k = 0; k < 2; k++) {
        ink_session *session = trained(configs[k], data, 100);
        for (int c = 0; c < CLASSES; c++) {
            char name[32];
            uint8_t image[PIXELS];
            float first[PIXELS];
            snprintf(name, sizeof name, "dream:%d", c);
            ink_tensor view = look(session, name);
            CHECK_EQ_INT(view.rank, 2);
            CHECK_EQ_INT(view.count, PIXELS);
            memcpy(first, view.values, sizeof first);
            to_bytes(&view, image);
            double dreamt = score(session, image, logits[k], c);
            for (size_t i = 0; i < 100; i++)
                CHECK(score(session, ink_data_image(data, true, i), logits[k], c) < dreamt);
            view = look(session, name);
            CHECK_EQ_BYTES(view.values, first, sizeof first);
            for (int i = 0; i < PIXELS; i++) CHECK(first[i] >= 0 && first[i] <= 1);
        }
        ink_session_destroy(session);
    }
    ink_data_destroy(data);
}

/* The strict build's bits, of a dream and of a picture that fools. */
TEST(pictures_have_the_same_bits_everywhere) {
#ifndef INK_SIMD_RELAXED
    ink_data *data = synthetic_data();
    ink_session *session = trained(conv, data, 20);
    char hex[65];
    sha256_hex(look(session, "dream:3").values, PIXELS * sizeof(float), hex);
    CHECK_STR(hex, "5777c9e9b4da00efa7076ac88317806070096da26f730bd162448914299c5352");
    guess(session, ink_data_image(data, true, 1));
    sha256_hex(look(session, "fool").values, PIXELS * sizeof(float), hex);
    CHECK_STR(hex, "643a811efbc536dcf3df4039b075073ecd655da4098c74a6e17fc4284b589616");
    ink_session_gather(session, 0, 100, 100, &error);
    sha256_hex(look(session, "map").values, 400 * sizeof(float), hex);
    CHECK_STR(hex, "1fda1fa38c9638817a667ad73978d2ea631ef5dfbe0ad60c4bcc19b7c07630c8");
    ink_session_destroy(session);
    ink_data_destroy(data);
#endif
}

static double distance(const uint8_t *a, const uint8_t *b) {
    double sum = 0;
    for (int i = 0; i < PIXELS; i++) sum += pow((a[i] - b[i]) / 255.0, 2);
    return sqrt(sum);
}

TEST(a_small_change_flips_the_answer) {
    ink_data *data = synthetic_data();
    const char *const configs[] = {mlp, conv};
    for (int k = 0; k < 2; k++) {
        ink_session *session = trained(configs[k], data, 150);
        double total = 0, named = 0;
        int found = 0;
        for (int i = 0; i < 20; i++) {
            const uint8_t *image = ink_data_image(data, true, (size_t)i);
            uint8_t changed[PIXELS];
            int before = guess(session, image), target = (before + 3) % CLASSES;
            ink_tensor view = look(session, "fool");
            to_bytes(&view, changed);
            total += distance(image, changed);
            CHECK(guess(session, changed) != before);
            guess(session, image);
            char name[32];
            snprintf(name, sizeof name, "fool:%d", target);
            view = look(session, name);
            to_bytes(&view, changed);
            named += distance(image, changed);
            found += guess(session, changed) == target;
        }
        CHECK(found >= 19); /* where all hidden units are dead there is no way on */
        CHECK(total < named && total / 20 < 0.6 && total > 0);
        ink_session_destroy(session);
    }
    ink_data_destroy(data);
}

/* A network that answers the same to everything cannot be fooled: nothing changes. */
TEST(what_cannot_be_fooled_stays) {
    ink_data *data = synthetic_data();
    ink_session *session = trained(mlp, data, 1);
    ink_tensor view = look(session, "weights:1");
    memset(view.values, 0, view.count * sizeof(float));
    const uint8_t *image = ink_data_image(data, true, 0);
    uint8_t changed[PIXELS];
    guess(session, image);
    view = look(session, "fool");
    to_bytes(&view, changed);
    CHECK_EQ_BYTES(changed, image, PIXELS);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(looking_changes_no_bit) {
    ink_data *data = synthetic_data();
    const char *const configs[] = {mlp, conv};
    static const char *const names[] = {"saliency", "fool", "dream:1", "activations:1", "input"};
    for (int k = 0; k < 2; k++) {
        ink_session *quiet = trained(configs[k], data, 60), *asked = trained(configs[k], data, 0);
        for (int step = 0; step < 60; step++) {
            run(asked, 1);
            if (step % 15) continue;
            guess(asked, ink_data_image(data, true, (size_t)step));
            for (int i = 0; i < 5; i++) look(asked, names[i]);
            gather(asked, 70);
            look(asked, "map");
        }
        char expected[65], hex[65];
        hash(quiet, expected);
        hash(asked, hex);
        CHECK_STR(hex, expected);
        ink_session_destroy(quiet);
        ink_session_destroy(asked);
    }
    ink_data_destroy(data);
}

TEST(bad_names_are_told_what_there_is) {
    ink_data *data = synthetic_data();
    ink_session *session = trained(mlp, data, 1);
    ink_tensor view;
    static const struct {
        const char *name, *detail;
        int code;
    } cases[] = {
        {"saliency:10", "class 10 is outside 0 … 9", INK_ERROR_ARGUMENT},
        {"dream:10", "class 10 is outside 0 … 9", INK_ERROR_ARGUMENT},
        {"fool:-1", NULL, INK_ERROR_UNKNOWN_VIEW},
        {"saliency:", NULL, INK_ERROR_UNKNOWN_VIEW},
        {"saliency:1.5", NULL, INK_ERROR_UNKNOWN_VIEW},
        {"input:1", NULL, INK_ERROR_UNKNOWN_VIEW},
        {"dream", NULL, INK_ERROR_UNKNOWN_VIEW},
        {"mapp", NULL, INK_ERROR_UNKNOWN_VIEW},
        {"map", "map: no images have been gathered for it", INK_ERROR_STATE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_EQ_INT(ink_session_view(session, cases[i].name, &view, &error), cases[i].code);
        if (cases[i].detail) CHECK_STR(error.detail, cases[i].detail);
    }
    CHECK_EQ_INT(ink_session_view(session, "colour", &view, &error), INK_ERROR_UNKNOWN_VIEW);
    CHECK_STR(error.detail, "\"colour\": there are weights:K, biases:K, activations:L, input, "
                            "saliency[:C], dream:C, fool[:C] and map");
    ink_session_destroy(session);
    session = trained("layers.0.type=dense\nlayers.0.units=classes\npreprocess.type=pca\n"
                      "preprocess.components=20\n",
                      data, 1);
    CHECK_EQ_INT(look(session, "saliency:1").count, 20);
    CHECK_EQ_INT(ink_session_view(session, "dream:1", &view, &error), INK_ERROR_STATE);
    CHECK_EQ_INT(ink_session_view(session, "fool", &view, &error), INK_ERROR_STATE);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

int main(void) {
    RUN(saliency_is_the_slope_of_the_score);
    RUN(slopes_reach_inputs_that_are_written_over);
    RUN(slopes_pass_through_every_layer);
    RUN(activations_are_the_layers_own);
    RUN(dreams_are_what_they_are_of);
    RUN(pictures_have_the_same_bits_everywhere);
    RUN(a_small_change_flips_the_answer);
    RUN(what_cannot_be_fooled_stays);
    RUN(looking_changes_no_bit);
    RUN(bad_names_are_told_what_there_is);
    return harness_end();
}
