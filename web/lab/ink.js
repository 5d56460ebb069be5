/** What is on the pad, as pixels for the engine. */
import { drawStrokes, isEmpty } from './views/strokes.js';

/** @typedef {import('./views/strokes.js').Drawing} Drawing */
/** @typedef {import('./state.js').State} State */

/** Height of the picture that ink preparation gets: many times the 28 pixels it makes of it. */
const INK_HEIGHT = 224;
const SIDE = 28;

/** Is nothing on the pad? @param {Pick<State, 'drawing' | 'sample'>} state */
export const isBlank = ({ drawing, sample }) => !sample && isEmpty(drawing);

/**
 * What is on the pad as `predict` takes it, and whether it is to be prepared as ink.
 * @param {Pick<State, 'drawing' | 'sample' | 'ink'>} state with something on the pad
 * @returns {{picture: ImageData | Uint8Array, ink: boolean}}
 */
export function onPad({ drawing, sample, ink }) {
  // It comes as the data set has it, prepared long ago.
  if (sample) return { picture: sample.image, ink: false };
  if (ink === 'prepared') return { picture: onPaper(drawing), ink: true };
  return { picture: shrunk(drawing), ink: false };
}

/** Dark ink on white paper. @param {Drawing} drawing */
function onPaper(drawing) {
  const size = { width: Math.round(INK_HEIGHT * drawing.aspect), height: INK_HEIGHT };
  const context = paper(size);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  context.fillStyle = '#000';
  drawStrokes(context, drawing, size);
  return context.getImageData(0, 0, size.width, size.height);
}

/** The whole pad in 28×28 grey bytes, whatever stands on it and where. @param {Drawing} drawing */
function shrunk(drawing) {
  const context = paper({ width: SIDE, height: SIDE });
  drawStrokes(context, drawing, { width: SIDE, height: SIDE });
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => data[i * 4 + 3]);
}

/** @param {{width: number, height: number}} size */
function paper({ width, height }) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  );
  context.strokeStyle = '#000';
  return context;
}
