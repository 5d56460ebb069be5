/* The input as a run of calls on one data set: each is a byte that says which call
 * and file, a length, and as many bytes. What is there is read after each. */
#include "data/dataset.h"
#include "fuzz.h"

static uint32_t read_all(const ink_data *data, bool test) {
    size_t available = ink_data_available(data, test);
    PROMISE(available <= ink_data_total(data, test));
    PROMISE(!ink_data_complete(data, test) ||
            (available > 0 && available == ink_data_total(data, test)));
    uint32_t sum = 0;
    for (size_t i = 0; i < available; i++) {
        PROMISE(ink_data_label(data, test, i) < ink_data_classes(data));
        for (int j = 0; j < ink_data_height(data) * ink_data_width(data); j++)
            sum += ink_data_image(data, test, i)[j];
    }
    return sum;
}

static int call(ink_data *data, int what, const uint8_t *bytes, size_t count, ink_error *error) {
    static const uint8_t labels[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    ink_file file = (ink_file)(what % INK_FILES);
    bool test = what & 2;
    switch (what / INK_FILES % 8) {
    default: return ink_data_feed(data, file, bytes, count, error);
    case 4: return ink_data_end(data, file, error);
    case 5: ink_data_restart(data, file); return 0;
    case 6: return ink_data_set(data, test, bytes, labels, count / 784, error);
    case 7: return ink_data_synthesize(data, test, 1, 1 + what / 32, 1 + count % 3, error);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    ink_data *data;
    if (size == 0) return 0;
    int small = *input & 1;
    PROMISE(ink_data_create(&fuzz_allocator, small ? 2 : 28, small ? 3 : 28, 10, &data, NULL) == 0);
    for (input++, size--; size >= 2;) {
        int what = input[0];
        size_t count = input[1] < 250 ? input[1] : (input[1] - 249u) * 784;
        input += 2, size -= 2;
        if (count > size) count = size;
        ink_error error = {0};
        int status = call(data, what, input, count, &error);
        PROMISE(status <= 0 || status == INK_EVENT_WAITING);
        PROMISE(status >= 0 || (error.code == status && strlen(error.detail) > 0));
        read_all(data, false);
        read_all(data, true);
        input += count, size -= count;
    }
    ink_data_destroy(data);
    return 0;
}
