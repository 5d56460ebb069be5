import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODEL, start } from './helpers/trainer.js';

/** @typedef {import('../../web/engine/index.js').Trainer} Trainer */

/** @param {Trainer} trainer @param {number} number of a test image */
async function testImage(trainer, number) {
  await trainer.evaluate('test', { count: 1 });
  return (await trainer.samples('test', { first: number, count: 1 })).images;
}

/** @param {Iterable<number>} values */
const largest = (values) => [...values].reduce((most, value) => Math.max(most, value));

test('saliency is of the last predicted picture, whatever else was asked since', async (t) => {
  const trainer = await start(t);
  await trainer.train();
  const image = await testImage(trainer, 3);
  const { digit } = await trainer.predict(image);
  const first = await trainer.view('saliency');
  assert.deepEqual(first.shape, [1, 28, 28]);
  assert.ok(largest(first.values) > 0 && first.values.every((value) => value >= 0));
  await trainer.samples('validation', { count: 5 });
  await trainer.answers('validation', { count: 200 });
  await trainer.fool(await testImage(trainer, 4));
  assert.deepEqual((await trainer.view(`saliency:${digit}`)).values, first.values);
  assert.notDeepEqual((await trainer.view(`saliency:${(Number(digit) + 1) % 10}`)).values, first);
  await assert.rejects(trainer.view('saliency:10'), {
    code: 'INK_ERROR_ARGUMENT',
    message: /class 10 is outside 0 … 9/,
  });
  await assert.rejects(trainer.view('salience'), {
    code: 'INK_ERROR_UNKNOWN_VIEW',
    message: /there are weights:K, biases:K, activations:L, input, saliency\[:C\], dream:C/,
  });
});

test("a unit's arithmetic is there to be shown", async (t) => {
  const trainer = await start(t);
  await trainer.step(20);
  await trainer.predict(await testImage(trainer, 0));
  const [input, weights, biases, sums, outputs] = await Promise.all(
    ['input', 'weights:0', 'biases:0', 'activations:1', 'activations:2'].map((name) =>
      trainer.view(name),
    ),
  );
  for (let unit = 0; unit < 24; unit++) {
    const sum = input.values.reduce(
      (total, x, i) => total + x * weights.values[unit * 784 + i],
      biases.values[unit],
    );
    assert.ok(Math.abs(sum - sums.values[unit]) < 1e-4);
    assert.equal(outputs.values[unit], Math.max(0, sums.values[unit]));
  }
});

test('a dream of each class is taken for it', async (t) => {
  const trainer = await start(t);
  await trainer.train({ epochs: 4 });
  let right = 0;
  for (let digit = 0; digit < 10; digit++) {
    const { values, shape } = await trainer.view(`dream:${digit}`);
    assert.deepEqual(shape, [28, 28]);
    assert.ok(values.every((value) => value >= 0 && value <= 1));
    right += Number((await trainer.predict(values)).digit === digit);
  }
  assert.ok(right >= 9, `${right} of 10`);
});

test('fool finds a small change that flips the answer, or says that there is none', async (t) => {
  const trainer = await start(t);
  await trainer.train();
  const image = await testImage(trainer, 2);
  const { digit: before } = await trainer.predict(image);
  const any = await trainer.fool(image);
  assert.ok(any.found && any.before === before && any.digit !== before);
  assert.deepEqual(any.seen, image);
  assert.ok(any.norm > 0 && any.norm < 3);
  assert.ok(largest(any.difference.map(Math.abs)) <= 1);
  const again = await trainer.predict(any.picture);
  assert.equal(again.digit, any.digit);
  assert.deepEqual(again.probabilities, any.probabilities);
  const target = (Number(before) + 5) % 10;
  const named = await trainer.fool(image, { target });
  assert.ok(named.found && named.digit === target && named.norm >= any.norm * 0.9);
  const none = await trainer.fool(image, { target: Number(before) });
  assert.deepEqual([none.found, none.norm], [true, 0]);
  await assert.rejects(trainer.fool(image, { target: 10 }), { code: 'INK_ERROR_ARGUMENT' });
  await assert.rejects(trainer.fool(image, { target: 1.5 }), { code: 'INK_ERROR_UNKNOWN_VIEW' });
  // All hidden units are dead, so that no pixel matters.
  const dead = await start(t, { model: { ...MODEL, init: { type: 'he-normal', bias: -1000 } } });
  const { found, norm } = await dead.fool(image, { target: 3 });
  assert.deepEqual([found, norm], [false, 0]);
});

test('the map has a point for each validation image, and keeps them in their places', async (t) => {
  const trainer = await start(t);
  await trainer.train();
  const { shape, values } = await trainer.view('map', { count: 300 });
  assert.deepEqual(shape, [300, 4]);
  const { labels, digits } = await trainer.answers('validation', { count: 300 });
  for (let i = 0; i < 300; i++) {
    assert.equal(values[4 * i + 2], labels[i]);
    assert.equal(values[4 * i + 3], digits[i]);
  }
  // Most of the spread along x, and both around 0.
  const spread = [0, 0];
  for (let i = 0; i < 600; i++) spread[i % 2] += values[4 * (i >> 1) + (i % 2)] ** 2;
  assert.ok(spread[0] > spread[1] && spread[1] > 0);
  await trainer.step(5);
  const later = await trainer.view('map', { count: 300 });
  let alike = 0;
  for (let i = 0; i < 600; i++) {
    const at = 4 * (i >> 1) + (i % 2);
    alike += values[at] * later.values[at];
  }
  assert.ok(alike > 0.9 * (spread[0] + spread[1]));
  // All there are, where there are fewer.
  assert.deepEqual((await trainer.view('map')).shape, [500, 4]);
  await assert.rejects(trainer.view('map', { count: 0 }), { code: 'INK_ERROR_ARGUMENT' });
  const empty = await start(t, { data: null });
  await assert.rejects(empty.view('map'), { code: 'INK_ERROR_STATE' });
});

test('the map in the middle of training: steps wait, predictions do not', async (t) => {
  const trainer = await start(t);
  await trainer.loaded;
  const training = trainer.train({ epochs: 400 });
  training.catch(() => {});
  const map = trainer.view('map');
  const { digit } = await trainer.predict(new Uint8Array(784).fill(90));
  assert.notEqual(digit, null);
  assert.deepEqual((await map).shape, [500, 4]);
  await trainer.pause();
  await training;
});

test('features that are not pixels have saliency, but no dreams', async (t) => {
  const model = { layers: [{ type: 'dense', units: 'classes' }], features: 'intensity-histogram' };
  const trainer = await start(t, { model });
  await trainer.step(3);
  assert.ok((await trainer.view('saliency:0')).values.length > 0);
  await assert.rejects(trainer.view('dream:0'), { code: 'INK_ERROR_STATE', message: /pixels/ });
});
