/* kernel/scores.h in plain code. Scores are a handful a sample, so that the
 * engine runs these too: no vectors are worth it. */
#ifndef INK_KERNEL_SCORES_REFERENCE_H
#define INK_KERNEL_SCORES_REFERENCE_H

#include "kernel/math_reference.h"
#include "kernel/scores.h"

static inline ink_real ink__logistic(ink_real x) { return 1 / (1 + ink_exp_reference(-x)); }

static inline void ink_binary_cross_entropy_reference(const ink_scores *p) {
    for (int n = 0; n < p->samples; n++) {
        ink_real loss = 0;
        for (int c = 0; c < p->classes; c++) {
            int i = n * p->classes + c;
            ink_real s = p->scores[i], target = c == p->labels[n] ? 1 : 0;
            ink_real magnitude = s < 0 ? -s : s;
            loss +=
                (s > 0 ? s : 0) - s * target + ink_log_reference(1 + ink_exp_reference(-magnitude));
            if (p->dscores) p->dscores[i] = p->scale * p->share * (ink__logistic(s) - target);
        }
        p->losses[n] = loss * p->share;
    }
}

static inline void ink_hinge_reference(const ink_scores *p, ink_real margin, int power) {
    for (int n = 0; n < p->samples; n++) {
        int label = p->labels[n], row = n * p->classes;
        ink_real loss = 0, pull = 0, right = p->scores[row + label];
        for (int c = 0; c < p->classes; c++) {
            ink_real over = margin + p->scores[row + c] - right;
            if (c == label || !(over > 0)) over = 0;
            ink_real slope = over > 0 ? (power == 2 ? 2 * over : 1) : 0;
            loss += power == 2 ? over * over : over;
            pull += slope;
            if (p->dscores) p->dscores[row + c] = p->scale * p->share * slope;
        }
        if (p->dscores) p->dscores[row + label] = -p->scale * p->share * pull;
        p->losses[n] = loss * p->share;
    }
}

static inline void ink_squared_error_reference(const ink_scores *p) {
    for (int n = 0; n < p->samples; n++) {
        ink_real loss = 0;
        for (int c = 0; c < p->classes; c++) {
            int i = n * p->classes + c;
            ink_real over = p->scores[i] - (c == p->labels[n] ? 1 : 0);
            loss += over * over;
            if (p->dscores) p->dscores[i] = p->scale * p->share * (2 * over);
        }
        p->losses[n] = loss * p->share;
    }
}

/* loss += smoothing·(s_label − mean of s);  dscore += scale·smoothing·(t − 1/C) */
static inline void ink_smooth_labels_reference(const ink_scores *p, ink_real smoothing) {
    for (int n = 0; n < p->samples; n++) {
        int row = n * p->classes, label = p->labels[n];
        ink_real sum = 0;
        for (int c = 0; c < p->classes; c++) sum += p->scores[row + c];
        p->losses[n] += smoothing * (p->scores[row + label] - sum / (ink_real)p->classes);
        if (!p->dscores) continue;
        ink_real part = p->scale * smoothing;
        for (int c = 0; c < p->classes; c++)
            p->dscores[row + c] += part * ((c == label ? 1 : 0) - 1 / (ink_real)p->classes);
    }
}

/* Divides each row by its sum; a row of zeros becomes even. */
static inline void ink__to_shares(int n, int classes, ink_real *rows) {
    for (int i = 0; i < n; i++, rows += classes) {
        ink_real sum = 0;
        for (int c = 0; c < classes; c++) sum += rows[c];
        for (int c = 0; c < classes; c++) rows[c] = sum > 0 ? rows[c] / sum : 1 / (ink_real)classes;
    }
}

static inline void ink_logistic_shares_reference(int n, int classes, const ink_real *scores,
                                                 ink_real *probabilities) {
    for (int i = 0; i < n * classes; i++) probabilities[i] = ink__logistic(scores[i]);
    ink__to_shares(n, classes, probabilities);
}

static inline void ink_positive_shares_reference(int n, int classes, const ink_real *scores,
                                                 ink_real *probabilities) {
    for (int i = 0; i < n * classes; i++) probabilities[i] = scores[i] > 0 ? scores[i] : 0;
    ink__to_shares(n, classes, probabilities);
}

#ifdef INK_REAL_IS_DOUBLE
#define ink_binary_cross_entropy ink_binary_cross_entropy_reference
#define ink_hinge                ink_hinge_reference
#define ink_squared_error        ink_squared_error_reference
#define ink_smooth_labels        ink_smooth_labels_reference
#define ink_logistic_shares      ink_logistic_shares_reference
#define ink_positive_shares      ink_positive_shares_reference
#endif

#endif
