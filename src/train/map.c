#include "train/map.h"

#include <math.h>
#include <string.h>

#include "data/eigen.h"
#include "kernel/elementwise.h"
#include "kernel/gemm.h"
#include "kernel/random_fill.h"
#include "kernel/reduce.h"
#include "train/inside.h"
#include "train/state.h"

/* Directions that are followed at once, and how often. */
enum { DIRECTIONS = 8, TURNS = 6 };
enum { LABEL, GUESS, BESIDE }; /* what a row has beside its numbers */

void ink__map_forget(ink_session *session) {
    ink_release(&session->allocator, session->map.rows);
    ink_release(&session->allocator, session->map.before);
    session->map = (ink_map){0};
}

/* The last layer that has weights; the first one where none has any. */
static int last_weighted(const ink_net *net) {
    int last = net->layer_count - 1;
    while (last > 0 && !net->layers[last].parameters[0].fan_in) last--;
    return last;
}

static size_t width_of(const ink_net *net) {
    return (size_t)ink_shape_size(net->layers[last_weighted(net)].in);
}

/* Room for so many images; NULL, and an error, where there is none. */
static float *begin(ink_session *session, size_t total, ink_error *error) {
    ink_map *map = &session->map;
    size_t row = (width_of(&session->net) + BESIDE) * sizeof(float);
    ink_release(&session->allocator, map->rows);
    map->rows = ink_allocate(&session->allocator, ink_size_multiply(total, row));
    map->total = total;
    map->gathered = 0;
    if (!map->rows) ink_fail(error, INK_ERROR_MEMORY, "no memory for a map of %zu images", total);
    return map->rows;
}

int ink_session_gather(ink_session *session, size_t first, size_t count, size_t total,
                       ink_error *error) {
    ink_map *map = &session->map;
    ink_net *net = &session->net;
    int status = ink__session_range(session, INK_VALIDATION, first, count, error);
    if (status) return status;
    if (first + count > total || (first && (first != map->gathered || total != map->total)))
        return ink_fail(error, INK_ERROR_ARGUMENT, "map: images %zu … %zu of %zu are not the next",
                        first, first + count, total);
    if (!first && !begin(session, total, error)) return INK_ERROR_MEMORY;
    size_t width = width_of(net), classes = (size_t)net->classes;
    float *row = map->rows + first * (width + BESIDE);
    for (size_t done = 0, n; done < count; done += n) {
        n = count - done < (size_t)net->capacity ? count - done : (size_t)net->capacity;
        ink__session_take(session, INK_VALIDATION, first + done, n, true);
        const float *scores = ink_net_look(net, (int)n, net->layer_count);
        const float *numbers = net->activations[last_weighted(net)];
        for (size_t i = 0; i < n; i++, row += width + BESIDE) {
            memcpy(row, numbers + i * width, width * sizeof *row);
            row[width + LABEL] = session->labels[i];
            row[width + GUESS] = (float)ink_argmax(net->classes, scores + i * classes);
        }
    }
    map->gathered = first + count;
    return 0;
}

/* x(n, width), its rows `step` apart, and directions in it, one a row of axes(DIRECTIONS,
 * width), with what each row of x is along them: along(n, DIRECTIONS). */
typedef struct cloud {
    int n, width, step;
    float *x, *axes, *along, *gemm;
    ink_pool *pool;
} cloud;

static void centre(const cloud *cloud) {
    for (int j = 0; j < cloud->width; j++) {
        double sum = 0;
        float *x = cloud->x + j;
        for (int i = 0; i < cloud->n; i++) sum += (double)x[(size_t)i * (size_t)cloud->step];
        float mean = (float)(sum / cloud->n);
        for (int i = 0; i < cloud->n; i++) x[(size_t)i * (size_t)cloud->step] -= mean;
    }
}

/* along = x · axesᵀ, or axes = alongᵀ · x */
static void multiply(const cloud *cloud, bool back) {
    ink_gemm product = {.m = back ? DIRECTIONS : cloud->n,
                        .n = back ? cloud->width : DIRECTIONS,
                        .k = back ? cloud->n : cloud->width,
                        .a = back ? cloud->along : cloud->x,
                        .lda = back ? DIRECTIONS : cloud->step,
                        .transpose_a = back,
                        .b = back ? cloud->x : cloud->axes,
                        .ldb = back ? cloud->step : cloud->width,
                        .transpose_b = !back,
                        .c = back ? cloud->axes : cloud->along,
                        .ldc = back ? cloud->width : DIRECTIONS};
    ink_gemm_run(&product, cloud->gemm, cloud->pool);
}

static double dot(int n, const float *x, const float *y, int step) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += (double)x[i * step] * (double)y[i * step];
    return sum;
}

/* Gram and Schmidt's, modified; what is left of nothing is 0. */
static void make_orthonormal(const cloud *cloud) {
    int width = cloud->width;
    for (int i = 0; i < DIRECTIONS; i++) {
        float *axis = cloud->axes + (size_t)i * (size_t)width;
        double whole = dot(width, axis, axis, 1);
        for (int j = 0; j < i; j++) {
            const float *other = cloud->axes + (size_t)j * (size_t)width;
            float share = (float)dot(width, axis, other, 1);
            for (int k = 0; k < width; k++) axis[k] -= share * other[k];
        }
        double square = dot(width, axis, axis, 1);
        ink_scale((size_t)width, square > 1e-10 * whole ? (float)(1 / sqrt(square)) : 0, axis);
    }
}

/* points(n, 4), x and y first: the two principal components, by subspace iteration from
 * random directions (Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM
 * Review 2011, algorithm 4.4), then Rayleigh's and Ritz's rotation of the small space to its
 * own principal axes. */
static void find_points(const cloud *cloud, float *points) {
    ink_random random = ink_random_make(1, INK_STREAM_MAP, 0);
    ink_fill_normal(&random, 0, 1, (size_t)(DIRECTIONS * cloud->width), cloud->axes);
    for (int i = 0; i < TURNS; i++) {
        multiply(cloud, false);
        multiply(cloud, true);
        make_orthonormal(cloud);
    }
    multiply(cloud, false);
    double small[DIRECTIONS * DIRECTIONS], values[DIRECTIONS], work[2 * DIRECTIONS];
    for (int i = 0; i < DIRECTIONS * DIRECTIONS; i++)
        small[i] =
            dot(cloud->n, cloud->along + i / DIRECTIONS, cloud->along + i % DIRECTIONS, DIRECTIONS);
    ink_eigen_symmetric(DIRECTIONS, small, values, work);
    for (int i = 0; i < cloud->n; i++)
        for (int axis = 0; axis < 2; axis++) {
            double sum = 0;
            for (int k = 0; k < DIRECTIONS; k++)
                sum += small[axis * DIRECTIONS + k] * (double)cloud->along[i * DIRECTIONS + k];
            points[i * 4 + axis] = (float)sum;
        }
}

/* Swaps and mirrors the axes so that the points lie as much as may be as they lay before. */
static void align(size_t n, const float *before, float *points) {
    double like[2][2] = {{0}}; /* [axis][axis before] */
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 4; k++)
            like[k / 2][k % 2] += (double)points[i * 4 + k / 2] * (double)before[i * 2 + k % 2];
    int other = fabs(like[0][1]) + fabs(like[1][0]) > fabs(like[0][0]) + fabs(like[1][1]);
    float first = like[other][0] < 0 ? -1 : 1, second = like[!other][1] < 0 ? -1 : 1;
    for (size_t i = 0; i < n; i++, points += 4) {
        float x = points[other], y = points[!other];
        points[0] = first * x;
        points[1] = second * y;
    }
}

int ink__view_map(ink_session *session, int index, ink_tensor *view, ink_error *error) {
    (void)index;
    ink_map *map = &session->map;
    size_t n = map->gathered, width = width_of(&session->net);
    if (!n) return ink_fail(error, INK_ERROR_STATE, "map: no images have been gathered for it");
    size_t scratch = ink_gemm_scratch(DIRECTIONS, (int)width, (int)n);
    size_t other = ink_gemm_scratch((int)n, DIRECTIONS, (int)width);
    if (other > scratch) scratch = other;
    float *points =
        ink__view_room(session, n * (4 + DIRECTIONS) + width * DIRECTIONS + scratch, error);
    float *before = ink_allocate(&session->allocator, n * 2 * sizeof *before);
    if (!points || !before) {
        ink_release(&session->allocator, before);
        return INK_ERROR_MEMORY;
    }
    cloud cloud = {.n = (int)n,
                   .width = (int)width,
                   .step = (int)width + BESIDE,
                   .x = map->rows,
                   .along = points + n * 4,
                   .axes = points + n * (4 + DIRECTIONS),
                   .gemm = points + n * (4 + DIRECTIONS) + width * DIRECTIONS,
                   .pool = session->pool};
    for (size_t i = 0; i < n; i++)
        memcpy(points + i * 4 + 2, map->rows + (i + 1) * (width + BESIDE) - BESIDE,
               BESIDE * sizeof *points);
    centre(&cloud);
    find_points(&cloud, points);
    if (map->before) align(n < map->before_count ? n : map->before_count, map->before, points);
    for (size_t i = 0; i < n; i++) memcpy(before + i * 2, points + i * 4, 2 * sizeof *before);
    ink_release(&session->allocator, map->before);
    ink_release(&session->allocator, map->rows);
    *map = (ink_map){.before = before, .before_count = n};
    *view = (ink_tensor){.rank = 2, .shape = {(int)n, 4}, .count = n * 4, .values = points};
    return 0;
}
