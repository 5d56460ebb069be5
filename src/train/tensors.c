#include <string.h>

#include "base/text.h"
#include "kernel/reduce.h"
#include "train/inside.h"
#include "train/state.h"

static void describe_parameter(const ink_net *net, int layer, int index, ink_tensor *tensor) {
    const ink_parameter *parameter = &net->layers[layer].parameters[index];
    *tensor = (ink_tensor){.rank = parameter->rank,
                           .count = ink_parameter_size(parameter),
                           .values = parameter->values,
                           .gradients = parameter->gradients};
    memcpy(tensor->shape, parameter->shape, sizeof tensor->shape);
    ink_text name = {tensor->name, sizeof tensor->name, 0};
    ink_text_format(&name, "layers.%d.%s", layer, parameter->name);
}

static void describe_finding(const ink_preprocess *preprocess, int index, ink_tensor *tensor) {
    const ink_finding *finding = &preprocess->findings[index];
    *tensor = (ink_tensor){
        .rank = finding->rank, .count = ink_finding_size(finding), .values = finding->values};
    memcpy(tensor->shape, finding->shape, sizeof finding->shape);
    ink_text name = {tensor->name, sizeof tensor->name, 0};
    ink_text_format(&name, "%s.%s", preprocess->path, finding->name);
}

int ink_session_tensor_count(const ink_session *session) {
    int count = session->preprocess.finding_count;
    for (int l = 0; l < session->net.layer_count; l++)
        count += session->net.layers[l].parameter_count;
    return count;
}

int ink_session_tensor(const ink_session *session, int index, ink_tensor *tensor) {
    for (int l = 0; l < session->net.layer_count; l++) {
        int here = session->net.layers[l].parameter_count;
        if (index >= 0 && index < here) {
            describe_parameter(&session->net, l, index, tensor);
            return 0;
        }
        index -= here;
    }
    if (index >= 0 && index < session->preprocess.finding_count) {
        describe_finding(&session->preprocess, index, tensor);
        return 0;
    }
    return INK_ERROR_ARGUMENT;
}

int ink_session_slot(const ink_session *session, int index, ink_tensor *tensor) {
    if (index < 0 || index >= session->optimizer->slots) return INK_ERROR_ARGUMENT;
    size_t count = session->net.parameter_count;
    *tensor = (ink_tensor){
        .rank = 1, .shape = {(int)count}, .count = count, .values = session->slots[index]};
    ink_text name = {tensor->name, sizeof tensor->name, 0};
    ink_text_format(&name, "optimizer.%d", index);
    return 0;
}

static int find_tensor(const ink_session *session, const char *name, ink_tensor *tensor) {
    for (int i = 0; ink_session_tensor(session, i, tensor) == 0; i++)
        if (strcmp(tensor->name, name) == 0) return 0;
    for (int i = 0; ink_session_slot(session, i, tensor) == 0; i++)
        if (strcmp(tensor->name, name) == 0) return 0;
    return INK_ERROR_SHAPE;
}

static void write_shape(char text[64], int rank, const int *shape) {
    ink_text out = {text, 64, 0};
    ink_text_format(&out, "(");
    for (int i = 0; i < rank; i++) ink_text_format(&out, i ? ", %d" : "%d", shape[i]);
    ink_text_format(&out, ")");
}

int ink_session_load(ink_session *session, const char *name, int rank, const int *shape,
                     const float *values, ink_error *error) {
    ink_tensor tensor;
    if (find_tensor(session, name, &tensor) < 0)
        return ink_fail(error, INK_ERROR_SHAPE, "%s: the model has no such tensor", name);
    bool same = rank == tensor.rank;
    for (int i = 0; same && i < rank; i++) same = shape[i] == tensor.shape[i];
    if (!same) {
        char given[64], wanted[64];
        write_shape(given, rank, shape);
        write_shape(wanted, tensor.rank, tensor.shape);
        return ink_fail(error, INK_ERROR_SHAPE, "%s: its shape is %s, the model's is %s", name,
                        given, wanted);
    }
    if (!ink_all_finite(tensor.count, values))
        return ink_fail(error, INK_ERROR_NONFINITE, "%s: holds a value that is not finite", name);
    memcpy(tensor.values, values, tensor.count * sizeof *values);
    session->fitted = false; /* perhaps it is now, perhaps no longer */
    return 0;
}

/* Parameter `which` of the index-th layer that has any. */
static int view_parameter(const ink_session *session, int index, int which, ink_tensor *view) {
    for (int l = 0; l < session->net.layer_count; l++) {
        if (!session->net.layers[l].parameter_count || index--) continue;
        describe_parameter(&session->net, l, which, view);
        return 0;
    }
    return INK_ERROR_UNKNOWN_VIEW;
}

static int view_weights(ink_session *session, int index, ink_tensor *view, ink_error *error) {
    (void)error;
    return view_parameter(session, index, 0, view);
}

static int view_biases(ink_session *session, int index, ink_tensor *view, ink_error *error) {
    (void)error;
    return view_parameter(session, index, 1, view);
}

/* Whether a number follows the name. */
typedef enum number { NONE, SOME, EITHER } number;

static const struct {
    const char *name;
    number number;
    int (*view)(ink_session *session, int index, ink_tensor *view, ink_error *error);
} views[] = {
    {"weights", SOME, view_weights},
    {"biases", SOME, view_biases},
    {"activations", SOME, ink__view_activations},
    {"input", NONE, ink__view_activations},
    {"saliency", EITHER, ink__view_saliency},
    {"dream", SOME, ink__view_dream},
    {"fool", EITHER, ink__view_fool},
    {"map", NONE, ink__view_map},
};

/* Whether the text is the name, with a number behind a colon or without one; *index is the
 * number, or -1. */
static bool is_view(const char *text, const char *name, number number, int *index) {
    size_t length = strlen(name);
    double value = -1;
    if (strncmp(text, name, length) != 0) return false;
    text += length;
    bool numbered = *text == ':';
    if (numbered ? !ink_text_number(text + 1, &value) : *text != '\0') return false;
    if (numbered ? number == NONE || !(value >= 0 && value < 1e6) : number == SOME) return false;
    *index = (int)value;
    return !numbered || *index == value;
}

int ink_session_view(ink_session *session, const char *name, ink_tensor *view, ink_error *error) {
    int status = INK_ERROR_UNKNOWN_VIEW, index;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        if (is_view(name, views[i].name, views[i].number, &index))
            status = views[i].view(session, index, view, error);
    if (status == INK_ERROR_UNKNOWN_VIEW)
        return ink_fail(error, status,
                        "\"%s\": there are weights:K, biases:K, activations:L, input, "
                        "saliency[:C], dream:C, fool[:C] and map",
                        name);
    if (status) return status;
    if (!view->name[0]) {
        ink_text text = {view->name, sizeof view->name, 0};
        ink_text_format(&text, "%s", name);
    }
    return 0;
}
