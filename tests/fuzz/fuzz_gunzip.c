/* The input as a gzip file, at once and in pieces: both must end alike, with the same
 * bytes. */
#include "data/gunzip.h"
#include "fuzz.h"

enum { MOST = 1 << 16 };

typedef struct collector {
    size_t count;
    uint32_t hash;
} collector;

static int collect(void *context, const uint8_t *bytes, size_t count, ink_error *error) {
    collector *to = context;
    PROMISE(count > 0);
    for (size_t i = 0; i < count; i++) {
        if (to->count == MOST) return ink_fail(error, INK_ERROR_IDX, "too much");
        to->hash = to->hash * 16777619 + bytes[i] + 1;
        to->count++;
    }
    return 0;
}

static int gunzip(const uint8_t *data, size_t size, size_t piece, collector *to, ink_error *error) {
    ink_gunzip *gunzip;
    PROMISE(ink_gunzip_create(&fuzz_allocator, collect, to, &gunzip, error) == 0);
    int status = 0;
    for (size_t at = 0, step; at < size && status == 0; at += step) {
        step = size - at < piece ? size - at : piece;
        status = ink_gunzip_push(gunzip, data + at, step, error);
    }
    int end = ink_gunzip_finish(gunzip, error);
    PROMISE(status == 0 || end == status);
    ink_gunzip_destroy(gunzip);
    return end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    collector once = {0, 0}, pieces = {0, 0};
    ink_error error_once = {0}, error_pieces = {0};
    size_t piece = size ? 1 + data[size - 1] % 64 : 1;
    int status = gunzip(data, size, size + 1, &once, &error_once);
    PROMISE(gunzip(data, size, piece, &pieces, &error_pieces) == status);
    PROMISE(strcmp(error_once.detail, error_pieces.detail) == 0);
    PROMISE(status == 0 || strlen(error_once.detail) > 0);
    PROMISE(status != 0 || (once.count == pieces.count && once.hash == pieces.hash));
    return 0;
}
