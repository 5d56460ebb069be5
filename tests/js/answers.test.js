import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTrainer, InklingError } from '../../web/engine/index.js';
import { start } from './helpers/trainer.js';

test('samples come with labels and predictions; a range is cut to what there is', async (t) => {
  const trainer = await start(t);
  await trainer.loaded;
  const all = await trainer.samples('validation', { first: 490, count: 40 });
  assert.equal(all.labels.length, 10);
  assert.equal(all.images.length, 7840);
  assert.equal(all.probabilities.length, 100);
  const { digit } = await trainer.predict(all.images.subarray(0, 784));
  assert.equal(all.digits[0], digit);
  assert.equal((await trainer.samples('test', { first: 9999 })).labels.length, 0);
  // Validation images are those after the training images, before the first step too.
  const train = await trainer.samples('train', { first: 0, count: 1 });
  const validation = await trainer.samples('validation', { first: 0, count: 1 });
  assert.notDeepEqual(train.images, validation.images);
});

test('answers are those of samples and of the score; samples can be chosen by number', async (t) => {
  const trainer = await start(t);
  await trainer.step(20);
  const answers = await trainer.answers('validation', { first: 10, count: 300 });
  const { labels, digits, probabilities } = answers;
  const { confusion } = await trainer.evaluate('validation', { first: 10, count: 300 });
  const counted = confusion.map((row) => row.map(() => 0));
  for (const [i, label] of labels.entries()) counted[label][digits[i]]++;
  assert.deepEqual(counted, confusion);
  const numbers = [309, 10, 57];
  const samples = await trainer.samples('validation', { numbers });
  for (const [i, number] of numbers.entries()) {
    assert.equal(samples.labels[i], labels[number - 10]);
    assert.equal(samples.digits[i], digits[number - 10]);
    const most = Math.max(...samples.probabilities.subarray(i * 10, i * 10 + 10));
    assert.ok(Math.abs(most - probabilities[number - 10]) < 1e-6);
  }
  assert.equal((await trainer.answers('validation')).labels.length, 500);
  assert.equal((await trainer.samples('validation', { numbers: [3, 500] })).labels.length, 1);
  await assert.rejects(trainer.samples('validation', { numbers: [0.5] }), /0.5 is not a whole/);
});

test('views and description', async (t) => {
  const trainer = await start(t, { data: null });
  const weights = await trainer.view('weights:0');
  assert.deepEqual(weights.shape, [24, 784]);
  assert.equal(weights.values.length, 24 * 784);
  await trainer.predict(new Uint8Array(784).fill(9));
  assert.equal((await trainer.view('activations:1')).values.length, 24);
  await assert.rejects(trainer.view('foo'), { code: 'INK_ERROR_UNKNOWN_VIEW' });
  const { layers, parameters, tables, schema } = await trainer.describe();
  assert.deepEqual(
    layers.map(({ type }) => type),
    ['flatten', 'dense', 'relu', 'dense'],
  );
  assert.equal(parameters, 24 * 785 + 10 * 25);
  assert.ok(tables.optimizer.some(({ name }) => name === 'adam'));
  assert.ok('properties' in schema);
});

test('wrong arguments are named', async (t) => {
  const trainer = await start(t, { data: null });
  /** @type {any} */
  const any = trainer;
  /** @type {[() => Promise<unknown>, RegExp][]} */
  const cases = [
    [() => any.train({ epochs: 0 }), /epochs: 0/],
    [() => any.train({ epochs: 1.5 }), /epochs: 1.5/],
    [() => any.step(-1), /step: -1/],
    [() => any.evaluate('training'), /no part "training"; there are train, validation, test/],
    [() => any.predict(new Uint8Array(783)), /783 numbers given; a picture has 784/],
    [() => any.predict(new Array(784).fill(Number.NaN)), /number 0 of the picture is NaN/],
    [() => any.predict(new Array(784).fill(256)), /is 256; grey levels are 0 … 255/],
    [() => any.predict(new Array(784).fill('7')), /is NaN/],
    [() => any.predict('seven'), /give 784 numbers/],
    [() => any.predict(undefined), /give 784 numbers/],
    [() => any.predict({ data: new Uint8Array(4), width: 2, height: 2 }), /has 16 bytes, not 4/],
    [
      () => any.predict({ data: new Uint8Array(16), width: 2, height: 2 }, { ink: false }),
      /28×28, not 2×2/,
    ],
  ];
  for (const [call, message] of cases)
    await assert.rejects(call, (/** @type {any} */ error) => {
      assert.ok(error instanceof InklingError, error.stack);
      assert.match(error.message, message);
      return true;
    });
  await assert.rejects(trainer.train(), { code: 'INK_ERROR_STATE', message: /no data was given/ });
  for (const [options, message] of /** @type {[any, RegExp][]} */ ([
    [{ threads: 0 }, /threads: 0/],
    [{ threads: 17 }, /threads: 17/],
    [{ build: 'quick' }, /no build "quick"/],
    [{ seed: 1.5 }, /seed: 1.5/],
    [{ seed: 2 ** 53 }, /seed: 9007199254740992/],
    [{ model: 'foo' }, /no preset "foo"/],
    [{ model: [] }, /a model is/],
    [{ data: 'mnist' }, /data: give 'synthetic'/],
    [{ data: { files: [] } }, /none were given/],
    [{ data: { urls: 'nowhere' } }, /"nowhere\/" is not an address/],
    [{ engineUrl: 'file:///nowhere/' }, /nowhere\/strict.wasm cannot be loaded .*npm run build/],
  ]))
    await assert.rejects(createTrainer({ data: null, ...options }), {
      name: 'InklingError',
      message,
    });
});

test('drawings go through ink preparation, numbers do not; ink overrides', async (t) => {
  const trainer = await start(t, { data: null });
  const [width, height] = [200, 100];
  const data = new Uint8ClampedArray(4 * width * height);
  const blank = await trainer.predict({ data, width, height });
  assert.deepEqual([blank.digit, blank.probabilities], [null, null]);
  for (let y = 20; y < 80; y++)
    for (let x = 150; x < 158; x++) data.fill(255, 4 * (y * width + x), 4 * (y * width + x) + 4);
  const { digit, seen } = await trainer.predict({ data, width, height });
  assert.notEqual(digit, null);
  // The stroke is in the middle, 20 pixels high.
  const rows = Array.from({ length: 28 }, (_, y) => seen.subarray(28 * y, 28 * y + 28));
  assert.equal(rows.filter((row) => row.some((grey) => grey > 0)).length, 20);
  assert.ok(rows[14][14] > 0 && rows[14][2] === 0);
  const corner = new Uint8Array(784);
  for (let y = 0; y < 10; y++) corner.fill(255, 28 * y, 28 * y + 2);
  assert.deepEqual((await trainer.predict(corner)).seen, corner);
  assert.notDeepEqual((await trainer.predict(corner, { ink: true })).seen, corner);
  const rgba = new Uint8ClampedArray(4 * 784).map((_, i) => (i % 4 === 3 ? 255 : corner[i >> 2]));
  const raw = await trainer.predict({ data: rgba, width: 28, height: 28 }, { ink: false });
  assert.deepEqual(raw.seen, corner);
});

test('labels come without their images, and samples without predictions', async (t) => {
  const trainer = await start(t);
  await trainer.loaded;
  const labels = await trainer.labels('validation');
  assert.equal(labels.length, 500);
  const some = await trainer.samples('validation', { first: 490, count: 40, answers: false });
  assert.deepEqual(some.labels, labels.slice(490));
  assert.equal(some.images.length, 7840);
  assert.equal(some.digits.length + some.probabilities.length, 0);
  await assert.rejects(trainer.labels(/** @type {any} */ ('exam')), /there is no part "exam"/);
});
