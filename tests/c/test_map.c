/* The map of the last hidden layer: its axes, and that points keep their places. */
#include <math.h>

#include "data/eigen.h"
#include "inside_support.h"

enum { POINTS = 150, HIDDEN = 32 };

/* The two principal components of the hidden layer's outputs, by the whole covariance. */
static void plain_map(ink_session *session, ink_data *data, double *points) {
    static double rows[POINTS][HIDDEN], covariance[HIDDEN * HIDDEN], values[HIDDEN],
        work[2 * HIDDEN];
    double mean[HIDDEN] = {0};
    for (int i = 0; i < POINTS; i++) {
        guess(session, ink_session_part_image(session, INK_VALIDATION, (size_t)i));
        ink_tensor view = look(session, "activations:2");
        for (int j = 0; j < HIDDEN; j++) {
            rows[i][j] = (double)view.values[j];
            mean[j] += rows[i][j] / POINTS;
        }
    }
    (void)data;
    memset(covariance, 0, sizeof covariance);
    for (int i = 0; i < POINTS; i++)
        for (int j = 0; j < HIDDEN * HIDDEN; j++)
            covariance[j] +=
                (rows[i][j / HIDDEN] - mean[j / HIDDEN]) * (rows[i][j % HIDDEN] - mean[j % HIDDEN]);
    ink_eigen_symmetric(HIDDEN, covariance, values, work);
    for (int i = 0; i < 2 * POINTS; i++) {
        points[i] = 0;
        for (int j = 0; j < HIDDEN; j++)
            points[i] += covariance[i % 2 * HIDDEN + j] * (rows[i / 2][j] - mean[j]);
    }
}

TEST(the_map_is_the_principal_plane) {
    ink_data *data = synthetic_data();
    ink_session *session = trained(mlp, data, 60);
    static double plain[2 * POINTS];
    plain_map(session, data, plain);
    gather(session, POINTS);
    ink_tensor map = look(session, "map");
    CHECK_EQ_INT(map.shape[0], POINTS);
    CHECK_EQ_INT(map.shape[1], 4);
    for (int axis = 0; axis < 2; axis++) {
        double same = 0, mirrored = 0, size = 0;
        for (int i = 0; i < POINTS; i++) {
            double here = (double)map.values[i * 4 + axis], there = plain[i * 2 + axis];
            same += pow(here - there, 2);
            mirrored += pow(here + there, 2);
            size += there * there;
        }
        CHECK((same < mirrored ? same : mirrored) < 1e-6 * size);
    }
    for (int i = 0; i < POINTS; i++) {
        const float *point = map.values + i * 4;
        CHECK(point[2] == ink_session_part_label(session, INK_VALIDATION, (size_t)i));
    }
    float kept = map.values[3];
    CHECK_EQ_INT(guess(session, ink_session_part_image(session, INK_VALIDATION, 0)), kept);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

TEST(points_keep_their_places) {
    ink_data *data = synthetic_data();
    ink_session *session = trained("layers.0.type=dense\nlayers.0.units=6\nlayers.1=identity\n"
                                   "layers.2.type=dense\nlayers.2.units=classes\n",
                                   data, 40);
    static float before[POINTS * 4];
    gather(session, POINTS);
    memcpy(before, look(session, "map").values, sizeof before);
    /* All mirrored: without alignment all points would change sides. */
    ink_tensor weights = look(session, "weights:0"), biases = look(session, "biases:0");
    for (size_t i = 0; i < weights.count; i++) weights.values[i] *= -1;
    for (size_t i = 0; i < biases.count; i++) biases.values[i] *= -1;
    gather(session, POINTS);
    ink_tensor map = look(session, "map");
    for (int i = 0; i < POINTS; i++) {
        CHECK_NEAR((double)map.values[i * 4], (double)before[i * 4], 1e-4);
        CHECK_NEAR((double)map.values[i * 4 + 1], (double)before[i * 4 + 1], 1e-4);
    }
    CHECK_EQ_INT(ink_session_view(session, "map", &map, &error), INK_ERROR_STATE);
    CHECK_EQ_INT(ink_session_gather(session, 64, 64, 128, &error), INK_ERROR_ARGUMENT);
    CHECK_EQ_INT(ink_session_gather(session, 0, 64, 32, &error), INK_ERROR_ARGUMENT);
    CHECK_EQ_INT(ink_session_gather(session, 0, 2000, 2000, &error), INK_ERROR_ARGUMENT);
    gather(session, 1);
    CHECK(look(session, "map").values[0] == 0);
    ink_session_destroy(session);
    ink_data_destroy(data);
}

int main(void) {
    RUN(the_map_is_the_principal_plane);
    RUN(points_keep_their_places);
    return harness_end();
}
