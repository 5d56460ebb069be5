#include "kernel/scores.h"

#include "kernel/scores_reference.h"

void ink_binary_cross_entropy(const ink_scores *scores) {
    ink_binary_cross_entropy_reference(scores);
}
void ink_hinge(const ink_scores *scores, float margin, int power) {
    ink_hinge_reference(scores, margin, power);
}
void ink_squared_error(const ink_scores *scores) { ink_squared_error_reference(scores); }
void ink_smooth_labels(const ink_scores *scores, float smoothing) {
    ink_smooth_labels_reference(scores, smoothing);
}
void ink_logistic_shares(int n, int classes, const float *scores, float *probabilities) {
    ink_logistic_shares_reference(n, classes, scores, probabilities);
}
void ink_positive_shares(int n, int classes, const float *scores, float *probabilities) {
    ink_positive_shares_reference(n, classes, scores, probabilities);
}
