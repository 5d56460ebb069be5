/** The network's layers as they are looked at: those that change the numbers they get. */

/** In evaluation these hand on what they get. */
const TRANSPARENT = ['flatten', 'dropout', 'identity'];

/**
 * @typedef {object} Stage
 * @property {number} index of the layer; -1 is the network's input
 * @property {string} type
 * @property {[number, number, number]} shape channels, height, width
 * @property {number} parameters which of the layers with parameters it is; -1: it has none
 * @property {boolean} isLast its numbers are the classes' scores
 * @property {Stage | null} before whose numbers it gets
 */

/**
 * @param {import('../../../engine/types.js').Description} description
 * @param {number[]} input shape of what the first layer gets
 * @returns {Stage[]}
 */
export function stagesOf({ layers }, input) {
  /** @type {Stage} */
  let before = {
    index: -1,
    type: 'input',
    shape: cube(input),
    parameters: -1,
    isLast: false,
    before: null,
  };
  const stages = [before];
  let parameters = 0;
  for (const { index, type, shape, parameters: count } of layers) {
    const own = count > 0 ? parameters++ : -1;
    if (TRANSPARENT.includes(type)) continue;
    const isLast = index === layers.length - 1;
    before = { index, type, shape: cube(shape), parameters: own, isLast, before };
    stages.push(before);
  }
  return stages;
}

/** @param {number[]} shape @returns {[number, number, number]} */
const cube = ([channels, height = 1, width = 1]) => [channels, height, width];

/** The engine's name for its numbers. @param {Stage} stage */
export const viewOf = ({ index }) => (index < 0 ? 'input' : `activations:${index}`);

/** Does it stand for places in a picture? @param {Stage} stage */
export const hasMaps = ({ shape: [, height, width] }) => height * width > 1;

/** @param {Stage} stage @param {number} unit @returns {[number, number, number]} channel, row, column */
export function placeOf({ shape: [, height, width] }, unit) {
  const plane = height * width;
  const inPlane = unit % plane;
  return [Math.floor(unit / plane), Math.floor(inPlane / width), inPlane % width];
}
