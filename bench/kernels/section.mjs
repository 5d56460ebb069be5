// What the machine can do at all, and how near the kernels come to it.
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../tools/shell.mjs';
import { freshNode, freshPage, linesOf } from '../session.mjs';
import { median } from '../statistics.mjs';
import * as write from '../table.mjs';
import { folderOf } from './build.mjs';

/**
 * @typedef {object} Row
 * @property {'native' | 'node' | 'chromium' | 'firefox'} place
 * @property {'strict' | 'fast'} build
 *
 * @typedef {object} Rates 10⁹ operations a second; a multiplication and an addition are two
 * @property {number} peak
 * @property {number} triad GB a second
 * @property {Record<string, {rate: number, ofPeak: number}>} kernels by name; ofPeak: of the peak
 *   as it was in the same moments
 */

/** @type {Row[]} */
const ROWS = [
  { place: 'native', build: 'strict' },
  { place: 'native', build: 'fast' },
  { place: 'node', build: 'strict' },
  { place: 'node', build: 'fast' },
  { place: 'chromium', build: 'strict' },
  { place: 'chromium', build: 'fast' },
  { place: 'firefox', build: 'strict' },
  { place: 'firefox', build: 'fast' },
];
const USUAL = [
  'native',
  'native-fast',
  'node-strict',
  'node-fast',
  'chromium-strict',
  'chromium-fast',
];

const shortName = (/** @type {Row} */ { place, build }) =>
  place === 'native' && build === 'strict' ? place : `${place}-${build}`;
const nameOf = (/** @type {Row} */ row) => `kernels-${shortName(row)}`;

/** @param {Row} row @returns {import('../types.js').Job} */
function jobOf(row) {
  const { place, build } = row;
  const inPage = place === 'chromium' || place === 'firefox';
  return {
    name: nameOf(row),
    tags: ['kernels', place, build],
    modes: USUAL.includes(shortName(row)) ? ['usual', 'all'] : ['all'],
    setup: place === 'native' ? ['native'] : ['wasm', ...(inPage ? ['npm', 'browsers'] : [])],
    builds: [place === 'native' ? 'kernels' : 'wasm-kernels'],
    seconds: 14,
    run: async () => ratesOf(await linesFrom(row)),
    say: (/** @type {Rates} */ { peak }) => `peak ${write.perSecond(peak)} GFLOP/s`,
  };
}

/** @param {Row} row @returns {Promise<string[]>} */
async function linesFrom({ place, build }) {
  if (place === 'native') return linesOf(join(folderOf('native'), build), []);
  const module = join(folderOf('wasm'), `${build}.mjs`);
  if (place === 'node')
    return freshNode(new URL('./node.mjs', import.meta.url).href, {
      module: pathToFileURL(module).href,
    });
  return freshPage(root, {
    place,
    path: 'bench/kernels/',
    call: 'measure',
    argument: { module: `/${relative(root, module)}` },
  });
}

/** @param {string[]} lines @returns {Rates} */
function ratesOf(lines) {
  const { peak, triad, ...kernels } = Object.fromEntries(
    lines.map((line) => JSON.parse(line)).map(({ name, ...measured }) => [name, measured]),
  );
  return { peak: peak.rate, triad: triad.rate, kernels };
}

/**
 * Fused multiply-adds of 128 bits: the most that any place reached in each round.
 * @param {import('../types.js').Records} records
 * @returns {(number | undefined)[]} 10⁹ operations a second of one thread; none where it was not measured
 */
export function fusedPeaks(records) {
  const fused = ROWS.filter(({ build }) => build === 'fast').map(
    (row) => records.get(nameOf(row)) ?? [],
  );
  return Array.from({ length: Math.max(0, ...fused.map(({ length }) => length)) }, (_, round) => {
    const peaks = fused.flatMap((sessions) => sessions[round]?.peak ?? []);
    return peaks.length > 0 ? Math.max(...peaks) : undefined;
  });
}

/** @param {import('../types.js').Records} records @returns {import('../types.js').Report} */
function report(records) {
  const rows = ROWS.filter((row) => records.get(nameOf(row))?.some(Boolean));
  const sessions = rows.map(
    (row) => /** @type {(Rates | undefined)[]} */ (records.get(nameOf(row))),
  );
  const kernels = [
    ...new Set(sessions.flat().flatMap((session) => Object.keys(session?.kernels ?? {}))),
  ];
  const measured = rows.map((row, i) => ({
    ...row,
    peak: median(sessions[i].map((session) => session?.peak)),
    triad: median(sessions[i].map((session) => session?.triad)),
    kernels: kernels.map((name) => ({
      name,
      rate: median(sessions[i].map((session) => session?.kernels[name]?.rate)),
      ofPeak: median(sessions[i].map((session) => session?.kernels[name]?.ofPeak)),
    })),
  }));
  const heads = rows.map(shortName);
  const machine = write.table(
    ['the machine, one thread', ...heads],
    [
      ['peak, GFLOP/s', ...measured.map(({ peak }) => write.perSecond(peak))],
      ['memory, a = b + q·c, GB/s', ...measured.map(({ triad }) => write.perSecond(triad))],
    ],
  );
  const table = write.table(
    ['GFLOP/s and share of its peak', ...heads],
    kernels.map((name, k) => [
      name,
      ...measured.map((row) => {
        const { rate, ofPeak } = row.kernels[k];
        return `${write.perSecond(rate)} ${write.percent(ofPeak).padStart(5)}`;
      }),
    ]),
  );
  const note =
    'Four floats at a time; strict multiplies and adds, fast fuses both. Sparse products are ' +
    'counted as if they were dense.';
  return { record: { rows: measured }, text: [`${note}\n${machine}`, table] };
}

/** @type {import('../types.js').Section} */
export const kernelsSection = { name: 'kernels', jobs: () => ROWS.map(jobOf), report };
