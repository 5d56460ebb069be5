/** What a run leaves behind for the charts. */
import { createMean, createSeries } from './views/series.js';

/**
 * @typedef {ReturnType<typeof createCurves>} Curves
 * @typedef {Record<string, {x: number[], y: number[]}>} Points
 */

/** Of each curve that is kept: about one a pixel. */
const POINTS = 1024;
/** A mean that goes on has as much weight as one of so many steps. */
const REMEMBERED = 20;

export function createCurves() {
  const series = {
    /** Of each batch, nats. */
    rawLoss: createSeries(),
    /** Running means over about 20 batches. */
    loss: createSeries(),
    accuracy: createSeries(),
    /** The learning rate, as it was told. */
    rate: createSeries(),
    /** ‖update‖/‖weights‖, only while somebody looks at it. */
    updateRatio: createSeries(),
    /** On the same thousand validation images throughout, so that the line moves with the network only. */
    validationLoss: createSeries(),
    validationAccuracy: createSeries(),
    /** On all validation images, at each epoch's end. */
    epochLoss: createSeries(),
    epochAccuracy: createSeries(),
  };
  const means = { loss: createMean(), accuracy: createMean() };
  let taken = 0;

  return {
    ...series,
    /**
     * Takes in the steps that are new; the same record may come twice.
     * @param {import('../engine/types.js').Recent} recent
     */
    take(recent) {
      for (let i = Math.max(0, taken + 1 - recent.first); i < recent.loss.length; i++) {
        taken = recent.first + i;
        series.rawLoss.append(taken, recent.loss[i]);
        series.loss.append(taken, means.loss.add(recent.loss[i]));
        series.accuracy.append(taken, means.accuracy.add(recent.accuracy[i]));
      }
    },
    /** @param {number} step @param {number} rate */
    setRate(step, rate) {
      if (step > (series.rate.last()?.x ?? 0)) series.rate.append(step, rate);
    },
    /** @param {{step: number, loss: number, accuracy: number}} score of a thousand images */
    validate({ step, loss, accuracy }) {
      const x = Math.max(step, series.validationLoss.last()?.x ?? 0);
      series.validationLoss.append(x, loss);
      series.validationAccuracy.append(x, accuracy);
    },
    /** @param {{step: number, loss: number, accuracy: number}} score of all of them */
    endEpoch({ step, loss, accuracy }) {
      series.epochLoss.append(step, loss);
      series.epochAccuracy.append(step, accuracy);
    },
    /** To be kept. @returns {Points} */
    points: () =>
      Object.fromEntries(Object.entries(series).map(([name, one]) => [name, one.points(POINTS)])),
    /** Goes on from curves that were kept. @param {Points} points @param {number} step of the last */
    restore(points, step) {
      for (const [name, one] of Object.entries(series))
        for (const [i, x] of (points[name]?.x ?? []).entries()) one.append(x, points[name].y[i]);
      for (const name of /** @type {const} */ (['loss', 'accuracy'])) {
        const last = series[name].last()?.y ?? Number.NaN;
        for (let i = 0; i < REMEMBERED; i++) means[name].add(last);
      }
      taken = step;
    },
    clear() {
      for (const one of Object.values(series)) one.clear();
      means.loss.clear();
      means.accuracy.clear();
      taken = 0;
    },
  };
}
