/** What `createTrainer({model})` takes, as config, seed, the engine's lines and saved tensors. */
import { checkSeed, flattenConfig } from './config.js';
import { InklingError } from './error.js';
import { loadPreset } from './presets.js';
import { readSafetensors } from './safetensors.js';

/**
 * @typedef {object} Model
 * @property {Record<string, unknown>} config as given
 * @property {number} seed
 * @property {string} lines the config with the seed, as the engine takes it
 * @property {import('./safetensors.js').Tensor[]} [tensors] saved weights
 * @property {import('./data.js').Habits} [habits] classes of the data they were trained on
 */

/**
 * @param {string | Record<string, unknown> | Uint8Array | ArrayBuffer} given
 * @param {number} [seed] goes before the config's
 * @returns {Promise<Model>}
 */
export async function readModel(given, seed) {
  if (given instanceof ArrayBuffer) return savedModel(new Uint8Array(given), seed);
  if (ArrayBuffer.isView(given))
    return savedModel(new Uint8Array(given.buffer, given.byteOffset, given.byteLength), seed);
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
function makeModel(config, seed) {
  checkSeed(seed);
  const lines = flattenConfig({ ...config, seed });
  return { config: structuredClone(config), seed, lines };
}

/**
 * @param {Uint8Array} bytes of `save()`
 * @param {number | undefined} seed
 * @returns {Model}
 */
function savedModel(bytes, seed) {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.config === undefined)
    throw new InklingError(
      'INK_ERROR_FORMAT',
      'its __metadata__ has no config, so it was not saved by Inkling',
    );
  if (metadata.version !== '1')
    throw new InklingError(
      'INK_ERROR_FORMAT',
      `it has format version ${metadata.version}; this Inkling reads version 1`,
    );
  const config = parseConfig(metadata.config);
  flattenConfig(config);
  const saved = metadata.seed === undefined ? config.seed : Number(metadata.seed);
  return { ...makeModel(config, seed ?? saved ?? 1), tensors, habits: savedClasses(metadata) };
}

/** @param {Record<string, string>} metadata @returns {import('./data.js').Habits} */
function savedClasses({ classes, classNames }) {
  const count = Number(classes ?? Number.NaN);
  if (!Number.isInteger(count) || count < 2 || count > 256) return {};
  const names = classNames?.split('\n') ?? [];
  return { classes: count, ...(names.length === count && { classNames: names }) };
}

/** @param {string} text @returns {Record<string, unknown>} */
function parseConfig(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new InklingError('INK_ERROR_FORMAT', 'the config in its __metadata__ is not JSON');
  }
}
