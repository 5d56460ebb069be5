#include "kernel/convolution.h"

#include <stddef.h>
#include <string.h>

/* The outputs 0 ≤ first … end−1 < count whose window position `offset` (in
 * −padding … K−1−padding) falls on a pixel 0 … size−1. */
typedef struct inside {
    int first, end;
} inside;

static inside inside_of(int offset, int stride, int size, int count) {
    int first = offset < 0 ? (-offset + stride - 1) / stride : 0;
    int end = size - offset <= 0 ? 0 : (size - offset - 1) / stride + 1;
    if (end > count) end = count;
    if (first > end) first = end;
    return (inside){first, end};
}

static void gather_row(const float *pixels, int stride, inside range, int count, float *column) {
    for (int i = 0; i < range.first; i++) column[i] = 0;
    if (stride == 1)
        memcpy(column + range.first, pixels + range.first,
               (size_t)(range.end - range.first) * sizeof *column);
    else
        for (int i = range.first; i < range.end; i++) column[i] = pixels[i * stride];
    for (int i = range.end; i < count; i++) column[i] = 0;
}

void ink_windows_gather(const ink_windows *w, const float *image, float *columns) {
    for (int c = 0; c < w->channels; c++, image += w->height * w->width)
        for (int ky = 0; ky < w->kernel; ky++)
            for (int kx = 0; kx < w->kernel; kx++) {
                int dy = ky - w->padding, dx = kx - w->padding;
                inside rows = inside_of(dy, w->stride, w->height, w->out_height);
                inside across = inside_of(dx, w->stride, w->width, w->out_width);
                for (int y = 0; y < w->out_height; y++, columns += w->out_width) {
                    if (y < rows.first || y >= rows.end)
                        memset(columns, 0, (size_t)w->out_width * sizeof *columns);
                    else
                        gather_row(image + (y * w->stride + dy) * w->width + dx, w->stride, across,
                                   w->out_width, columns);
                }
            }
}

void ink_windows_scatter(const ink_windows *w, const float *dcolumns, float *dimage) {
    memset(dimage, 0, (size_t)(w->channels * w->height * w->width) * sizeof *dimage);
    for (int c = 0; c < w->channels; c++, dimage += w->height * w->width)
        for (int ky = 0; ky < w->kernel; ky++)
            for (int kx = 0; kx < w->kernel; kx++) {
                int dy = ky - w->padding, dx = kx - w->padding;
                inside rows = inside_of(dy, w->stride, w->height, w->out_height);
                inside across = inside_of(dx, w->stride, w->width, w->out_width);
                for (int y = rows.first; y < rows.end; y++) {
                    const float *from = dcolumns + y * w->out_width;
                    float *to = dimage + (y * w->stride + dy) * w->width + dx;
                    for (int x = across.first; x < across.end; x++) to[x * w->stride] += from[x];
                }
                dcolumns += w->out_height * w->out_width;
            }
}
