#include "kernel/convolution.h"

#include <stdbool.h>
#include <string.h>

#include "kernel/convolution_direct.h"
#include "kernel/convolution_sparse.h"
#include "kernel/elementwise.h"
#include "kernel/gemm.h"

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

/* columns(R, P) from image(C,H,W), R = C·K·K, P = OH·OW; zeros where a window looks
 * outside. */
static void gather(const ink_windows *w, const float *image, float *columns) {
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

/* The opposite way: dimage(C,H,W) = for each pixel the sum over the windows that saw it,
 * in the order of dcolumns' rows. */
static void scatter(const ink_windows *w, const float *dcolumns, float *dimage) {
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

/* Of one image: rows of its columns, windows. */
typedef struct sizes {
    int rows, outputs;
    size_t columns; /* rows · outputs */
} sizes;

static sizes sizes_of(const ink_windows *w) {
    int rows = w->channels * w->kernel * w->kernel, outputs = w->out_height * w->out_width;
    return (sizes){rows, outputs, (size_t)rows * (size_t)outputs};
}

static bool is_direct(const ink_windows *w) {
    return w->stride == 1 && w->out_height * w->out_width >= INK__DIRECT_LEAST;
}

/* Of the way back. */
static bool is_sparse(const ink_windows *w) {
    return is_direct(w) && w->kernel <= INK__SPARSE_KERNEL;
}

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

/* The columns, then what the products need. */
size_t ink_convolution_scratch(const ink_windows *w, int filters) {
    sizes s = sizes_of(w);
    size_t products = larger(ink_gemm_scratch(filters, s.outputs, s.rows),
                             larger(ink_gemm_scratch(filters, s.rows, s.outputs),
                                    ink_gemm_scratch(s.rows, s.outputs, filters)));
    if (!is_direct(w)) return s.columns + products;
    size_t back = is_sparse(w) ? ink__sparse_scratch(w, filters) : s.columns + products;
    return larger(ink__direct_scratch(w, filters), back);
}

/* y(O,P) = bias(O) + weight(O,R) · columns(R,P), image by image. */
void ink_convolution_forward(const ink_convolution *conv, const float *bias, const float *x,
                             float *y) {
    if (is_direct(&conv->windows)) {
        ink__direct_forward(conv, bias, x, y);
        return;
    }
    const ink_windows *w = &conv->windows;
    sizes s = sizes_of(w);
    for (int n = 0; n < conv->n; n++, x += w->channels * w->height * w->width) {
        gather(w, x, conv->scratch);
        for (int o = 0; o < conv->filters; o++)
            ink_fill((size_t)s.outputs, bias[o], y + o * s.outputs);
        ink_gemm_run(&(ink_gemm){.m = conv->filters,
                                 .n = s.outputs,
                                 .k = s.rows,
                                 .a = conv->weight,
                                 .lda = s.rows,
                                 .b = conv->scratch,
                                 .ldb = s.outputs,
                                 .c = y,
                                 .ldc = s.outputs,
                                 .from = y,
                                 .ldf = s.outputs},
                     conv->scratch + s.columns, conv->pool);
        y += conv->filters * s.outputs;
    }
}

/* dweight(O,R) = Σₙ dy(O,P) · columns(R,P)ᵀ */
void ink_convolution_backward_weight(const ink_convolution *conv, const float *x, const float *dy,
                                     float *dweight) {
    if (is_sparse(&conv->windows)) {
        ink__sparse_backward_weight(conv, x, dy, dweight);
        return;
    }
    const ink_windows *w = &conv->windows;
    sizes s = sizes_of(w);
    for (int n = 0; n < conv->n; n++, x += w->channels * w->height * w->width) {
        gather(w, x, conv->scratch);
        ink_gemm_run(&(ink_gemm){.m = conv->filters,
                                 .n = s.rows,
                                 .k = s.outputs,
                                 .a = dy,
                                 .lda = s.outputs,
                                 .b = conv->scratch,
                                 .ldb = s.outputs,
                                 .transpose_b = true,
                                 .c = dweight,
                                 .ldc = s.rows,
                                 .from = n > 0 ? dweight : NULL,
                                 .ldf = s.rows},
                     conv->scratch + s.columns, conv->pool);
        dy += conv->filters * s.outputs;
    }
}

/* dcolumns(R,P) = weight(O,R)ᵀ · dy(O,P), laid back over the image. */
void ink_convolution_backward_input(const ink_convolution *conv, const float *dy, float *dx) {
    if (is_sparse(&conv->windows)) {
        ink__sparse_backward_input(conv, dy, dx);
        return;
    }
    const ink_windows *w = &conv->windows;
    sizes s = sizes_of(w);
    for (int n = 0; n < conv->n; n++, dx += w->channels * w->height * w->width) {
        ink_gemm_run(&(ink_gemm){.m = s.rows,
                                 .n = s.outputs,
                                 .k = conv->filters,
                                 .a = conv->weight,
                                 .lda = s.rows,
                                 .transpose_a = true,
                                 .b = dy,
                                 .ldb = s.outputs,
                                 .c = conv->scratch,
                                 .ldc = s.outputs},
                     conv->scratch + s.columns, conv->pool);
        scatter(w, conv->scratch, dx);
        dy += conv->filters * s.outputs;
    }
}
