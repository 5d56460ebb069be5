/** A network of one's own: in the address, in the recipe, and what changes without a new one. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadPreset, PRESETS } from '../../web/engine/index.js';
import { afterChoice } from '../../web/lab/choices.js';
import { DRAWERS } from '../../web/lab/drawers.js';
import { checkHash, readHash, TABLE, writeHash } from '../../web/lab/hash.js';
import { HIDABLE } from '../../web/lab/hidden.js';
import { readNetwork, writeNetwork } from '../../web/lab/notation.js';
import { liveChanges } from '../../web/lab/own.js';
import { configOf, recipeOf, wishOf } from '../../web/lab/recipe.js';
import { initialState } from '../../web/lab/state.js';

const OWN = {
  layers: ['flatten', { type: 'dense', units: 'classes' }],
  optimizer: { type: 'sgd', learningRate: 0.1 },
  penalty: { l1: 0, l2: 1e-7 },
  earlyStopping: { patience: 3, restoreBest: false },
  batchSize: 64,
  epochs: 5,
};
const WRITTEN =
  'flatten,dense:units=classes;optimizer=sgd:learningRate=0.1;penalty=l1=0:l2=1e-7;' +
  'earlyStopping=patience=3:restoreBest=false;batchSize=64;epochs=5';

test('a network is written as one reads it, and read back', async () => {
  assert.equal(writeNetwork({ ...OWN, seed: 3, clipNorm: null }), WRITTEN);
  assert.deepEqual(readNetwork(WRITTEN), OWN);
  for (const name of PRESETS) {
    const { input, seed, ...preset } = await loadPreset(name);
    assert.deepEqual(readNetwork(writeNetwork(preset)), preset, name);
  }
});

test('what is no network is none', () => {
  for (const text of ['', 'a,,b', 'dense:units', 'dense:units=', 'a;b', 'a;=1', 'a b', 'a:x=1=2'])
    assert.equal(readNetwork(text), undefined, text);
  // What the engine would make of this is the engine's affair.
  assert.deepEqual(readNetwork('nope;layers=3'), { layers: ['nope'] });
});

/** @param {string} hash */
async function readWhole(hash) {
  const read = readHash(hash);
  await checkHash(read);
  return read;
}

test('the address holds a network readably, and names a broken one', async () => {
  const hash = writeHash({ ...readHash('').state, network: WRITTEN });
  assert.equal(hash, `#network=${WRITTEN}`);
  const good = await readWhole(hash);
  assert.deepEqual(good.faults, []);
  assert.equal(good.state.network, WRITTEN);
  const { state, faults } = await readWhole('#network=dense:units=&seed=2');
  assert.equal(state.network, null);
  assert.equal(state.seed, 2);
  assert.deepEqual(faults, ['network=dense:units=']);
});

test('what can be hidden has a name, and each name is explained', async () => {
  assert.equal((await readWhole('#hide=builder,charts')).state.hide, 'builder,charts');
  assert.equal(writeHash({ hide: 'builder,charts' }), '#hide=builder,charts');
  assert.deepEqual((await readWhole('#hide=builder,chartz')).faults, ['hide=builder,chartz']);
  const words = readFileSync(new URL('../../docs/ADDRESS.md', import.meta.url), 'utf8');
  const drawers = Object.keys(DRAWERS);
  for (const name of [...Object.keys(HIDABLE), ...Object.keys(TABLE)])
    assert.ok(drawers.includes(name) || words.includes(`\`${name}\``), name);
});

test('a recipe of one’s own keeps its numbers and its config at one', async () => {
  const preset = await loadPreset('mlp');
  const mlp = recipeOf('mlp', preset, 1);
  const own = await afterChoice(mlp, { config: OWN }, initialState());
  assert.deepEqual(own, { ...recipeOf('mlp', OWN, 1), config: OWN });
  assert.deepEqual(configOf(preset, own), OWN);
  const slower = await afterChoice(own, { rate: 0.01 }, initialState());
  assert.equal(/** @type {any} */ (slower.config).optimizer.learningRate, 0.01);
  assert.deepEqual(recipeOf('mlp', slower.config ?? {}, 1, slower.config), slower);
  assert.deepEqual(await afterChoice(slower, { config: null }, initialState()), mlp);
  const other = await afterChoice(slower, { model: 'cnn' }, initialState());
  assert.equal(other.config, null);
});

test('the address says of a recipe what differs from the preset', async () => {
  const preset = await loadPreset('mlp');
  const mlp = recipeOf('mlp', preset, 1);
  const nothing = { optimizer: null, rate: null, batch: null, epochs: null };
  assert.deepEqual(wishOf(mlp, preset), { ...nothing, model: 'mlp', seed: 1 });
  assert.equal(wishOf({ ...mlp, rate: 0.1 }, preset).rate, 0.1);
  const own = { ...recipeOf('mlp', OWN, 1), config: OWN };
  assert.deepEqual(wishOf(own, preset), { ...nothing, model: 'mlp', seed: 1 });
});

test('what can change live is told from what needs a new network', () => {
  /** @param {object} changes */
  const live = (changes) => liveChanges(OWN, { ...OWN, ...changes });
  assert.deepEqual(live({}), {});
  assert.deepEqual(live({ batchSize: 32, epochs: 9 }), { batchSize: 32, epochs: 9 });
  assert.deepEqual(live({ penalty: { l1: 0.1, l2: 1e-7 } }), { penalty: { l1: 0.1, l2: 1e-7 } });
  assert.deepEqual(live({ optimizer: { type: 'sgd', learningRate: 1 } }), { learningRate: 1 });
  assert.equal(live({ optimizer: { type: 'adam', learningRate: 0.1 } }), null);
  assert.equal(live({ layers: ['flatten', 'relu', OWN.layers[1]] }), null);
  assert.equal(live({ loss: 'hinge' }), null);
  assert.equal(live({ penalty: null }), null, 'what it was without is for the engine to say');
  // The same, written otherwise.
  assert.deepEqual(liveChanges({ loss: 'mse' }, { loss: { type: 'mse' }, epochs: 2 }), {
    epochs: 2,
  });
  const peak = { ...OWN, schedule: { type: 'one-cycle', peak: 0.2 } };
  assert.equal(liveChanges(peak, { ...peak, optimizer: { type: 'sgd', learningRate: 1 } }), null);
});
