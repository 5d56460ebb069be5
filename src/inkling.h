/* Inkling's engine: a data set that may still be streaming in, a session that
 * trains on it, the ink preparation for what a person draws, and the tables that
 * say what can be configured. Each header states shapes, units, ownership and
 * errors; nothing here prints, exits or keeps global state. */
#ifndef INKLING_H
#define INKLING_H

#include "base/error.h"      /* codes, events, their sentences */
#include "data/dataset.h"    /* ink_data: files or arrays in, images out */
#include "data/elements.h"   /* arrays of other types → bytes */
#include "data/ink.h"        /* a drawing → the 28×28 the network sees */
#include "data/synthetic.h"  /* the built-in digits */
#include "train/describe.h"  /* what can be configured */
#include "train/diagnosis.h" /* how the training is doing */
#include "train/session.h"   /* train, evaluate, predict, look inside, save, load */

#endif
