// What several rounds come to. All take what failed as undefined and leave it out.

/** @param {(number | undefined)[]} values @returns {number[]} */
const present = (values) =>
  values.flatMap((value) => (value === undefined || Number.isNaN(value) ? [] : [value]));

/** @param {(number | undefined)[]} values @returns {number} NaN of none */
export function median(values) {
  const sorted = present(values).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Half of what lies between the extremes, as a share of the median. @param {(number | undefined)[]} values */
export function spread(values) {
  const all = present(values);
  return all.length < 2 ? Number.NaN : (Math.max(...all) - Math.min(...all)) / 2 / median(all);
}

/** @param {(number | undefined)[]} values @returns {number} NaN of none */
export const largest = (values) => {
  const all = present(values);
  return all.length > 0 ? Math.max(...all) : Number.NaN;
};

/**
 * The median of the rounds' own ratios: what slows a whole round slows both sides of each.
 * @param {(number | undefined)[]} values one a round
 * @param {(number | undefined)[]} base the same rounds
 */
export const ratio = (values, base) =>
  median(
    values.map((value, round) => {
      const below = base[round];
      return value === undefined || below === undefined ? undefined : value / below;
    }),
  );
