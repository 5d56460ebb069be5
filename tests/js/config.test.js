import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flattenConfig, setPath } from '../../web/engine/config.js';
import { loadPreset, PRESETS } from '../../web/engine/presets.js';

/** @param {any} config */
const lines = (config) => flattenConfig(config).split('\n').slice(0, -1);

test('a config becomes lines path=value', () => {
  assert.deepEqual(
    lines({
      input: [1, 28, 28],
      layers: [{ type: 'dense', units: 128 }, 'relu'],
      optimizer: { type: 'adam', learningRate: 0.001 },
      clipNorm: null,
      augment: { flip: false },
    }),
    [
      'input.0=1',
      'input.1=28',
      'input.2=28',
      'layers.0.type=dense',
      'layers.0.units=128',
      'layers.1=relu',
      'optimizer.type=adam',
      'optimizer.learningRate=0.001',
      'clipNorm=null',
      'augment.flip=false',
    ],
  );
});

test('numbers keep all their digits; NaN and Infinity become words for the engine to refuse', () => {
  assert.deepEqual(
    lines({ a: 0.1 + 0.2, b: 1e-300, c: 2 ** 53 - 1, d: Number.NaN, e: Number.NEGATIVE_INFINITY }),
    ['a=0.30000000000000004', 'b=1e-300', 'c=9007199254740991', 'd=NaN', 'e=-Infinity'],
  );
});

test('what cannot be written is left out or refused', () => {
  assert.equal(flattenConfig({ a: undefined }), '');
  for (const bad of [
    { loss: 'a\nseed=2' },
    { loss: 'a=b' },
    { loss: '' },
    { 'a\nb': 1 },
    { 'a.b': 1 },
    { 'a=b': 1 },
    { a: 1n },
    { a: () => 1 },
    [],
    null,
    'mlp',
    7,
  ])
    assert.throws(() => flattenConfig(/** @type {any} */ (bad)), { code: 'INK_ERROR_CONFIG' });
});

test('setPath changes a copy, and makes an object of a choice where it must', () => {
  const config = { layers: ['flatten', { type: 'dense', units: 10 }], schedule: 'one-cycle' };
  assert.deepEqual(setPath(config, 'layers.1.units', 20).layers[1], { type: 'dense', units: 20 });
  assert.deepEqual(setPath(config, 'schedule.peak', 0.01).schedule, {
    type: 'one-cycle',
    peak: 0.01,
  });
  assert.deepEqual(setPath(config, 'split.train', 100).split, { train: 100 });
  assert.deepEqual(setPath(config, 'layers.2', 'relu').layers[2], 'relu');
  assert.equal(config.schedule, 'one-cycle');
  assert.throws(() => setPath({ epochs: 3 }, 'epochs.a', 1), { code: 'INK_ERROR_CONFIG' });
});

test('setPath reaches no prototype', () => {
  setPath({}, '__proto__.polluted', true);
  setPath({}, 'constructor.prototype.polluted', true);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test('every preset can be loaded, and belongs to the caller', async () => {
  for (const name of PRESETS) {
    const preset = await loadPreset(name);
    preset.epochs = 77;
    assert.notEqual((await loadPreset(name)).epochs, 77);
  }
  await assert.rejects(loadPreset('foo'), { message: /no preset "foo"; there are softmax, mlp/ });
});
