/* Householder's reduction to tridiagonal form (Martin, Reinsch, Wilkinson 1968), then
 * QL with implicit shifts (Dubrulle, Martin, Wilkinson 1968), as in Wilkinson and
 * Reinsch, "Handbook for automatic computation II: linear algebra", II/2 and II/4; but
 * vectors stand in rows, along which all loops run. */
#include "data/eigen.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* y += factor · x */
static void add_scaled(int n, double factor, const double *restrict x, double *restrict y) {
    for (int i = 0; i < n; i++) y[i] += factor * x[i];
}

static double dot(int n, const double *x, const double *y) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += x[i] * y[i];
    return sum;
}

/* Makes x(n) the vector v of the reflection I − v·vᵀ·2/(v·v) that takes x to a
 * multiple, which is returned, of the first axis. v is 0 where x is one already. */
static double make_reflection(int n, double *x) {
    double rest = dot(n - 1, x + 1, x + 1), first = x[0];
    if (rest == 0) {
        memset(x, 0, (size_t)n * sizeof *x);
        return first;
    }
    double length = sqrt(first * first + rest), image = first > 0 ? -length : length;
    x[0] = first - image;
    return image;
}

/* The trailing block b(m,m), rows n apart, becomes H·b·H for the reflection H by v:
 * b − v·wᵀ − w·vᵀ, in which w = p − v·(v·p)/(v·v) and p = 2·b·v/(v·v). */
static void reflect_block(int n, int m, const double *v, double *b, double *w) {
    double square = dot(m, v, v);
    if (square == 0) return;
    memset(w, 0, (size_t)m * sizeof *w);
    for (int i = 0; i < m; i++) add_scaled(m, 2 / square * v[i], b + (size_t)i * n, w);
    add_scaled(m, -dot(m, v, w) / square, v, w);
    for (int i = 0; i < m; i++) {
        add_scaled(m, -w[i], v, b + (size_t)i * n);
        add_scaled(m, -v[i], w, b + (size_t)i * n);
    }
}

/* Reduces a to diagonal d and off-diagonal e (e[i] lies between i and i+1); row i of a
 * keeps, behind its diagonal, the vector of reflection i. What of e is not set yet
 * serves as work. */
static void tridiagonalize(int n, double *a, double *d, double *e) {
    for (int i = 0; i < n; i++) {
        double *row = a + (size_t)i * n + i;
        d[i] = row[0];
        e[i] = 0;
        if (i + 1 == n) break;
        double next = make_reflection(n - i - 1, row + 1);
        reflect_block(n, n - i - 1, row + 1, row + n + 1, e + i + 1);
        e[i] = next;
    }
}

/* Multiplies the reflections out: a = Q·T·Qᵀ becomes Q. From the last one on, each
 * reflects the block behind it and then frames it with a row and a column of the
 * identity. */
static void multiply_reflections(int n, double *a, double *sums) {
    a[(size_t)n * n - 1] = 1;
    for (int i = n - 2; i >= 0; i--) {
        double *row = a + (size_t)i * n + i, *v = row + 1, *b = row + n + 1;
        int m = n - i - 1;
        double square = dot(m, v, v);
        if (square != 0) {
            memset(sums, 0, (size_t)m * sizeof *sums);
            for (int k = 0; k < m; k++) add_scaled(m, v[k], b + (size_t)k * n, sums);
            for (int k = 0; k < m; k++) add_scaled(m, -2 / square * v[k], sums, b + (size_t)k * n);
        }
        row[0] = 1;
        for (int k = 0; k < m; k++) v[k] = b[(size_t)k * n - 1] = 0;
    }
}

static void transpose(int n, double *a) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) {
            double *x = a + (size_t)i * n + j, *y = a + (size_t)j * n + i, swapped = *x;
            *x = *y;
            *y = swapped;
        }
}

/* Turns rows x and y by an angle of that sine and cosine. */
static void rotate_rows(int n, double c, double s, double *restrict x, double *restrict y) {
    for (int i = 0; i < n; i++) {
        double kept = y[i];
        y[i] = s * x[i] + c * kept;
        x[i] = c * x[i] - s * kept;
    }
}

/* One implicit QL step on the unreduced block first … last: a shift near d[first],
 * then plane rotations that chase the bulge from the end to the start. */
static void ql_step(int n, int first, int last, double *d, double *e, double *rows) {
    double g = (d[first + 1] - d[first]) / (2 * e[first]), r = sqrt(g * g + 1);
    g = d[last] - d[first] + e[first] / (g + (g >= 0 ? r : -r));
    double s = 1, c = 1, p = 0;
    for (int i = last - 1; i >= first; i--) {
        double f = s * e[i], b = c * e[i];
        e[i + 1] = r = sqrt(f * f + g * g);
        if (r == 0) { /* the block falls apart here */
            d[i + 1] -= p;
            e[last] = 0;
            return;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        rotate_rows(n, c, s, rows + (size_t)i * n, rows + (size_t)(i + 1) * n);
    }
    d[first] -= p;
    e[first] = g;
    e[last] = 0;
}

/* A step or two an eigenvalue are the rule; the limit only bounds what NaN would do. */
enum { MOST_STEPS = 50 };

static void diagonalize(int n, double *d, double *e, double *rows) {
    double norm = 0;
    for (int i = 0; i < n; i++) {
        double size = fabs(d[i]) + fabs(e[i]);
        if (size > norm) norm = size;
    }
    double nothing = norm * 0x1p-52;
    for (int first = 0; first < n; first++)
        for (int step = 0; step < MOST_STEPS; step++) {
            int last = first;
            while (last + 1 < n && fabs(e[last]) > nothing) last++;
            if (last == first) break;
            ql_step(n, first, last, d, e, rows);
        }
}

/* Sorts, the largest value first, and gives each vector its sign. */
static void arrange(int n, double *values, double *rows) {
    for (int i = 0; i < n; i++) {
        int best = i;
        for (int j = i + 1; j < n; j++)
            if (values[j] > values[best]) best = j;
        double *row = rows + (size_t)i * n, *other = rows + (size_t)best * n, value = values[best];
        values[best] = values[i];
        values[i] = value;
        int top = 0;
        for (int j = 0; j < n; j++)
            if (fabs(other[j]) > fabs(other[top])) top = j;
        double sign = other[top] < 0 ? -1 : 1;
        for (int j = 0; j < n; j++) {
            double kept = sign * other[j];
            other[j] = row[j];
            row[j] = kept;
        }
    }
}

void ink_eigen_symmetric(int n, double *a, double *values, double *work) {
    tridiagonalize(n, a, values, work);
    multiply_reflections(n, a, work + n);
    transpose(n, a);
    diagonalize(n, values, work, a);
    arrange(n, values, a);
}
