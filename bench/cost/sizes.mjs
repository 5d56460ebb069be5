// What --cost varies: one size of a preset at a time.

/**
 * @typedef {object} Series
 * @property {string} preset
 * @property {'batch' | 'width'} size
 * @property {string} title
 * @property {number[]} values
 * @property {(config: import('../workloads.mjs').Config, value: number) => import('../workloads.mjs').Config} change
 */

const doublings = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: Math.log2(to / from) + 1 }, (_, i) => from * 2 ** i);

const BATCHES = doublings(1, 1024);
const WIDTHS = doublings(16, 2048);

/** @type {Series['change']} */
const setBatch = (config, batchSize) => ({ ...config, batchSize });

/** The first dense layer, which is the widest. @type {Series['change']} */
function setWidth(config, units) {
  const isDense = (/** @type {any} */ layer) => layer.type === 'dense' && layer.units !== 'classes';
  const first = config.layers.findIndex(isDense);
  return {
    ...config,
    layers: config.layers.map((layer, i) => (i === first ? { type: 'dense', units } : layer)),
  };
}

/** @type {Series[]} */
export const SERIES = ['mlp', 'lenet5'].flatMap((preset) => [
  { preset, size: 'batch', title: 'batch', values: BATCHES, change: setBatch },
  {
    ...{ preset, size: 'width', title: 'width of the first dense layer' },
    ...{ values: WIDTHS, change: setWidth },
  },
]);
