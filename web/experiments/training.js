/** How to train: step size, optimizer, batch, and the first checks. */
import { dense, short } from './recipes.js';

/** @param {number} learningRate */
const sgd = (learningRate) => ({ type: 'sgd', learningRate });

/** @type {[string, Record<string, unknown>][]} */
const OPTIMIZERS = [
  ['sgd', sgd(0.1)],
  ['momentum', { type: 'momentum', learningRate: 0.05 }],
  ['nesterov', { type: 'nesterov', learningRate: 0.05 }],
  ['adagrad', { type: 'adagrad', learningRate: 0.01 }],
  ['rmsprop', { type: 'rmsprop', learningRate: 0.001 }],
  ['adadelta', { type: 'adadelta', learningRate: 1 }],
  ['adam', { type: 'adam', learningRate: 0.001 }],
  ['adamw', { type: 'adamw', learningRate: 0.001, decay: 0.01 }],
];

/** @type {[string, number][]} */
const RATES = [
  ['too-low', 0.0001],
  ['low', 0.01],
  ['good', 0.1],
  ['high', 2],
  ['too-high', 100],
];

/** @type {[string, unknown][]} */
const SCHEDULES = [
  ['constant', 'constant'],
  ['step', 'step'],
  ['exponential', exponential(0.6)],
  ['cosine', 'cosine'],
  ['warm-up', 'warm-up'],
  ['one-cycle', 'one-cycle'],
];

/** @param {number} factor */
function exponential(factor) {
  return { type: 'exponential', factor };
}

/** The training split is 50,000 images: a batch of so many is all of them. */
const BATCHES = [1, 10, 100, 1000, 50000];

/** @type {import('./types.js').Definition[]} */
export const TRAINING = [
  {
    name: 'overfit-tiny',
    runs: [
      {
        name: 'overfit-tiny',
        config: short(dense([128]), { batchSize: 20, epochs: 200, split: { first: 20 } }),
      },
    ],
  },
  {
    name: 'learning-rate',
    runs: RATES.map(([name, rate]) => ({
      name,
      config: short(dense([128]), { optimizer: sgd(rate), epochs: 3 }),
    })),
  },
  {
    name: 'schedules',
    runs: SCHEDULES.map(([name, schedule]) => ({
      name,
      config: short(dense([128]), {
        schedule,
        optimizer: { type: 'adam', learningRate: 0.004 },
        epochs: 8,
      }),
    })),
  },
  {
    name: 'optimizers',
    runs: OPTIMIZERS.map(([name, optimizer]) => ({
      name,
      config: short(dense([128]), { optimizer }),
    })),
  },
  {
    name: 'batches',
    runs: BATCHES.map((size) => ({
      name: size === 50000 ? 'full' : `batch-${size}`,
      config: short(dense([64]), { optimizer: sgd(0.05), batchSize: size, epochs: 3 }),
    })),
  },
  {
    name: 'random-search',
    runs: [
      {
        name: 'random-search',
        config: short(dense([]), {
          optimizer: { type: 'random-search', learningRate: 0.01 },
          batchSize: 1000,
        }),
      },
      {
        name: 'follow-the-slope',
        config: short(dense([]), { optimizer: sgd(0.1), batchSize: 1000 }),
      },
    ],
  },
];
