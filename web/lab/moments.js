/**
 * The moments whose weights can be shown, as the engine keeps them: steps in order, of which the
 * last is now. A moment of the past is meant by its step; null means now, which goes on.
 */
import { count } from './numbers.js';

/** @typedef {readonly number[]} Moments */

/**
 * Where a moment stands among them. Of those that have been thinned out since, the one before.
 * @param {Moments} moments @param {number | null} at
 */
export function placeOf(moments, at) {
  const last = moments.length - 1;
  return Math.max(0, at === null ? last : moments.findLastIndex((step) => step <= at));
}

/** What stands at a place. @param {Moments} moments @param {number} place @returns {number | null} */
export const momentAt = (moments, place) =>
  place < moments.length - 1 ? moments[Math.max(0, place)] : null;

/** The same moment among other ones. @param {Moments} moments @param {number | null} at */
export const stillAt = (moments, at) => momentAt(moments, placeOf(moments, at));

/**
 * When that was, in words: the step, and the epoch where it is known.
 * @param {number} step
 * @param {import('./state.js').Progress | null} progress
 * @param {import('./state.js').Translate} t
 */
export function tellStep(step, progress, t) {
  const { totalSteps = 0, epochs = 0 } = progress ?? {};
  if (!(totalSteps > 0 && epochs > 0)) return t('time.step', { step: count(step) });
  const epoch = Math.ceil((step * epochs) / totalSteps);
  return t('time.epoch', { step: count(step), epoch });
}
