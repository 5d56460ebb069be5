/**
 * Inkling's engine: training a digit classifier in a Worker, the same in a browser and in Node.
 *
 *     const trainer = await createTrainer({ model: 'mlp', data: 'synthetic', seed: 1 });
 *     trainer.onProgress((p) => console.log(p.step, p.loss));
 *     await trainer.train({ epochs: 3 });
 *     const { digit, probabilities, seen } = await trainer.predict(canvas);
 *     trainer.dispose();
 *
 * types.js says what each option and record holds. All failures are InklingErrors.
 */
import { startWorker } from './endpoint.js';
import { makeWorker } from './make-worker.js';
import { Client } from './protocol.js';
import { Trainer } from './trainer.js';

export { InklingError } from './error.js';
export { loadPreset, PRESETS } from './presets.js';
export { Trainer } from './trainer.js';

/**
 * Starts a Worker, loads the engine and builds the model. Resolves as soon as the untrained network
 * can answer; data goes on streaming in (`trainer.loaded`, `trainer.onData`).
 *
 * Rejects when the engine or the model cannot be had, and when data given as arrays is not right.
 * What is wrong with files or addresses rejects whatever waits for them: `loaded`, `train`, `step`,
 * `evaluate`.
 * @param {import('./types.js').TrainerOptions} [options]
 * @returns {Promise<Trainer>}
 */
export async function createTrainer(options = {}) {
  const client = new Client(await startWorker(makeWorker));
  try {
    return await Trainer.create(client, options);
  } catch (error) {
    client.end();
    throw error;
  }
}
