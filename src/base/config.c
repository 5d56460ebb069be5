#include "base/config.h"

#include <string.h>

#include "base/text.h"

enum { MAX_TEXT = 65536, MAX_LINES = 1024 };

typedef struct config_line {
    const char *path, *value;
    bool read;
} config_line;

struct ink_config {
    ink_allocator allocator;
    int count;
    config_line lines[MAX_LINES];
    char text[]; /* the lines' bytes, '=' and '\n' replaced by terminators */
};

static config_line *find(const ink_config *config, const char *path) {
    for (int i = 0; i < config->count; i++)
        if (strcmp(config->lines[i].path, path) == 0) return (config_line *)&config->lines[i];
    return NULL;
}

static int split_lines(ink_config *config, ink_error *error) {
    for (char *line = config->text, *end; *line; line = end) {
        end = strchr(line, '\n');
        if (end)
            *end++ = '\0';
        else
            end = line + strlen(line);
        if (!*line) continue;
        char *equals = strchr(line, '=');
        if (!equals || equals == line)
            return ink_fail(error, INK_ERROR_CONFIG, "config: \"%s\" is not path=value", line);
        *equals = '\0';
        if (strlen(line) >= INK_PATH_SIZE)
            return ink_fail(error, INK_ERROR_CONFIG, "config: a path is longer than %d characters",
                            INK_PATH_SIZE - 1);
        if (find(config, line)) return ink_fail(error, INK_ERROR_CONFIG, "%s: given twice", line);
        if (config->count == MAX_LINES)
            return ink_fail(error, INK_ERROR_CONFIG, "config: more than %d values", MAX_LINES);
        config->lines[config->count++] =
            (config_line){line, equals + 1, strcmp(equals + 1, "null") == 0};
    }
    return 0;
}

int ink_config_parse(const ink_allocator *allocator, const char *text, ink_config **config,
                     ink_error *error) {
    *config = NULL;
    size_t length = strlen(text);
    if (length > MAX_TEXT)
        return ink_fail(error, INK_ERROR_CONFIG, "config: longer than %d bytes", MAX_TEXT);
    ink_config *made = ink_allocate(allocator, sizeof *made + length + 1);
    if (!made) return ink_fail(error, INK_ERROR_MEMORY, "config: no memory to read it");
    made->allocator = *allocator;
    memcpy(made->text, text, length);
    int status = split_lines(made, error);
    if (status < 0)
        ink_config_destroy(made);
    else
        *config = made;
    return status;
}

void ink_config_destroy(ink_config *config) {
    if (!config) return;
    ink_allocator allocator = config->allocator;
    ink_release(&allocator, config);
}

static void join(char path[INK_PATH_SIZE], const char *prefix, const char *name) {
    ink_text text = {path, INK_PATH_SIZE, 0};
    ink_text_format(&text, *prefix ? "%s.%s" : "%s%s", prefix, name);
}

static const char *read_value(ink_config *config, const char *path) {
    config_line *line = find(config, path);
    if (!line || strcmp(line->value, "null") == 0) return NULL;
    line->read = true;
    return line->value;
}

bool ink_config_has(const ink_config *config, const char *path) {
    size_t length = strlen(path);
    for (int i = 0; i < config->count; i++) {
        const config_line *line = &config->lines[i];
        if (strncmp(line->path, path, length) == 0 &&
            (line->path[length] == '\0' || line->path[length] == '.') &&
            strcmp(line->value, "null") != 0)
            return true;
    }
    return false;
}

static int parse_value(const char *path, const char *text, const ink_param *param, double *value,
                       ink_error *error) {
    if (param->kind == INK_PARAM_SWITCH) {
        *value = strcmp(text, "true") == 0;
        if (*value || strcmp(text, "false") == 0) return 0;
        return ink_fail(error, INK_ERROR_CONFIG, "%s: \"%s\" is neither true nor false", path,
                        text);
    }
    if (param->kind == INK_PARAM_UNITS && strcmp(text, "classes") == 0) {
        *value = INK_UNITS_CLASSES;
        return 0;
    }
    if (!ink_text_number(text, value))
        return ink_fail(error, INK_ERROR_CONFIG, "%s: \"%s\" is not a finite number", path, text);
    /* Written so that a NaN fails too. */
    if (!(*value >= param->minimum && *value <= param->maximum))
        return ink_fail(error, INK_ERROR_CONFIG, "%s: %g is outside %g … %g", path, *value,
                        param->minimum, param->maximum);
    if (param->kind != INK_PARAM_NUMBER && *value != (double)(long long)*value)
        return ink_fail(error, INK_ERROR_CONFIG, "%s: %g is not a whole number", path, *value);
    return 0;
}

int ink_config_params(ink_config *config, const char *prefix, const ink_param *params,
                      double values[INK_MAX_PARAMS], ink_error *error) {
    for (int i = 0; params[i].name; i++) {
        char path[INK_PATH_SIZE];
        join(path, prefix, params[i].name);
        const char *text = read_value(config, path);
        if (!text) {
            values[i] = params[i].fallback;
            if (values[i] != values[i])
                return ink_fail(error, INK_ERROR_CONFIG, "%s: missing; it must be given", path);
            continue;
        }
        int status = parse_value(path, text, &params[i], &values[i], error);
        if (status < 0) return status;
    }
    return 0;
}

static int unknown_choice(const char *path, const char *name, const ink_choice *const *choices,
                          ink_error *error) {
    char known[INK_DETAIL_SIZE];
    ink_text text = {known, sizeof known, 0};
    for (int i = 0; choices[i]; i++) ink_text_format(&text, i ? ", %s" : "%s", choices[i]->name);
    return ink_fail(error, INK_ERROR_CONFIG, "%s: \"%s\" is not known; known are %s", path, name,
                    known);
}

int ink_config_choose(ink_config *config, const char *path, const char *fallback,
                      const ink_choice *const *choices, const ink_choice **chosen,
                      double values[INK_MAX_PARAMS], ink_error *error) {
    char type[INK_PATH_SIZE];
    join(type, path, "type");
    const char *name = read_value(config, path);
    if (!name) name = read_value(config, type);
    if (!name) name = fallback;
    if (!name) return ink_fail(error, INK_ERROR_CONFIG, "%s: missing; it must be given", type);
    for (int i = 0; choices[i]; i++) {
        if (strcmp(choices[i]->name, name) != 0) continue;
        *chosen = choices[i];
        return ink_config_params(config, path, choices[i]->params, values, error);
    }
    return unknown_choice(path, name, choices, error);
}

int ink_config_finish(const ink_config *config, ink_error *error) {
    for (int i = 0; i < config->count; i++)
        if (!config->lines[i].read)
            return ink_fail(error, INK_ERROR_CONFIG, "%s: there is no such setting here",
                            config->lines[i].path);
    return 0;
}
