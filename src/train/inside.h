/* Looks inside: what the network makes of one image, and images made by following its
 * slopes; for the files of train/ only. Pixels are shares of 255. */
#ifndef INK_TRAIN_INSIDE_H
#define INK_TRAIN_INSIDE_H

#include "train/session.h"

/* The views that are computed when they are asked for, each with its `index` from the
 * name, or -1 where that gives none. They return 0 and a tensor in the session's memory,
 * valid until the next view, or an error: an index out of range, no memory, or input that
 * is not made of pixels one by one. */

/* What layer `index` puts out for the shown image; of -1 what goes into the first one. */
int ink__view_activations(ink_session *session, int index, ink_tensor *view, ink_error *error);

/* Of the shown image: |slope| of the score of class `index`, or of the guess, by each
 * number that goes into the first layer (Simonyan, Vedaldi, Zisserman, "Deep inside
 * convolutional networks", 2014, section 3). */
int ink__view_saliency(ink_session *session, int index, ink_tensor *view, ink_error *error);

/* (height, width): an image that climbs class `index`'s score less an L2 penalty on its
 * pixels from a faint start drawn from the seed, in steps of equal length (the same paper,
 * section 2). */
int ink__view_dream(ink_session *session, int index, ink_tensor *view, ink_error *error);

/* (height, width): the shown image, changed as little as is found to matter, so that the
 * guess is class `index`, or another one than before; where none is found, as far as the
 * search went. Each step goes to the nearest of the planes that would bound the guess if
 * scores were linear (Moosavi-Dezfooli, Fawzi, Frossard, "DeepFool", CVPR 2016, algorithm
 * 2), without the pixels that would leave 0 … 1. */
int ink__view_fool(ink_session *session, int index, ink_tensor *view, ink_error *error);

/* (points, 4): of each image gathered for the map its two coordinates, label and guess. */
int ink__view_map(ink_session *session, int index, ink_tensor *view, ink_error *error);

/* Room for a view's numbers, the session's until the next view; NULL, and an error, where
 * there is none. */
float *ink__view_room(ink_session *session, size_t count, ink_error *error);

#endif
