/* The data set and memory: its limits, and the lack of it. */
#include "dataset_support.h"
#include "starve.h"

TEST(sizes_are_checked) {
    static const int sizes[][3] = {{0, 1, 1},     {1, 0, 1},     {1, 1, 0},          {-1, 28, 10},
                                   {28, 28, 257}, {4097, 1, 10}, {1, 0x7fffffff, 10}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        ink_data *data;
        ink_error error;
        CHECK_EQ_INT(ink_data_create(NULL, sizes[i][0], sizes[i][1], sizes[i][2], &data, &error),
                     INK_ERROR_ARGUMENT);
        CHECK(data == NULL && strncmp(error.detail, "data: ", 6) == 0);
    }
    /* All files share one limit. */
    ink_data *data;
    ink_error error;
    starve state;
    ink_allocator allocator = starve_allocator(&state, LONG_MAX);
    CHECK_EQ_INT(ink_data_create(&allocator, HEIGHT, WIDTH, CLASSES, &data, NULL), 0);
    make_small();
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_IMAGES, &images, NULL), 0);
    uint8_t header[16];
    put(put(put(put(header, 0x803), INK_DATA_LIMIT / PIXELS), HEIGHT), WIDTH);
    CHECK_EQ_INT(ink_data_feed(data, INK_TEST_IMAGES, header, 16, &error), INK_ERROR_MEMORY);
    CHECK_STR(error.detail, "test images: 1073741820 bytes beside the 240 there are more than the "
                            "1073741824 that are allowed");
    ink_data_destroy(data);
    CHECK_EQ_INT(state.live, 0);
}

static int load_starved(const ink_allocator *allocator, ink_error *error) {
    ink_data *data;
    int status = ink_data_create(allocator, HEIGHT, WIDTH, CLASSES, &data, error);
    if (status != 0) return status;
    for (int file = 0; file < INK_FILES && status == 0; file++)
        status = feed_whole(data, (ink_file)file, file & 1 ? &labels : &images, error);
    if (status == 0) check_samples(data, true, COUNT);
    if (status == 0)
        status = ink_data_set(data, true, images.at, (const uint8_t *)"\1\2\3\4\5", 5, error);
    ink_data_destroy(data);
    return status;
}

TEST(each_lack_of_memory_is_an_error) {
    make_small();
    zip(&images), zip(&labels);
    for (long left = 0;; left++) {
        starve state;
        ink_allocator allocator = starve_allocator(&state, left);
        ink_error error = {0};
        int status = load_starved(&allocator, &error);
        CHECK_EQ_INT(state.live, 0);
        if (status == 0) {
            CHECK(left > 10);
            break;
        }
        if (!CHECK_EQ_INT(status, INK_ERROR_MEMORY)) break;
        CHECK(strlen(error.detail) > 10);
    }
    ink_data_destroy(NULL);
}

/* Each file takes its data at once: no growth, nothing twice. */
TEST(a_file_is_allocated_once) {
    make_small();
    starve state;
    ink_allocator allocator = starve_allocator(&state, LONG_MAX);
    ink_data *data;
    CHECK_EQ_INT(ink_data_create(&allocator, HEIGHT, WIDTH, CLASSES, &data, NULL), 0);
    long before = state.live;
    CHECK_EQ_INT(feed_whole(data, INK_TRAIN_IMAGES, &images, NULL), 0);
    CHECK_EQ_INT(state.live, before + 1);
    ink_data_restart(data, INK_TRAIN_IMAGES);
    CHECK_EQ_INT(state.live, before);
    ink_data_destroy(data);
    CHECK_EQ_INT(state.live, 0);
}

int main(void) {
    RUN(sizes_are_checked);
    RUN(each_lack_of_memory_is_an_error);
    RUN(a_file_is_allocated_once);
    return harness_end();
}
