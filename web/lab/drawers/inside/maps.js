/** A layer's numbers as pictures, one for each map, or as squares, one for each unit. */
import { layOut, weightPixels } from '../../views/pixels.js';

/**
 * @typedef {object} Maps
 * @property {number[]} shape channels, height, width
 * @property {Float32Array} values
 * @property {number} scale of the fullest colours
 * @property {number | null} cursor the number that is marked
 *
 * @typedef {{width: number, height: number}} Size in CSS pixels
 */

const MOST_MAPS = 64;
const MOST_UNITS = 512;

/** How many of a layer's maps or units are shown. @param {number[]} shape */
export const shownOf = ([channels, height, width]) =>
  Math.min(channels, height * width > 1 ? MOST_MAPS : MOST_UNITS);

/** @param {number[]} shape @param {Size} size */
function layOutMaps(shape, size) {
  const gap = shape[1] * shape[2] > 1 ? 4 : 1;
  return { ...layOut(shownOf(shape), size, gap, MOST_UNITS), gap };
}

/**
 * @param {CanvasRenderingContext2D} context @param {Maps | null} maps
 * @param {Size & {colors: import('../../views/canvas.js').Colors}} size
 */
export function drawMaps(context, maps, { width, height, colors }) {
  if (!maps) return;
  const [, high, wide] = maps.shape;
  const { columns, cell, gap, shown } = layOutMaps(maps.shape, { width, height });
  const tile = new OffscreenCanvas(wide, high);
  const tileContext = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext('2d'));
  const pixels = tileContext.createImageData(wide, high);
  context.imageSmoothingEnabled = false;
  context.strokeStyle = colors.hair;
  context.lineWidth = 1;
  for (let i = 0; i < shown; i++) {
    const values = maps.values.subarray(i * wide * high, (i + 1) * wide * high);
    weightPixels(pixels.data, values, maps.scale, colors);
    tileContext.putImageData(pixels, 0, 0);
    const x = (i % columns) * (cell + gap);
    const y = Math.floor(i / columns) * (cell + gap);
    context.drawImage(tile, x, y, cell, cell);
    context.strokeRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
  }
  if (maps.cursor === null) return;
  const place = inGrid(maps.shape, columns, maps.cursor);
  const [stepX, stepY] = [cell / wide, cell / high];
  context.strokeStyle = colors.ink;
  context.lineWidth = 2;
  context.strokeRect(
    place.column * (cell + gap) + place.x * stepX,
    place.row * (cell + gap) + place.y * stepY,
    stepX,
    stepY,
  );
}

/** Where a number stands: its picture's place, and its own in that. @param {number[]} shape @param {number} columns @param {number} unit */
function inGrid([, height, width], columns, unit) {
  const map = Math.floor(unit / (height * width));
  const rest = unit % (height * width);
  return {
    column: map % columns,
    row: Math.floor(map / columns),
    x: rest % width,
    y: Math.floor(rest / width),
  };
}

/**
 * The number at a point of the canvas; null: none is there.
 * @param {number[]} shape @param {Size} size @param {number} x @param {number} y
 */
export function unitAt(shape, size, x, y) {
  const [, height, width] = shape;
  const { columns, cell, gap, shown } = layOutMaps(shape, size);
  const [column, row] = [x, y].map((at) => Math.floor(at / (cell + gap)));
  const map = row * columns + column;
  if (x < 0 || y < 0 || column >= columns || map >= shown) return null;
  // A point in a gap counts for the picture before it.
  const [inX, inY] = [x - column * (cell + gap), y - row * (cell + gap)].map((at) =>
    Math.min(0.999, at / cell),
  );
  return (map * height + Math.floor(inY * height)) * width + Math.floor(inX * width);
}

/** @type {Record<string, [number, number]>} columns, rows */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The number beside another, over the edges of pictures; the same where there is none; null: no key
 * that moves.
 * @param {number[]} shape @param {Size} size @param {number} unit @param {string} key
 */
export function unitBeside(shape, size, unit, key) {
  const move = MOVES[key];
  if (!move) return null;
  const [, height, width] = shape;
  const { columns, shown } = layOutMaps(shape, size);
  const at = inGrid(shape, columns, unit);
  const x = at.column * width + at.x + move[0];
  const y = at.row * height + at.y + move[1];
  const map = Math.floor(y / height) * columns + Math.floor(x / width);
  if (x < 0 || y < 0 || x >= columns * width || map >= shown) return unit;
  return (map * height + (y % height)) * width + (x % width);
}

const BINS = 20;

/** How numbers are spread: a histogram from the lowest to the highest, and their share of zeros. @param {Float32Array} values */
export function binned(values) {
  let [lowest, highest, sum, squares, zeros] = [Infinity, -Infinity, 0, 0, 0];
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    sum += value;
    squares += value * value;
    if (value === 0) zeros++;
  }
  const histogram = new Uint32Array(BINS);
  const width = (highest - lowest) / BINS || 1;
  for (const value of values) histogram[Math.min(BINS - 1, Math.floor((value - lowest) / width))]++;
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  return { histogram, lowest, highest, mean, deviation, zero: zeros / values.length };
}
