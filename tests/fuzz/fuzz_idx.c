/* The input as an IDX file, at once and in pieces: both must end alike, with the same
 * bytes. Its first byte says which kind is expected and how long the pieces are. */
#include "data/idx.h"
#include "fuzz.h"

enum { LIMIT = 1 << 16 };

static int begin(void *context, uint32_t count, size_t size, uint8_t **destination,
                 ink_error *error) {
    uint8_t **bytes = context;
    PROMISE(!*bytes && count >= 1 && size >= 1 && size <= LIMIT);
    if (count % 17 == 16) return ink_fail(error, INK_ERROR_COUNT, "refused");
    *destination = *bytes = malloc(size);
    return 0;
}

static int parse(ink_idx *idx, uint32_t magic, const uint8_t *data, size_t size, size_t piece,
                 uint8_t **bytes, ink_error *error) {
    *idx = ink_idx_make(magic, 2, 3, LIMIT, begin, bytes);
    int status = 0;
    for (size_t at = 0, step; at < size && status == 0; at += step) {
        step = size - at < piece ? size - at : piece;
        status = ink_idx_push(idx, data + at, step, error);
    }
    int end = ink_idx_finish(idx, error);
    PROMISE(status == 0 || end == status);
    return end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    uint32_t magic = *data & 1 ? INK_IDX_LABELS : INK_IDX_IMAGES;
    size_t piece = (size_t)1 + (*data >> 1) % 16;
    data++, size--;
    uint8_t *bytes_once = NULL, *bytes_pieces = NULL;
    ink_idx once, pieces;
    ink_error error_once = {0}, error_pieces = {0};
    int status = parse(&once, magic, data, size, size + 1, &bytes_once, &error_once);
    PROMISE(parse(&pieces, magic, data, size, piece, &bytes_pieces, &error_pieces) == status);
    PROMISE(strcmp(error_once.detail, error_pieces.detail) == 0);
    PROMISE(once.received == pieces.received);
    if (once.received) PROMISE(memcmp(bytes_once, bytes_pieces, once.received) == 0);
    PROMISE(status != 0 || once.received == once.size);
    free(bytes_once);
    free(bytes_pieces);
    return 0;
}
