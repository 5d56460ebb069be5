/** The network itself: layers, nodes, activations, first weights. */
import { dense, OUTPUT, short } from './recipes.js';

/** @type {[string, number[]][]} */
const SIZES = [
  ['none', []],
  ['1x16', [16]],
  ['1x64', [64]],
  ['1x256', [256]],
  ['2x64', [64, 64]],
  ['2x256', [256, 256]],
  ['4x64', [64, 64, 64, 64]],
  ['8x64', [64, 64, 64, 64, 64, 64, 64, 64]],
];

/** Maxout takes the largest of two, so it is given twice the nodes. */
const ACTIVATIONS = [
  'sigmoid',
  'tanh',
  'relu',
  'leaky-relu',
  'prelu',
  'elu',
  'gelu',
  'maxout',
  'identity',
];

/** @param {string} activation @param {number} depth @param {number} units */
function stack(activation, depth, units) {
  const wide = activation === 'maxout' ? 2 * units : units;
  return dense(Array(depth).fill(wide), [activation]);
}

/** @type {[string, string, unknown][]} */
const INITS = [
  ['zeros', 'tanh', 'zeros'],
  ['small', 'tanh', { type: 'normal', deviation: 0.01 }],
  ['large', 'tanh', { type: 'normal', deviation: 1 }],
  ['xavier', 'tanh', 'xavier-normal'],
  ['xavier-relu', 'relu', 'xavier-normal'],
  ['he-relu', 'relu', 'he-normal'],
  ['he-relu-bias', 'relu', { type: 'he-normal', bias: 0.1 }],
];

/** @type {[string, (string | Record<string, unknown>)[]][]} */
const LINEAR = [
  ['one-layer', dense([])],
  ['two-layers', ['flatten', { type: 'dense', units: 256 }, OUTPUT]],
  [
    'three-layers',
    ['flatten', { type: 'dense', units: 256 }, { type: 'dense', units: 256 }, OUTPUT],
  ],
  ['with-relu', dense([256])],
];

/** @type {import('./types.js').Definition[]} */
export const NETWORKS = [
  {
    name: 'hidden-layers',
    runs: SIZES.map(([name, hidden]) => ({
      name,
      config: short(dense(hidden)),
    })),
  },
  {
    name: 'activations',
    brief: { epochs: 2 },
    measures: ['depth'],
    runs: ACTIVATIONS.map((name) => ({
      name,
      config: short(stack(name, 4, 128), { init: 'xavier-normal' }),
    })),
  },
  {
    name: 'relu-faster',
    reach: 0.95,
    runs: ['relu', 'tanh', 'sigmoid'].map((name) => ({
      name,
      config: short(stack(name, 3, 128), {
        init: name === 'relu' ? 'he-normal' : 'xavier-normal',
        optimizer: { type: 'momentum', learningRate: 0.02 },
        epochs: 15,
      }),
    })),
  },
  {
    name: 'inits',
    measures: ['depth'],
    runs: INITS.map(([name, activation, init]) => ({
      name,
      config: short(stack(activation, 8, 128), { init, epochs: 2 }),
    })),
  },
  {
    name: 'stacked-linear',
    runs: LINEAR.map(([name, layers]) => ({
      name,
      config: short(layers, { init: 'xavier-normal' }),
    })),
  },
];
