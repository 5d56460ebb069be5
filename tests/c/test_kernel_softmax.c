/* Softmax and its cross-entropy: the twin's bits, and right against long sums in
 * double, for small, large and special logits. */
#include "kernel/softmax.h"

#include "harness.h"
#include "kernel/reference.h"
#include "kernel_support.h"

static const int row_counts[] = {0, 1, 2, 7, 33};
static const int class_counts[] = {1, 2, 3, 4, 5, 8, 10, 13, 63, 64, 65, 130, 256};
enum {
    ROW_COUNTS = sizeof row_counts / sizeof *row_counts,
    CLASS_COUNTS = sizeof class_counts / sizeof *class_counts,
};

/* −log p and p, by the definition, in double. */
static double exact_loss(int classes, const float *x, int label) {
    double top = x[0], sum = 0;
    for (int i = 1; i < classes; i++) top = x[i] > top ? x[i] : top;
    int skipped = 0;
    for (int i = 0; i < classes; i++)
        if (x[i] == top && !skipped)
            skipped = 1;
        else
            sum += exp(x[i] - top);
    return top - x[label] + log1p(sum);
}

static void check_shape(int n, int classes, float spread) {
    size_t count = (size_t)n * (size_t)classes;
    guarded x = guarded_make(count), p = guarded_make(count), want = guarded_make(count);
    guarded losses = guarded_make((size_t)n), want_losses = guarded_make((size_t)n);
    uint8_t labels[64];
    fill_random(7, count, x.x);
    for (size_t i = 0; i < count; i++) x.x[i] *= spread;
    for (int i = 0; i < n; i++) labels[i] = (uint8_t)(i * 31 % classes);

    ink_softmax_reference(n, classes, x.x, want.x);
    ink_softmax(n, classes, x.x, p.x);
    CHECK(same_floats(count, p.x, want.x));
    for (int row = 0; row < n; row++) {
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            float probability = p.x[row * classes + i];
            sum += probability;
            CHECK(fabs(probability - exp(-exact_loss(classes, x.x + row * classes, i))) < 1e-6);
        }
        CHECK_NEAR(sum, 1, 1e-6);
    }
    memcpy(p.x, x.x, count * sizeof(float));
    ink_softmax(n, classes, p.x, p.x);
    CHECK(same_floats(count, p.x, want.x));

    ink_softmax_cross_entropy_reference(n, classes, x.x, labels, 0.25f, want_losses.x, want.x);
    memcpy(p.x, x.x, count * sizeof(float));
    ink_softmax_cross_entropy(n, classes, p.x, labels, 0.25f, losses.x, p.x);
    CHECK(same_floats(count, p.x, want.x) && same_floats((size_t)n, losses.x, want_losses.x));
    for (int row = 0; row < n; row++) {
        double exact = exact_loss(classes, x.x + row * classes, labels[row]);
        CHECK_NEAR(losses.x[row], exact, 1e-6 * exact + 1e-12); /* logits' differences round too */
        for (int i = 0; i < classes; i++) {
            double probability = exp(-exact_loss(classes, x.x + row * classes, i));
            CHECK_NEAR(p.x[row * classes + i], 0.25 * (probability - (i == labels[row])), 1e-6);
        }
    }
    guard_fill(losses.x, (size_t)n, 0);
    ink_softmax_cross_entropy(n, classes, x.x, labels, 0.25f, losses.x, NULL);
    CHECK(same_floats((size_t)n, losses.x, want_losses.x));
    CHECK(guarded_end(x) && guarded_end(p) && guarded_end(want));
    CHECK(guarded_end(losses) && guarded_end(want_losses));
}

TEST(shapes) {
    static const float spreads[] = {1, 10, 5000};
    for (int i = 0; i < ROW_COUNTS; i++)
        for (int j = 0; j < CLASS_COUNTS; j++)
            for (int s = 0; s < 3; s++) check_shape(row_counts[i], class_counts[j], spreads[s]);
}

static float loss_of(const float logits[10], uint8_t label) {
    float loss;
    ink_softmax_cross_entropy(1, 10, logits, &label, 1, &loss, NULL);
    return loss;
}

TEST(known_losses) {
    float equal[10], far[10] = {0};
    for (int i = 0; i < 10; i++) equal[i] = -1e4f;
    CHECK_NEAR(loss_of(equal, 3), 2.302585093, 2.302585093e-6);
    for (int i = 0; i < 10; i++) equal[i] = 0;
    CHECK_NEAR(loss_of(equal, 9), 2.302585093, 2.302585093e-6);
    far[2] = 1e4f, far[5] = -1e4f;
    CHECK(loss_of(far, 2) == 0 && loss_of(far, 5) == 2e4f && loss_of(far, 0) == 1e4f);
    /* A nearly certain label, where 1 − p is all rounding error. */
    for (int i = 0; i < 10; i++) far[i] = i == 4 ? 20.0f : 0.0f;
    double tiny = log1p(9 * exp(-20));
    CHECK_NEAR(loss_of(far, 4), tiny, 1e-6 * tiny);
}

TEST(not_finite) {
    float x[3][4] = {{0, NAN, 1, 2}, {0, INFINITY, 1, 2}, {-INFINITY, -1, 0, 1}}, p[3][4];
    float losses[3];
    const uint8_t labels[3] = {2, 0, 0};
    ink_softmax(3, 4, x[0], p[0]);
    CHECK(isnan(p[0][3]) && isnan(p[1][1]) && p[2][0] == 0 && isfinite(p[2][3]));
    ink_softmax_cross_entropy(3, 4, x[0], labels, 1, losses, p[0]);
    CHECK(isnan(losses[0]) && !isfinite(losses[1]) && losses[2] == INFINITY);
    float all[5] = {NAN, NAN, NAN, NAN, NAN};
    ink_softmax(1, 5, all, all);
    CHECK(isnan(all[0]) && isnan(all[4]));
}

int main(void) {
    RUN(shapes);
    RUN(known_losses);
    RUN(not_finite);
    return harness_end();
}
