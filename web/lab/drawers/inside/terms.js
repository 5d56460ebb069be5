/** What one number of a layer is made of: the numbers of the layer before, and their weights. */

/**
 * @typedef {object} Terms
 * @property {number[]} units of the layer before, one for each term
 * @property {Float32Array} inputs
 * @property {Float32Array} weights
 * @property {number[]} shape of the terms laid out as pictures: channels, height, width
 *
 * @typedef {{shape: number[], values: Float32Array}} Tensor
 */

/**
 * A dense unit: all inputs, each times its weight.
 * @param {Tensor} input @param {Tensor} weights [units, inputs] @param {number} unit
 * @returns {Terms}
 */
export function denseTerms(input, weights, unit) {
  const count = input.values.length;
  return {
    units: Array.from(input.values.keys()),
    inputs: input.values,
    weights: weights.values.subarray(unit * count, (unit + 1) * count),
    shape: input.shape,
  };
}

/**
 * A pixel of a map: the window of the input it stands for, each number times the pattern's.
 * @param {Tensor} input [channels, height, width]
 * @param {Tensor} weights [maps, channels, kernel, kernel]
 * @param {[number, number, number]} place map, row, column
 * @param {{stride?: number, padding?: number}} how
 * @returns {Terms} without those that lie outside the picture, where there are zeros
 */
export function convolutionTerms(input, weights, [map, row, column], { stride = 1, padding = 0 }) {
  const [channels, kernel] = [weights.shape[1], weights.shape[2]];
  const from = { row: row * stride - padding, column: column * stride - padding };
  const { units, offsets, shape } = windowOf(input.shape, from, kernel, channels, 0);
  const pattern = map * channels * kernel * kernel;
  return {
    units,
    inputs: Float32Array.from(units, (unit) => input.values[unit]),
    weights: Float32Array.from(offsets, (offset) => weights.values[pattern + offset]),
    shape,
  };
}

/**
 * A pixel of a pooled map: the numbers it takes the largest or the mean of.
 * @param {Tensor} input
 * @param {[number, number, number]} place map, row, column
 * @param {{size?: number, stride?: number}} how stride: 0 is the size
 */
export function pooledInputs(input, [map, row, column], { size = 2, stride = 0 }) {
  const step = stride || size;
  const from = { row: row * step, column: column * step };
  const { units } = windowOf(input.shape, from, size, 1, map);
  return units.map((unit) => input.values[unit]);
}

/**
 * The numbers in a square window of some channels, in order.
 * @param {number[]} shape channels, height, width
 * @param {{row: number, column: number}} from
 * @param {number} side @param {number} channels @param {number} first channel
 */
function windowOf([, height, width], from, side, channels, first) {
  const units = [];
  const offsets = [];
  const rows = inside(from.row, side, height);
  const columns = inside(from.column, side, width);
  for (let channel = 0; channel < channels; channel++)
    for (const y of rows)
      for (const x of columns) {
        units.push(((first + channel) * height + from.row + y) * width + from.column + x);
        offsets.push((channel * side + y) * side + x);
      }
  return { units, offsets, shape: [channels, rows.length, columns.length] };
}

/** Which offsets 0 … side−1 from a place lie within 0 … size−1. @param {number} from @param {number} side @param {number} size */
const inside = (from, side, size) =>
  Array.from({ length: side }, (_, i) => i).filter((i) => from + i >= 0 && from + i < size);

/** Each input times its weight. @param {Terms} terms */
export const productsOf = ({ inputs, weights }) =>
  Float32Array.from(inputs, (input, i) => input * weights[i]);

/**
 * The largest products by size, and the sum of the others.
 * @param {Float32Array} products @param {number} most
 */
export function largest(products, most) {
  const order = [...products.keys()].sort((a, b) => Math.abs(products[b]) - Math.abs(products[a]));
  const others = order.slice(most);
  return {
    first: order.slice(0, most),
    others: { count: others.length, sum: others.reduce((sum, i) => sum + products[i], 0) },
  };
}
