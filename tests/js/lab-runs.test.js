import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archived, createLog, runOf } from '../../web/lab/runs.js';
import { initialState } from '../../web/lab/state.js';
import { createStore } from '../../web/lab/store.js';

const RECIPE = {
  model: 'mlp',
  config: null,
  optimizer: 'adam',
  rate: 0.006,
  batch: 128,
  epochs: 3,
  seed: 1,
};

/** A run of so many steps. @param {number} steps */
function trained(steps) {
  const state = initialState();
  const loss = Float32Array.from({ length: steps }, (_, i) => 2 / (i + 1));
  state.curves.take({ first: 1, loss, accuracy: loss.map((value) => 1 - value / 2) });
  return {
    ...state,
    recipe: RECIPE,
    progress: /** @type {any} */ ({ step: steps, trainSeconds: 1.5 }),
    validation: { loss: 0.1, accuracy: 0.97, step: steps },
  };
}

test('a run joins those before when it is over, with its curves', () => {
  const state = trained(5000);
  const change = archived(state);
  state.curves.clear();
  const [run] = change.runs ?? [];
  assert.equal(run.id, 1);
  assert.equal(run.steps, 5000);
  assert.equal(run.accuracy, 0.97);
  assert.deepEqual(run.recipe, RECIPE);
  assert.ok(run.lines.loss.x.length > 100 && run.lines.loss.x.length <= 512);
  assert.equal(run.lines.loss.x[0], 1);
  assert.equal(change.runNumber, 2);
});

test('what has taken no step is no run', () => {
  assert.equal(runOf(initialState()), null);
  assert.deepEqual(archived(initialState()), {});
});

test('the newest runs are shown, the oldest forgotten', () => {
  let state = { ...initialState() };
  for (let i = 0; i < 40; i++) {
    const { runs, runNumber } = state;
    state = { ...state, ...archived({ ...trained(10), runs, runNumber, runName: `run ${i}` }) };
  }
  assert.equal(state.runs.length, 30);
  assert.equal(state.runs[0].name, 'run 39');
  assert.deepEqual(
    state.runs.filter((run) => run.shown).map((run) => run.id),
    [40, 39, 38],
  );
});

test('runs are renamed, hidden and forgotten; that of now can be named as well', () => {
  const store = createStore({ ...initialState(), ...archived(trained(10)) });
  const log = createLog(store);
  log.rename(1, 'slow');
  log.rename(2, 'fast');
  log.reveal(1, false);
  assert.equal(store.get().runs[0].name, 'slow');
  assert.equal(store.get().runs[0].shown, false);
  assert.equal(store.get().runName, 'fast');
  log.forget(1);
  assert.deepEqual(store.get().runs, []);
});
