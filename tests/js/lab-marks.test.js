import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  confusionOf,
  joined,
  mostConfused,
  numbersOf,
  rightOf,
  wrongOf,
} from '../../web/lab/marks.js';

const ANSWERS = {
  first: 100,
  labels: Uint8Array.of(0, 0, 1, 1, 1, 2, 2),
  digits: Uint8Array.of(0, 1, 1, 2, 2, 2, 0),
  probabilities: Float32Array.of(0.9, 0.5, 0.8, 0.6, 0.95, 0.7, 0.75),
};

test('answers are counted by what an image is and what it is taken for', () => {
  const confusion = confusionOf(ANSWERS, 4);
  assert.deepEqual(confusion, [
    [1, 1, 0, 0],
    [0, 1, 2, 0],
    [1, 0, 1, 0],
    [0, 0, 0, 0],
  ]);
  assert.deepEqual(rightOf(confusion), [0.5, 1 / 3, 0.5, null]);
  assert.equal(wrongOf(ANSWERS), 4);
  assert.deepEqual(mostConfused(confusion, 2), [
    { label: 1, digit: 2, count: 2 },
    { label: 0, digit: 1, count: 1 },
  ]);
});

test('parts that were marked one after the other are one', () => {
  const part = (/** @type {number} */ from, /** @type {number} */ to) => ({
    first: 100 + from,
    labels: ANSWERS.labels.slice(from, to),
    digits: ANSWERS.digits.slice(from, to),
    probabilities: ANSWERS.probabilities.slice(from, to),
  });
  assert.deepEqual(joined([part(0, 3), part(3, 6), part(6, 7)]), ANSWERS);
});

test('the worst mistakes are those the network was surest of', () => {
  assert.deepEqual(numbersOf(ANSWERS, null, 3), [104, 106, 103]);
  assert.deepEqual(numbersOf(ANSWERS, { label: 1, digit: 2 }, 9), [104, 103]);
  assert.deepEqual(numbersOf(ANSWERS, { label: 2, digit: 2 }, 9), [105]);
  assert.deepEqual(numbersOf(ANSWERS, { label: 3, digit: 0 }, 9), []);
});
