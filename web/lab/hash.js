/**
 * The state that lives in the address: one table of what stands in the hash, how it is read and
 * what it is by default. Whatever is at its default is left out.
 */
import { DRAWERS } from './drawers.js';
import { isSet } from './sets.js';
import { LANGUAGES } from './words.js';

/** @typedef {string | number | null} Value */
/** @typedef {(text: string) => Value | undefined} Read undefined: not a value it can have */

/** @type {(least: number, most: number) => Read} */
const whole = (least, most) => (text) => {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
};
/** @type {Read} */
const positive = (text) => {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : undefined;
};
/** @type {Read} The engine says whether it knows the name. */
const name = (text) => (/^[a-z][a-z0-9-]{0,40}$/.test(text) ? text : undefined);
/** @type {(...names: string[]) => Read} */
const oneOf =
  (...names) =>
  (text) =>
    names.includes(text) ? text : undefined;

/** @type {Read} Words with marks between; `check` knows which. */
const words = (text) => (/^[\w.+:;,=-]+$/.test(text) ? text : undefined);

/**
 * null: as the preset, the browser or the files at hand say. check: for what most addresses do not
 * hold, and only those that do load the code for.
 * @type {Record<string, {read: Read, fallback: Value, check?: (text: string) => Promise<boolean>}>}
 */
export const TABLE = {
  lang: { read: oneOf(...LANGUAGES), fallback: null },
  data: { read: (text) => (isSet(text) ? text : oneOf('synthetic')(text)), fallback: null },
  model: { read: name, fallback: 'mlp' },
  network: {
    read: words,
    fallback: null,
    check: async (text) => (await import('./notation.js')).readNetwork(text) !== undefined,
  },
  optimizer: { read: name, fallback: null },
  rate: { read: positive, fallback: null },
  batch: { read: whole(1, 65536), fallback: null },
  epochs: { read: whole(1, 100000), fallback: null },
  seed: { read: whole(0, Number.MAX_SAFE_INTEGER), fallback: 1 },
  pace: { read: oneOf('full', 'slow'), fallback: 'full' },
  lossAxis: { read: oneOf('linear', 'log'), fallback: 'linear' },
  lossCurve: { read: oneOf('smoothed', 'raw'), fallback: 'smoothed' },
  accuracyAxis: { read: oneOf('nines', 'linear'), fallback: 'nines' },
  rateChart: { read: oneOf('hidden', 'shown'), fallback: 'hidden' },
  ratioChart: { read: oneOf('hidden', 'shown'), fallback: 'hidden' },
  pen: { read: oneOf('fine', 'medium', 'broad'), fallback: 'medium' },
  ink: { read: oneOf('prepared', 'asDrawn'), fallback: 'prepared' },
  // A drawing, as share/strokes.js packs it.
  strokes: { read: (text) => (/^[\w-]{4,8000}$/.test(text) ? text : undefined), fallback: null },
  drawer: { read: oneOf(...Object.keys(DRAWERS)), fallback: null },
  lesson: { read: oneOf('trials', 'exam', 'graph', 'scores', 'gradient'), fallback: 'trials' },
  experiment: { read: name, fallback: 'overfit-tiny' },
  hide: {
    read: words,
    fallback: null,
    check: async (text) => (await import('./hidden.js')).areHidable(text),
  },
  // For tests and benchmarks: how many synthetic digits, which build, how many threads.
  synthetic: { read: whole(1, 60000), fallback: null },
  build: { read: oneOf('strict', 'fast', 'auto'), fallback: 'strict' },
  threads: { read: whole(1, 64), fallback: 1 },
};

/** Which of these say only what is shown, and how: the store has them under the same names. */
export const VIEW = /** @type {const} */ ([
  'drawer',
  'lesson',
  'experiment',
  'pace',
  'lossAxis',
  'lossCurve',
  'accuracyAxis',
  'rateChart',
  'ratioChart',
  'pen',
  'ink',
  'hide',
]);

/**
 * @param {string} hash with or without its "#"
 * @returns {{state: Record<string, Value>, faults: string[]}} faults: the parts that mean nothing
 */
export function readHash(hash) {
  const state = Object.fromEntries(Object.entries(TABLE).map(([key, row]) => [key, row.fallback]));
  const faults = [];
  for (const [key, text] of new URLSearchParams(hash.replace(/^#/, ''))) {
    const value = Object.hasOwn(TABLE, key) ? TABLE[key].read(text) : undefined;
    if (value === undefined) faults.push(`${key}=${text}`);
    else state[key] = value;
  }
  return { state, faults };
}

/**
 * Looks closer at what `readHash` has read; what means nothing after all becomes a fault.
 * @param {ReturnType<typeof readHash>} read
 */
export async function checkHash({ state, faults }) {
  for (const [key, { check, fallback }] of Object.entries(TABLE)) {
    const value = state[key];
    if (!check || value === null || (await check(String(value)))) continue;
    faults.push(`${key}=${value}`);
    state[key] = fallback;
  }
}

/** @param {Record<string, Value>} state @returns {string} with its "#", or '' when all is default */
export function writeHash(state) {
  const parts = new URLSearchParams();
  for (const [key, row] of Object.entries(TABLE)) {
    const value = state[key];
    if (value !== undefined && value !== row.fallback && value !== null)
      parts.set(key, String(value));
  }
  // What separates the parts of a network may stand as it is, and be read.
  const text = parts.toString().replace(/%(2C|3A|3B|3D)/g, decodeURIComponent);
  return text && `#${text}`;
}
