/** Model configs that experiments are built from. */

/** What the lectures' course usually trains with. */
export const COURSE = {
  loss: 'softmax-cross-entropy',
  optimizer: { type: 'adam', learningRate: 0.001 },
  schedule: 'constant',
  preprocess: 'scale',
  batchSize: 100,
  epochs: 15,
};

/** Learns a good deal in little time: for experiments that look at something else. */
export const SHORT = { ...COURSE, init: 'he-normal', epochs: 5 };

export const OUTPUT = { type: 'dense', units: 'classes' };

/** @typedef {string | Record<string, unknown>} Layer */

/**
 * Fully connected layers from pixels to classes.
 * @param {number[]} hidden nodes of each hidden layer
 * @param {Layer[]} [after] what follows each hidden layer
 * @param {Layer[]} [before] what stands before the first
 * @returns {Layer[]}
 */
export function dense(hidden, after = ['relu'], before = []) {
  const blocks = hidden.flatMap((units) => [{ type: 'dense', units }, ...after]);
  return ['flatten', ...before, ...blocks, OUTPUT];
}

/** @param {Layer[]} layers @param {Record<string, unknown>} [settings] */
export function short(layers, settings = {}) {
  return { ...SHORT, layers, ...settings };
}
