/* Draws docs/images/synthetic.png: ten synthetic digits of each class, seed 1, a row
 * a class. From the project's folder, after a native build:
 *
 *     cc -O2 -Isrc tools/contact_sheet.c build/native/libinkling.a -lz -lm -lpthread \
 *        -o build/contact_sheet && build/contact_sheet > docs/images/synthetic.png */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "data/synthetic.h"

enum { CELL = 30, ZOOM = 2, MARGIN = 5, SIDE = (10 * CELL + 2 * MARGIN) * ZOOM };

static const uint8_t PAPER[3] = {0xFB, 0xFA, 0xF6}, INK[3] = {0x1B, 0x1F, 0x3B};

static uint8_t pixels[SIDE][1 + SIDE]; /* each row after its filter byte, 0 */
static uint8_t packed[sizeof pixels + sizeof pixels / 100 + 64];

static void put_number(uint8_t *to, uLong number) {
    for (int i = 0; i < 4; i++) to[i] = (uint8_t)(number >> (24 - 8 * i));
}

static void write_chunk(const char *type, const uint8_t *data, size_t size) {
    uint8_t number[4];
    put_number(number, (uLong)size);
    fwrite(number, 1, 4, stdout);
    fwrite(type, 1, 4, stdout);
    if (size) fwrite(data, 1, size, stdout);
    uLong check = crc32(0, (const Bytef *)type, 4);
    put_number(number, size ? crc32(check, data, (uInt)size) : check);
    fwrite(number, 1, 4, stdout);
}

static void place(const uint8_t image[784], int column, int row) {
    int left = (MARGIN + CELL * column + (CELL - 28) / 2) * ZOOM;
    int top = (MARGIN + CELL * row + (CELL - 28) / 2) * ZOOM;
    for (int y = 0; y < 28 * ZOOM; y++)
        for (int x = 0; x < 28 * ZOOM; x++)
            pixels[top + y][1 + left + x] = image[y / ZOOM * 28 + x / ZOOM] & 0xF0;
}

int main(void) {
    for (uint32_t i = 0; i < 100; i++) {
        uint8_t image[784], label;
        ink_synthetic_digit(1, i, image, &label);
        place(image, (int)i / 10, label);
    }
    uint8_t header[13] = {[8] = 8, [9] = 3}; /* 8 bits, palette */
    put_number(header, SIDE);
    put_number(header + 4, SIDE);
    uint8_t palette[256][3];
    for (int i = 0; i < 256; i++)
        for (int c = 0; c < 3; c++)
            palette[i][c] =
                (uint8_t)((PAPER[c] * (240 - (i < 240 ? i : 240)) + INK[c] * (i < 240 ? i : 240)) /
                          240);
    uLongf size = sizeof packed;
    if (compress2(packed, &size, pixels[0], sizeof pixels, 9) != Z_OK) return 1;
    fwrite("\x89PNG\r\n\x1a\n", 1, 8, stdout);
    write_chunk("IHDR", header, sizeof header);
    write_chunk("PLTE", palette[0], sizeof palette);
    write_chunk("IDAT", packed, size);
    write_chunk("IEND", NULL, 0);
    return fflush(stdout) != 0;
}
