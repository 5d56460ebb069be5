/** A model out of a safetensors file; loaded when there is one. */
import { flattenConfig } from './config.js';
import { InklingError } from './error.js';
import { makeModel } from './model.js';
import { readSafetensors } from './safetensors.js';

/** @typedef {import('./model.js').Mark} Mark */
/** @typedef {import('./model.js').Model} Model */

/**
 * @param {Uint8Array} bytes of `save()`
 * @param {number | undefined} seed
 * @returns {Model}
 */
export function savedModel(bytes, seed) {
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
