// What is trained, by us and by the peers: model configs as the engine takes them, which all others
// build from too. Pure, so that pages can load it.

/**
 * @typedef {Record<string, any> & {layers: (string | Record<string, any>)[], batchSize: number}} Config
 *
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} title
 * @property {Config} config
 * @property {number} nativeEpochs long enough for a steady rate, short enough to wait for
 */

const ADAM = { type: 'adam', learningRate: 0.001 };
const CLASSES = { type: 'dense', units: 'classes' };
const POOL = { type: 'maxpool2d', size: 2 };
const conv = (/** @type {number} */ filters, padding = 0) => [
  { type: 'conv2d', filters, kernel: 5, padding },
  'relu',
  POOL,
];
const dense = (/** @type {number} */ units) => [{ type: 'dense', units }, 'relu'];

/** @param {Config['layers']} layers @param {object} optimizer @param {number} batchSize @returns {Config} */
const config = (layers, optimizer, batchSize) => ({
  input: [1, 28, 28],
  layers,
  loss: 'softmax-cross-entropy',
  init: 'he-normal',
  optimizer,
  schedule: 'constant',
  preprocess: { type: 'standardize', mean: 0.1307, deviation: 0.3081 },
  // Scoring at an epoch's end is no training; one image is the least there can be.
  split: { train: 59999, validation: 1 },
  batchSize,
});

const MLP = ['flatten', ...dense(128), CLASSES];

/** @type {Workload[]} */
export const WORKLOADS = [
  {
    name: 'A',
    title: '784-10, SGD, batch 128',
    config: config(['flatten', CLASSES], { type: 'sgd', learningRate: 0.05 }, 128),
    nativeEpochs: 8,
  },
  {
    name: 'B',
    title: '784-128-10 ReLU, Adam, batch 128',
    config: config(MLP, ADAM, 128),
    nativeEpochs: 2,
  },
  {
    name: 'B32',
    title: '784-128-10 ReLU, momentum 0.9, batch 32',
    config: config(MLP, { type: 'momentum', learningRate: 0.01, momentum: 0.9 }, 32),
    nativeEpochs: 2,
  },
  {
    name: 'C',
    title: '784-256-256-256-256-10 ReLU, dropout 0.3, Adam, batch 100',
    config: config(
      [
        'flatten',
        ...Array.from({ length: 4 }, () => [...dense(256), { type: 'dropout', rate: 0.3 }]).flat(),
        CLASSES,
      ],
      ADAM,
      100,
    ),
    nativeEpochs: 1,
  },
  {
    name: 'D',
    title: 'conv 5×5×8, pool, conv 5×5×16, pool, 10, Adam, batch 128',
    config: config([...conv(8), ...conv(16), 'flatten', CLASSES], ADAM, 128),
    nativeEpochs: 1,
  },
  {
    name: 'E',
    title: 'LeNet-5 (conv 5×5×6, pool, conv 5×5×16, pool, 120, 84, 10, ReLU), Adam, batch 128',
    config: config(
      [...conv(6, 2), ...conv(16), 'flatten', ...dense(120), ...dense(84), CLASSES],
      ADAM,
      128,
    ),
    nativeEpochs: 1,
  },
];

/** The built-in digits, where MNIST is not at hand; drawing them is not what is measured. */
export const SYNTHETIC = { train: 12000, test: 2000 };

/** @param {string} name @returns {Workload} */
export function workloadOf(name) {
  const found = WORKLOADS.find((workload) => workload.name === name);
  if (!found) throw new Error(`there is no workload "${name}"`);
  return found;
}

/**
 * @typedef {object} Shape of one layer, and of what goes in and comes out: channels, height, width
 * @property {string} type
 * @property {Record<string, any>} options as the config has them
 * @property {number[]} from
 * @property {number[]} to
 * @property {number} inputs of one of its outputs; 0 without weights
 */

/** @param {number[]} shape */
const size = (shape) => shape.reduce((product, side) => product * side, 1);

/** @param {Config} config @returns {Shape[]} */
export function shapesOf({ input, layers }) {
  /** @type {number[]} */
  let from = input;
  return layers.map((layer) => {
    const { type, ...options } = typeof layer === 'string' ? { type: layer } : layer;
    const shape = { type, options, from, ...outputOf(type, /** @type {any} */ (options), from) };
    from = shape.to;
    return shape;
  });
}

/** @param {string} type @param {Record<string, any>} options @param {number[]} from */
function outputOf(type, options, from) {
  const [channels, height, width] = from;
  if (type === 'dense') {
    const units = options.units === 'classes' ? 10 : options.units;
    return { to: [units], inputs: size(from) };
  }
  if (type === 'flatten') return { to: [size(from)], inputs: 0 };
  if (type === 'maxpool2d') {
    const by = (/** @type {number} */ side) => Math.floor(side / options.size);
    return { to: [channels, by(height), by(width)], inputs: 0 };
  }
  if (type !== 'conv2d') return { to: from, inputs: 0 };
  const by = (/** @type {number} */ side) => side + 2 * (options.padding ?? 0) - options.kernel + 1;
  return {
    to: [options.filters, by(height), by(width)],
    inputs: channels * options.kernel * options.kernel,
  };
}

/**
 * Multiplications, each with its addition, that training on one sample takes where all is computed
 * densely: forward, the weights' gradients, and the inputs' gradients of all layers but the first.
 * @param {Config} config
 */
export function trainingProducts(config) {
  const products = shapesOf(config).map(({ inputs, to }) => inputs * size(to));
  const first = products.find((count) => count > 0) ?? 0;
  return 3 * products.reduce((sum, count) => sum + count, 0) - first;
}
