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
 * @returns {Promise<Model>}
 */
async function savedModel(bytes, seed) {
  const { readSafetensors } = await import('./safetensors.js');
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
  const config = parseTable('config', metadata.config);
  flattenConfig(config);
  const saved = metadata.seed === undefined ? config.seed : Number(metadata.seed);
  return {
    ...makeModel(config, seed ?? saved ?? 1),
    tensors,
    mark: savedMark(metadata),
    habits: savedClasses(metadata),
  };
}

/** @param {Record<string, string>} metadata @returns {Mark | undefined} */
function savedMark({ training }) {
  if (training === undefined) return undefined;
  const mark = parseTable('training', training);
  const whole = ['step', 'epoch', 'position'].every((key) => isWhole(mark[key]));
  const finite = ['lossSum', 'lowestMean', 'trainSeconds'].every((key) =>
    Number.isFinite(mark[key]),
  );
  if (whole && finite) return /** @type {Mark} */ (/** @type {unknown} */ (mark));
  throw new InklingError(
    'INK_ERROR_FORMAT',
    'the "training" in its __metadata__ is no place in a run',
  );
}

/** @param {unknown} value as the engine counts */
const isWhole = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31;

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

/** @param {Record<string, string>} metadata @returns {import('./data.js').Habits} */
function savedClasses({ classes, classNames }) {
  const count = Number(classes ?? Number.NaN);
  if (!Number.isInteger(count) || count < 2 || count > 256) return {};
  const names = classNames?.split('\n') ?? [];
  return { classes: count, ...(names.length === count && { classNames: names }) };
}

/** @param {string} name @param {string} text @returns {Record<string, unknown>} */
function parseTable(name, text) {
  let table;
  try {
    table = JSON.parse(text);
  } catch {
    // Said below.
  }
  if (typeof table === 'object' && table !== null && !Array.isArray(table)) return table;
  throw new InklingError('INK_ERROR_FORMAT', `the ${name} in its __metadata__ is not JSON`);
}
