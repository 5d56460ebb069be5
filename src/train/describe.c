#include "train/describe.h"

#include "train/state.h"

#ifndef INK_WITHOUT_SENTENCES

static const char *kind_name(ink_param_kind kind) {
    switch (kind) {
    case INK_PARAM_NUMBER: return "number";
    case INK_PARAM_INTEGER: return "integer";
    case INK_PARAM_SWITCH: return "switch";
    case INK_PARAM_UNITS: return "units";
    }
    return "";
}

static void describe_params(ink_text *text, const char *kind, const char *name,
                            const ink_param *params) {
    for (const ink_param *param = params; param->name; param++) {
        ink_text_format(text, "%s\t%s\t%s\t%s\t%g\t%g\t", kind, name, param->name,
                        kind_name(param->kind), param->minimum, param->maximum);
        if (param->fallback == param->fallback)
            ink_text_format(text, "%g", param->fallback);
        else
            ink_text_format(text, "-");
        ink_text_format(text, "\t%s\n", param->sentence);
    }
}

static void describe_choices(ink_text *text, const char *kind, const ink_choice *const *choices) {
    for (; *choices; choices++) {
        ink_text_format(text, "%s\t%s\t-\t%s\n", kind, (*choices)->name, (*choices)->sentence);
        describe_params(text, kind, (*choices)->name, (*choices)->params);
    }
}

void ink_describe(ink_text *text) {
    describe_choices(text, "layer", ink_layers);
    describe_choices(text, "loss", ink_losses);
    describe_choices(text, "init", ink_inits);
    describe_choices(text, "optimizer", ink_optimizers);
    describe_choices(text, "schedule", ink_schedules);
    describe_choices(text, "preprocess", ink_preprocessors);
    describe_choices(text, "features", ink_features);
    describe_params(text, "training", "-", ink__training_params);
    describe_params(text, "training", "init", ink_bias_params);
    describe_params(text, "training", "penalty", ink__penalty_params);
    describe_params(text, "training", "earlyStopping", ink__stopping_params);
    describe_params(text, "training", "augment", ink_augment_params);
    describe_params(text, "training", "split", ink_split_params);
}

#endif

static void describe_shape(ink_text *text, ink_shape shape) {
    if (shape.height == 1 && shape.width == 1)
        ink_text_format(text, "%d", shape.channels);
    else
        ink_text_format(text, "%d×%d×%d", shape.channels, shape.height, shape.width);
}

void ink_session_describe(const ink_session *session, ink_text *text) {
    size_t before = 0;
    const ink_net *net = &session->net;
    for (int l = 0, tensor = 0; l < net->layer_count; l++) {
        size_t count = 0;
        for (int p = 0; p < net->layers[l].parameter_count; p++, tensor++) {
            ink_tensor described;
            ink_session_tensor(session, tensor, &described);
            count += described.count;
        }
        ink_text_format(text, "%d\t%s\t", l, net->layers[l].type->choice.name);
        describe_shape(text, net->layers[l].out);
        ink_text_format(text, "\t%zu\n", count);
        before += count;
    }
    ink_text_format(text, "total\t\t\t%zu\n", before);
}
