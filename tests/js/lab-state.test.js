import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHash, writeHash } from '../../web/lab/hash.js';
import { someOfEach } from '../../web/lab/looks.js';
import { clock, count, inHundred, percent, plain, rate, took } from '../../web/lab/numbers.js';
import { notesOf } from '../../web/lab/panels/data.js';
import { createPull } from '../../web/lab/pull.js';
import { configOf, gentlerRate, ratePeaks, recipeOf, stepsWith } from '../../web/lab/recipe.js';
import { mayTakeExam } from '../../web/lab/runner.js';
import { initialState } from '../../web/lab/state.js';
import { createStore } from '../../web/lab/store.js';
import { answerNote, verdict } from '../../web/lab/verdict.js';

test('the store tells only those whose key changed, and not after they left', () => {
  const store = createStore({ a: 1, b: 2 });
  /** @type {string[]} */
  const told = [];
  const leave = store.subscribe(['a'], ({ a }) => told.push(`a${a}`));
  store.subscribe(['b'], ({ b }) => told.push(`b${b}`));
  store.set({ a: 1 });
  store.set({ a: 3 });
  leave();
  store.set({ a: 4, b: 5 });
  assert.deepEqual(told, ['a1', 'b2', 'a3', 'b5']);
});

test('the final exam may be taken when a run has stopped, by a network that has learnt', () => {
  const file = {
    file: /** @type {const} */ ('test-images'),
    bytes: 0,
    images: 9,
    total: 9,
    done: true,
  };
  const state = {
    ...initialState(),
    ready: true,
    loaded: true,
    files: { 'test-images': file },
    phase: /** @type {const} */ ('paused'),
    progress: /** @type {any} */ ({ step: 1 }),
  };
  assert.ok(mayTakeExam(state));
  assert.ok(mayTakeExam({ ...state, progress: null, kept: true }));
  assert.ok(!mayTakeExam({ ...state, progress: null }));
  assert.ok(!mayTakeExam({ ...state, phase: 'training' }));
  assert.ok(!mayTakeExam({ ...state, files: {} }), 'there are test images');
});

test('the hash holds what differs from the default, and names what it does not know', () => {
  const { state, faults } = readHash('#model=softmax&seed=7&lang=ko');
  assert.deepEqual(faults, []);
  assert.equal(state.model, 'softmax');
  assert.equal(state.seed, 7);
  assert.equal(writeHash(state), '#lang=ko&model=softmax&seed=7');
  assert.equal(writeHash(readHash('').state), '');
  assert.deepEqual(readHash('#seed=-1&colour=red&rate=NaN&data=cifar').faults, [
    'seed=-1',
    'colour=red',
    'rate=NaN',
    'data=cifar',
  ]);
});

test('a pull has one question under way, and asks once more for all that came meanwhile', async () => {
  let asked = 0;
  /** @type {(() => void)[]} */
  const answers = [];
  const pull = createPull(() => {
    asked++;
    return new Promise((resolve) => answers.push(resolve));
  });
  pull.request();
  pull.request();
  pull.request();
  assert.equal(asked, 1);
  answers.shift()?.();
  await new Promise(setImmediate);
  assert.equal(asked, 2);
  answers.shift()?.();
  await new Promise(setImmediate);
  assert.equal(asked, 2);
});

test('a pull asks nothing while nobody looks, and catches up when somebody does', async () => {
  let asked = 0;
  let visible = false;
  const pull = createPull(async () => void asked++, { wanted: () => visible });
  pull.request();
  assert.equal(asked, 0);
  visible = true;
  pull.wake();
  assert.equal(asked, 1);
  await new Promise(setImmediate);
  pull.wake();
  assert.equal(asked, 1);
});

test('a question that fails does not end the asking', async () => {
  let asked = 0;
  const pull = createPull(async () => {
    asked++;
    throw new Error('no');
  });
  pull.request();
  await new Promise(setImmediate);
  pull.request();
  await new Promise(setImmediate);
  assert.equal(asked, 2);
});

const PRESET = {
  layers: ['flatten', { type: 'dense', units: 'classes' }],
  optimizer: { type: 'adam', beta1: 0.9 },
  schedule: { type: 'one-cycle', peak: 0.006 },
  batchSize: 128,
  epochs: 3,
};

test('an untouched recipe gives the preset back', () => {
  const recipe = recipeOf('mlp', PRESET, 1);
  assert.deepEqual(recipe, {
    model: 'mlp',
    config: null,
    optimizer: 'adam',
    rate: 0.006,
    batch: 128,
    epochs: 3,
    seed: 1,
  });
  assert.deepEqual(configOf(PRESET, recipe), PRESET);
});

test('choices land where the engine reads them', () => {
  const recipe = { ...recipeOf('mlp', PRESET, 1), optimizer: 'sgd', rate: 0.1, batch: 32 };
  const config = configOf(PRESET, recipe);
  assert.deepEqual(config.optimizer, { type: 'sgd' });
  assert.deepEqual(config.schedule, { type: 'one-cycle', peak: 0.1 });
  assert.equal(config.batchSize, 32);
  const named = { optimizer: { type: 'adam', learningRate: 0.006 }, schedule: 'one-cycle' };
  const lower = { ...recipeOf('mlp', named, 1), rate: 0.001 };
  assert.ok(ratePeaks(named) && ratePeaks(PRESET) && !ratePeaks({}));
  assert.deepEqual(configOf(named, lower).optimizer, { type: 'adam', learningRate: 0.001 });
  const constant = { optimizer: { type: 'adam', learningRate: 0.001 }, batchSize: 64, epochs: 2 };
  const faster = { ...recipeOf('softmax', constant, 1), rate: 0.01 };
  assert.deepEqual(configOf(constant, faster).optimizer, { type: 'adam', learningRate: 0.01 });
});

test('steps stay in the range and hold the value in use', () => {
  assert.deepEqual(
    stepsWith([0.001, 0.1, 10], { minimum: 0, maximum: 1 }, 0.02),
    [0.001, 0.02, 0.1],
  );
});

test('the rate that is offered is a gentler one', () => {
  const row = { fallback: 0.001 };
  assert.equal(gentlerRate(10, /** @type {any} */ (row)), 0.001);
  assert.equal(gentlerRate(10, /** @type {any} */ ({ fallback: 5 })), 0.1);
});

test('the verdict follows the state', () => {
  const state = initialState();
  assert.equal(verdict(state).key, 'verdict.loading');
  assert.equal(verdict({ ...state, phase: 'idle' }).key, 'verdict.idle');
  assert.equal(verdict({ ...state, phase: 'training' }).key, 'verdict.waiting');
  const progress = /** @type {any} */ ({ step: 32, trainSeconds: 1.42 });
  const validation = { loss: 0.1, accuracy: 0.9789, step: 30 };
  assert.equal(verdict({ ...state, phase: 'training', progress }).key, 'verdict.started');
  assert.deepEqual(verdict({ ...state, phase: 'training', progress, validation }), {
    key: 'verdict.training',
    values: { right: 97 },
  });
  const dead = { ...progress, verdict: { name: 'dead', layer: 2 } };
  assert.deepEqual(verdict({ ...state, phase: 'training', progress: dead, validation }), {
    key: 'verdict.dead',
    values: { layer: 2 },
  });
  const learning = { ...progress, verdict: { name: 'learning', layer: -1 } };
  assert.equal(
    verdict({ ...state, phase: 'training', progress: learning, validation }).key,
    'verdict.training',
  );
  assert.deepEqual(verdict({ ...state, phase: 'done', progress }).values, { seconds: '1.4' });
  const exam = { loss: 0.1, accuracy: 0.9653, count: 10000, step: 32, seen: false };
  const values = { share: '96.5%', count: '10,000' };
  assert.deepEqual(verdict({ ...state, phase: 'done', progress, exam }), {
    key: 'verdict.exam',
    values,
  });
  const seen = { ...exam, seen: true };
  assert.equal(
    verdict({ ...state, phase: 'paused', progress, exam: seen }).key,
    'verdict.exam.seen',
  );
  const old = { ...exam, step: 16 };
  assert.equal(verdict({ ...state, phase: 'done', progress, exam: old }).key, 'verdict.done');
  assert.equal(
    verdict({ ...state, phase: 'done', progress, examining: true }).key,
    'verdict.examining',
  );
  const recipe = { ...recipeOf('mlp', PRESET, 1), rate: 10 };
  const diverged = verdict({ ...state, phase: 'diverged', progress, recipe });
  assert.deepEqual(diverged.values, { rate: '10', step: 32 });
  assert.equal(diverged.rate, 0.01);
  assert.equal(verdict({ ...state, failed: true }).key, 'verdict.failed');
});

test('the answer says when it is torn, and by which two', () => {
  const probabilities = new Float32Array(10);
  probabilities[9] = 0.5;
  probabilities[4] = 0.45;
  const prediction = { digit: 9, probabilities, seen: new Uint8Array(784) };
  assert.equal(answerNote(null, false)?.key, 'answer.none');
  assert.equal(answerNote(prediction, false)?.key, 'answer.guessing');
  assert.deepEqual(answerNote(prediction, true), {
    key: 'answer.torn',
    values: { first: 4, second: 9 },
  });
  probabilities[4] = 0.05;
  assert.equal(answerNote(prediction, true), null);
});

test('the gallery shows two of each digit, in order', () => {
  const labels = Uint8Array.from({ length: 60 }, (_, i) => (i * 7) % 10);
  const images = new Uint8Array(60 * 784);
  for (let i = 0; i < 60; i++) images.fill(i, i * 784, i * 784 + 784);
  const items = someOfEach({
    first: 0,
    images,
    labels,
    digits: labels,
    probabilities: new Float32Array(600),
  });
  assert.deepEqual(
    items.map(({ label }) => label),
    [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9],
  );
  for (const { image, label } of items) assert.equal(labels[image[5]], label);
});

test('numbers as the page writes them', () => {
  assert.equal(rate(143_210), '143k');
  assert.equal(rate(1_210_000), '1.2M');
  assert.equal(rate(9_949), '9.9k');
  assert.equal(rate(0), '–');
  assert.equal(clock(4.2), '0:04');
  assert.equal(clock(64), '1:04');
  assert.equal(clock(3700), '1:01:40');
  assert.equal(clock(Number.POSITIVE_INFINITY), '–');
  assert.equal(took(1.42), '1.4');
  assert.equal(percent(0.97384), '97.3%');
  assert.equal(percent(0.974), '97.4%');
  assert.equal(percent(0.9999), '99.9%');
  assert.equal(inHundred(0.9999), 99);
  assert.equal(inHundred(0.29), 29);
  assert.equal(count(101_770), '101,770');
  assert.equal(plain(0.006), '0.006');
  assert.equal(plain(1e-7), '1e-7');
});

test('what was decided about the data is said once, whichever files it came with', () => {
  const file = { bytes: 0, images: 0, total: 0, done: true };
  const files = [
    { ...file, file: 'train-images', notes: ['letters are turned'] },
    { ...file, file: 'train-labels', notes: ['letters are turned', 'the last sixth is the test'] },
    { ...file, file: 'test-images' },
  ];
  assert.equal(
    notesOf(/** @type {any} */ (files)),
    'letters are turned; the last sixth is the test',
  );
  assert.equal(notesOf([]), '');
});
