// Where the engine runs: each place, build and number of threads is a row of the tables.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { engine } from '../../tools/places.mjs';

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {'native' | 'node' | 'chromium' | 'firefox'} place
 * @property {'strict' | 'fast'} build
 * @property {number} threads
 */

const THREADS = [1, 2];

/** @type {[Row['place'], Row['build']][]} */
const PLACES = [
  ['native', 'strict'],
  ['node', 'strict'],
  ['node', 'fast'],
  ['chromium', 'strict'],
  ['chromium', 'fast'],
  ['firefox', 'strict'],
  ['firefox', 'fast'],
];

/** @type {Row[]} */
export const ROWS = PLACES.flatMap(([place, build]) =>
  THREADS.map((threads) => ({
    name: `${place === 'native' ? place : `${place}-${build}`}-${threads}`,
    place,
    build,
    threads,
  })),
);

/** What all others are compared with. */
export const BASE = ROWS[0].name;

/** What is measured unless more is asked for. */
const USUAL = [
  BASE,
  'node-strict-1',
  'node-fast-1',
  'chromium-strict-1',
  'chromium-fast-1',
  'chromium-fast-2',
  'firefox-strict-1',
];
/** What runs in turn with the peers, and which of them the peers are compared with. */
const BESIDE_PEERS = ['chromium-strict-1', 'chromium-fast-1', 'chromium-fast-2'];
export const BEST_ALONE = 'chromium-fast-1';

/** @param {Row} row @returns {import('../types.js').Mode[]} */
export const modesOf = ({ name }) => [
  'all',
  ...(USUAL.includes(name) ? [/** @type {const} */ ('usual')] : []),
  ...(BESIDE_PEERS.includes(name) ? [/** @type {const} */ ('peers')] : []),
];

/**
 * The engine's module that a row runs.
 * @param {Pick<Row, 'build' | 'threads'>} row
 */
export const variantOf = ({ build, threads }) => (threads > 1 ? `${build}-threads` : build);

/** Why a row cannot be measured, where it cannot. @param {Row} row @returns {string | undefined} */
export function absence(row) {
  if (row.place === 'native') return undefined;
  const variant = variantOf(row);
  return existsSync(join(engine, `${variant}.wasm`)) ? undefined : `there is no build ${variant}`;
}
