/**
 * The nines axis: accuracy by the logarithm of its error, so that 90, 99 and 99.9 % stand
 * equally far apart and progress near the top stays visible.
 */

/** The smallest error the axis tells from none: 99.9 % is its top. */
export const LEAST_ERROR = 0.001;

/** 0 → 0, 0.9 → 1, 0.99 → 2, 0.999 and above → 3. @param {number} accuracy 0 … 1 */
export function toNines(accuracy) {
  // 0 − log instead of −log, so that an accuracy of 0 is 0 and not −0.
  return 0 - Math.log10(Math.min(1, Math.max(1 - accuracy, LEAST_ERROR)));
}

/** @param {number} nines @returns {number} accuracy 0 … 1 */
export const fromNines = (nines) => 1 - 10 ** -nines;

/** 0 → "0", 1 → "90", 2 → "99", 3 → "99.9" (per cent). @param {number} tick a whole number */
export function ninesLabel(tick) {
  if (tick <= 2) return String(Math.round(fromNines(tick) * 100));
  return (fromNines(tick) * 100).toFixed(tick - 2);
}

/**
 * The axis' top for the best accuracy shown: a bit above 99 %, or 99.9 % once it is near.
 * @param {number} best 0 … 1
 */
export const ninesTop = (best) => (toNines(best) > 2.3 ? 3 : 2.5);
