/* What the engine knows, as tab-separated lines made from its tables: for
 * `describe`, the JSON Schema and the page's controls. */
#ifndef INK_TRAIN_DESCRIBE_H
#define INK_TRAIN_DESCRIBE_H

#include "base/text.h"
#include "train/session.h"

/* For each choice and each of its parameters, one line:
 *   kind  name  -                                            sentence
 *   kind  name  parameter  type  minimum  maximum  default   sentence
 * kind: layer, loss, init, optimizer, schedule, preprocess, features, or training (whose
 * name is the config's path prefix, "-" at the top). type: number, integer,
 * switch, units. default "-" where the parameter is required. */
#ifndef INK_WITHOUT_SENTENCES
void ink_describe(ink_text *text);
#endif

/* One line for each layer: index, type, output shape ("128" or "6×28×28"),
 * parameters; then one with the total. */
void ink_session_describe(const ink_session *session, ink_text *text);

#endif
