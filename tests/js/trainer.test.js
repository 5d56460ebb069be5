import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTrainer } from '../../web/engine/index.js';
import { readSafetensors, writeSafetensors } from '../../web/engine/safetensors.js';
import { DATA, MODEL, start } from './helpers/trainer.js';

/** @typedef {import('../../web/engine/types.js').Progress} Progress */

/** @param {import('../../web/engine/index.js').Trainer} trainer @param {number} step */
const reached = (trainer, step) =>
  new Promise((resolve) => {
    const off = trainer.onProgress((p) => {
      if (p.step < step) return;
      off();
      resolve(p);
    });
  });

test('trains, tells every step once, and learns', async (t) => {
  const trainer = await start(t);
  await trainer.loaded;
  /** @type {Progress[]} */
  const seen = [];
  trainer.onProgress((p) => seen.push(p));
  const last = await trainer.train();
  assert.equal(last.step, 100);
  assert.equal(last.epoch, 2);
  assert.equal(last.totalSteps, 100);
  assert.equal(last.secondsLeft, 0);
  assert.ok(last.samplesPerSecond > 0 && last.trainSeconds > 0);
  assert.equal(last.validation?.step, 100);
  const steps = seen.flatMap(({ recent }) => Array.from(recent.loss, (_, i) => recent.first + i));
  assert.deepEqual(
    steps,
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  const losses = seen.flatMap(({ recent }) => [...recent.loss]);
  assert.equal(losses.at(-1), last.loss);
  assert.ok(last.loss < losses[0] / 2);
  const { accuracy, count, confusion, loss } = await trainer.evaluate('test');
  assert.equal(count, 500);
  assert.ok(accuracy > 0.5 && loss < 2);
  assert.equal(
    confusion.flat().reduce((a, b) => a + b),
    500,
  );
  assert.equal(
    confusion.reduce((sum, row, i) => sum + row[i], 0),
    Math.round(accuracy * 500),
  );
});

test('the untrained network answers before the data is in', async (t) => {
  const trainer = await start(t, { data: 'synthetic' });
  const { digit, probabilities, seen } = await trainer.predict(new Float32Array(784).fill(0.5));
  assert.ok(digit !== null && probabilities?.length === 10);
  assert.equal(seen[0], 128);
  assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-5);
});

test('a prediction is answered in the middle of training', async (t) => {
  const trainer = await start(t);
  const training = trainer.train({ epochs: 400 });
  await reached(trainer, 1);
  let over = false;
  training.then(() => {
    over = true;
  });
  await trainer.predict(new Uint8Array(784).fill(200));
  await trainer.view('weights:0');
  assert.equal(over, false);
  await trainer.pause();
  const { step } = await training;
  assert.ok(step > 0 && step < 20000);
});

test('pause keeps the step count; going on gives the same weights as never pausing', async (t) => {
  const [straight, halting] = [await start(t), await start(t)];
  await straight.train();
  const first = halting.train();
  await reached(halting, 1);
  await halting.pause();
  const { step } = await first;
  const next = await halting.step(3);
  assert.equal(next.step, step + 3);
  assert.equal(next.recent.first + next.recent.loss.length - 1, step + 3);
  const last = await halting.train();
  assert.equal(last.step, 100);
  assert.equal(await halting.weightsSha256(), await straight.weightsSha256());
});

test('the same seed gives the same weights, another seed others; reset starts anew', async (t) => {
  const trainer = await start(t);
  const untrained = await trainer.weightsSha256();
  await trainer.train();
  const trained = await trainer.weightsSha256();
  await trainer.reset();
  assert.equal(await trainer.weightsSha256(), untrained);
  await trainer.train();
  assert.equal(await trainer.weightsSha256(), trained);
  await trainer.reset(8);
  assert.equal(trainer.seed, 8);
  assert.notEqual(await trainer.weightsSha256(), untrained);
  const { step } = await trainer.step();
  assert.equal(step, 1);
  await assert.rejects(trainer.reset(-1), { code: 'INK_ERROR_CONFIG', message: /seed: -1/ });
  assert.equal(trainer.seed, 8);
});

test('reset in the middle of training ends the run, and no older progress comes after it', async (t) => {
  const trainer = await start(t);
  const training = trainer.train({ epochs: 400 });
  await reached(trainer, 10);
  const reset = trainer.reset();
  trainer.onProgress(() => assert.fail('progress of the old run'));
  await reset;
  await training;
});

test('train again: to the end of the epochs, then as many more', async (t) => {
  const trainer = await start(t);
  assert.equal((await trainer.train({ epochs: 1 })).step, 50);
  assert.equal((await trainer.train({ epochs: 3 })).step, 200);
  const more = await trainer.train();
  assert.equal(more.step, 250);
  assert.equal(more.epochs, 5);
});

test('abort rejects with the reason, as the platform does, and no step runs afterwards', async (t) => {
  const trainer = await start(t);
  const controller = new AbortController();
  const training = trainer.train({ epochs: 400, signal: controller.signal });
  await reached(trainer, 1);
  controller.abort();
  await assert.rejects(training, { name: 'AbortError' });
  const before = await trainer.weightsSha256();
  assert.equal(await trainer.weightsSha256(), before);
  await assert.rejects(trainer.train({ signal: AbortSignal.abort() }), { name: 'AbortError' });
  assert.ok((await trainer.step()).step > 1);
});

test('until stops at the first epoch that is good enough', async (t) => {
  const trainer = await start(t);
  const validation = await trainer.train({ epochs: 50, until: { validationAccuracy: 0.5 } });
  assert.ok(Number(validation.validation?.accuracy) >= 0.5);
  assert.ok(validation.step < 2500 && validation.step % 50 === 0);
  await trainer.reset();
  const tested = await trainer.train({ epochs: 50, until: { testAccuracy: 0.5 } });
  assert.ok(Number(tested.test?.accuracy) >= 0.5);
  await assert.rejects(trainer.train({ until: { validationAccuracy: 98 } }), {
    code: 'INK_ERROR_ARGUMENT',
    message: /98 is not an accuracy/,
  });
});

test('configure changes rate and epochs while training', async (t) => {
  const trainer = await start(t);
  const training = trainer.train({ epochs: 400 });
  await reached(trainer, 1);
  await trainer.configure({ learningRate: 1e-4 });
  const p = await new Promise((resolve) => {
    trainer.onProgress((progress) => progress.learningRate < 0.001 && resolve(progress));
  });
  assert.equal(p.learningRate, Math.fround(1e-4));
  const epochs = Math.ceil((p.step + 200) / 50);
  await trainer.configure({ epochs });
  assert.equal((await training).step, epochs * 50);
  await assert.rejects(trainer.configure({ learningRate: Number.NaN }), {
    code: 'INK_ERROR_CONFIG',
    message: /learningRate: "NaN" is not a finite number/,
  });
  await assert.rejects(trainer.configure(/** @type {any} */ ({ seed: 3 })), {
    message: /seed: there is no such setting here/,
  });
});

test('another batch size in the middle of an epoch: epochs still end with their last image', async (t) => {
  const trainer = await start(t);
  // An epoch is scored at its end where the validation images are in by then.
  await trainer.loaded;
  await trainer.step(10);
  await trainer.configure({ batchSize: 100 });
  // 500 of 2,500 images are done: 20 steps more, then 25 an epoch.
  const first = await trainer.train({ epochs: 1 });
  assert.deepEqual([first.step, first.epoch, first.validation?.step], [30, 1, 30]);
  const second = await trainer.train({ epochs: 1 });
  assert.deepEqual([second.step, second.epoch, second.validation?.step], [55, 2, 55]);
  const begun = await trainer.step();
  assert.deepEqual([begun.epoch, begun.epochs], [3, 3], 'a step past the end begins another run');
  await assert.rejects(trainer.configure({ batchSize: 0 }), { code: 'INK_ERROR_CONFIG' });
  await trainer.configure({ batchSize: 1200 });
  const third = await trainer.train();
  assert.deepEqual([third.step, third.epoch, third.secondsLeft], [58, 3, 0]);
});

test('a run that was saved goes on elsewhere, bit for bit', async (t) => {
  const whole = await start(t);
  await whole.step(30);
  await whole.configure({ learningRate: 0.002 });
  await whole.step(40);
  const bytes = await whole.save({ training: true });
  const { trainSeconds } = await whole.step(60);
  const other = await start(t, { model: bytes, seed: undefined });
  assert.deepEqual(await other.snapshots(), [70]);
  const first = await other.step(1);
  assert.deepEqual([first.step, first.epoch, first.recent.first], [71, 2, 71]);
  assert.equal(first.learningRate, Math.fround(0.002));
  assert.ok(first.trainSeconds > 0 && first.trainSeconds < trainSeconds);
  await other.step(59);
  assert.equal(await other.weightsSha256(), await whole.weightsSha256());
  assert.ok((await whole.save()).length < bytes.length / 2, 'weights alone are what save() gives');
  await other.reset();
  assert.equal((await other.step(1)).step, 1);
});

test('a run that is saved at the end of its epochs trains as many more', async (t) => {
  const whole = await start(t);
  await whole.train();
  const bytes = await whole.save({ training: true });
  const other = await start(t, { model: bytes, seed: undefined });
  const { step, epochs } = await other.train();
  assert.deepEqual([step, epochs], [200, 4]);
  await whole.train();
  assert.equal(await other.weightsSha256(), await whole.weightsSha256());
});

test('a place in a run that cannot be is refused', async (t) => {
  const trainer = await start(t);
  const { tensors, metadata } = readSafetensors(await trainer.save({ training: true }));
  const mark = JSON.parse(metadata.training);
  for (const training of [
    'here',
    '[]',
    JSON.stringify({ ...mark, step: -1 }),
    JSON.stringify({ ...mark, lowestMean: null }),
    JSON.stringify({ ...mark, epoch: 0 }),
  ]) {
    const model = writeSafetensors(tensors, { ...metadata, training });
    await assert.rejects(start(t, { model, data: null }), {
      code: /INK_ERROR_(FORMAT|ARGUMENT)/,
    });
  }
});

test('a saved model predicts the same, and trains on', async (t) => {
  const trainer = await start(t);
  await trainer.train();
  const bytes = await trainer.save();
  const { images } = await trainer.samples('test', { count: 1 });
  const loaded = await start(t, { model: bytes, data: null, seed: undefined });
  assert.equal(await loaded.weightsSha256(), await trainer.weightsSha256());
  assert.deepEqual(await loaded.predict(images), await trainer.predict(images));
  assert.deepEqual(loaded.config, trainer.config);
  assert.equal(loaded.seed, 7);
  await loaded.load(DATA);
  const on = await start(t, { model: /** @type {ArrayBuffer} */ (bytes.buffer) });
  const first = await on.step();
  assert.ok(first.loss < 1, 'the weights are the trained ones');
});

test('weights of another shape, without a tensor, or not finite are refused', async (t) => {
  const trainer = await start(t, { data: null });
  const { tensors, metadata } = readSafetensors(await trainer.save());
  const other = JSON.stringify({
    ...MODEL,
    layers: ['flatten', { type: 'dense', units: 'classes' }],
  });
  /** @type {[Uint8Array, string, RegExp][]} */
  const cases = [
    [writeSafetensors(tensors, { ...metadata, config: other }), 'INK_ERROR_SHAPE', /layers\.1\./],
    [writeSafetensors(tensors.slice(1), metadata), 'INK_ERROR_SHAPE', /no such tensor/],
    [writeSafetensors(tensors, {}), 'INK_ERROR_FORMAT', /no config/],
    [writeSafetensors(tensors, { ...metadata, config: '{' }), 'INK_ERROR_FORMAT', /not JSON/],
    [writeSafetensors(tensors, { ...metadata, version: '9' }), 'INK_ERROR_FORMAT', /version 9/],
  ];
  tensors[0].values[5] = Number.NaN;
  cases.push([writeSafetensors(tensors, metadata), 'INK_ERROR_NONFINITE', /not finite/]);
  for (const [model, code, message] of cases)
    await assert.rejects(createTrainer({ model, data: null }), { code, message });
});

test('a loss that is no longer finite rejects, and the verdict says so', async (t) => {
  const model = { ...MODEL, optimizer: { type: 'sgd', learningRate: 1000 } };
  const trainer = await start(t, { model });
  /** @type {any} */
  let verdict;
  trainer.onProgress((p) => {
    verdict = p.verdict;
  });
  await assert.rejects(trainer.train({ epochs: 20 }), {
    code: 'INK_ERROR_NONFINITE',
    message: /learning rate/,
  });
  assert.equal(verdict.name, 'diverged');
  const { tensors } = /** @type {any} */ (readSafetensors(await trainer.save()));
  for (const { values } of tensors) assert.ok(values.every(Number.isFinite));
});

test('a diagnosis tells how each layer does', async (t) => {
  const trainer = await start(t);
  assert.equal((await trainer.diagnose()).step, 0);
  await trainer.step(40);
  const { step, verdict, firstLoss, chanceLoss, gradientNorm, updateRatio, layers } =
    await trainer.diagnose();
  assert.equal(step, 33);
  assert.equal(verdict.layer, -1);
  assert.ok(Math.abs(chanceLoss - Math.log(10)) < 1e-6);
  assert.ok(firstLoss > 1 && firstLoss < 5);
  assert.ok(gradientNorm > 0 && updateRatio > 1e-5 && updateRatio < 1);
  assert.equal(layers.length, 4);
  const logits = layers[3].outputs;
  assert.ok(logits);
  const counted = logits.histogram.reduce((sum, count) => sum + count, 0);
  assert.equal(counted % 10, 0);
  assert.ok(logits.lowest < logits.mean && logits.mean < logits.highest && logits.deviation > 0);
  assert.equal(layers[2].gradientNorm, 0);
  assert.ok(layers[1].gradientNorm > 0 && layers[1].updateRatio > 0);
});

test('the verdict follows the run; early stopping ends it with the best weights', async (t) => {
  const trainer = await start(t, { model: { ...MODEL, earlyStopping: { patience: 2 } } });
  assert.equal((await trainer.step(10)).verdict.name, 'none');
  assert.equal((await trainer.step(90)).verdict.name, 'learning');
  const accuracies = new Map();
  trainer.onProgress((p) => {
    if (p.validation) accuracies.set(p.validation.step, p.validation.accuracy);
  });
  const end = await trainer.train({ epochs: 200 });
  assert.ok(end.epochsDone < 200);
  const { accuracy } = await trainer.evaluate('validation');
  assert.equal(accuracy, Math.max(...accuracies.values()));
});

test('one run at a time; nothing after dispose', async (t) => {
  const trainer = await start(t);
  const training = trainer.train({ epochs: 400 });
  await assert.rejects(trainer.step(), { code: 'INK_ERROR_STATE', message: /pause it first/ });
  trainer.dispose();
  await assert.rejects(training, { code: 'INK_ERROR_STATE', message: /disposed/ });
  await assert.rejects(trainer.step(), { code: 'INK_ERROR_STATE' });
});
