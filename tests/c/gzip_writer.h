/* gzip files for tests, made with stored blocks (RFC 1951, 3.2.4) so that the same
 * tests run as wasm, where only zlib's inflating half is there. */
#ifndef INK_TESTS_GZIP_WRITER_H
#define INK_TESTS_GZIP_WRITER_H

#include <stdint.h>
#include <string.h>
#include <zlib.h>

enum { GZIP_BLOCK = 65535 };

/* How many bytes gzip_write makes of `count`. */
static inline size_t gzip_size(size_t count) {
    size_t blocks = count ? (count + GZIP_BLOCK - 1) / GZIP_BLOCK : 1;
    return 10 + 5 * blocks + count + 8;
}

static inline uint8_t *gzip_put(uint8_t *out, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; i++) *out++ = (uint8_t)(value >> 8 * i);
    return out;
}

/* Writes one gzip member to out(gzip_size(count)) and returns its size. */
static inline size_t gzip_write(uint8_t *out, const uint8_t *bytes, size_t count) {
    static const uint8_t header[10] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
    uint8_t *start = out;
    memcpy(out, header, sizeof header);
    out += sizeof header;
    size_t done = 0;
    do {
        uint32_t block = count - done < GZIP_BLOCK ? (uint32_t)(count - done) : GZIP_BLOCK;
        *out++ = done + block == count; /* the last block's flag; type 0 */
        out = gzip_put(out, block, 2);
        out = gzip_put(out, ~block, 2);
        if (block) memcpy(out, bytes + done, block);
        out += block;
        done += block;
    } while (done < count);
    out = gzip_put(out, (uint32_t)crc32(crc32(0, NULL, 0), bytes, (uInt)count), 4);
    out = gzip_put(out, (uint32_t)count, 4);
    return (size_t)(out - start);
}

#endif
