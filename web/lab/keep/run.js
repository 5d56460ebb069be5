/** A run as it is kept: its network with what it goes on from, and what the page shows of it. */
import { VIEW } from '../hash.js';

/** @typedef {import('../state.js').State} State */

const SHOWN = /** @type {const} */ ([
  'recipe',
  'source',
  'progress',
  'validation',
  'exam',
  'stoppedEarly',
  'runName',
]);

/**
 * @typedef {Pick<State, (typeof SHOWN)[number] | (typeof VIEW)[number]>} Shown
 * @typedef {object} Kept
 * @property {Uint8Array} bytes of `save({training: true})`
 * @property {State['phase']} phase
 * @property {Shown} shown
 * @property {import('../curves.js').Points} points
 */

/** @param {State} state @param {Uint8Array} bytes @returns {Kept} */
export const keptRun = (state, bytes) => ({
  bytes,
  phase: state.phase,
  shown: /** @type {Shown} */ (
    Object.fromEntries([...SHOWN, ...VIEW].map((key) => [key, state[key]]))
  ),
  points: state.curves.points(),
});
