/** What an experiment measures beside the scores. */

/** @typedef {import('../engine/trainer.js').Trainer} Trainer */

const IMAGES = 50;
const PIXELS = 784;
const ENDS = /** @type {Record<string, number[]>} */ ({ sigmoid: [0, 1], tanh: [-1, 1] });
/** As the engine's diagnosis has it: so near to an end, as a part of the range. */
const NEAR = 0.02;
const ACTIVATIONS = new Set([
  ...Object.keys(ENDS),
  ...['relu', 'leaky-relu', 'prelu', 'elu', 'gelu', 'maxout', 'identity'],
]);

/**
 * The outputs of each activation, by depth, over the first training images.
 * @param {Trainer} trainer
 * @returns {Promise<import('./types.js').Depth[]>}
 */
export async function measureDepth(trainer) {
  const { layers } = await trainer.describe();
  const { images, labels } = await trainer.samples('train', { first: 0, count: IMAGES });
  const watched = layers
    .filter(({ type }) => ACTIVATIONS.has(type))
    .map(({ index, type }) => new OutputSum(index, type));
  for (let i = 0; i < labels.length; i++) {
    await trainer.predict(images.subarray(i * PIXELS, (i + 1) * PIXELS));
    for (const sum of watched) sum.add((await trainer.view(`activations:${sum.layer}`)).values);
  }
  return watched.map((sum) => sum.read());
}

class OutputSum {
  #count = 0;
  #sum = 0;
  #squares = 0;
  #zeros = 0;
  #saturated = 0;
  /** @type {Uint8Array | undefined} whether a unit was ever other than 0 */
  #alive;

  /** @param {number} layer @param {string} type */
  constructor(layer, type) {
    this.layer = layer;
    this.type = type;
  }

  /** @param {Float32Array} outputs of one image */
  add(outputs) {
    this.#alive ??= new Uint8Array(outputs.length);
    const alive = this.#alive;
    const [low, high] = ENDS[this.type] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const near = NEAR * (high - low);
    outputs.forEach((output, unit) => {
      this.#sum += output;
      this.#squares += output * output;
      if (output === 0) this.#zeros++;
      else alive[unit] = 1;
      if (Number.isFinite(near) && (output < low + near || output > high - near)) this.#saturated++;
    });
    this.#count += outputs.length;
  }

  /** @returns {import('./types.js').Depth} */
  read() {
    const { layer, type } = this;
    const mean = this.#sum / this.#count;
    const variance = Math.max(0, this.#squares / this.#count - mean * mean);
    const alive = this.#alive ?? new Uint8Array(1);
    return {
      layer,
      type,
      mean,
      deviation: Math.sqrt(variance),
      zero: this.#zeros / this.#count,
      saturated: this.#saturated / this.#count,
      dead: 1 - alive.reduce((sum, one) => sum + one, 0) / alive.length,
    };
  }
}

/**
 * The weights of each layer that multiplies by some.
 * @param {Trainer} trainer
 * @returns {Promise<import('./types.js').Weights[]>}
 */
export async function measureWeights(trainer) {
  const { layers } = await trainer.describe();
  const withParameters = layers.filter(({ parameters }) => parameters > 0);
  const found = [];
  for (const [place, { type }] of withParameters.entries()) {
    if (type !== 'dense' && type !== 'conv2d') continue;
    const { values } = await trainer.view(`weights:${place}`);
    found.push({
      layer: place,
      norm: Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)),
      largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
      small: values.filter((value) => Math.abs(value) < 0.001).length / values.length,
    });
  }
  return found;
}
