#include "data/preprocess.h"

static const ink_param params[] = {{0}};

static int plan(ink_preprocess *preprocess, ink_error *error) {
    (void)error;
    for (int i = 0; i < 256; i++) preprocess->table[i] = (float)i;
    return 0;
}

const ink_preprocessor ink_preprocessor_none = {
    .choice = {"none", "Takes the bytes as they are, 0 to 255.", params},
    .plan = plan,
    .apply = ink__apply_table,
};
