/** The charts' y axes: where a value stands, and what is written beside it. */
import { plain } from '../numbers.js';
import { ninesLabel, ninesTop, toNines } from './nines.js';

/**
 * @typedef {object} Axis
 * @property {(value: number) => number} place
 * @property {number} bottom a place
 * @property {number} top a place
 * @property {number[]} ticks places
 * @property {(tick: number) => string} label
 */

/** The loss axis grows to what the curve shows, not to what an exploding batch once showed. */
const HIGHEST_LOSS = 12;
/** Lower losses stand at the bottom of a logarithmic axis. */
const LEAST_LOSS = 1e-4;

/**
 * @param {'linear' | 'log'} kind
 * @param {{chance: number, lowest: number, highest: number}} shown the chance level, and what the
 *   curves reach
 * @returns {Axis}
 */
export function lossAxis(kind, { chance, lowest, highest }) {
  const top = Math.max(1.13 * chance, Math.min(HIGHEST_LOSS, highest * 1.05));
  if (kind === 'linear')
    return { place: (loss) => loss, bottom: 0, top, ticks: roundTicks(top), label: plain };
  const place = (/** @type {number} */ loss) => Math.log10(Math.max(loss, LEAST_LOSS));
  const bottom = Math.min(-1, Math.floor(place(lowest)));
  // Each 1, and each 3 where there are few of them.
  const within = place(top) - bottom < 2.5 ? [0, Math.log10(3)] : [0];
  const ticks = [];
  for (let tick = bottom; tick <= place(top); tick++)
    ticks.push(...within.map((part) => tick + part).filter((one) => one <= place(top)));
  return {
    place,
    bottom,
    top: place(top),
    ticks,
    label: (tick) => plain(Number((10 ** tick).toPrecision(1))),
  };
}

/**
 * @param {'nines' | 'linear'} kind
 * @param {number} best accuracy that is shown, 0 … 1
 * @returns {Axis}
 */
export function accuracyAxis(kind, best) {
  if (kind === 'linear')
    return {
      place: (accuracy) => 100 * accuracy,
      bottom: 0,
      top: 104,
      ticks: [0, 25, 50, 75, 100],
      label: String,
    };
  const top = ninesTop(best);
  const ticks = [0, 1, 2, 3].filter((tick) => tick <= top);
  return { place: toNines, bottom: 0, top, ticks, label: ninesLabel };
}

/** @param {number} highest learning rate that is shown @returns {Axis} */
export function rateAxis(highest) {
  const top = highest > 0 ? highest * 1.15 : 1;
  return {
    place: (rate) => rate,
    bottom: 0,
    top,
    ticks: roundTicks(top),
    // In the room of five digits.
    label: (tick) => (tick > 0 && tick < 0.001 ? tick.toExponential(0) : plain(tick)),
  };
}

/** Ratios of updates to weights that are usual, and what is above and below them. */
export const HEALTHY = { least: 10 ** -3.5, usual: 1e-3, most: 10 ** -2.5 };

/**
 * @param {number} lowest ratio that is shown @param {number} highest
 * @returns {Axis}
 */
export function ratioAxis(lowest, highest) {
  const place = (/** @type {number} */ ratio) => Math.log10(Math.max(ratio, 1e-9));
  const bottom = Math.min(-4, Math.floor(place(lowest)));
  const top = Math.max(-2, Math.ceil(place(Math.min(1, highest))));
  const ticks = Array.from({ length: top - bottom + 1 }, (_, i) => bottom + i);
  return { place, bottom, top, ticks, label: (tick) => `1e${tick}` };
}

/** Three or four round levels from 0 up. @param {number} top */
function roundTicks(top) {
  const power = 10 ** Math.floor(Math.log10(top));
  const step = [0.2, 0.5, 1, 2, 5].map((size) => size * power).find((size) => top / size < 4);
  if (!step) return [0];
  const ticks = [];
  for (let i = 0; i * step <= top; i++) ticks.push(Number((i * step).toPrecision(6)));
  return ticks;
}
