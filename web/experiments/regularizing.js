/** What keeps a network from learning by heart, and how to choose without the test set. */
import { dense, short } from './recipes.js';

const DEEP = [256, 256, 256, 256];
/** Few images: there overfitting shows. */
const FEW = { split: { first: 2000 }, epochs: 30 };

/** @type {[string, string, boolean, number][]} */
const NORMALIZED = [
  ['plain', 'relu', false, 0.1],
  ['batch-norm', 'relu', true, 0.1],
  ['plain-high', 'relu', false, 1],
  ['batch-norm-high', 'relu', true, 1],
  ['plain-sigmoid', 'sigmoid', false, 0.1],
  ['batch-norm-sigmoid', 'sigmoid', true, 0.1],
];

/** @type {[string, Record<string, number>][]} */
const PENALTIES = [
  ['none', {}],
  ['l2-weak', { l2: 0.0001 }],
  ['l2', { l2: 0.003 }],
  ['l2-strong', { l2: 0.1 }],
  ['l1', { l1: 0.0003 }],
  ['elastic-net', { l1: 0.00015, l2: 0.0015 }],
];

/** Where the rate and the penalty are looked for, as powers of ten. */
const RATES = [-4, 1];
const SHRINK = [-6, -2];

/** The same numbers each time, each anywhere from 0 to 1 (a linear congruential generator). */
function* someNumbers() {
  for (let state = 1; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** @param {number} share @param {number[]} range @returns {number} rounded to two digits */
const power = (share, [low, high]) => Number((10 ** (low + share * (high - low))).toPrecision(2));

/** @param {string} kind @param {[number, number][]} places each from 0 to 1 twice */
function searched(kind, places) {
  return places.map(([rate, shrink], i) => {
    const learningRate = power(rate, RATES);
    const l2 = power(shrink, SHRINK);
    return {
      name: `${kind}-${i + 1}`,
      config: short(dense([64]), {
        optimizer: { type: 'sgd', learningRate },
        penalty: { l2 },
        epochs: 1,
      }),
    };
  });
}

const THIRDS = [0, 0.5, 1];
const grid = THIRDS.flatMap((rate) =>
  THIRDS.map((l2) => /** @type {[number, number]} */ ([rate, l2])),
);
const numbers = someNumbers();
const random = Array.from({ length: grid.length }, () => {
  const pair = [numbers.next().value, numbers.next().value];
  return /** @type {[number, number]} */ (pair);
});

/** @type {import('./types.js').Definition[]} */
export const REGULARIZING = [
  {
    name: 'batch-norm',
    runs: NORMALIZED.map(([name, activation, isNormalized, learningRate]) => ({
      name,
      config: short(dense(DEEP, [...(isNormalized ? ['batchnorm'] : []), activation]), {
        init: activation === 'relu' ? 'he-normal' : 'xavier-normal',
        optimizer: { type: 'sgd', learningRate },
        epochs: 3,
      }),
    })),
  },
  {
    name: 'dropout',
    runs: [0, 0.1, 0.3, 0.5, 0.7].map((rate) => ({
      name: rate ? `dropout-${rate}` : 'none',
      config: short(dense(DEEP, rate ? ['relu', { type: 'dropout', rate }] : ['relu']), FEW),
    })),
  },
  {
    name: 'penalties',
    measures: ['weights'],
    runs: PENALTIES.map(([name, penalty]) => ({
      name,
      config: short(dense([256]), { ...FEW, penalty }),
    })),
  },
  {
    name: 'early-stopping',
    runs: [
      {
        name: 'without',
        config: short(dense([256]), { ...FEW, epochs: 60 }),
      },
      {
        name: 'with',
        config: short(dense([256]), { ...FEW, epochs: 60, earlyStopping: { patience: 3 } }),
      },
    ],
  },
  {
    name: 'cross-validation',
    runs: [0, 1, 2, 3, 4].map((fold) => ({
      name: `fold-${fold + 1}`,
      config: short(dense([128]), { split: { folds: 5, fold } }),
    })),
  },
  {
    name: 'search',
    runs: [...searched('grid', grid), ...searched('random', random)],
  },
];
