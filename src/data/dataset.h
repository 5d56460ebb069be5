/* A data set in memory: training and test images (uint8, one byte a pixel, rows
 * from the top) with their labels. It is fed from four files as their bytes come
 * in, or set from arrays, or made of synthetic digits; whatever part is there can
 * be read while the rest is on its way. Details of errors name the file
 * ("training images: idx: magic 0x00000801, expected 0x00000803 …"). */
#ifndef INK_DATA_DATASET_H
#define INK_DATA_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/memory.h"

typedef struct ink_data ink_data;

typedef enum ink_file {
    INK_TRAIN_IMAGES,
    INK_TRAIN_LABELS,
    INK_TEST_IMAGES,
    INK_TEST_LABELS,
    INK_FILES /* how many there are */
} ink_file;

/* All pixels and labels of a data set together take at most this many bytes. */
#define INK_DATA_LIMIT ((size_t)1 << 30)

/* An empty set of images height × width (1 … 4096 each) with labels 0 … classes−1
 * (1 ≤ classes ≤ 256). allocator NULL is the default one. Each file's data is
 * allocated once, when its size is known. The caller owns the handle and gives it
 * back to ink_data_destroy (which takes NULL). */
int ink_data_create(const ink_allocator *allocator, int height, int width, int classes,
                    ink_data **data, ink_error *error);
void ink_data_destroy(ink_data *data);

/* How the files that are fed from now on differ from MNIST's. transposed: they hold
 * images by columns, as EMNIST does; they are put upright as they come in (square
 * ones only). first_label: what they call class 0 (EMNIST letters: 1). Before the
 * first bytes; else INK_ERROR_STATE. Does not concern ink_data_set. */
int ink_data_set_habits(ink_data *data, bool transposed, int first_label, ink_error *error);

/* The next bytes of a file, IDX or gzipped IDX, split anywhere; count may be 0. The
 * four files may come in any order or side by side. Errors: INK_ERROR_GZIP,
 * INK_ERROR_IDX, INK_ERROR_LABEL (a label outside the classes, with its place),
 * INK_ERROR_COUNT (as soon as both headers are known), INK_ERROR_MEMORY;
 * INK_ERROR_STATE once the file is complete. A file that failed keeps failing in the
 * same way, and its data counts as not there, until ink_data_restart. */
int ink_data_feed(ink_data *data, ink_file file, const uint8_t *bytes, size_t count,
                  ink_error *error);

/* The file has no more bytes. INK_ERROR_TRUNCATED if it should have; 0 if it is
 * complete, whether or not the others are. */
int ink_data_end(ink_data *data, ink_file file, ink_error *error);

/* Forgets all of one file, so that it (or another) can be fed from its start. */
void ink_data_restart(ink_data *data, ink_file file);

/* Copies count images (count · height · width bytes) and labels; both files of the
 * part then count as complete, whatever was there before. On INK_ERROR_LABEL and
 * INK_ERROR_ARGUMENT the old data stays; on INK_ERROR_MEMORY the part is empty. */
int ink_data_set(ink_data *data, bool test, const uint8_t *images, const uint8_t *labels,
                 size_t count, ink_error *error);

/* Makes the next `slice` ≥ 1 of `total` synthetic digits (28×28, ten classes): call
 * with the same seed and total until it returns 0 instead of INK_EVENT_WAITING.
 * Training digits are numbers 0, 1, … of the seed, test digits numbers 2·10⁹,
 * 2·10⁹+1, …, so the two never share one, and every ten hold each class once.
 * INK_ERROR_STATE if the part holds other data (see ink_data_restart). */
int ink_data_synthesize(ink_data *data, bool test, uint64_t seed, uint32_t total, uint32_t slice,
                        ink_error *error);

/* The same with random images and labels, in which there is nothing to learn: what a
 * network reaches on them it knows by heart. Any sides and classes. */
int ink_data_fake(ink_data *data, bool test, uint64_t seed, uint32_t total, uint32_t slice,
                  ink_error *error);

int ink_data_height(const ink_data *data);
int ink_data_width(const ink_data *data);
int ink_data_classes(const ink_data *data);

/* How many images the header of the images promises; 0 before it is known. */
size_t ink_data_total(const ink_data *data, bool test);

/* How many samples are there, pixels and label: those with numbers 0 … n−1. */
size_t ink_data_available(const ink_data *data, bool test);

/* How many labels are there, whether or not their images are. */
size_t ink_data_labels_available(const ink_data *data, bool test);

/* Whether both files of the part are complete and their checksums right. */
bool ink_data_complete(const ink_data *data, bool test);

/* Sample i < ink_data_available(…): height · width bytes, and the label, which may be
 * read as soon as it is there itself. The pointer is valid until the file restarts, the part is set
 * anew or the data set destroyed; images follow each other without a gap. */
const uint8_t *ink_data_image(const ink_data *data, bool test, size_t i);
uint8_t ink_data_label(const ink_data *data, bool test, size_t i);

#endif
