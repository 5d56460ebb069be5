#include "data/dataset.h"

#include <string.h>

#include "data/gunzip.h"
#include "data/idx.h"
#include "data/synthetic.h"

typedef enum file_state {
    FILE_EMPTY,    /* waits for its first bytes, or for synthetic digits */
    FILE_FEEDING,  /* waits for more bytes or its end */
    FILE_MAKING,   /* waits for more synthetic digits */
    FILE_COMPLETE, /* has all */
    FILE_FAILED,   /* answers with `failure` until it restarts */
} file_state;

typedef struct data_file {
    ink_data *data;
    const char *name;
    bool test, holds_labels;
    file_state state;
    ink_gunzip *gunzip; /* while feeding */
    ink_idx idx;
    uint8_t *bytes;
    size_t size;      /* of bytes; 0 before it is allocated */
    size_t unit;      /* bytes in a sample: height · width, or 1 for labels */
    size_t count;     /* samples promised; 0 before the header is known or when failed */
    size_t available; /* samples whole, and checked if they are labels */
    ink_error failure;
} data_file;

struct ink_data {
    ink_allocator allocator;
    int height, width, classes;
    bool transposed; /* in the files; here images always stand upright */
    int first_label; /* in the files; here it is 0 */
    data_file files[INK_FILES];
    struct {
        uint64_t seed;
        bool fake;
    } made[2]; /* by part, while making and after */
};

static const char *const file_names[INK_FILES] = {"training images", "training labels",
                                                  "test images", "test labels"};

static ink_file images_of(bool test) { return test ? INK_TEST_IMAGES : INK_TRAIN_IMAGES; }
static ink_file labels_of(bool test) { return test ? INK_TEST_LABELS : INK_TRAIN_LABELS; }

int ink_data_create(const ink_allocator *allocator, int height, int width, int classes,
                    ink_data **data, ink_error *error) {
    *data = NULL;
    if (!allocator) allocator = &ink_allocator_default;
    if (height < 1 || height > 4096 || width < 1 || width > 4096 || classes < 1 || classes > 256)
        return ink_fail(error, INK_ERROR_ARGUMENT,
                        "data: images of %d × %d in %d classes; sides may be 1 … 4096, classes "
                        "1 … 256",
                        height, width, classes);
    ink_data *made = ink_allocate(allocator, sizeof *made);
    if (!made) return ink_fail(error, INK_ERROR_MEMORY, "data: no memory for a data set");
    made->allocator = *allocator;
    made->height = height;
    made->width = width;
    made->classes = classes;
    for (int i = 0; i < INK_FILES; i++) {
        data_file *file = &made->files[i];
        file->data = made;
        file->name = file_names[i];
        file->test = i == INK_TEST_IMAGES || i == INK_TEST_LABELS;
        file->holds_labels = i == INK_TRAIN_LABELS || i == INK_TEST_LABELS;
        file->unit = file->holds_labels ? 1 : (size_t)height * (size_t)width;
    }
    *data = made;
    return 0;
}

void ink_data_destroy(ink_data *data) {
    if (!data) return;
    for (int i = 0; i < INK_FILES; i++) ink_data_restart(data, (ink_file)i);
    ink_allocator allocator = data->allocator;
    ink_release(&allocator, data);
}

int ink_data_set_habits(ink_data *data, bool transposed, int first_label, ink_error *error) {
    for (int i = 0; i < INK_FILES; i++)
        if (data->files[i].state != FILE_EMPTY)
            return ink_fail(error, INK_ERROR_STATE, "data: %s are there already", file_names[i]);
    if (transposed && data->height != data->width)
        return ink_fail(error, INK_ERROR_ARGUMENT, "data: images of %d × %d cannot be transposed",
                        data->height, data->width);
    if (first_label < 0 || first_label > 256 - data->classes)
        return ink_fail(error, INK_ERROR_ARGUMENT, "data: first label %d; it may be 0 … %d",
                        first_label, 256 - data->classes);
    data->transposed = transposed;
    data->first_label = first_label;
    return 0;
}

static void close_gunzip(data_file *file) {
    ink_gunzip_destroy(file->gunzip);
    file->gunzip = NULL;
}

static void empty_file(data_file *file) {
    close_gunzip(file);
    ink_release(&file->data->allocator, file->bytes);
    file->bytes = NULL;
    file->size = file->count = file->available = 0;
    file->state = FILE_EMPTY;
}

void ink_data_restart(ink_data *data, ink_file file) { empty_file(&data->files[file]); }

/* Allocates an empty file's bytes for `count` samples. */
static int allocate_samples(data_file *file, size_t count, ink_error *error) {
    size_t held = 0, size = ink_size_multiply(count, file->unit);
    for (int i = 0; i < INK_FILES; i++) held += file->data->files[i].size;
    if (size > INK_DATA_LIMIT - held)
        return ink_fail(error, INK_ERROR_MEMORY,
                        "%zu bytes beside the %zu there are more than the %zu that are allowed",
                        size, held, INK_DATA_LIMIT);
    file->bytes = ink_allocate(&file->data->allocator, size);
    if (!file->bytes) return ink_fail(error, INK_ERROR_MEMORY, "no memory for %zu bytes", size);
    file->size = size;
    file->count = count;
    return 0;
}

static int begin_data(void *context, uint32_t count, size_t size, uint8_t **destination,
                      ink_error *error) {
    data_file *file = context;
    const data_file *files = file->data->files;
    (void)size;
    size_t images = file->holds_labels ? files[images_of(file->test)].count : count;
    size_t labels = file->holds_labels ? count : files[labels_of(file->test)].count;
    if (images && labels && images != labels)
        return ink_fail(error, INK_ERROR_COUNT, "%zu images but %zu labels", images, labels);
    int status = allocate_samples(file, count, error);
    *destination = file->bytes;
    return status;
}

/* Checks labels first … end−1, which count from `lowest`. */
static int check_labels(const ink_data *data, const uint8_t *labels, size_t first, size_t end,
                        int lowest, ink_error *error) {
    for (size_t i = first; i < end; i++)
        if (labels[i] < lowest || labels[i] >= lowest + data->classes)
            return ink_fail(error, INK_ERROR_LABEL, "label %d at %zu is outside %d … %d",
                            (int)labels[i], i, lowest, lowest + data->classes - 1);
    return 0;
}

static void transpose(uint8_t *image, int side) {
    for (int y = 0; y < side; y++)
        for (int x = 0; x < y; x++) {
            uint8_t *one = image + y * side + x, *other = image + x * side + y, kept = *one;
            *one = *other;
            *other = kept;
        }
}

/* Samples first … end−1 of a file as they are here. */
static int settle_samples(data_file *file, size_t first, size_t end, ink_error *error) {
    const ink_data *data = file->data;
    if (file->holds_labels) {
        int status = check_labels(data, file->bytes, first, end, data->first_label, error);
        if (status != 0) return status;
        for (size_t i = first; i < end; i++) file->bytes[i] -= (uint8_t)data->first_label;
    } else if (data->transposed)
        for (size_t i = first; i < end; i++) transpose(file->bytes + i * file->unit, data->width);
    return 0;
}

static int take_inflated(void *context, const uint8_t *bytes, size_t count, ink_error *error) {
    data_file *file = context;
    int status = ink_idx_push(&file->idx, bytes, count, error);
    if (status != 0) return status;
    size_t whole = file->idx.received / file->unit;
    status = settle_samples(file, file->available, whole, error);
    if (status == 0) file->available = whole;
    return status;
}

static int open_file(data_file *file, ink_error *error) {
    if (file->state == FILE_FEEDING) return 0;
    const ink_data *data = file->data;
    int status = ink_gunzip_create(&data->allocator, take_inflated, file, &file->gunzip, error);
    if (status != 0) return status;
    file->idx =
        ink_idx_make(file->holds_labels ? INK_IDX_LABELS : INK_IDX_IMAGES, (uint32_t)data->height,
                     (uint32_t)data->width, INK_DATA_LIMIT, begin_data, file);
    file->state = FILE_FEEDING;
    return 0;
}

/* Puts the file's name before the reason and keeps both for later calls. */
static int fail_file(data_file *file, const ink_error *reason, ink_error *error) {
    close_gunzip(file);
    file->state = FILE_FAILED;
    file->count = file->available = 0;
    ink_fail(&file->failure, reason->code, "%s: %s", file->name, reason->detail);
    if (error) *error = file->failure;
    return reason->code;
}

int ink_data_feed(ink_data *data, ink_file which, const uint8_t *bytes, size_t count,
                  ink_error *error) {
    data_file *file = &data->files[which];
    if (file->state == FILE_FAILED) {
        if (error) *error = file->failure;
        return file->failure.code;
    }
    if (file->state == FILE_COMPLETE || file->state == FILE_MAKING)
        return ink_fail(error, INK_ERROR_STATE, "%s: they are there already; restart them first",
                        file->name);
    ink_error reason;
    int status = open_file(file, &reason);
    if (status == 0) status = ink_gunzip_push(file->gunzip, bytes, count, &reason);
    return status == 0 ? 0 : fail_file(file, &reason, error);
}

int ink_data_end(ink_data *data, ink_file which, ink_error *error) {
    data_file *file = &data->files[which];
    if (file->state == FILE_COMPLETE) return 0;
    /* Opens a file that was never fed, which then is an empty one. */
    int status = ink_data_feed(data, which, NULL, 0, error);
    if (status != 0) return status;
    ink_error reason;
    status = ink_gunzip_finish(file->gunzip, &reason);
    if (status == 0) status = ink_idx_finish(&file->idx, &reason);
    if (status != 0) return fail_file(file, &reason, error);
    close_gunzip(file);
    file->state = FILE_COMPLETE;
    return 0;
}

/* Allocates both files of an empty part, or neither. */
static int allocate_part(ink_data *data, bool test, size_t count, ink_error *error) {
    data_file *images = &data->files[images_of(test)], *labels = &data->files[labels_of(test)];
    ink_error reason;
    int status = allocate_samples(images, count, &reason);
    if (status == 0) status = allocate_samples(labels, count, &reason);
    if (status == 0) return 0;
    empty_file(images);
    empty_file(labels);
    return ink_fail(error, status, "%s data: %s", test ? "test" : "training", reason.detail);
}

static void set_part_progress(ink_data *data, bool test, size_t available) {
    data_file *images = &data->files[images_of(test)], *labels = &data->files[labels_of(test)];
    images->available = labels->available = available;
    images->state = labels->state = available == images->count ? FILE_COMPLETE : FILE_MAKING;
}

int ink_data_set(ink_data *data, bool test, const uint8_t *images, const uint8_t *labels,
                 size_t count, ink_error *error) {
    if (count == 0) return ink_fail(error, INK_ERROR_ARGUMENT, "data: no images");
    int status = check_labels(data, labels, 0, count, 0, error);
    if (status != 0) return status;
    empty_file(&data->files[images_of(test)]);
    empty_file(&data->files[labels_of(test)]);
    status = allocate_part(data, test, count, error);
    if (status != 0) return status;
    memcpy(data->files[images_of(test)].bytes, images, data->files[images_of(test)].size);
    memcpy(data->files[labels_of(test)].bytes, labels, count);
    set_part_progress(data, test, count);
    return 0;
}

static int begin_making(ink_data *data, bool test, bool fake, uint64_t seed, uint32_t total,
                        ink_error *error) {
    const data_file *images = &data->files[images_of(test)],
                    *labels = &data->files[labels_of(test)];
    if (images->state == FILE_MAKING && labels->state == FILE_MAKING && images->count == total &&
        data->made[test].seed == seed && data->made[test].fake == fake)
        return 0;
    if (images->state != FILE_EMPTY || labels->state != FILE_EMPTY)
        return ink_fail(error, INK_ERROR_STATE, "%s data: other data is there; restart it first",
                        test ? "test" : "training");
    data->made[test].seed = seed;
    data->made[test].fake = fake;
    return allocate_part(data, test, total, error);
}

static int make_samples(ink_data *data, bool test, bool fake, uint64_t seed, uint32_t total,
                        uint32_t slice, ink_error *error) {
    if (total == 0 || slice == 0)
        return ink_fail(error, INK_ERROR_ARGUMENT, "data: no %s asked for",
                        fake ? "fake images" : "synthetic digits");
    int status = begin_making(data, test, fake, seed, total, error);
    if (status != 0) return status;
    data_file *images = &data->files[images_of(test)], *labels = &data->files[labels_of(test)];
    uint32_t made = (uint32_t)images->available, numbers = test ? 2000000000 : 0;
    uint32_t end = total - made < slice ? total : made + slice;
    for (; made < end; made++) {
        uint8_t *image = images->bytes + (size_t)made * images->unit, *label = labels->bytes + made;
        if (fake)
            ink_fake_sample(seed, numbers + made, image, images->unit, label, data->classes);
        else
            ink_synthetic_digit(seed, numbers + made, image, label);
    }
    set_part_progress(data, test, made);
    return made == total ? 0 : INK_EVENT_WAITING;
}

int ink_data_synthesize(ink_data *data, bool test, uint64_t seed, uint32_t total, uint32_t slice,
                        ink_error *error) {
    if (data->height != 28 || data->width != 28 || data->classes < 10)
        return ink_fail(error, INK_ERROR_ARGUMENT,
                        "data: synthetic digits are 28 × 28 in ten classes, not %d × %d in %d",
                        data->height, data->width, data->classes);
    return make_samples(data, test, false, seed, total, slice, error);
}

int ink_data_fake(ink_data *data, bool test, uint64_t seed, uint32_t total, uint32_t slice,
                  ink_error *error) {
    return make_samples(data, test, true, seed, total, slice, error);
}

int ink_data_height(const ink_data *data) { return data->height; }
int ink_data_width(const ink_data *data) { return data->width; }
int ink_data_classes(const ink_data *data) { return data->classes; }

size_t ink_data_total(const ink_data *data, bool test) {
    return data->files[images_of(test)].count;
}

size_t ink_data_available(const ink_data *data, bool test) {
    size_t images = data->files[images_of(test)].available,
           labels = data->files[labels_of(test)].available;
    return images < labels ? images : labels;
}

size_t ink_data_labels_available(const ink_data *data, bool test) {
    return data->files[labels_of(test)].available;
}

bool ink_data_complete(const ink_data *data, bool test) {
    return data->files[images_of(test)].state == FILE_COMPLETE &&
           data->files[labels_of(test)].state == FILE_COMPLETE;
}

const uint8_t *ink_data_image(const ink_data *data, bool test, size_t i) {
    const data_file *images = &data->files[images_of(test)];
    return images->bytes + i * images->unit;
}

uint8_t ink_data_label(const ink_data *data, bool test, size_t i) {
    return data->files[labels_of(test)].bytes[i];
}
