/** Which loss to minimise. */
import { dense, short } from './recipes.js';

/** @type {[string, unknown][]} */
const LOSSES = [
  ['softmax-cross-entropy', 'softmax-cross-entropy'],
  ['label-smoothing', { type: 'softmax-cross-entropy', labelSmoothing: 0.1 }],
  ['binary-cross-entropy', 'binary-cross-entropy'],
  ['hinge', 'hinge'],
  ['hinge-mean', { type: 'hinge', mean: true }],
  ['squared-hinge', 'squared-hinge'],
  ['mse', 'mse'],
];

/** @type {import('./types.js').Definition[]} */
export const LOSS = [
  {
    name: 'losses',
    runs: LOSSES.map(([name, loss]) => ({
      name,
      config: short(dense([128]), { loss, init: { type: 'normal', deviation: 0.01 } }),
    })),
  },
];
