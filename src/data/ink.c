#include "data/ink.h"

#include <string.h>

/* Below this difference from paper, of 255, nothing counts as drawn. */
enum { FAINTEST = 16 };

typedef enum channel { GREY, LUMA_ON_WHITE, ALPHA } channel;

typedef struct picture {
    const uint8_t *pixels;
    int width, height;
    channel channel;
} picture;

/* ink[g]: how much ink a grey level is, 0 for paper, 255 at most. */
typedef struct tone {
    uint8_t ink[256];
    uint64_t total; /* over the whole picture */
} tone;

typedef struct box {
    int left, top, width, height;
} box;

static uint8_t luma_on_white(const uint8_t p[4]) {
    unsigned luma = (77u * p[0] + 150u * p[1] + 29u * p[2] + 128u) >> 8;
    return (uint8_t)((luma * p[3] + 255u * (255u - p[3]) + 127u) / 255u);
}

/* Row y as grey bytes: the picture's own where it is grey, else put into buffer. */
static const uint8_t *read_row(const picture *picture, int y, uint8_t buffer[INK_SIDE_LIMIT]) {
    size_t start = (size_t)y * (size_t)picture->width;
    if (picture->channel == GREY) return picture->pixels + start;
    const uint8_t *p = picture->pixels + 4 * start;
    for (int x = 0; x < picture->width; x++, p += 4)
        buffer[x] = picture->channel == ALPHA ? p[3] : luma_on_white(p);
    return buffer;
}

static void count_levels(const picture *picture, uint32_t all[256], uint32_t border[256]) {
    uint8_t buffer[INK_SIDE_LIMIT];
    memset(all, 0, 256 * sizeof *all);
    memset(border, 0, 256 * sizeof *border);
    for (int y = 0; y < picture->height; y++) {
        const uint8_t *row = read_row(picture, y, buffer);
        for (int x = 0; x < picture->width; x++) all[row[x]]++;
        if (y == 0 || y == picture->height - 1)
            for (int x = 0; x < picture->width; x++) border[row[x]]++;
        border[row[0]]++;
        border[row[picture->width - 1]]++;
    }
}

/* The least level with half of all counts at or below it. */
static int median(const uint32_t counts[256]) {
    uint64_t total = 0, seen = 0;
    for (int i = 0; i < 256; i++) total += counts[i];
    for (int i = 0; i < 256; i++)
        if (2 * (seen += counts[i]) >= total) return i;
    return 255;
}

/* The border's median absolute deviation from paper: 0 for a clean canvas, two
 * thirds of the deviation of Gaussian noise; strokes across the border do not
 * move it. */
static int paper_spread(const uint32_t border[256], int paper) {
    uint32_t deviations[256] = {0};
    for (int i = 0; i < 256; i++) deviations[i < paper ? paper - i : i - paper] += border[i];
    return median(deviations);
}

/* Ink of a level before stretching; sign is −1 for ink darker than paper. */
static int difference(int level, int paper, int sign, int noise) {
    int value = sign * (level - paper) - noise;
    return value > 0 ? value : 0;
}

static uint64_t ink_mass(const uint32_t all[256], int paper, int sign, int noise) {
    uint64_t mass = 0;
    for (int i = 0; i < 256; i++)
        mass += (uint64_t)all[i] * (uint64_t)difference(i, paper, sign, noise);
    return mass;
}

/* The darkest difference, but for the one hundredth of the ink that may be specks
 * on a faint drawing. */
static int ink_peak(const uint32_t all[256], int paper, int sign, int noise, uint64_t mass) {
    uint64_t above = 0;
    for (int value = 255; value > 0; value--) {
        int level = paper + sign * (value + noise);
        if (level < 0 || level > 255) continue;
        above += (uint64_t)all[level] * (uint64_t)value;
        if (100 * above > mass) return value;
    }
    return 0;
}

/* Tells ink from paper. False if nothing is drawn. */
static int find_tone(const picture *picture, tone *tone) {
    uint32_t all[256], border[256];
    count_levels(picture, all, border);
    int paper = median(border), noise = 5 * paper_spread(border, paper);
    uint64_t dark = ink_mass(all, paper, -1, noise), light = ink_mass(all, paper, 1, noise);
    int sign = dark >= light ? -1 : 1;
    int peak = ink_peak(all, paper, sign, noise, sign < 0 ? dark : light);
    if (peak < FAINTEST) return 0;
    tone->total = 0;
    for (int i = 0; i < 256; i++) {
        int value = (difference(i, paper, sign, noise) * 255 + peak / 2) / peak;
        tone->ink[i] = (uint8_t)(value < 255 ? value : 255);
        tone->total += (uint64_t)all[i] * tone->ink[i];
    }
    return 1;
}

/* The box that leaves out at most 1/4000 of the ink on each side: at 28×28
 * that is less than one faint pixel, on a large canvas a speck of dust. */
static box find_box(const picture *picture, const tone *tone) {
    uint8_t buffer[INK_SIDE_LIMIT];
    uint32_t columns[INK_SIDE_LIMIT] = {0};
    uint64_t cut = tone->total / 4000, seen = 0;
    int left = 0, right = picture->width - 1, top = -1, bottom = 0;
    for (int y = 0; y < picture->height; y++) {
        const uint8_t *row = read_row(picture, y, buffer);
        if (tone->total - seen > cut) bottom = y;
        for (int x = 0; x < picture->width; x++) {
            columns[x] += tone->ink[row[x]];
            seen += tone->ink[row[x]];
        }
        if (top < 0 && seen > cut) top = y;
    }
    for (seen = 0; (seen += columns[left]) <= cut;) left++;
    for (seen = 0; (seen += columns[right]) <= cut;) right--;
    return (box){left, top, right - left + 1, bottom - top + 1};
}

/* Area of the overlap, along one axis, of source pixel i with the cells it
 * touches, in twentieths of a pixel: from cell *first on, at most 20 lengths. A
 * cell is `longer` of these units wide. */
static int overlaps(int i, int longer, int margin, int *first, int lengths[INK_BOX]) {
    int start = margin + INK_BOX * i, end = start + INK_BOX, count = 0;
    *first = start / longer;
    for (int cell = *first; cell * longer < end; cell++) {
        int from = cell * longer > start ? cell * longer : start;
        int to = (cell + 1) * longer < end ? (cell + 1) * longer : end;
        lengths[count++] = to - from;
    }
    return count;
}

/* Where the box starts so that it lies in the middle of a whole number of cells,
 * and these in the middle of the twenty. */
static int margin_of(int side, int longer) {
    int cells = (INK_BOX * side + longer - 1) / longer;
    return (INK_BOX - cells) / 2 * longer + (cells * longer - INK_BOX * side) / 2;
}

/* Exact box coverage: each cell is the mean of the longer/20 square of source it
 * covers. Sums stay under 255·4096² < 2³². */
static void scale_box(const picture *picture, const tone *tone, box box, uint8_t cells[400]) {
    uint8_t buffer[INK_SIDE_LIMIT];
    uint32_t sums[INK_BOX * INK_BOX] = {0};
    int longer = box.width > box.height ? box.width : box.height;
    int margin_x = margin_of(box.width, longer), margin_y = margin_of(box.height, longer);
    for (int y = 0; y < box.height; y++) {
        const uint8_t *row = read_row(picture, box.top + y, buffer) + box.left;
        uint32_t line[INK_BOX] = {0};
        int first, lengths[INK_BOX];
        for (int x = 0; x < box.width; x++) {
            uint32_t value = tone->ink[row[x]];
            if (value == 0) continue;
            int count = overlaps(x, longer, margin_x, &first, lengths);
            for (int i = 0; i < count; i++) line[first + i] += value * (uint32_t)lengths[i];
        }
        int count = overlaps(y, longer, margin_y, &first, lengths);
        for (int i = 0; i < count; i++)
            for (int x = 0; x < INK_BOX; x++)
                sums[(first + i) * INK_BOX + x] += line[x] * (uint32_t)lengths[i];
    }
    uint64_t area = (uint64_t)longer * (uint64_t)longer;
    for (int i = 0; i < INK_BOX * INK_BOX; i++) cells[i] = (uint8_t)((sums[i] + area / 2) / area);
}

/* Thin strokes average out faint; in MNIST every image reaches 254. */
static void stretch(uint8_t cells[400]) {
    unsigned peak = 1;
    for (int i = 0; i < INK_BOX * INK_BOX; i++)
        if (cells[i] > peak) peak = cells[i];
    for (int i = 0; i < INK_BOX * INK_BOX; i++)
        cells[i] = (uint8_t)((cells[i] * 255u + peak / 2) / peak);
}

/* Where the box starts on one axis, so that moment/mass rounds to 14. */
static int centred_start(uint32_t moment, uint32_t mass) {
    int centre = mass ? (int)((2 * moment + mass) / (2 * mass)) : INK_BOX / 2;
    int start = INK_SIDE / 2 - centre, last = INK_SIDE - INK_BOX;
    return start < 0 ? 0 : start > last ? last : start;
}

void ink__centre(const uint8_t cells[400], uint8_t out[784]) {
    uint32_t mass = 0, moment_x = 0, moment_y = 0;
    for (uint32_t y = 0; y < INK_BOX; y++)
        for (uint32_t x = 0; x < INK_BOX; x++) {
            uint32_t value = cells[y * INK_BOX + x];
            mass += value;
            moment_x += value * x;
            moment_y += value * y;
        }
    int left = centred_start(moment_x, mass), top = centred_start(moment_y, mass);
    memset(out, 0, INK_SIDE * INK_SIDE);
    for (int y = 0; y < INK_BOX; y++)
        memcpy(out + (top + y) * INK_SIDE + left, cells + y * INK_BOX, INK_BOX);
}

static int prepare(const picture *picture, uint8_t out[784]) {
    tone tone;
    uint8_t cells[INK_BOX * INK_BOX];
    if (!find_tone(picture, &tone)) {
        memset(out, 0, INK_SIDE * INK_SIDE);
        return INK_EVENT_BLANK;
    }
    scale_box(picture, &tone, find_box(picture, &tone), cells);
    stretch(cells);
    ink__centre(cells, out);
    return INK_OK;
}

static int check_size(int width, int height, ink_error *error) {
    if (width >= 1 && width <= INK_SIDE_LIMIT && height >= 1 && height <= INK_SIDE_LIMIT)
        return INK_OK;
    return ink_fail(error, INK_ERROR_ARGUMENT, "ink: %d×%d pixels, each side must be 1 to %d",
                    width, height, INK_SIDE_LIMIT);
}

int ink_prepare_grey(const uint8_t *grey, int width, int height, uint8_t out[784],
                     ink_error *error) {
    int code = check_size(width, height, error);
    return code ? code : prepare(&(picture){grey, width, height, GREY}, out);
}

int ink_prepare_rgba(const uint8_t *rgba, int width, int height, uint8_t out[784],
                     ink_error *error) {
    int code = check_size(width, height, error);
    if (code) return code;
    code = prepare(&(picture){rgba, width, height, LUMA_ON_WHITE}, out);
    return code == INK_EVENT_BLANK ? prepare(&(picture){rgba, width, height, ALPHA}, out) : code;
}
