/** What `predict` takes, as the Worker gets it. */
import { InklingError } from './error.js';

const SIDE = 28;

/**
 * @typedef {{levels: Float64Array, ink: boolean}
 *   | {rgba: Uint8Array, width: number, height: number, ink: boolean}} Input
 */

/**
 * @param {any} x see Trainer.predict
 * @param {boolean} [ink]
 * @returns {Input}
 */
export function readInput(x, ink) {
  if (typeof x?.getContext === 'function') return readPicture(readCanvas(x), ink ?? true);
  if (isPicture(x)) return readPicture(x, ink ?? true);
  if (typeof x?.length !== 'number' || typeof x === 'string')
    fail('give 784 numbers, a canvas, or an ImageData');
  if (x.length !== SIDE * SIDE) fail(`${x.length} numbers given; a picture has ${SIDE * SIDE}`);
  const levels = Float64Array.from(/** @type {ArrayLike<unknown>} */ (x), toNumber);
  return { levels, ink: ink ?? false };
}

/** @param {unknown} level @returns {number} NaN, which the engine refuses, for what is none */
function toNumber(level) {
  return typeof level === 'number' ? level : Number.NaN;
}

/** @param {any} x @returns {x is import('./types.js').Picture} */
function isPicture(x) {
  return typeof x?.width === 'number' && typeof x.height === 'number' && 'data' in x;
}

/** @param {HTMLCanvasElement | OffscreenCanvas} canvas */
function readCanvas(canvas) {
  const context = /** @type {CanvasRenderingContext2D | null} */ (canvas.getContext('2d'));
  if (!context) fail('the canvas has no 2D context');
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * @param {import('./types.js').Picture} picture
 * @param {boolean} ink
 */
function readPicture({ data, width, height }, ink) {
  if (!(width > 0 && height > 0) || data.length !== 4 * width * height)
    fail(`a picture of ${width}×${height} has ${4 * width * height} bytes, not ${data.length}`);
  if (!ink && (width !== SIDE || height !== SIDE))
    fail(`without ink preparation a picture is ${SIDE}×${SIDE}, not ${width}×${height}`);
  return { rgba: Uint8Array.from(data), width, height, ink };
}

/** @param {string} detail @returns {never} */
function fail(detail) {
  throw new InklingError('INK_ERROR_ARGUMENT', `predict: ${detail}`);
}
