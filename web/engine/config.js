/**
 * A model config as it crosses into the engine: lines `path=value`. Nothing is known here of what
 * can be configured; defaults, ranges and errors are the engine's.
 */
import { InklingError } from './error.js';

/**
 * @param {Record<string, unknown>} config
 * @returns {string} lines `path=value`, each ended by \n
 */
export function flattenConfig(config) {
  if (config === null || typeof config !== 'object' || Array.isArray(config))
    throw new InklingError('INK_ERROR_CONFIG', 'a model config is a JSON object');
  /** @type {string[]} */
  const lines = [];
  flatten('', config, lines);
  return lines.join('');
}

/**
 * @param {string} path
 * @param {unknown} value
 * @param {string[]} lines
 */
function flatten(path, value, lines) {
  if (value === undefined) return;
  if (value !== null && typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) {
      refuseSeparators(path, key, /[\n=.]/);
      flatten(path ? `${path}.${key}` : key, child, lines);
    }
  } else lines.push(`${path}=${writeValue(path, value)}\n`);
}

/**
 * Numbers are written with all the digits they need; NaN and Infinity as words, which the engine
 * then refuses with the path.
 * @param {string} path
 * @param {unknown} value
 */
function writeValue(path, value) {
  if (typeof value === 'string') refuseSeparators(path, value, /[\n=\0]/);
  else if (value !== null && typeof value !== 'number' && typeof value !== 'boolean')
    throw new InklingError('INK_ERROR_CONFIG', `${path}: a ${typeof value} has no place here`);
  return String(value);
}

/**
 * @param {string} path
 * @param {string} text
 * @param {RegExp} separators
 */
function refuseSeparators(path, text, separators) {
  if (text === '' || separators.test(text))
    throw new InklingError(
      'INK_ERROR_CONFIG',
      `${path || 'config'}: ${JSON.stringify(text)} is not a name or a word`,
    );
}

/**
 * The config with the value at a dotted path replaced: `setPath(config, 'optimizer.learningRate',
 * 0.01)`. A choice written as a word becomes `{type: word}` where something is set below it.
 * @param {Record<string, any>} config
 * @param {string} path
 * @param {unknown} value
 * @returns {Record<string, any>} a changed copy
 */
export function setPath(config, path, value) {
  const copy = structuredClone(config);
  const keys = path.split('.');
  const last = /** @type {string} */ (keys.pop());
  /** @type {any} */
  let place = copy;
  for (const key of keys) {
    const child = Object.hasOwn(place, key) ? place[key] : undefined;
    if (child === undefined || child === null) define(place, key, {});
    else if (typeof child === 'string') place[key] = { type: child };
    else if (typeof child !== 'object')
      throw new InklingError('INK_ERROR_CONFIG', `${path}: ${key} is a value of its own`);
    place = place[key];
  }
  define(place, last, value);
  return copy;
}

/**
 * An own property, even where it is called "__proto__".
 * @param {object} place
 * @param {string} key
 * @param {unknown} value
 */
function define(place, key, value) {
  Object.defineProperty(place, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/**
 * A seed has 64 bits in the engine, but is a double on the way there.
 * @param {unknown} seed
 * @returns {asserts seed is number}
 */
export function checkSeed(seed) {
  if (!Number.isSafeInteger(seed) || /** @type {number} */ (seed) < 0)
    throw new InklingError(
      'INK_ERROR_CONFIG',
      `seed: ${seed} is not a whole number from 0 to 2^53 - 1`,
    );
}
