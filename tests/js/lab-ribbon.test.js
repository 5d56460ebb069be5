import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stretchesOf } from '../../web/lab/views/ribbon.js';

/** @param {number} digit */
const sure = (digit) => Float32Array.from({ length: 10 }, (_, i) => (i === digit ? 0.91 : 0.01));

test('a stretch is as long as one class stays the likeliest', () => {
  assert.deepEqual(stretchesOf([]), []);
  assert.deepEqual(stretchesOf([3, 3, 7, 9, 7, 7].map(sure)), [
    { digit: 3, from: 0, to: 1 },
    { digit: 7, from: 2, to: 2 },
    { digit: 9, from: 3, to: 3 },
    { digit: 7, from: 4, to: 5 },
  ]);
});

test('what is not known yet belongs to no stretch', () => {
  assert.deepEqual(stretchesOf([null, sure(7), null, sure(7)]), [
    { digit: 7, from: 1, to: 1 },
    { digit: 7, from: 3, to: 3 },
  ]);
  assert.deepEqual(stretchesOf([null, null]), []);
});
