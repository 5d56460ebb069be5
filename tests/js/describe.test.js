import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configSchema, parseLayers, parseTables } from '../../web/engine/describe.js';
import { createTrainer, loadPreset, PRESETS } from '../../web/engine/index.js';

const TEXT = `layer\tdense\t-\tWeighted sums.
layer\tdense\tunits\tunits\t1\t65536\t-\tHow many.
layer\trelu\t-\tCuts below zero.
optimizer\tadam\t-\tOwn steps.
optimizer\tadam\tlearningRate\tnumber\t0\t1000\t0.001\tHow far.
init\the-normal\t-\tFor ReLU.
training\t-\tbatchSize\tinteger\t1\t1000\t128\tImages a step.
training\tinit\tbias\tnumber\t-1\t1\t0\tWhat biases start as.
training\tearlyStopping\trestoreBest\tswitch\t0\t1\t1\tWhether to go back.
`;

/** As much of JSON Schema as configSchema uses. @param {any} schema @param {any} value @returns {boolean} */
function fits(schema, value) {
  if (schema.anyOf && !schema.anyOf.some((/** @type {any} */ one) => fits(one, value)))
    return false;
  if ('const' in schema && schema.const !== value) return false;
  if (value < schema.minimum || value > schema.maximum) return false;
  if (schema.type === 'array') {
    const of = (/** @type {number} */ i) => schema.prefixItems?.[i] ?? schema.items;
    return Array.isArray(value) && value.every((item, i) => of(i) && fits(of(i), item));
  }
  if (schema.type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const { properties, required } = schema;
    return (
      required.every((/** @type {string} */ key) => key in value) &&
      Object.entries(value).every(([key, child]) => properties[key] && fits(properties[key], child))
    );
  }
  if (schema.type === 'null') return value === null;
  if (schema.type === 'integer') return Number.isInteger(value);
  return schema.type === undefined || typeof value === schema.type;
}

test('the tables as objects', () => {
  const tables = parseTables(TEXT);
  assert.deepEqual(Object.keys(tables), ['layer', 'optimizer', 'init', 'training']);
  assert.deepEqual(tables.layer[0], {
    name: 'dense',
    sentence: 'Weighted sums.',
    parameters: [
      {
        name: 'units',
        type: 'units',
        minimum: 1,
        maximum: 65536,
        fallback: null,
        sentence: 'How many.',
      },
    ],
  });
  assert.equal(tables.training[2].parameters[0].fallback, true);
});

test('the layers of a session', () => {
  assert.deepEqual(parseLayers('0\tconv2d\t6×28×28\t156\n1\tflatten\t4704\t0\ntotal\t\t\t156\n'), {
    layers: [
      { index: 0, type: 'conv2d', shape: [6, 28, 28], parameters: 156 },
      { index: 1, type: 'flatten', shape: [4704], parameters: 0 },
    ],
    parameters: 156,
  });
});

test('the schema takes what the engine takes, and refuses the rest', () => {
  const schema = configSchema(parseTables(TEXT));
  /** @type {[unknown, boolean][]} */
  const cases = [
    [{ layers: ['relu', { type: 'dense', units: 3 }] }, true],
    [{ layers: [{ type: 'dense', units: 'classes' }], optimizer: 'adam', batchSize: 5 }, true],
    [{ layers: ['relu'], init: { type: 'he-normal', bias: 0.5 } }, true],
    [{ layers: ['relu'], earlyStopping: null }, true],
    [{ layers: ['relu'], earlyStopping: { restoreBest: false } }, true],
    [{ layers: ['dense'] }, false],
    [{ layers: [{ type: 'dense', units: 0 }] }, false],
    [{ layers: [{ type: 'relu', units: 1 }] }, false],
    [{ layers: [], batchSize: 1.5 }, false],
    [{ layers: ['relu'], optimizer: { learningRate: 1 } }, false],
    [{ layers: ['relu'], foo: 1 }, false],
    [{}, false],
  ];
  for (const [config, good] of cases)
    assert.equal(fits(schema, config), good, JSON.stringify(config));
});

test('every preset fits the engine’s own schema, and the engine', async () => {
  for (const name of PRESETS) {
    const preset = await loadPreset(name);
    const trainer = await createTrainer({ model: preset, data: null });
    const { schema, layers } = await trainer.describe();
    trainer.dispose();
    assert.ok(fits(schema, preset), name);
    assert.deepEqual(layers.at(-1)?.shape, [10]);
  }
});
