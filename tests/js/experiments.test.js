import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { resultsPage } from '../../tools/results.mjs';
import { createTrainer } from '../../web/engine/index.js';
import { EXPERIMENTS, findExperiment, runExperiment } from '../../web/experiments/index.js';
import { readResults } from '../../web/experiments/lines.js';
import { LIST } from '../../web/experiments/list.js';
import { measureDepth } from '../../web/experiments/measure.js';
import { averaged, firstReached, recipeOf } from '../../web/experiments/run.js';
import { byRun, spreadOf, writeSpread } from '../../web/experiments/summary.js';
import { experimentTable, tableRows } from '../../web/experiments/table.js';
import { readExperiments } from '../../web/experiments/texts.js';

const DATA = { synthetic: { train: 1200, test: 200 } };
const OUTPUT = { type: 'dense', units: 'classes' };

/** @param {string[]} names */
const isUnique = (names) => new Set(names).size === names.length;

test('each experiment has its texts in both languages, two sentences to look for', () => {
  assert.ok(isUnique(EXPERIMENTS.map(({ name }) => name)));
  for (const { name, title, lookFor, runs } of EXPERIMENTS) {
    assert.match(name, /^[a-z][a-z-]*$/);
    assert.ok(runs.length > 0, name);
    assert.ok(isUnique(runs.map((run) => run.name)), name);
    assert.match(title.ko, /[가-힣]/, name);
    assert.ok(title.en.length > 5);
    for (const sentences of [lookFor.en, lookFor.ko]) assert.equal(sentences.length, 2, name);
    for (const sentence of lookFor.en) assert.match(sentence, /^[A-Z].*\.$/, name);
    for (const sentence of lookFor.ko) assert.match(sentence, /^(?!.*요\. ).*[가-힣].*요\.$/, name);
    for (const { label } of runs) assert.ok(label.en && label.ko, name);
  }
});

test('each language has words for every run, and for nothing else', async () => {
  for (const language of ['en', 'ko']) {
    const file = new URL(`../../web/experiments/texts/${language}.json`, import.meta.url);
    const texts = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual(
      Object.entries(texts).map(([name, { runs }]) => [name, ...Object.keys(runs)]),
      LIST.map(({ name, runs }) => [name, ...runs.map((run) => run.name)]),
    );
  }
  const [{ title }] = await readExperiments('ko');
  assert.deepEqual(Object.keys(title), ['ko']);
});

test('what is shortened in the page still has epochs and images', () => {
  for (const { name, brief, runs } of LIST)
    for (const { config } of brief ? runs : []) {
      assert.ok((brief?.epochs ?? 1) >= 1 && (brief?.first ?? 500) >= 500, name);
      assert.ok(Number(config.epochs) > (brief?.epochs ?? 0), name);
    }
});

test('the engine accepts every run of every experiment', async () => {
  for (const { name, runs } of EXPERIMENTS)
    for (const run of runs) {
      assert.ok(!('seed' in run.config), 'seeds are given when it is run');
      await assert.doesNotReject(async () => {
        const trainer = await createTrainer({ model: run.config, data: null, seed: 1 });
        trainer.dispose();
      }, `${name}/${run.name}`);
    }
});

test('the stated rows of the results table are as the lectures state them', () => {
  const { runs } = findExperiment('results');
  const stated = runs.filter(({ printed }) => printed);
  assert.deepEqual(
    stated.map(({ printed }) => printed?.test),
    [0.42, 0.77, 0.94, 0.9791, 0.9824, 0.9776, 0.979],
  );
  for (const { config } of stated) {
    assert.equal(config.batchSize, 100);
    assert.equal(config.epochs, 15);
    assert.equal(config.schedule, 'constant');
    assert.equal(/** @type {any} */ (config.optimizer).learningRate, 0.001);
  }
  /** @param {import('../../web/experiments/types.js').Run} run */
  const units = ({ config }) =>
    /** @type {any[]} */ (config.layers).flatMap((layer) => layer.units ?? []);
  for (const run of runs.filter(({ improves }) => improves)) {
    const base = runs.find(({ name }) => name === run.improves);
    assert.ok(base?.printed, run.name);
    assert.deepEqual(units(run), units(base), 'an improved row has the same hidden layers');
    assert.equal(run.config.augment, undefined);
    assert.equal(run.config.split, undefined);
    assert.equal(run.config.epochs, base.config.epochs);
  }
});

test('definitions are data: they import nothing of a page or of Node', async () => {
  const folder = new URL('../../web/experiments/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  assert.ok(names.length > 8);
  for (const name of names) {
    const source = await readFile(new URL(name, folder), 'utf8');
    for (const [, from] of source.matchAll(/from '([^']+)'/g))
      assert.match(from, /^(\.\/|\.\.\/engine\/)[\w-]+\.js$/, name);
    assert.doesNotMatch(source, /\b(document|window|process)\./, name);
  }
});

test('an experiment is found by its name, with a run, or by a row of the results table', () => {
  assert.equal(findExperiment('inits').runs.length, 7);
  assert.deepEqual(
    findExperiment('inits/large').runs.map(({ name }) => name),
    ['large'],
  );
  const row = findExperiment('dnn-improved');
  assert.equal(row.name, 'results');
  assert.equal(row.runs.length, 1);
  assert.throws(() => findExperiment('nothing'), /no experiment "nothing"; there are results, /);
  assert.throws(() => findExperiment('inits/x'), /inits has no run "x"; it has zeros, /);
});

test('twenty images are learned by heart', async () => {
  const [result] = await runExperiment(findExperiment('overfit-tiny'), { data: DATA });
  assert.equal(result.trainAccuracy, 1);
  assert.ok(Number(result.trainLoss) < 0.01);
  assert.ok(Math.abs(Number(result.firstLoss) - Math.log(10)) < 0.5);
  assert.equal(result.steps, 200);
  assert.equal(result.losses.length, 100);
  assert.equal(result.validation.length, 200);
  assert.equal(result.diverged, false);
});

test('events come in order, seeds one after the other, what is done is left out', async () => {
  /** @type {string[]} */
  const seen = [];
  const experiment = {
    ...findExperiment('random-search'),
    measures: /** @type {'weights'[]} */ (['weights']),
  };
  const results = await runExperiment(experiment, {
    data: DATA,
    seeds: [4, 5],
    epochs: 1,
    skip: (run, seed) => run.name === 'random-search' && seed === 4,
    onEvent: ({ event, ...rest }) => {
      if (event === 'start' || event === 'run')
        seen.push(`${event} ${/** @type {any} */ (rest).run} ${/** @type {any} */ (rest).seed}`);
    },
  });
  const order = ['follow-the-slope 4', 'random-search 5', 'follow-the-slope 5'];
  assert.deepEqual(
    seen,
    order.flatMap((run) => [`start ${run}`, `run ${run}`]),
  );
  assert.ok(results.every(({ shortened, epochs }) => shortened && epochs === 1));
  const [few] = await runExperiment(findExperiment('stacked-linear/one-layer'), {
    data: DATA,
    first: 100,
  });
  assert.deepEqual([few.shortened, few.epochs, few.steps], [true, 5, 5]);
  assert.notEqual(results[0].testLoss, results[2].testLoss);
  assert.equal(results[0].weights?.length, 1);
  assert.ok(Number(results[0].weights?.[0].norm) > 1);
});

test('a run that diverges is a result', async () => {
  const run = {
    name: 'wild',
    label: { en: 'wild', ko: '발산' },
    config: {
      layers: ['flatten', OUTPUT],
      loss: 'mse',
      optimizer: { type: 'sgd', learningRate: 900 },
      epochs: 5,
    },
  };
  const experiment = { ...EXPERIMENTS[0], runs: [run] };
  const [result] = await runExperiment(experiment, { data: DATA });
  assert.equal(result.diverged, true);
  assert.equal(result.verdict, 'diverged');
  JSON.parse(JSON.stringify(result));
  assert.match(experimentTable(experiment, [result], 'en'), /\(diverged\)/);
});

test('an aborted experiment ends at once', async () => {
  const stop = new AbortController();
  const running = runExperiment(findExperiment('batches/batch-1'), {
    data: DATA,
    signal: stop.signal,
    onEvent: ({ event }) => event === 'progress' && stop.abort(),
  });
  await assert.rejects(running, /abort/i);
});

test('W₂·W₁ of two linear layers is one layer that says the same', async (t) => {
  const { config } = findExperiment('stacked-linear/two-layers').runs[0];
  const two = await createTrainer({ model: config, data: DATA, seed: 2 });
  t.after(() => two.dispose());
  await two.step(10);
  const [w1, b1] = [await two.view('weights:0'), await two.view('biases:0')];
  const [w2, b2] = [await two.view('weights:1'), await two.view('biases:1')];
  const [classes, hidden] = w2.shape;
  const { images } = await two.samples('test', { count: 5 });
  for (let n = 0; n < 5; n++) {
    const image = images.subarray(784 * n, 784 * (n + 1));
    await two.predict(image);
    const { values: logits } = await two.view('activations:2');
    for (let c = 0; c < classes; c++) {
      let logit = b2.values[c];
      for (let p = 0; p < 784; p++) {
        let product = 0;
        for (let h = 0; h < hidden; h++)
          product += w2.values[c * hidden + h] * w1.values[h * 784 + p];
        logit += product * (image[p] / 255);
      }
      for (let h = 0; h < hidden; h++) logit += w2.values[c * hidden + h] * b1.values[h];
      assert.ok(Math.abs(logit - logits[c]) < 1e-4, `${logit} and ${logits[c]}`);
    }
  }
});

test('outputs by depth: small weights collapse, large ones saturate, Xavier holds', async () => {
  /** @param {string} name */
  const depth = async (name) => {
    const { config } = findExperiment(`inits/${name}`).runs[0];
    const trainer = await createTrainer({ model: config, data: DATA, seed: 1 });
    await trainer.loaded;
    const rows = await measureDepth(trainer);
    trainer.dispose();
    return rows;
  };
  const [zeros, little, large, xavier] = await Promise.all(
    ['zeros', 'small', 'large', 'xavier'].map(depth),
  );
  assert.deepEqual([zeros[0].dead, zeros[7].deviation], [1, 0]);
  assert.equal(little.length, 8);
  assert.ok(little[7].deviation < 1e-6 && little[0].deviation > 0.01);
  assert.ok(large[7].saturated > 0.7 && large[7].deviation > 0.9);
  assert.ok(xavier[7].deviation > 0.2 && xavier[7].saturated < 0.01);
  assert.deepEqual([xavier[0].layer, xavier[0].type, xavier[0].dead], [2, 'tanh', 0]);
});

test('curves, first steps and recipes', () => {
  assert.deepEqual(averaged([1, 3, 5, 7, 10], 3), [
    { step: 2, loss: 2 },
    { step: 4, loss: 6 },
    { step: 5, loss: 10 },
  ]);
  assert.deepEqual(averaged([], 3), []);
  const late = Array.from({ length: 400 }, (_, i) => (i < 200 ? 0 : 1));
  assert.equal(firstReached(late, 0.5), 250);
  assert.equal(firstReached(late.slice(0, 240), 0.5), null);
  const [one, other] = findExperiment('learning-rate').runs;
  assert.match(recipeOf(one), /^[0-9a-f]{8}$/);
  assert.notEqual(recipeOf(one), recipeOf(other));
});

test('results put together: mean, deviation, the later of two with one seed', () => {
  assert.deepEqual(spreadOf([1, null, 3]), { mean: 2, deviation: Math.SQRT2, count: 2 });
  assert.equal(spreadOf([null]), null);
  assert.equal(writeSpread(spreadOf([0.97, 0.99]), 4), '0.9800 ± 0.0141');
  assert.equal(writeSpread(spreadOf([0.97]), 2), '0.97');
  assert.equal(writeSpread(null, 2), '–');
  const line = (/** @type {any} */ value) => JSON.stringify({ event: 'run', ...value });
  const text = [
    line({ run: 'a', seed: 1, testAccuracy: 0.1 }),
    '{"event":"done"}',
    line({ run: 'a', seed: 1, testAccuracy: 0.2 }),
    '{"event":"run","run":"a","se',
  ].join('\n');
  const groups = byRun(readResults(text));
  assert.deepEqual(
    groups.get('a')?.map(({ testAccuracy }) => testAccuracy),
    [0.2],
  );
  const table = tableRows(
    findExperiment('mlp-shuffle-adam'),
    [{ ...readResults(text)[0], run: 'mlp-shuffle-adam' }],
    'ko',
  );
  assert.deepEqual(table[1].slice(0, 4), [
    'mlp-shuffle-adam',
    'MLP 784→256→10, 섞어서 학습, Adam',
    '0.1000',
    '0.979 (0.994)',
  ]);
});

test('the page of results: only full runs of present recipes on MNIST', () => {
  const [run] = findExperiment('nn-xavier-adam').runs;
  const result = {
    event: 'run',
    experiment: 'results',
    run: run.name,
    recipe: recipeOf(run),
    seed: 1,
    testAccuracy: 0.98,
    trainAccuracy: 0.999,
    shortened: false,
    data: 'mnist',
  };
  const lines = [
    result,
    { ...result, seed: 2, testAccuracy: 0.979 },
    { ...result, seed: 3, testAccuracy: 0.5, shortened: true },
    { ...result, seed: 4, testAccuracy: 0.5, data: 'synthetic' },
    { ...result, seed: 5, testAccuracy: 0.5, recipe: '00000000' },
  ];
  const page = resultsPage(readResults(lines.map((line) => JSON.stringify(line)).join('\n')));
  assert.match(
    page,
    /\| `nn-xavier-adam` \| .* \| 0\.9795 ± 0\.0007 \| 0\.9791 \| 0\.9990 ± 0\.0000 \| {2}\| {2}\| 2 \|/,
  );
  assert.match(page, /here seeds 1, 2\)/);
  assert.equal(page.match(/^## /gm)?.length, EXPERIMENTS.length);
});
