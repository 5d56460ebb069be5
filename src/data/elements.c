#include "data/elements.h"

#include <string.h>

size_t ink_element_size(ink_element type) {
    static const uint8_t sizes[INK_ELEMENTS] = {1, 4, 8, 4, 8};
    return sizes[type];
}

static uint64_t read_bits(const uint8_t *bytes, size_t size) {
    uint64_t bits = 0;
    while (size--) bits = bits << 8 | bytes[size];
    return bits;
}

/* A floating-point element's value. */
static double read_level(ink_element type, uint64_t bits) {
    if (type == INK_ELEMENT_FLOAT32) {
        uint32_t half = (uint32_t)bits;
        float value;
        memcpy(&value, &half, sizeof value);
        return (double)value;
    }
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

int ink_elements_to_bytes(ink_element type, const uint8_t *from, size_t count, uint8_t *to,
                          ink_error *error) {
    size_t size = ink_element_size(type);
    for (size_t i = 0; i < count; i++, from += size) {
        uint64_t bits = read_bits(from, size);
        if (type == INK_ELEMENT_FLOAT32 || type == INK_ELEMENT_FLOAT64) {
            double level = read_level(type, bits);
            if (!(level >= 0 && level <= 1))
                return ink_fail(error, INK_ERROR_ARGUMENT, "a pixel is %g; grey levels are 0 … 1",
                                level);
            double rounded = level * 256 + 0.5;
            to[i] = rounded >= 255 ? 255 : (uint8_t)rounded;
        } else if (bits > 255) { /* negative ones are, too */
            int64_t value = type == INK_ELEMENT_INT32 ? (int32_t)bits : (int64_t)bits;
            return ink_fail(error, INK_ERROR_ARGUMENT,
                            "an element is %g; whole numbers are 0 … 255", (double)value);
        } else
            to[i] = (uint8_t)bits;
    }
    return 0;
}
