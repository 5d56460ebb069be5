/* What other sets than MNIST bring: other element types, images by columns, labels from 1, rows of
 * integers as labels, more classes than ten, nothing to learn. */
#include "data/dataset.h"
#include "data/elements.h"
#include "data/idx.h"
#include "harness.h"

enum { SIDE = 3, PIXELS = SIDE * SIDE, CLASSES = 26, COUNT = 30 };

static uint8_t *put(uint8_t *out, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) *out++ = (uint8_t)(value >> shift);
    return out;
}

static uint8_t image_file[16 + COUNT * PIXELS], label_file[8 + COUNT];

/* Pixel (y, x) of image i in the file is 9·i + 3·y + x; label i is 1 + i mod 26. */
static void make_files(void) {
    uint8_t *out = put(put(put(put(image_file, INK_IDX_IMAGES), COUNT), SIDE), SIDE);
    for (int i = 0; i < COUNT * PIXELS; i++) *out++ = (uint8_t)i;
    out = put(put(label_file, INK_IDX_LABELS), COUNT);
    for (int i = 0; i < COUNT; i++) *out++ = (uint8_t)(1 + i % CLASSES);
}

static ink_data *create(int classes) {
    ink_data *data = NULL;
    CHECK_EQ_INT(ink_data_create(NULL, SIDE, SIDE, classes, &data, NULL), 0);
    return data;
}

/* In pieces of `step` bytes. */
static int feed(ink_data *data, ink_file which, const uint8_t *bytes, size_t count, size_t step,
                ink_error *error) {
    for (size_t done = 0; done < count; done += step) {
        size_t piece = step < count - done ? step : count - done;
        int status = ink_data_feed(data, which, bytes + done, piece, error);
        if (status != 0) return status;
    }
    return ink_data_end(data, which, error);
}

TEST(images_by_columns_are_put_upright) {
    make_files();
    for (size_t step = 1; step <= sizeof image_file; step += 1 + step / 2) {
        ink_data *data = create(CLASSES);
        ink_error error;
        CHECK_EQ_INT(ink_data_set_habits(data, true, 1, &error), 0);
        CHECK_EQ_INT(feed(data, INK_TRAIN_LABELS, label_file, sizeof label_file, step, &error), 0);
        CHECK_EQ_INT(feed(data, INK_TRAIN_IMAGES, image_file, sizeof image_file, step, &error), 0);
        if (!CHECK_EQ_INT(ink_data_available(data, false), COUNT)) return;
        int wrong = 0;
        for (int i = 0; i < COUNT; i++) {
            wrong += ink_data_label(data, false, (size_t)i) != i % CLASSES;
            for (int y = 0; y < SIDE; y++)
                for (int x = 0; x < SIDE; x++)
                    wrong += ink_data_image(data, false, (size_t)i)[y * SIDE + x] !=
                             (uint8_t)(PIXELS * i + SIDE * x + y);
        }
        CHECK_EQ_INT(wrong, 0);
        CHECK_EQ_INT(ink_data_set_habits(data, false, 0, &error), INK_ERROR_STATE);
        ink_data_destroy(data);
    }
}

TEST(labels_outside_their_range_are_named_as_the_file_has_them) {
    make_files();
    ink_data *data = create(CLASSES);
    ink_error error;
    CHECK_EQ_INT(ink_data_set_habits(data, false, 1, &error), 0);
    label_file[8 + 5] = 0;
    CHECK_EQ_INT(feed(data, INK_TRAIN_LABELS, label_file, sizeof label_file, 7, &error),
                 INK_ERROR_LABEL);
    CHECK_STR(error.detail, "training labels: label 0 at 5 is outside 1 … 26");
    ink_data_restart(data, INK_TRAIN_LABELS);
    label_file[8 + 5] = 27;
    CHECK_EQ_INT(feed(data, INK_TRAIN_LABELS, label_file, sizeof label_file, 7, &error),
                 INK_ERROR_LABEL);
    ink_data_destroy(data);
    data = create(250);
    CHECK_EQ_INT(ink_data_set_habits(data, false, 7, &error), INK_ERROR_ARGUMENT);
    CHECK_EQ_INT(ink_data_set_habits(data, false, -1, &error), INK_ERROR_ARGUMENT);
    ink_data_destroy(data);
    CHECK_EQ_INT(ink_data_create(NULL, 2, 3, 10, &data, NULL), 0);
    CHECK_EQ_INT(ink_data_set_habits(data, true, 0, &error), INK_ERROR_ARGUMENT);
    ink_data_destroy(data);
}

/* QMNIST's labels: eight columns, of which the first is the class. */
enum { COLUMNS = 8, ROWS_SIZE = 12 + 4 * COUNT * COLUMNS };
static uint8_t rows[ROWS_SIZE];

static void make_rows(uint32_t columns) {
    uint8_t *out = put(put(put(rows, INK_IDX_ROWS), COUNT), columns);
    for (uint32_t i = 0; i < COUNT; i++)
        for (uint32_t column = 0; column < COLUMNS; column++)
            out = put(out, column == 0 ? i % 10 : 0xfffffff0u + column);
}

TEST(rows_of_integers_are_labels) {
    for (size_t step = 1; step <= ROWS_SIZE; step += 1 + step / 2) {
        make_rows(COLUMNS);
        ink_data *data = create(10);
        ink_error error;
        CHECK_EQ_INT(feed(data, INK_TEST_LABELS, rows, ROWS_SIZE, step, &error), 0);
        CHECK_EQ_INT(ink_data_labels_available(data, true), COUNT);
        for (size_t i = 0; i < COUNT; i++) CHECK_EQ_INT(ink_data_label(data, true, i), i % 10);
        CHECK_EQ_INT(ink_data_feed(data, INK_TEST_LABELS, rows, 1, &error), INK_ERROR_STATE);
        ink_data_restart(data, INK_TEST_LABELS);
        for (size_t end = 0; end < ROWS_SIZE; end += 5) {
            CHECK_EQ_INT(feed(data, INK_TEST_LABELS, rows, end, step, &error), INK_ERROR_TRUNCATED);
            ink_data_restart(data, INK_TEST_LABELS);
        }
        ink_data_destroy(data);
    }
}

TEST(faulty_rows_are_named) {
    static const struct {
        uint32_t columns, value;
        ink_file file;
        int code;
        const char *detail;
    } cases[] = {
        {0, 1, INK_TRAIN_LABELS, INK_ERROR_IDX, "training labels: idx: rows of 0 columns"},
        {65, 1, INK_TRAIN_LABELS, INK_ERROR_IDX, "training labels: idx: rows of 65 columns"},
        {7, 1, INK_TRAIN_LABELS, INK_ERROR_IDX, "training labels: idx: row 1 begins with 42949"},
        {COLUMNS, 10, INK_TRAIN_LABELS, INK_ERROR_LABEL, "training labels: label 10 at 1"},
        {COLUMNS, 256, INK_TRAIN_LABELS, INK_ERROR_IDX, "training labels: idx: row 1 begins with"},
        {COLUMNS, 1, INK_TRAIN_IMAGES, INK_ERROR_IDX,
         "training images: idx: magic 0x00000c02, expected"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_rows(cases[i].columns);
        put(rows + 12 + 4 * COLUMNS, cases[i].value);
        ink_data *data = create(10);
        ink_error error = {0};
        CHECK_EQ_INT(feed(data, cases[i].file, rows, ROWS_SIZE, 100, &error), cases[i].code);
        if (!CHECK(strncmp(error.detail, cases[i].detail, strlen(cases[i].detail)) == 0))
            printf("    got \"%s\"\n", error.detail);
        ink_data_destroy(data);
    }
}

TEST(fake_samples_are_random_and_the_same_again) {
    ink_data *first = create(CLASSES), *second = create(CLASSES);
    ink_error error;
    int status = 0;
    do status = ink_data_fake(first, false, 5, 2000, 7, &error);
    while (status == INK_EVENT_WAITING);
    CHECK_EQ_INT(status, 0);
    CHECK_EQ_INT(ink_data_fake(second, false, 5, 2000, 2000, &error), 0);
    CHECK(ink_data_complete(first, false));
    CHECK(memcmp(ink_data_image(first, false, 0), ink_data_image(second, false, 0),
                 2000 * PIXELS) == 0);
    int counts[CLASSES] = {0};
    double sum = 0;
    for (size_t i = 0; i < 2000; i++) {
        CHECK_EQ_INT(ink_data_label(first, false, i), ink_data_label(second, false, i));
        counts[ink_data_label(first, false, i)]++;
        for (int j = 0; j < PIXELS; j++) sum += ink_data_image(first, false, i)[j];
    }
    CHECK_NEAR(sum / (2000.0 * PIXELS), 127.5, 3);
    for (int i = 0; i < CLASSES; i++) CHECK_NEAR(counts[i], 2000.0 / CLASSES, 40);
    CHECK_EQ_INT(ink_data_fake(second, true, 5, 2000, 2000, &error), 0);
    CHECK(memcmp(ink_data_image(second, true, 0), ink_data_image(second, false, 0), 100) != 0);
    CHECK_EQ_INT(ink_data_fake(second, true, 5, 2000, 2000, &error), INK_ERROR_STATE);
    CHECK_EQ_INT(ink_data_fake(second, true, 5, 0, 1, &error), INK_ERROR_ARGUMENT);
    ink_data_destroy(first);
    ink_data_destroy(second);
}

TEST(levels_in_256ths_are_exact) {
    float singles[256];
    double doubles[256];
    int32_t words[256];
    int64_t longs[256];
    uint8_t out[256],
        *raw[] = {(uint8_t *)singles, (uint8_t *)doubles, (uint8_t *)words, (uint8_t *)longs};
    static const ink_element types[] = {INK_ELEMENT_FLOAT32, INK_ELEMENT_FLOAT64, INK_ELEMENT_INT32,
                                        INK_ELEMENT_INT64};
    for (int i = 0; i < 256; i++) {
        singles[i] = (float)i / 256;
        doubles[i] = i / 256.0;
        words[i] = i;
        longs[i] = i;
    }
    for (int type = 0; type < 4; type++) {
        CHECK_EQ_INT(ink_elements_to_bytes(types[type], raw[type], 256, raw[type], NULL), 0);
        for (int i = 0; i < 256; i++) CHECK_EQ_INT(raw[type][i], i);
    }
    static const struct {
        double value;
        int byte;
    } rounded[] = {{0, 0},           {0.5 / 256, 1},     {0.49 / 256, 0},
                   {1, 255},         {255.4 / 256, 255}, {127 / 255., 127},
                   {128 / 255., 129}};
    for (size_t i = 0; i < sizeof rounded / sizeof *rounded; i++) {
        CHECK_EQ_INT(ink_elements_to_bytes(INK_ELEMENT_FLOAT64, (const uint8_t *)&rounded[i].value,
                                           1, out, NULL),
                     0);
        CHECK_EQ_INT(out[0], rounded[i].byte);
    }
}

TEST(values_that_are_no_bytes_are_refused) {
    static const double levels[] = {-1e-9, 1.0001, 255, (double)NAN, (double)INFINITY};
    static const int64_t wholes[] = {-1, 256, INT64_MIN, 1000};
    uint8_t out[8];
    ink_error error;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        CHECK_EQ_INT(
            ink_elements_to_bytes(INK_ELEMENT_FLOAT64, (const uint8_t *)&levels[i], 1, out, &error),
            INK_ERROR_ARGUMENT);
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
        CHECK_EQ_INT(
            ink_elements_to_bytes(INK_ELEMENT_INT64, (const uint8_t *)&wholes[i], 1, out, &error),
            INK_ERROR_ARGUMENT);
    CHECK_STR(error.detail, "an element is 1000; whole numbers are 0 … 255");
    int32_t negative = -3;
    CHECK_EQ_INT(
        ink_elements_to_bytes(INK_ELEMENT_INT32, (const uint8_t *)&negative, 1, out, &error),
        INK_ERROR_ARGUMENT);
    CHECK_STR(error.detail, "an element is -3; whole numbers are 0 … 255");
}

int main(void) {
    RUN(images_by_columns_are_put_upright);
    RUN(labels_outside_their_range_are_named_as_the_file_has_them);
    RUN(rows_of_integers_are_labels);
    RUN(faulty_rows_are_named);
    RUN(fake_samples_are_random_and_the_same_again);
    RUN(levels_in_256ths_are_exact);
    RUN(values_that_are_no_bytes_are_refused);
    return harness_end();
}
