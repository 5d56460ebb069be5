#include "data/preprocess.h"

static const ink_param params[] = {{0}};

const ink_preprocessor ink_preprocessor_scale = {
    .choice = {"scale", "Divides by 255, so that pixels lie between 0 and 1.", params},
    .apply = ink__apply_table,
};
