/** The benchmark's pure parts: what is run, what is counted, what several rounds come to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RECIPES } from '../../bench/accuracy/recipes.mjs';
import { decades, plot } from '../../bench/cost/plot.mjs';
import { SERIES } from '../../bench/cost/sizes.mjs';
import { engineSection } from '../../bench/engine/section.mjs';
import { fusedPeaks } from '../../bench/kernels/section.mjs';
import { chooseJobs, readOptions } from '../../bench/options.mjs';
import { median, ratio, spread } from '../../bench/statistics.mjs';
import { steadyRates } from '../../bench/steady.js';
import { shapesOf, trainingProducts, WORKLOADS, workloadOf } from '../../bench/workloads.mjs';
import { loadPreset } from '../../web/engine/presets.js';

/**
 * @param {string} name @param {string[]} tags @param {import('../../bench/types.js').Mode[]} modes
 * @returns {any}
 */
const job = (name, tags, ...modes) => ({ name, tags, modes });
const JOBS = [
  job('sizes', [], 'usual', 'all'),
  job('B-chromium-fast-1', ['B', 'chromium', 'fast'], 'usual', 'all', 'peers'),
  job('B-node-strict-2', ['B', 'node', 'strict'], 'all'),
  job('B-torch', ['B', 'torch'], 'peers'),
];
/** @param {...string} args */
const chosen = (...args) => {
  const options = readOptions(args);
  assert.ok(options);
  return chooseJobs(JOBS, options).map(({ name }) => name);
};

test('a run without arguments is the usual one, and each flag has its own', () => {
  assert.deepEqual(chosen(), ['sizes', 'B-chromium-fast-1']);
  assert.deepEqual(chosen('--all'), ['sizes', 'B-chromium-fast-1', 'B-node-strict-2']);
  assert.deepEqual(chosen('--peers'), ['B-chromium-fast-1', 'B-torch']);
});

test('--only takes any of its names, and all of those that are joined', () => {
  assert.deepEqual(chosen('--only', 'B'), ['B-chromium-fast-1', 'B-node-strict-2']);
  assert.deepEqual(chosen('--only', 'B+node,sizes'), ['sizes', 'B-node-strict-2']);
  assert.deepEqual(chosen('--only', 'B+node+fast'), []);
  assert.deepEqual(chosen('--peers', '--only', 'torch'), ['B-torch']);
  assert.throws(() => chosen('--only', 'torch'), /there is no "torch"/);
});

test('jobs have names of their own', () => {
  const names = engineSection.jobs().map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

test('the multiplications of a training sample', () => {
  const products = Object.fromEntries(
    WORKLOADS.map(({ name, config }) => [name, trainingProducts(config)]),
  );
  assert.equal(products.A, 2 * 7840);
  assert.equal(products.B, 2 * 784 * 128 + 3 * 1280);
  assert.equal(products.B32, products.B);
  assert.equal(products.C, 2 * 784 * 256 + 3 * (3 * 256 * 256 + 2560));
  assert.equal(products.D, 2 * 24 * 24 * 8 * 25 + 3 * (8 * 8 * 16 * 8 * 25 + 256 * 10));
  assert.equal(
    products.E,
    2 * 28 * 28 * 6 * 25 + 3 * (10 * 10 * 16 * 6 * 25 + 400 * 120 + 120 * 84 + 840),
  );
});

test('shapes follow the layers of a preset too', async () => {
  const shapes = shapesOf(/** @type {any} */ (await loadPreset('lenet5')));
  assert.deepEqual(
    shapes.filter(({ inputs }) => inputs > 0).map(({ from, to }) => [from, to]),
    [
      [
        [1, 28, 28],
        [6, 28, 28],
      ],
      [
        [6, 14, 14],
        [16, 10, 10],
      ],
      [[400], [120]],
      [[120], [84]],
      [[84], [10]],
    ],
  );
});

test('a ratio is that of each round, and what failed is left out', () => {
  assert.equal(median([3, undefined, 1, 2]), 2);
  assert.equal(median([]), Number.NaN);
  assert.equal(spread([90, 100, 110]), 0.1);
  assert.equal(ratio([10, 2, undefined], [5, 1, 7]), 2);
  assert.equal(ratio([10], []), Number.NaN);
});

test('the limit is the best fused peak of each round', () => {
  const records = new Map([
    ['kernels-native', [{ peak: 99 }, { peak: 99 }, { peak: 99 }]],
    ['kernels-node-fast', [{ peak: 40 }, undefined, undefined]],
    ['kernels-chromium-fast', [{ peak: 41 }, { peak: 39 }, undefined]],
  ]);
  assert.deepEqual(fusedPeaks(records), [41, 39, undefined]);
  assert.deepEqual(fusedPeaks(new Map()), []);
});

test('windows are of one number of steps, after a warm-up', async () => {
  /** @type {number[]} */
  const asked = [];
  const train = async (/** @type {number} */ steps) => {
    asked.push(steps);
    await new Promise((resolve) => setTimeout(resolve, 2));
    return steps;
  };
  const protocol = { batch: 10, warmMilliseconds: 6, windowMilliseconds: 4, windows: 3 };
  const { rates, stepsPerWindow, answers } = await steadyRates(train, protocol);
  assert.equal(rates.length, 3);
  assert.ok(rates.every((rate) => rate > 0));
  assert.deepEqual(answers, [stepsPerWindow, stepsPerWindow, stepsPerWindow]);
  assert.equal(asked[0], 1);
});

test('recipes start from presets and aim at a workload', async () => {
  for (const { preset, workload, target } of RECIPES) {
    await loadPreset(preset);
    workloadOf(workload);
    assert.ok(target > 0.9 && target < 1);
  }
});

test('a series changes its size and nothing else', async () => {
  for (const { preset, size, change, values } of SERIES) {
    const config = /** @type {any} */ (await loadPreset(preset));
    const value = values[values.length - 1];
    const changed = change(config, value);
    if (size === 'batch') assert.deepEqual(changed, { ...config, batchSize: value });
    else {
      const widths = shapesOf(changed).flatMap(({ inputs, to }) => (inputs ? [to[0]] : []));
      const before = shapesOf(config).flatMap(({ inputs, to }) => (inputs ? [to[0]] : []));
      assert.equal(widths.filter((width, i) => width !== before[i]).join(), `${value}`);
    }
  }
});

test('the plot has a line a series, on axes of whole powers of ten', () => {
  assert.deepEqual(decades(3, 250), [1, 1000]);
  assert.deepEqual(decades(20, 30), [10, 100]);
  const line = {
    ...{ preset: 'mlp', size: 'batch', title: 'batch', threads: 1 },
    points: [
      { value: 1, microseconds: 40 },
      { value: 2, microseconds: 20 },
    ],
  };
  const svg = plot([line, { ...line, threads: 2 }]);
  assert.equal(svg.match(/<path d="M[\d.]+ [\d.]+L/g)?.length, 2);
  assert.match(svg, /mlp, 2 thr\./);
  assert.doesNotMatch(svg, /NaN|undefined/);
});
