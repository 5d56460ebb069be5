/** The one sentence that says how things stand, chosen from the state alone. */
import { count, inHundred, percent, plain, took } from './numbers.js';
import { gentlerRate, rangeOf } from './recipe.js';

/** The engine's verdicts that are worth more than the score: src/train/diagnosis.h has them all. */
const WORRIES = new Set([
  'rising',
  'initial-loss',
  'dead',
  'saturated',
  'vanishing',
  'flat',
  'overfitting',
]);

/**
 * @typedef {object} Verdict
 * @property {string} key of the words
 * @property {Record<string, string | number>} values
 * @property {number} [rate] a learning rate to offer
 */

/**
 * @param {import('./state.js').State} state
 * @returns {Verdict}
 */
export function verdict(state) {
  const { phase, progress, validation, recipe } = state;
  const step = progress?.step ?? 0;
  if (state.failed) return { key: 'verdict.failed', values: {} };
  if (phase === 'loading') return { key: 'verdict.loading', values: {} };
  if (phase === 'idle') return { key: 'verdict.idle', values: {} };
  if (state.examining) return { key: 'verdict.examining', values: {} };
  if (state.exam?.step === step && (phase === 'paused' || phase === 'done')) {
    const { accuracy, seen } = state.exam;
    const values = { share: percent(accuracy), count: count(state.exam.count) };
    return { key: seen ? 'verdict.exam.seen' : 'verdict.exam', values };
  }
  if (phase === 'paused' && step === 0) return { key: 'verdict.kept', values: {} };
  if (phase === 'paused') return { key: 'verdict.paused', values: { step } };
  if (phase === 'done' && state.stoppedEarly === step)
    return { key: 'verdict.early', values: { step } };
  if (phase === 'done')
    return { key: 'verdict.done', values: { seconds: took(progress?.trainSeconds ?? 0) } };
  if (phase === 'diverged' && recipe) {
    const rate = gentlerRate(recipe.rate, rangeOf(state.description?.tables, recipe, 'rate'));
    return { key: 'verdict.diverged', values: { rate: plain(recipe.rate), step }, rate };
  }
  if (step === 0) return { key: 'verdict.waiting', values: {} };
  const { name = '', layer = -1 } = progress?.verdict ?? {};
  if (WORRIES.has(name)) return { key: `verdict.${name}`, values: { layer } };
  // A score from before the first step says nothing about the training.
  if (!validation || validation.step === 0) return { key: 'verdict.started', values: {} };
  return { key: 'verdict.training', values: { right: inHundred(validation.accuracy) } };
}

/**
 * What stands under the answer: nothing drawn, untrained, torn, or nothing to say.
 * @param {import('../engine/types.js').Prediction | null} prediction
 * @param {boolean} isTrained
 * @returns {{key: string, values: Record<string, number>} | null}
 */
export function answerNote(prediction, isTrained) {
  if (!prediction || prediction.digit === null || !prediction.probabilities)
    return { key: 'answer.none', values: {} };
  if (!isTrained) return { key: 'answer.guessing', values: {} };
  const [first, second] = ranked(prediction.probabilities);
  const close = first.share < 1.8 * second.share && first.share + second.share > 0.6;
  if (!close) return null;
  const [low, high] = [first.digit, second.digit].sort((a, b) => a - b);
  return { key: 'answer.torn', values: { first: low, second: high } };
}

/** Digits by falling probability. @param {ArrayLike<number>} probabilities */
export function ranked(probabilities) {
  return Array.from(probabilities, (share, digit) => ({ share, digit })).sort(
    (a, b) => b.share - a.share,
  );
}
