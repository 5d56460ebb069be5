#include "data/gunzip.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#define ZLIB_CONST /* next_in is const */
#include <zlib.h>

enum { OUTPUT_SIZE = 32768, GZIP_FIRST = 0x1f, GZIP_SECOND = 0x8b };

typedef enum gunzip_state {
    WAIT_FIRST,  /* waits for the first byte of all */
    WAIT_SECOND, /* had 1f and waits for 8b */
    PASS_RAW,    /* not gzip: all bytes go to the sink */
    WAIT_MEMBER, /* waits for the rest of a gzip member */
    WAIT_NEXT,   /* a member is complete: waits for another, zeros or the end */
    WAIT_ZEROS,  /* had padding: nothing but zeros may follow */
    FAILED,
} gunzip_state;

struct ink_gunzip {
    ink_allocator allocator;
    ink_gunzip_sink sink;
    void *context;
    gunzip_state state;
    ink_error failure;
    z_stream stream;
    uint8_t output[OUTPUT_SIZE];
};

static voidpf zlib_allocate(voidpf opaque, uInt items, uInt size) {
    return ink_allocate(opaque, ink_size_multiply(items, size));
}

static void zlib_release(voidpf opaque, voidpf pointer) { ink_release(opaque, pointer); }

int ink_gunzip_create(const ink_allocator *allocator, ink_gunzip_sink sink, void *context,
                      ink_gunzip **gunzip, ink_error *error) {
    *gunzip = NULL;
    ink_gunzip *made = ink_allocate(allocator, sizeof *made);
    if (!made) return ink_fail(error, INK_ERROR_MEMORY, "gzip: no memory to inflate");
    made->allocator = *allocator;
    made->sink = sink;
    made->context = context;
    made->stream.zalloc = zlib_allocate;
    made->stream.zfree = zlib_release;
    made->stream.opaque = &made->allocator;
    /* 16: gzip and nothing else; 15: the largest window. */
    if (inflateInit2(&made->stream, 16 + 15) != Z_OK) {
        ink_release(allocator, made);
        return ink_fail(error, INK_ERROR_MEMORY, "gzip: no memory to inflate");
    }
    *gunzip = made;
    return 0;
}

void ink_gunzip_destroy(ink_gunzip *gunzip) {
    if (!gunzip) return;
    ink_allocator allocator = gunzip->allocator;
    inflateEnd(&gunzip->stream);
    ink_release(&allocator, gunzip);
}

static int fail(ink_gunzip *gunzip, int code, const char *detail) {
    return ink_fail(&gunzip->failure, code, "gzip: %s", detail);
}

static int fail_inflate(ink_gunzip *gunzip, int status) {
    if (status == Z_MEM_ERROR) return fail(gunzip, INK_ERROR_MEMORY, "no memory to inflate");
    const char *message = gunzip->stream.msg;
    if (!message) message = "the stream makes no sense";
    if (strcmp(message, "incorrect data check") == 0) message = "checksum differs";
    if (strcmp(message, "incorrect length check") == 0) message = "length differs";
    return ink_fail(&gunzip->failure, INK_ERROR_GZIP, "gzip: %s: the file is damaged", message);
}

static int sink_bytes(ink_gunzip *gunzip, const uint8_t *bytes, size_t count) {
    return count ? gunzip->sink(gunzip->context, bytes, count, &gunzip->failure) : 0;
}

/* Inflates up to *count bytes of the current member; *count becomes how many were
 * taken. Stops early at the member's end only. */
static int inflate_member(ink_gunzip *gunzip, const uint8_t *bytes, size_t *count) {
    z_stream *stream = &gunzip->stream;
    uInt offered = *count < UINT_MAX ? (uInt)*count : UINT_MAX;
    stream->next_in = bytes;
    stream->avail_in = offered;
    int status;
    do {
        stream->next_out = gunzip->output;
        stream->avail_out = OUTPUT_SIZE;
        status = inflate(stream, Z_NO_FLUSH);
        /* First of all what came before a damage, so that the sink's own failure does
         * not depend on how the input was split. */
        int sunk = sink_bytes(gunzip, gunzip->output, OUTPUT_SIZE - stream->avail_out);
        if (sunk != 0) return sunk;
        /* Z_BUF_ERROR only says that there was nothing left to do. */
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return fail_inflate(gunzip, status);
    } while (status != Z_STREAM_END && (stream->avail_in || !stream->avail_out));
    *count = offered - stream->avail_in;
    if (status == Z_STREAM_END) gunzip->state = WAIT_NEXT;
    return 0;
}

/* Takes what `state` wants of *count ≥ 1 bytes and sets *count to how many; to none
 * where it only found which state comes next. */
static int take(ink_gunzip *gunzip, const uint8_t *bytes, size_t *count) {
    static const uint8_t first = GZIP_FIRST;
    size_t one = 1;
    switch (gunzip->state) {
    case WAIT_FIRST:
        gunzip->state = *bytes == GZIP_FIRST ? WAIT_SECOND : PASS_RAW;
        *count = gunzip->state == WAIT_SECOND;
        return 0;
    case WAIT_SECOND:
        /* The 1f that was taken goes on alone: it may have come in another call. */
        gunzip->state = *bytes == GZIP_SECOND ? WAIT_MEMBER : PASS_RAW;
        *count = 0;
        return gunzip->state == PASS_RAW ? sink_bytes(gunzip, &first, 1)
                                         : inflate_member(gunzip, &first, &one);
    case PASS_RAW: return sink_bytes(gunzip, bytes, *count);
    case WAIT_MEMBER: return inflate_member(gunzip, bytes, count);
    case WAIT_NEXT:
        *count = 0;
        gunzip->state = *bytes == GZIP_FIRST ? WAIT_MEMBER : WAIT_ZEROS;
        if (gunzip->state == WAIT_MEMBER) inflateReset(&gunzip->stream);
        return 0;
    case WAIT_ZEROS:
        for (size_t i = 0; i < *count; i++)
            if (bytes[i]) return fail(gunzip, INK_ERROR_GZIP, "something else follows its end");
        return 0;
    case FAILED: break;
    }
    return gunzip->failure.code;
}

/* Keeps the failure (a sink may return one without a detail, or an event) and hands
 * it to the caller. */
static int report(ink_gunzip *gunzip, int status, ink_error *error) {
    if (status == 0) return 0;
    gunzip->state = FAILED;
    gunzip->failure.code = status;
    if (error) *error = gunzip->failure;
    return status;
}

int ink_gunzip_push(ink_gunzip *gunzip, const uint8_t *bytes, size_t count, ink_error *error) {
    int status = gunzip->state == FAILED ? gunzip->failure.code : 0;
    while (status == 0 && count) {
        size_t taken = count;
        status = take(gunzip, bytes, &taken);
        bytes += taken;
        count -= taken;
    }
    return report(gunzip, status, error);
}

int ink_gunzip_finish(ink_gunzip *gunzip, ink_error *error) {
    int status = 0;
    switch (gunzip->state) {
    case WAIT_FIRST:
        status = ink_fail(&gunzip->failure, INK_ERROR_TRUNCATED, "the file is empty");
        break;
    case WAIT_SECOND:
    case WAIT_MEMBER:
        status = fail(gunzip, INK_ERROR_TRUNCATED, "the file ends before its stream is complete");
        break;
    case FAILED: status = gunzip->failure.code; break;
    case PASS_RAW:
    case WAIT_NEXT:
    case WAIT_ZEROS: break;
    }
    return report(gunzip, status, error);
}
