#include "data/idx.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"

ink_idx ink_idx_make(uint32_t magic, uint32_t height, uint32_t width, size_t limit,
                     ink_idx_begin begin, void *context) {
    return (ink_idx){
        .magic = magic,
        .height = height,
        .width = width,
        .limit = limit,
        .begin = begin,
        .context = context,
    };
}

static uint32_t read_big_endian(const uint8_t bytes[4]) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* What a file with another magic number probably is, or "". */
static const char *guess_content(uint32_t magic) {
    switch (magic) {
    case INK_IDX_IMAGES: return " (this file holds images)";
    case INK_IDX_LABELS:
    case INK_IDX_ROWS: return " (this file holds labels)";
    case 0x504b0304: return " (this is a zip file)";
    }
    return magic >> 24 == '<' ? " (this is a web page)" : "";
}

static int check_magic(ink_idx *idx) {
    uint32_t magic = read_big_endian(idx->header);
    bool rows = magic == INK_IDX_ROWS && idx->magic == INK_IDX_LABELS;
    if (magic != idx->magic && !rows)
        return ink_fail(&idx->failure, INK_ERROR_IDX, "idx: magic %x, expected %x%s", magic,
                        idx->magic, guess_content(magic));
    idx->state = INK_IDX_WAIT_DIMS;
    return 0;
}

/* The magic number's last byte is the number of dimensions. */
static size_t header_size(const ink_idx *idx) { return 4 + 4 * (size_t)idx->header[3]; }

static int begin_data(ink_idx *idx) {
    uint32_t count = read_big_endian(idx->header + 4), height = 1, width = 1;
    if (idx->magic == INK_IDX_IMAGES) {
        height = read_big_endian(idx->header + 8);
        width = read_big_endian(idx->header + 12);
    }
    size_t size = ink_size_multiply(ink_size_multiply(count, height), width);
    if (count == 0) return ink_fail(&idx->failure, INK_ERROR_IDX, "idx: holds nothing");
    if (size > idx->limit)
        return ink_fail(&idx->failure, INK_ERROR_IDX,
                        "idx: %u × %u × %u bytes are more than the %zu that are allowed", count,
                        height, width, idx->limit);
    if (idx->magic == INK_IDX_IMAGES && (height != idx->height || width != idx->width))
        return ink_fail(&idx->failure, INK_ERROR_IDX, "idx: images of %u × %u, expected %u × %u",
                        height, width, idx->height, idx->width);
    if (read_big_endian(idx->header) == INK_IDX_ROWS) {
        uint32_t columns = read_big_endian(idx->header + 8);
        if (columns == 0 || columns > INK_IDX_MAX_COLUMNS)
            return ink_fail(&idx->failure, INK_ERROR_IDX, "idx: rows of %u columns, 1 … %d allowed",
                            columns, INK_IDX_MAX_COLUMNS);
        idx->row_size = 4 * (size_t)columns;
    }
    idx->size = size;
    idx->state = INK_IDX_WAIT_DATA;
    return idx->begin(idx->context, count, size, &idx->destination, &idx->failure);
}

/* Fills the header up to `size` bytes; returns how many bytes were taken. */
static size_t fill_header(ink_idx *idx, size_t size, const uint8_t *bytes, size_t count) {
    size_t wanted = size - idx->header_length;
    if (count > wanted) count = wanted;
    memcpy(idx->header + idx->header_length, bytes, count);
    idx->header_length += count;
    return count;
}

static size_t fill_data(ink_idx *idx, const uint8_t *bytes, size_t count) {
    size_t wanted = idx->size - idx->received;
    if (count > wanted) count = wanted;
    memcpy(idx->destination + idx->received, bytes, count);
    idx->received += count;
    if (idx->received == idx->size) idx->state = INK_IDX_DONE;
    return count;
}

/* Takes *count bytes of rows or fewer, sets *count to how many. */
static int fill_rows(ink_idx *idx, const uint8_t *bytes, size_t *count) {
    size_t taken = 0;
    while (taken < *count && idx->received < idx->size) {
        uint8_t byte = bytes[taken++];
        if (idx->row_length < 4) idx->row_value = idx->row_value << 8 | byte;
        if (++idx->row_length < idx->row_size) continue;
        if (idx->row_value > 255)
            return ink_fail(&idx->failure, INK_ERROR_IDX, "idx: row %zu begins with %u, above 255",
                            idx->received, idx->row_value);
        idx->destination[idx->received++] = (uint8_t)idx->row_value;
        idx->row_length = idx->row_value = 0;
    }
    *count = taken;
    if (idx->received == idx->size) idx->state = INK_IDX_DONE;
    return 0;
}

/* Takes at least one of *count ≥ 1 bytes and sets *count to how many. */
static int take(ink_idx *idx, const uint8_t *bytes, size_t *count) {
    switch (idx->state) {
    case INK_IDX_WAIT_MAGIC:
        *count = fill_header(idx, 4, bytes, *count);
        return idx->header_length == 4 ? check_magic(idx) : 0;
    case INK_IDX_WAIT_DIMS:
        *count = fill_header(idx, header_size(idx), bytes, *count);
        return idx->header_length == header_size(idx) ? begin_data(idx) : 0;
    case INK_IDX_WAIT_DATA:
        if (idx->row_size) return fill_rows(idx, bytes, count);
        *count = fill_data(idx, bytes, *count);
        return 0;
    case INK_IDX_DONE:
        return ink_fail(&idx->failure, INK_ERROR_IDX, "idx: more bytes than its header promises");
    case INK_IDX_FAILED: break;
    }
    return idx->failure.code;
}

static int report(ink_idx *idx, int status, ink_error *error) {
    if (status == 0) return 0;
    idx->state = INK_IDX_FAILED;
    idx->failure.code = status;
    if (error) *error = idx->failure;
    return status;
}

int ink_idx_push(ink_idx *idx, const uint8_t *bytes, size_t count, ink_error *error) {
    int status = idx->state == INK_IDX_FAILED ? idx->failure.code : 0;
    while (status == 0 && count) {
        size_t taken = count;
        status = take(idx, bytes, &taken);
        bytes += taken;
        count -= taken;
    }
    return report(idx, status, error);
}

int ink_idx_finish(ink_idx *idx, ink_error *error) {
    int status = 0;
    switch (idx->state) {
    case INK_IDX_WAIT_MAGIC:
    case INK_IDX_WAIT_DIMS:
        status = ink_fail(&idx->failure, INK_ERROR_TRUNCATED, "idx: ends within its header");
        break;
    case INK_IDX_WAIT_DATA:
        status = ink_fail(&idx->failure, INK_ERROR_TRUNCATED, "idx: ends after %zu of %zu bytes",
                          idx->received, idx->size);
        break;
    case INK_IDX_DONE: break;
    case INK_IDX_FAILED: status = idx->failure.code; break;
    }
    return report(idx, status, error);
}
