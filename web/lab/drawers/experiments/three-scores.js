/** Two losses of three scores, term by term: arithmetic to be looked at, which reaches no weight. */

/**
 * @typedef {object} Losses
 * @property {number[]} powers e to each score
 * @property {number} sum of them
 * @property {number[]} probabilities
 * @property {number} crossEntropy −ln of the right class's probability
 * @property {(number | null)[]} terms of the hinge, one a class; null for the right one
 * @property {number} hinge their sum
 */

/** The lectures' examples, and one whose margins are met with room to spare. */
export const EXAMPLES = [
  { scores: [3.2, 5.1, -1.7], right: 0 },
  { scores: [0.5, 2, 0.3], right: 0 },
  { scores: [4, 1, 2], right: 0 },
];

/** How far a score can go either way. */
export const LIMIT = 10;

/**
 * @param {number[]} scores @param {number} right class @param {number} margin
 * @returns {Losses}
 */
export function lossesOf(scores, right, margin) {
  const powers = scores.map(Math.exp);
  const sum = total(powers);
  const probabilities = powers.map((power) => power / sum);
  const terms = scores.map((score, i) =>
    // 3.2 − 1.1 in binary is not quite 2.1; eight decimals are.
    i === right ? null : Math.max(0, Number((score - scores[right] + margin).toFixed(8))),
  );
  return {
    powers,
    sum,
    probabilities,
    crossEntropy: -Math.log(probabilities[right]),
    terms,
    hinge: total(terms.map((term) => term ?? 0)),
  };
}

/** @param {number[]} numbers */
const total = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

/**
 * Each score moved by 0.1 to 0.4 either way, not all by the same.
 * @param {number[]} scores @param {() => number} [random] 0 … 1
 */
export function jiggled(scores, random = Math.random) {
  const moves = scores.map(() => {
    const tenths = Math.floor(8 * random()) - 4;
    return (tenths < 0 ? tenths : tenths + 1) / 10;
  });
  // What moves all scores together changes no probability.
  if (moves.every((move) => move === moves[0])) moves[0] = -moves[0];
  return scores.map((score, i) =>
    Number(Math.max(-LIMIT, Math.min(LIMIT, score + moves[i])).toFixed(1)),
  );
}
