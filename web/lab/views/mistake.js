/** One marked image: the picture, and below it how likely the network finds each class. */
import { inkPixels } from './pixels.js';

const SIDE = 28;
/** Of the bars below the picture, CSS pixels. */
const BARS = 12;

/**
 * @typedef {{image: Uint8Array, probabilities: Float32Array, label: number, digit: number}} Marked
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Marked | null} model
 * @param {import('./canvas.js').Size} size
 */
export function drawMistake(context, model, { width, height, colors }) {
  if (!model) return;
  const { image, probabilities, label, digit } = model;
  const tile = new OffscreenCanvas(SIDE, SIDE);
  const tileContext = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext('2d'));
  const pixels = tileContext.createImageData(SIDE, SIDE);
  inkPixels(pixels.data, image, colors.ink);
  tileContext.putImageData(pixels, 0, 0);
  context.fillStyle = colors.card;
  context.fillRect(0, 0, width, height - BARS - 2);
  context.drawImage(tile, 0, 0, width, height - BARS - 2);
  const step = width / probabilities.length;
  const gap = step > 3 ? 1 : 0;
  for (const [i, probability] of probabilities.entries()) {
    context.fillStyle = colors.sunk;
    context.fillRect(i * step, height - BARS, step - gap, BARS);
    context.fillStyle = i === label ? colors.ink : i === digit ? colors.seal : colors.edge;
    const tall = probability * BARS;
    context.fillRect(i * step, height - tall, step - gap, tall);
  }
}
