/** Images in memory and shuffled batches of them, as the peers take them. */

const PIXELS = 784;
/** As many as a rate needs. */
const IMAGES = 12_800;

/**
 * @typedef {object} Training
 * @property {Float32Array} images 784 numbers each
 * @property {Uint8Array} labels
 */

/**
 * @param {string | undefined} folder address of MNIST's files; undefined: made-up images
 * @param {{mean: number, deviation: number}} preprocess
 * @returns {Promise<Training>}
 */
export async function loadTraining(folder, { mean, deviation }) {
  const [bytes, labels] = folder
    ? await Promise.all([
        idx(`${folder}train-images-idx3-ubyte`, 16, IMAGES * PIXELS),
        idx(`${folder}train-labels-idx1-ubyte`, 8, IMAGES),
      ])
    : [madeUp(IMAGES * PIXELS, 256, 0.8), madeUp(IMAGES, 10, 0)];
  return { images: Float32Array.from(bytes, (byte) => (byte / 255 - mean) / deviation), labels };
}

/** @param {string} url without .gz @param {number} header @param {number} count bytes */
async function idx(url, header, count) {
  const packed = await fetch(`${url}.gz`);
  const response = packed.ok ? packed : await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status}`);
  const stream = packed.ok
    ? response.body.pipeThrough(new DecompressionStream('gzip'))
    : response.body;
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return bytes.subarray(header, header + count);
}

/** @param {number} count @param {number} below @param {number} zeros share of them */
const madeUp = (count, below, zeros) =>
  Uint8Array.from({ length: count }, () =>
    Math.random() < zeros ? 0 : Math.floor(Math.random() * below),
  );

export class Batches {
  #training;
  #size;
  #next = 0;
  /** @type {number[]} */
  #order;

  /** @param {Training} training @param {number} size */
  constructor(training, size) {
    this.#training = training;
    this.#size = size;
    this.#order = Array.from(training.labels, (_, i) => i);
    this.#shuffle();
  }

  /** @returns {{images: Float32Array, labels: Int32Array}} the caller's own */
  take() {
    if (this.#next + this.#size > this.#order.length) this.#shuffle();
    const rows = this.#order.slice(this.#next, this.#next + this.#size);
    this.#next += this.#size;
    const images = new Float32Array(this.#size * PIXELS);
    for (const [i, row] of rows.entries())
      images.set(this.#training.images.subarray(row * PIXELS, (row + 1) * PIXELS), i * PIXELS);
    return { images, labels: Int32Array.from(rows, (row) => this.#training.labels[row]) };
  }

  #shuffle() {
    this.#next = 0;
    for (let i = this.#order.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [this.#order[i], this.#order[j]] = [this.#order[j], this.#order[i]];
    }
  }
}

/** He's initial weights, uniform; the rate does not depend on them. @param {number} count @param {number} inputs */
export function initialWeights(count, inputs) {
  const bound = Math.sqrt(6 / inputs);
  return Float32Array.from({ length: count }, () => bound * (2 * Math.random() - 1));
}
