/** A trainer for tests: a small network on few synthetic digits. */
import { createTrainer } from '../../../web/engine/index.js';

export const MODEL = {
  layers: ['flatten', { type: 'dense', units: 24 }, 'relu', { type: 'dense', units: 'classes' }],
  init: 'he-normal',
  optimizer: { type: 'adam', learningRate: 0.005 },
  batchSize: 50,
  epochs: 2,
};
/** 2,500 for training, 500 for validation: 50 steps an epoch. */
export const DATA = { synthetic: { train: 3000, test: 500 } };

/**
 * @param {import('node:test').TestContext} t
 * @param {import('../../../web/engine/types.js').TrainerOptions} [options]
 */
export async function start(t, options) {
  const trainer = await createTrainer({ model: MODEL, data: DATA, seed: 7, ...options });
  t.after(() => trainer.dispose());
  return trainer;
}
