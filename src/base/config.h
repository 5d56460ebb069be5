/* A model config as it crosses into C: lines `path=value`, one choice or number
 * each ("layers.0.type=dense", "layers.0.units=128", "optimizer=adam"). A choice
 * may be written at its own path or at path.type; the value `null` counts as
 * absent. All defaults, ranges and errors live here and in the parameter tables,
 * never in JavaScript. */
#ifndef INK_BASE_CONFIG_H
#define INK_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/memory.h"

typedef struct ink_config ink_config;

typedef enum ink_param_kind {
    INK_PARAM_NUMBER,
    INK_PARAM_INTEGER,
    INK_PARAM_SWITCH, /* true or false, read as 1 or 0 */
    INK_PARAM_UNITS,  /* an integer, or the word "classes", read as INK_UNITS_CLASSES */
} ink_param_kind;

/* One English sentence on what a choice or a parameter does. The engine's binaries
 * leave them out, to be the smaller: there a literal only becomes `true`. */
#ifdef INK_WITHOUT_SENTENCES
typedef bool ink_sentence;
#else
typedef const char *ink_sentence;
#endif

enum { INK_PATH_SIZE = 128 }; /* a path's longest text, terminator included */

#define INK_UNITS_CLASSES (-1.0)

/* One row of a parameter table: what config, errors, `describe`, the JSON Schema
 * and the page's controls are made from. A table ends with a row without name. */
typedef struct ink_param {
    const char *name; /* as in the config: "learningRate" */
    ink_param_kind kind;
    double minimum, maximum; /* inclusive */
    double fallback;         /* the default; NaN makes the parameter required */
    ink_sentence sentence;
} ink_param;

enum { INK_MAX_PARAMS = 8 };

/* What every row of a table of choices starts with: a layer, a loss, an
 * initialiser, an optimiser, a schedule, a preprocessing. */
typedef struct ink_choice {
    const char *name; /* as in the config: "softmax-cross-entropy" */
    ink_sentence sentence;
    const ink_param *params; /* its table */
} ink_choice;

/* Parses text (UTF-8, lines ended by \n). Errors: a line without '=', a path
 * given twice, more than 64 KB. The config copies what it needs; the caller owns
 * it and gives it back to ink_config_destroy (which takes NULL). */
int ink_config_parse(const ink_allocator *allocator, const char *text, ink_config **config,
                     ink_error *error);
void ink_config_destroy(ink_config *config);

/* Whether anything stands at path or below it ("layers.3"); marks nothing. */
bool ink_config_has(const ink_config *config, const char *path);

/* Reads values[i] for each row of the table from prefix.name (from name alone
 * where prefix is ""), filling in defaults. A value that is no number, not whole
 * where it must be, NaN, or out of range fails, naming path, value and range. */
int ink_config_params(ink_config *config, const char *prefix, const ink_param *params,
                      double values[INK_MAX_PARAMS], ink_error *error);

/* Reads which of the choices (ended by NULL) stands at path, `fallback` where none
 * does (NULL: one must be given), and that choice's parameters. An unknown name
 * fails and lists the known ones. */
int ink_config_choose(ink_config *config, const char *path, const char *fallback,
                      const ink_choice *const *choices, const ink_choice **chosen,
                      double values[INK_MAX_PARAMS], ink_error *error);

/* Fails if a path has not been read, naming the unknown or misplaced key. */
int ink_config_finish(const ink_config *config, ink_error *error);

#endif
