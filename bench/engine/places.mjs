// Where the engine runs: each place, build and number of threads is a row of the tables.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { engine } from '../../tools/places.mjs';

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {'native' | 'node' | 'chromium' | 'firefox'} place
 * @property {'native' | 'strict' | 'fast'} build
 * @property {number} threads
 */

const THREADS = [1, 2];

/** @type {[Row['place'], Row['build']][]} */
const PLACES = [
  ['native', 'native'],
  ['node', 'strict'],
  ['node', 'fast'],
  ['chromium', 'strict'],
  ['chromium', 'fast'],
  ['firefox', 'strict'],
];

/** @type {Row[]} */
export const ROWS = PLACES.flatMap(([place, build]) =>
  THREADS.map((threads) => ({
    name: `${build === 'native' ? place : `${place}-${build}`}-${threads}`,
    place,
    build,
    threads,
  })),
);

/** What all others are compared with. */
export const BASE = ROWS[0].name;

/**
 * The engine's module that a row runs.
 * @param {Pick<Row, 'build' | 'threads'>} row
 */
export const variantOf = ({ build, threads }) => (threads > 1 ? `${build}-threads` : build);

/** Why a row cannot be measured, where it cannot. @param {Row} row @returns {string | undefined} */
export function absence(row) {
  if (row.build === 'native') return undefined;
  const variant = variantOf(row);
  return existsSync(join(engine, `${variant}.wasm`)) ? undefined : `there is no build ${variant}`;
}
