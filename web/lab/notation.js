/**
 * A network of one's own as it stands in the address, after `network=`:
 *
 *     conv2d:filters=6:kernel=5,relu,maxpool2d,flatten,dense:units=classes;optimizer=sgd:learningRate=0.1;batchSize=64
 *
 * The layers, then whatever else the config says, each after a `;`. A choice is its name and its
 * parameters, each after a `:`; a group of settings has parameters only (`augment=shift=2:rotate=10`).
 * What is left out is the engine's default. Nothing is known here of what can be configured.
 */

/** @typedef {import('../engine/types.js').ModelConfig} ModelConfig */

/** A number or a name: what neither the notation nor the engine could take for something else. */
const WORD = /^[\w.+-]{1,40}$/;

/** @param {string} text @returns {ModelConfig | undefined} undefined: not in this notation */
export function readNetwork(text) {
  const [layers, ...settings] = text.split(';');
  try {
    const entries = settings.map((setting) => {
      const [key, value] = cut(setting, '=');
      return [key, readValue(value)];
    });
    return { ...Object.fromEntries(entries), layers: layers.split(',').map(readValue) };
  } catch {
    return undefined;
  }
}

/** @param {ModelConfig} config @returns {string} */
export function writeNetwork({ layers, ...settings }) {
  const list = /** @type {unknown[]} */ (layers).map(writeValue).join();
  const rest = Object.entries(settings)
    // An image is always 28×28, and the seed stands for itself.
    .filter(([key, value]) => value != null && key !== 'input' && key !== 'seed')
    .map(([key, value]) => `;${key}=${writeValue(value)}`);
  return list + rest.join('');
}

/** @param {string} text */
function readValue(text) {
  const [first, ...parameters] = text.split(':');
  const pairs = (first.includes('=') ? [first, ...parameters] : parameters).map((pair) => {
    const [name, value] = cut(pair, '=');
    return [name, literal(value)];
  });
  if (first.includes('=')) return Object.fromEntries(pairs);
  return pairs.length > 0 ? { type: word(first), ...Object.fromEntries(pairs) } : literal(first);
}

/** @param {unknown} value @returns {string} */
function writeValue(value) {
  if (value === null || typeof value !== 'object') return String(value);
  const { type, ...parameters } = /** @type {Record<string, unknown>} */ (value);
  const pairs = Object.entries(parameters)
    .filter(([, parameter]) => parameter != null)
    .map(([name, parameter]) => `${name}=${parameter}`);
  return [...(type === undefined ? [] : [type]), ...pairs].join(':');
}

/** @param {string} text */
function literal(text) {
  const number = Number(word(text));
  return Number.isFinite(number) ? number : ({ true: true, false: false }[text] ?? text);
}

/** @param {string} text */
function word(text) {
  if (!WORD.test(text)) throw new SyntaxError(text);
  return text;
}

/** @param {string} text @param {string} mark @returns {[string, string]} */
function cut(text, mark) {
  const at = text.indexOf(mark);
  return [word(text.slice(0, Math.max(0, at))), text.slice(at + 1)];
}
