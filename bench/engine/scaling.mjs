// What a second thread is worth: one and two train in turn, in one process.
import { median } from '../statistics.mjs';
import * as write from '../table.mjs';
import { WORKLOADS } from '../workloads.mjs';
import { absence, ROWS } from './places.mjs';
import { needsOf, runBuilt } from './sessions.mjs';

/** @typedef {import('./places.mjs').Row} Row */
/** @typedef {import('../workloads.mjs').Workload} Workload */

/** How many times one thread's speed two are to come to, and all others not to fall below. */
const LIMITS = { C: 1.5, D: 1.5, E: 1.5, others: 1 };
const TIMES = { warmMilliseconds: 600, turnMilliseconds: 100, turns: 24 };

const PLACES = ROWS.filter(({ place, threads }) => place !== 'native' && threads === 2);
const nameOf = (/** @type {Workload} */ { name }, /** @type {Row} */ { place, build }) =>
  `scaling-${name}-${place}-${build}`;

/** @param {Workload} workload @param {Row} row @returns {import('../types.js').Job} */
const jobOf = (workload, row) => ({
  name: nameOf(workload, row),
  tags: ['scaling', workload.name, row.place, row.build],
  modes: row.place === 'chromium' && row.build === 'fast' ? ['usual', 'all'] : ['all'],
  ...needsOf(row),
  absence: () => absence(row),
  seconds: 9,
  run: (context) =>
    runBuilt('scaling', row, context, {
      ...{ config: workload.config, batch: workload.config.batchSize, ...TIMES },
    }),
  say: ({ ratios }) => `two threads are ${write.times(median(ratios))} one`,
});

/** @param {import('../types.js').Records} records @returns {import('../types.js').Report} */
function report(records) {
  const rows = PLACES.map((row) => ({
    name: `${row.place}-${row.build}`,
    ratios: WORKLOADS.map((workload) => {
      const rounds = records.get(nameOf(workload, row)) ?? [];
      return rounds.flatMap((record) => record?.ratios ?? []).sort((a, b) => a - b);
    }),
  })).filter(({ ratios }) => ratios.some(({ length }) => length > 0));
  const limits = WORKLOADS.map(({ name }) => LIMITS[/** @type {'C'} */ (name)] ?? LIMITS.others);
  const text = write.table(
    ['two threads to one, in turn', ...WORKLOADS.map(({ name }) => name)],
    [
      ['at least', ...limits.map(write.times)],
      ...rows.map(({ name, ratios }) => [name, ...ratios.map(middleHalf)]),
    ],
  );
  return { record: { limits: LIMITS, rows }, text: rows.length > 0 ? [text] : [] };
}

/** The median, and between what half of all turns lie. @param {number[]} sorted */
function middleHalf(sorted) {
  const at = (/** @type {number} */ share) => sorted[Math.floor(share * (sorted.length - 1))];
  const half = `(${[0.25, 0.75].map((share) => at(share)?.toFixed(2)).join('–')})`;
  return sorted.length > 0 ? `${write.times(median(sorted))} ${half}` : '–';
}

/** @type {import('../types.js').Section} */
export const scalingSection = {
  name: 'scaling',
  jobs: () => WORKLOADS.flatMap((workload) => PLACES.map((row) => jobOf(workload, row))),
  report,
};
