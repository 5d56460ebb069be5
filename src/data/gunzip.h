/* Streaming gunzip: bytes of any split are pushed in, inflated bytes go to a sink
 * in pieces of at most 32 KB. A stream that does not begin with 1f 8b is passed
 * through as it is, since a server may have inflated it already. */
#ifndef INK_DATA_GUNZIP_H
#define INK_DATA_GUNZIP_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/memory.h"

typedef struct ink_gunzip ink_gunzip;

/* Takes count ≥ 1 bytes, valid during the call only. Anything but 0 stops the
 * stream; so the sink decides how much is too much. */
typedef int (*ink_gunzip_sink)(void *context, const uint8_t *bytes, size_t count, ink_error *error);

/* zlib's memory comes from the allocator too, about 45 KB in all with the output
 * buffer. The caller owns the handle and gives it back to ink_gunzip_destroy (which
 * takes NULL). */
int ink_gunzip_create(const ink_allocator *allocator, ink_gunzip_sink sink, void *context,
                      ink_gunzip **gunzip, ink_error *error);
void ink_gunzip_destroy(ink_gunzip *gunzip);

/* Inflates the next bytes (count may be 0). Several gzip members in a row are one
 * stream; zeros after the last are skipped. INK_ERROR_GZIP: a damaged block or
 * header, another checksum or length, garbage after the end; else what the sink
 * returned. After a failure every further call fails in the same way. */
int ink_gunzip_push(ink_gunzip *gunzip, const uint8_t *bytes, size_t count, ink_error *error);

/* There are no more bytes: INK_ERROR_TRUNCATED if there were none at all or the
 * gzip stream is not complete. */
int ink_gunzip_finish(ink_gunzip *gunzip, ink_error *error);

#endif
