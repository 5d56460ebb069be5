/** What `createTrainer({model})` takes, as config, seed, the engine's lines and saved tensors. */
import { checkSeed, flattenConfig } from './config.js';
import { InklingError } from './error.js';
import { loadPreset } from './presets.js';

/**
 * @typedef {object} Mark where a run stands
 * @property {number} step
 * @property {number} epoch under way, from 1
 * @property {number} position samples of it that are done
 * @property {number} lossSum @property {number} lowestMean by which a run that diverges is known
 * @property {number} trainSeconds
 *
 * @typedef {object} Model
 * @property {Record<string, unknown>} config as given
 * @property {number} seed
 * @property {string} lines the config with the seed, as the engine takes it
 * @property {import('./safetensors.js').Tensor[]} [tensors] saved weights
 * @property {Mark} [mark] where their run stood, where that was saved too
 * @property {import('./data.js').Habits} [habits] classes of the data they were trained on
 */

/**
 * @param {string | Record<string, unknown> | Uint8Array | ArrayBuffer} given
 * @param {number} [seed] goes before the config's
 * @returns {Promise<Model>}
 */
export async function readModel(given, seed) {
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) {
    const { savedModel } = await import('./saved-model.js');
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(given)
      ? given
      : new Uint8Array(given);
    return savedModel(new Uint8Array(buffer, byteOffset, byteLength), seed);
  }
  const config = typeof given === 'string' ? await loadPreset(given) : given;
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new InklingError(
      'INK_ERROR_CONFIG',
      "a model is a preset's name, a config as an object, or the bytes of a saved model",
    );
  return makeModel(config, seed ?? config.seed ?? 1);
}

/**
 * @param {Record<string, unknown>} config
 * @param {unknown} seed
 * @returns {Model}
 */
export function makeModel(config, seed) {
  checkSeed(seed);
  const lines = flattenConfig({ ...config, seed });
  return { config: structuredClone(config), seed, lines };
}

/**
 * A model after `configure`, so that what is saved says what held.
 * @param {Model} model
 * @param {Record<string, unknown>} changes that the engine has taken
 * @returns {Pick<Model, 'config' | 'lines'>}
 */
export function changedModel({ config, seed }, { learningRate, penalty, ...plain }) {
  const next = { ...config, ...plain };
  if (penalty) next.penalty = { ...named(config.penalty), ...named(penalty) };
  if (learningRate !== undefined) {
    next.optimizer = { ...named(config.optimizer ?? 'adam'), learningRate };
    // A schedule's own peak would go before it.
    if ('peak' in named(config.schedule)) next.schedule = { ...named(config.schedule), peak: 0 };
  }
  const { lines } = makeModel(next, seed);
  return { config: next, lines };
}

/** A choice is a name or an object with a type. @param {unknown} choice @returns {object} */
const named = (choice) =>
  typeof choice === 'string' ? { type: choice } : /** @type {object} */ (choice ?? {});
