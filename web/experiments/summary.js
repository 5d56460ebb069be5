/** Many results of the same runs, put together. */

/**
 * @typedef {object} Spread
 * @property {number} mean
 * @property {number | null} deviation of a sample, null where there is but one
 * @property {number} count
 */

/** @param {(number | null | undefined)[]} values @returns {Spread | null} null where there is none */
export function spreadOf(values) {
  const numbers = values.filter((value) => typeof value === 'number');
  const count = numbers.length;
  if (!count) return null;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / count;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count };
}

/**
 * @param {import('./types.js').RunResult[]} results of one experiment
 * @returns {Map<string, import('./types.js').RunResult[]>} by run, as they first appear; of two with
 *   the same seed the later
 */
export function byRun(results) {
  /** @type {Map<string, Map<number, import('./types.js').RunResult>>} */
  const groups = new Map();
  for (const result of results) {
    const group = groups.get(result.run) ?? new Map();
    groups.set(result.run, group.set(result.seed, result));
  }
  return new Map([...groups].map(([run, group]) => [run, [...group.values()]]));
}

/**
 * @param {Spread | null} spread
 * @param {number} digits
 * @returns {string} such as 0.9791 ± 0.0008
 */
export function writeSpread(spread, digits) {
  if (!spread) return '–';
  const mean = spread.mean.toFixed(digits);
  return spread.deviation === null ? mean : `${mean} ± ${spread.deviation.toFixed(digits)}`;
}
