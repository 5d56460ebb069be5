/* Histograms of oriented gradients (Dalal, Triggs, "Histograms of oriented gradients
 * for human detection", CVPR 2005), unsigned, with L2 norms. */
#include <math.h>
#include <string.h>

#include "data/preprocess.h"
#include "simd/f32x4_math.h"

enum { CELL, BINS, BLOCK };
static const ink_param params[] = {
    {"cell", INK_PARAM_INTEGER, 2, 64, 4, "A cell's side in pixels."},
    {"bins", INK_PARAM_INTEGER, 2, 18, 9, "How many directions are told apart."},
    {"block", INK_PARAM_INTEGER, 1, 8, 2,
     "How many cells a side share their brightness: they are normalised together."},
    {0},
};

/* Cells and blocks down and across. Blocks overlap: one starts at each cell. */
typedef struct hog_grid {
    int cell, bins, block;
    int rows, columns, block_rows, block_columns;
} hog_grid;

static hog_grid make_grid(const ink_preprocess *preprocess) {
    hog_grid grid = {.cell = (int)preprocess->values[CELL],
                     .bins = (int)preprocess->values[BINS],
                     .block = (int)preprocess->values[BLOCK]};
    grid.rows = preprocess->height / grid.cell;
    grid.columns = preprocess->width / grid.cell;
    grid.block_rows = grid.rows - grid.block + 1;
    grid.block_columns = grid.columns - grid.block + 1;
    return grid;
}

/* The directions, multiples of π/bins from the right on, stand in the table: cosines,
 * then sines. */
static int plan(ink_preprocess *preprocess, ink_error *error) {
    hog_grid grid = make_grid(preprocess);
    if (grid.block_rows < 1 || grid.block_columns < 1)
        return ink_fail(error, INK_ERROR_CONFIG,
                        "features.block: %d cells of %d pixels are larger than the image, %d×%d",
                        grid.block, grid.cell, preprocess->height, preprocess->width);
    for (int b = 0; b < grid.bins; b++) {
        float angle = 0x1.921fb6p+1f * (float)b / (float)grid.bins;
        preprocess->table[b] = ink_cosf(angle);
        preprocess->table[grid.bins + b] = ink_sinf(angle);
    }
    preprocess->shape[0] =
        grid.block_rows * grid.block_columns * grid.block * grid.block * grid.bins;
    preprocess->shape[1] = preprocess->shape[2] = 1;
    preprocess->scratch_size = (size_t)(grid.rows * grid.columns * grid.bins) * sizeof(float);
    return 0;
}

/* Of the lines in these directions the one nearest to the gradient. */
static int nearest_bin(int bins, const float *directions, float dx, float dy) {
    int best = 0;
    float top = -1;
    for (int b = 0; b < bins; b++) {
        float along = fabsf(dx * directions[b] + dy * directions[bins + b]);
        if (along > top) {
            top = along;
            best = b;
        }
    }
    return best;
}

/* cells(rows, columns, bins): each pixel votes in its cell, for its gradient's
 * direction, with its gradient's length. Beyond the edge the image goes on as it is
 * there. */
static void count_cells(const ink_preprocess *preprocess, const hog_grid *grid,
                        const uint8_t *image, float *cells) {
    int height = preprocess->height, width = preprocess->width;
    memset(cells, 0, preprocess->scratch_size);
    for (int y = 0; y < grid->rows * grid->cell; y++) {
        const uint8_t *above = image + (y ? y - 1 : y) * width;
        const uint8_t *here = image + y * width;
        const uint8_t *below = image + (y + 1 < height ? y + 1 : y) * width;
        for (int x = 0; x < grid->columns * grid->cell; x++) {
            int dx = here[x + 1 < width ? x + 1 : x] - here[x ? x - 1 : x];
            int dy = below[x] - above[x];
            if (!dx && !dy) continue;
            float *cell = cells + (y / grid->cell * grid->columns + x / grid->cell) * grid->bins;
            int bin = nearest_bin(grid->bins, preprocess->table, (float)dx, (float)dy);
            cell[bin] += sqrtf((float)(dx * dx + dy * dy));
        }
    }
}

/* A block's cells, scaled so that the mean of their squares is 1; in a block without
 * gradients, whose length gets one grey level on top, 0. */
static float *normalise_block(const hog_grid *grid, const float *cells, float *y) {
    int row = grid->block * grid->bins, size = grid->block * row;
    float squares = 0;
    for (int i = 0; i < grid->block; i++)
        for (int j = 0; j < row; j++) {
            float value = cells[i * grid->columns * grid->bins + j];
            squares += value * value;
            y[i * row + j] = value;
        }
    float scale = sqrtf((float)size / (squares + 1));
    for (int i = 0; i < size; i++) y[i] *= scale;
    return y + size;
}

static void apply(const ink_preprocess *preprocess, const uint8_t *images, size_t count, float *y) {
    hog_grid grid = make_grid(preprocess);
    float *cells = preprocess->scratch;
    for (; count > 0; count--, images += preprocess->height * preprocess->width) {
        count_cells(preprocess, &grid, images, cells);
        for (int r = 0; r < grid.block_rows; r++)
            for (int c = 0; c < grid.block_columns; c++)
                y = normalise_block(&grid, cells + (r * grid.columns + c) * grid.bins, y);
    }
}

const ink_preprocessor ink_features_hog = {
    .choice = {"hog",
               "Histograms of oriented gradients: how strong edges of each direction are in each "
               "cell of the image.",
               params},
    .plan = plan,
    .apply = apply,
};
