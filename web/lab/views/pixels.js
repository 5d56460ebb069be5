/** Small grey pictures in the page's colours, and weights in theirs. */
import { channels } from './canvas.js';

const SIDE = 28;

/**
 * Lays 28×28 ink (0 … 255) on whatever is below, in one colour.
 * @param {Uint8ClampedArray} rgba 784·4 bytes, written
 * @param {ArrayLike<number>} ink @param {string} color as #rrggbb
 */
export function inkPixels(rgba, ink, color) {
  const [red, green, blue] = channels(color);
  for (let i = 0; i < ink.length; i++) rgba.set([red, green, blue, ink[i]], i * 4);
  return rgba;
}

/**
 * Pictures in rows, as many as fit, each scaled to whole device pixels of its cell.
 * @param {CanvasRenderingContext2D} context
 * @param {{images: Uint8Array | null, columns: number, gap: number}} model 784 bytes an image
 * @param {import('./canvas.js').Size} size
 */
export function drawSheet(context, { images, columns, gap }, { width, height, colors }) {
  if (!images) return;
  const cell = (width - gap * (columns - 1)) / columns;
  const tile = new OffscreenCanvas(SIDE, SIDE);
  const tileContext = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext('2d'));
  const pixels = tileContext.createImageData(SIDE, SIDE);
  for (let i = 0; i < images.length / 784; i++) {
    const x = (i % columns) * (cell + gap);
    const y = Math.floor(i / columns) * (cell + gap);
    // Not a row that would be cut; a rounded pixel or two of it may be missing.
    if (y + cell > height + 2) break;
    inkPixels(pixels.data, images.subarray(i * 784, i * 784 + 784), colors.ink);
    tileContext.putImageData(pixels, 0, 0);
    context.fillStyle = colors.card;
    context.fillRect(x, y, cell, cell);
    context.drawImage(tile, x, y, cell, cell);
  }
}

/**
 * One 28×28 picture over the whole canvas, its pixels kept square and hard.
 * @param {CanvasRenderingContext2D} context
 * @param {Uint8Array | null} image @param {import('./canvas.js').Size} size
 */
export function drawPixels(context, image, { width, height, colors }) {
  if (!image) return;
  const tile = new OffscreenCanvas(SIDE, SIDE);
  const tileContext = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext('2d'));
  const pixels = tileContext.createImageData(SIDE, SIDE);
  inkPixels(pixels.data, image, colors.ink);
  tileContext.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(tile, 0, 0, width, height);
}

/**
 * The weight that is drawn in full colour, for all pictures alike: the 99.5th percentile of the
 * sizes, so that one outlier does not turn all others pale.
 * @param {Float32Array} values
 */
export function weightScale(values) {
  if (values.length === 0) return 0;
  // A layer's 100,000 weights would take 20 ms to sort, at each picture: a few thousand do.
  const stride = Math.ceil(values.length / 4096);
  const sizes = new Float32Array(Math.ceil(values.length / stride));
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(values[i * stride]);
  sizes.sort();
  return sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * 0.995))];
}

/**
 * Weights as colours: blue below 0, the ground at 0, seal above, as far as `scale` on both sides.
 * @param {Uint8ClampedArray} rgba 4 bytes a weight, written
 * @param {Float32Array} values @param {number} scale
 * @param {import('./canvas.js').Colors} colors
 */
export function weightPixels(rgba, values, scale, colors) {
  const zero = channels(colors.card);
  const ends = [channels(colors.blue), channels(colors.seal)];
  for (let i = 0; i < values.length; i++) {
    const share = scale > 0 ? Math.min(1, Math.abs(values[i]) / scale) : 0;
    const end = ends[values[i] > 0 ? 1 : 0];
    for (let c = 0; c < 3; c++) rgba[i * 4 + c] = zero[c] + (end[c] - zero[c]) * share;
    rgba[i * 4 + 3] = 255;
  }
  return rgba;
}

/**
 * How pictures of a layer's units are laid out: as large as fits, at most `most` of them.
 * @param {number} units @param {{width: number, height: number}} size @param {number} gap
 * @param {number} most
 */
export function layOut(units, size, gap, most) {
  const shown = Math.min(units, most);
  let best = { columns: shown, cell: 0, shown };
  for (let columns = 1; columns <= shown; columns++) {
    const rows = Math.ceil(shown / columns);
    const cell = Math.floor(
      Math.min(
        (size.width - gap * (columns - 1)) / columns,
        (size.height - gap * (rows - 1)) / rows,
      ),
    );
    if (cell > best.cell) best = { columns, cell, shown };
  }
  return best;
}

/** Pictures of units that are shown at a time. */
export const MOST_UNITS = 24;

/**
 * The first layer's units as square pictures of their weights.
 * @param {CanvasRenderingContext2D} context
 * @param {{weights: {shape: number[], values: Float32Array} | null}} model
 * @param {import('./canvas.js').Size} size
 */
export function drawWeights(context, { weights }, { width, height, colors }) {
  if (!weights) return;
  const units = weights.shape[0];
  const each = weights.values.length / units;
  const side = Math.round(Math.sqrt(each));
  if (side * side !== each) return;
  const { columns, cell, shown } = layOut(units, { width, height }, 4, MOST_UNITS);
  const gap = columns > 1 ? (width - columns * cell) / (columns - 1) : 0;
  const scale = weightScale(weights.values);
  const tile = new OffscreenCanvas(side, side);
  const tileContext = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext('2d'));
  const pixels = tileContext.createImageData(side, side);
  for (let i = 0; i < shown; i++) {
    const values = weights.values.subarray(i * each, i * each + each);
    weightPixels(pixels.data, values, scale, colors);
    tileContext.putImageData(pixels, 0, 0);
    const x = (i % columns) * (cell + Math.min(gap, 8));
    const y = Math.floor(i / columns) * (cell + 4);
    // A few large weights keep their edges; many small ones would only flicker.
    context.imageSmoothingEnabled = side > 12;
    context.drawImage(tile, x, y, cell, cell);
    context.strokeStyle = colors.hair;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
  }
}
