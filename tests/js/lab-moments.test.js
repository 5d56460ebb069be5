/** Which moment of the past is meant, and where it stands on the slider. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { momentAt, placeOf, stillAt, tellStep } from '../../web/lab/moments.js';
import { createTranslate } from '../../web/lab/words.js';

const MOMENTS = [0, 1, 2, 4, 8, 11];

test('the right end is now, and every other place a step of the past', () => {
  assert.equal(placeOf(MOMENTS, null), 5);
  assert.equal(momentAt(MOMENTS, 5), null);
  for (const [place, step] of MOMENTS.slice(0, -1).entries()) {
    assert.equal(momentAt(MOMENTS, place), step);
    assert.equal(placeOf(MOMENTS, step), place);
  }
});

test('before there is any past, only now is there', () => {
  for (const moments of [[], [0]]) {
    assert.equal(placeOf(moments, null), 0);
    assert.equal(momentAt(moments, 0), null);
    assert.equal(stillAt(moments, 3), null);
  }
});

test('a moment stays when others come, gives way to the one before when it is thinned out', () => {
  assert.equal(stillAt([...MOMENTS, 13, 15], 8), 8);
  assert.equal(stillAt([0, 1, 4, 11, 20], 8), 4);
  assert.equal(stillAt(MOMENTS, null), null);
});

test('a moment that training has come back to, or that is gone, is now', () => {
  assert.equal(stillAt([0, 1, 2, 4, 8], 8), null);
  assert.equal(stillAt([0, 1, 2], 8), null);
});

test('a step is told with its epoch where that is known', () => {
  const words = JSON.parse(
    readFileSync(new URL('../../web/lab/words/en/page.json', import.meta.url), 'utf8'),
  );
  const t = createTranslate('en', words);
  const progress = /** @type {any} */ ({ totalSteps: 4000, epochs: 4 });
  assert.equal(tellStep(1000, progress, t), 'step 1,000, epoch 1');
  assert.equal(tellStep(1001, progress, t), 'step 1,001, epoch 2');
  assert.equal(tellStep(0, progress, t), 'step 0, epoch 0');
  assert.equal(tellStep(12, null, t), 'step 12');
});
