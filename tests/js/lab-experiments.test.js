/** The Experiments drawer's own arithmetic. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findExperiment, runExperiment } from '../../web/experiments/index.js';
import {
  columnsOf,
  createBench,
  createRecorder,
  figureOf,
} from '../../web/lab/drawers/experiments/bench.js';
import { short, term } from '../../web/lab/drawers/experiments/figures.js';
import { GRAPHS, knownAfter, stepsOf } from '../../web/lab/drawers/experiments/graph-steps.js';
import { looksOf, placeOf } from '../../web/lab/drawers/experiments/mock-exam.js';
import { EXAMPLES, jiggled, lossesOf } from '../../web/lab/drawers/experiments/three-scores.js';

/** @param {number} value @param {number} wanted */
const near = (value, wanted) => assert.ok(Math.abs(value - wanted) < 0.005, `${value}, ${wanted}`);

test("the lectures' examples of both losses", () => {
  const hinge = lossesOf(EXAMPLES[0].scores, 0, 1);
  assert.deepEqual(hinge.terms, [null, 2.9, 0]);
  assert.equal(hinge.hinge, 2.9);
  [0.13, 0.87, 0].forEach((wanted, i) => {
    near(hinge.probabilities[i], wanted);
  });
  near(lossesOf(EXAMPLES[1].scores, 0, 1).crossEntropy, 1.84);
  near(lossesOf([0, 0, 0], 1, 1).crossEntropy, Math.log(3));
  assert.deepEqual(lossesOf([1, 1, 1], 1, 2).terms, [2, null, 2]);
});

test('jiggling a safe score moves softmax and not the hinge', () => {
  const { scores, right } = EXAMPLES[2];
  const before = lossesOf(scores, right, 1);
  for (const value of [0, 0.3, 0.49, 0.5, 0.8, 0.999]) {
    let calls = 0;
    const moved = jiggled(scores, () => (calls++ ? value : 0.2));
    moved.forEach((score, i) => {
      assert.ok(Math.abs(score - scores[i]) > 0.05 && Math.abs(score - scores[i]) < 0.45);
    });
    const after = lossesOf(moved, right, 1);
    assert.equal(after.hinge, 0);
    assert.notEqual(after.crossEntropy, before.crossEntropy);
  }
  assert.deepEqual(
    jiggled([10, -10, 0], () => 0.999),
    [9.6, -9.6, 0.4],
  );
});

test('gates forward and back: add passes, max routes, mul swaps, branches add', () => {
  const steps = stepsOf(GRAPHS.gates, { x: 1, y: 2, z: 0 });
  assert.deepEqual(
    steps.map(({ phase, at }) => `${phase} ${at}`),
    ['forward a', 'forward b', 'forward f', 'start f', 'back f', 'back b', 'back a', 'branch y'],
  );
  assert.deepEqual(steps[2].lines, ['f = a · b = 3 · 2 = 6']);
  assert.deepEqual(steps[4].lines, [
    'a: ∂f/∂a · ∂f/∂f = 2 · 1 = 2',
    'b: ∂f/∂b · ∂f/∂f = 3 · 1 = 3',
  ]);
  const { values, edges, gradients } = knownAfter(steps, steps.length);
  assert.deepEqual(values, { a: 3, b: 2, f: 6 });
  assert.deepEqual(edges, { 'a>f': 2, 'b>f': 3, 'y>b': 3, 'z>b': 0, 'x>a': 2, 'y>a': 2 });
  assert.deepEqual(gradients, { f: 1, a: 2, b: 3, x: 2, y: 5, z: 0 });
  assert.deepEqual(knownAfter(steps, 1), { values: { a: 3 }, edges: {}, gradients: {} });
});

test('the gradients of both graphs are the slopes of their values', () => {
  for (const [graph, inputs] of /** @type {const} */ ([
    [GRAPHS.gates, { x: -1.5, y: 0.25, z: 4 }],
    [GRAPHS.neuron, { x: 2, w: -1, b: 3, 0: 0 }],
    [GRAPHS.neuron, { x: 2, w: -1, b: 1, 0: 0 }],
  ])) {
    const all = (/** @type {Record<string, number>} */ of) => {
      const steps = stepsOf(graph, of);
      return knownAfter(steps, steps.length);
    };
    const { gradients } = all(inputs);
    for (const [name, value] of Object.entries(inputs)) {
      const end = (/** @type {number} */ moved) => all({ ...inputs, [name]: moved }).values.f;
      const slope = (end(value + 1e-4) - end(value - 1e-4)) / 2e-4;
      assert.ok(Math.abs(slope - gradients[name]) < 1e-3, `${graph.formula} by ${name}`);
    }
  }
});

test('numbers as they are written', () => {
  assert.deepEqual([0.15871, 3, -1.7, 0.000918284, 0, -1e-7].map(short), [
    ...['0.159', '3', '−1.7', '0.000918', '0', '−1e−7'],
  ]);
  assert.deepEqual([2, -2].map(term), ['2', '(−2)']);
});

test('the mock exam: looks an epoch, and where one stands', () => {
  const exam = { questions: 100, batch: 30, epochs: 2 };
  assert.deepEqual(looksOf(exam), { perEpoch: 4, total: 8 });
  assert.deepEqual(looksOf({ questions: 50000, batch: 10, epochs: 1 }).perEpoch, 5000);
  assert.deepEqual(
    [0, 1, 4, 5, 99].map((looks) => placeOf(exam, looks)),
    [
      { epoch: 1, from: 0, to: 0 },
      { epoch: 1, from: 0, to: 30 },
      { epoch: 1, from: 90, to: 100 },
      { epoch: 2, from: 0, to: 30 },
      { epoch: 2, from: 90, to: 100 },
    ],
  );
});

const TWIN = { model: 'mlp', data: { synthetic: { train: 600, test: 100 } }, seed: 3 };

/** A bench on a page that trains, or does not. @param {'training' | 'idle'} phase */
function benchFor(phase) {
  const asked = { paused: 0 };
  const lab = {
    get: () => ({ phase, source: 'synthetic' }),
    act: { twin: () => TWIN, pause: () => asked.paused++ },
  };
  return { bench: createBench(/** @type {any} */ (lab)), asked };
}

test('an experiment runs to its end: lines by epoch, figures, the page paused', async () => {
  const experiment = findExperiment('random-search');
  const { bench, asked } = benchFor('training');
  const running = bench.run({ ...experiment, brief: { epochs: 2 } }, true, runExperiment);
  assert.equal(bench.get().busy, 'random-search');
  await bench.run(findExperiment('overfit-tiny'), false, runExperiment);
  assert.deepEqual(Object.keys(bench.get().sheets), ['random-search'], 'one at a time');
  await running;
  const { busy, sheets } = bench.get();
  const { state, trials, progress } = sheets['random-search'];
  assert.deepEqual([busy, state, progress, asked.paused], [null, 'done', null, 1]);
  assert.equal(trials.length, 2);
  for (const { lines, result } of trials) {
    assert.ok(result?.shortened);
    assert.equal(lines.loss.x.at(-1), 2, 'x counts epochs');
    assert.deepEqual(lines.validation.x, [1, 2]);
    assert.equal(lines.raw.y.length, result.steps);
  }
  const [run] = experiment.runs;
  const result = /** @type {import('../../web/experiments/types.js').RunResult} */ (
    trials[0].result
  );
  assert.deepEqual(columnsOf(experiment), [
    ...['test', 'train', 'validation', 'first', 'last', 'seconds'],
  ]);
  assert.equal(figureOf('test', run, result), result.testAccuracy);
  assert.equal(figureOf('printed', run, result), null);
});

test('a cancelled experiment keeps what is finished, a failed one says why', async () => {
  const { bench, asked } = benchFor('idle');
  const leave = bench.subscribe(['sheets'], ({ sheets }) => {
    if (sheets['random-search']?.trials.length === 2) bench.cancel();
  });
  await bench.run(findExperiment('random-search'), false, runExperiment);
  leave();
  const { state, trials } = bench.get().sheets['random-search'];
  assert.equal(state, 'cancelled');
  assert.ok(trials[0].result);
  assert.deepEqual([trials[1].result, bench.get().busy, asked.paused], [null, null, 0]);

  const experiment = findExperiment('overfit-tiny');
  const [run] = experiment.runs;
  const wrong = { ...run, config: { ...run.config, optimizer: 'none' } };
  await bench.run({ ...experiment, runs: [wrong] }, false, runExperiment);
  const sheet = bench.get().sheets['overfit-tiny'];
  assert.equal(sheet.state, 'failed');
  assert.match(String(sheet.error), /none/);
});

test('what a run tells is taken in whole, and told on now and then', () => {
  let now = 1000;
  const recorder = createRecorder(() => now);
  const sheet = /** @type {any} */ ({ trials: [] });
  const take = (/** @type {object} */ event) => {
    const changes = recorder.take(/** @type {any} */ (event), sheet);
    Object.assign(sheet, changes);
    return Object.keys(changes);
  };
  const progress = (/** @type {number} */ step) => ({
    event: 'progress',
    progress: {
      step,
      totalSteps: 10,
      epochs: 2,
      recent: { first: step, loss: [1 / step], accuracy: [0.5] },
      ...(step === 5 && { validation: { step, epoch: 1, loss: 0.4, accuracy: 0.9 } }),
    },
  });
  assert.deepEqual(take({ event: 'start' }), ['trials', 'progress']);
  assert.deepEqual(take(progress(1)), ['trials', 'progress']);
  now += 50;
  for (const step of [2, 3, 4]) assert.deepEqual(take(progress(step)), []);
  now += 50;
  take(progress(5));
  const [{ lines }] = sheet.trials;
  assert.equal(lines.raw.x.length, 5);
  assert.deepEqual([lines.validation.x, lines.validation.y], [[1], [0.4]]);
  take(progress(6));
  take({ event: 'run', testAccuracy: 1 });
  assert.equal(sheet.trials[0].lines.raw.x.length, 6);
  assert.equal(sheet.trials[0].result.testAccuracy, 1);
});
