import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Snapshots } from '../../web/engine/snapshots.js';
import { MODEL, start } from './helpers/trainer.js';

/** What snapshots ask of the engine: `bytes` of weights, all telling the step they are from. */
function fakeCore(bytes = 4) {
  const core = {
    step: 0,
    weights: new Uint8Array(bytes),
    progress: () => /** @type {any} */ ({ step: core.step }),
    copyWeights: () => [core.weights.slice()],
    /** @param {Uint8Array[]} copies */
    setWeights: (copies) => core.weights.set(copies[0]),
  };
  return core;
}

/** @param {ReturnType<typeof fakeCore>} core @param {Snapshots} snapshots @param {number} end */
function go(core, snapshots, end) {
  for (; core.step < end; core.step++) {
    core.weights.fill(core.step % 251);
    snapshots.take();
  }
  core.weights.fill(core.step % 251);
}

test('at most 48, log-spaced, the first and the present one among them', () => {
  const core = fakeCore();
  const snapshots = new Snapshots(core);
  assert.deepEqual(snapshots.steps(), [0]);
  go(core, snapshots, 5);
  assert.deepEqual(snapshots.steps(), [0, 1, 2, 3, 4, 5]);
  for (const end of [100, 1000, 30_000]) {
    go(core, snapshots, end);
    const steps = snapshots.steps();
    assert.ok(steps.length > 30 && steps.length <= 49, `${steps.length} at ${end}`);
    assert.deepEqual([steps[0], steps.at(-1)], [0, end]);
    const gaps = steps.slice(1).map((step, i) => (step + 1) / (steps[i] + 1));
    assert.ok(Math.max(...gaps) <= 2.01, `${gaps}`);
    for (const step of steps)
      assert.equal(
        snapshots.at(step, () => core.weights[0]),
        step % 251,
      );
    assert.equal(core.weights[0], end % 251);
  }
});

test('no more than 64 MB of them', () => {
  for (const [megabytes, most] of [
    [4, 16],
    [30, 2],
    [60, 1],
    [65, 0],
  ]) {
    const core = fakeCore(megabytes * 2 ** 20);
    const snapshots = new Snapshots(core);
    for (; core.step < 60; core.step++) snapshots.take();
    const steps = snapshots.steps();
    assert.equal(steps.length, most + 1);
    assert.equal(steps[0], most > 0 ? 0 : 60);
  }
});

test('the last that is not after the step answers; what failed is forgotten', () => {
  const core = fakeCore();
  const snapshots = new Snapshots(core);
  go(core, snapshots, 64);
  const steps = snapshots.steps();
  const [before, after] = steps.slice(-3);
  assert.ok(after - before > 1);
  assert.equal(snapshots.stepAt(after - 1), before);
  assert.deepEqual(snapshots.stamp(after - 1), { step: before });
  assert.deepEqual(snapshots.stamp(undefined), {});
  for (const at of [-1, 65, Number.NaN, /** @type {any} */ ('soon')])
    assert.throws(() => snapshots.at(at, () => {}), {
      code: 'INK_ERROR_ARGUMENT',
      message: /there are those of 0, 1, 2, 3/,
    });
  assert.throws(() =>
    snapshots.at(3, () => {
      throw new Error('of the question');
    }),
  );
  assert.equal(core.weights[0], 64);
  // The run diverged and went back.
  core.step = 20;
  assert.ok(snapshots.steps().every((step) => step <= 20));
  snapshots.clear();
  assert.deepEqual(snapshots.steps(), [20]);
});

test('questions about the past are answered by it, and change no bit of the run', async (t) => {
  const model = {
    ...MODEL,
    layers: [...MODEL.layers.slice(0, 2), 'batchnorm', 'relu', 'dropout', MODEL.layers[3]],
  };
  const [quiet, asked] = [await start(t, { model }), await start(t, { model })];
  await quiet.train();
  const image = new Uint8Array(784).map((_, i) => (i % 28 > 12 && i % 28 < 16 ? 255 : 0));
  await asked.loaded;
  const first = await asked.predict(image);
  const firstSamples = await asked.samples('validation', { count: 30 });
  const firstMap = await asked.view('map', { count: 100 });
  await asked.step(10);
  const tenth = await asked.predict(image);
  const saliency = await asked.view('saliency');
  const training = asked.train();
  for (const at of [0, 5, 10, 7]) {
    const steps = await asked.snapshots();
    assert.equal(steps[0], 0);
    const then = await asked.predict(image, { at });
    assert.ok(Number(then.step) <= at);
    if (at === 0) assert.deepEqual(then, { ...first, step: 0 });
    if (at === 10) assert.deepEqual(then, { ...tenth, step: 10 });
    await asked.fool(image, { at });
    await asked.view('dream:3', { at });
    await asked.answers('validation', { at });
  }
  assert.deepEqual(await asked.samples('validation', { count: 30, at: 0 }), {
    ...firstSamples,
    step: 0,
  });
  const map = await asked.view('map', { count: 100, at: 0 });
  assert.equal(map.step, 0);
  map.values.forEach((value, i) => {
    assert.ok(Math.abs(Math.abs(value) - Math.abs(firstMap.values[i])) < 1e-3);
  });
  assert.deepEqual((await asked.view('saliency', { at: 10 })).values, saliency.values);
  await training;
  assert.equal(await asked.weightsSha256(), await quiet.weightsSha256());
  await assert.rejects(asked.predict(image, { at: 1e6 }), {
    message: /no weights of step 1000000/,
  });
  await asked.reset();
  assert.deepEqual(await asked.snapshots(), [0]);
});
