// What training on one sample costs by batch, width and threads, in Node.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { root } from '../../tools/shell.mjs';
import { loadPreset } from '../../web/engine/presets.js';
import { needsOf, runBuilt } from '../engine/sessions.mjs';
import { median } from '../statistics.mjs';
import * as write from '../table.mjs';
import { plot } from './plot.mjs';
import { SERIES } from './sizes.mjs';

/** @typedef {import('./sizes.mjs').Series} Series */
/** @typedef {import('../workloads.mjs').Config} Config */

const TIMES = { warmMilliseconds: 400, windowMilliseconds: 250, windows: 3 };
const PICTURE = join(root, 'docs/cost.svg');
/** More would be many sessions, and the engine has no more than 16. */
const MOST_THREADS = 8;
const THREADS = [1, 2, 4, 8].filter(
  (count) => count <= Math.min(availableParallelism(), MOST_THREADS),
);
/** Scoring at an epoch's end is no training. */
const UNSCORED = { epochs: 1000, split: { train: 59999, validation: 1 } };

/** @param {number} threads @returns {import('../engine/places.mjs').Row} */
const rowOf = (threads) => ({
  name: `node-fast-${threads}`,
  place: 'node',
  build: 'fast',
  threads,
});

/** @param {Series} series @param {number} value @param {number} threads */
const nameOf = ({ preset, size }, value, threads) => `cost-${preset}-${size}-${value}-${threads}`;

/** @param {Series} series @param {number} value @param {number} threads @returns {import('../types.js').Job} */
const jobOf = (series, value, threads) => ({
  name: nameOf(series, value, threads),
  tags: ['cost', series.preset, series.size, `${value}`, `${threads}`],
  modes: ['cost'],
  ...needsOf(rowOf(threads)),
  ...{ rounds: 1, seconds: 3 },
  run: async (context) => {
    const preset = /** @type {Config} */ (await loadPreset(series.preset));
    const config = { ...series.change(preset, value), ...UNSCORED };
    const task = { config, batch: config.batchSize, ...TIMES };
    const { rates } = await runBuilt('measure', rowOf(threads), context, task);
    return { rate: median(rates) };
  },
  say: ({ rate }) => write.microseconds(1e6 / rate),
});

/** @param {import('../types.js').Records} records @returns {import('../types.js').Report} */
function report(records) {
  const lines = SERIES.flatMap((series) =>
    THREADS.map((threads) => ({
      ...{ preset: series.preset, size: series.size, title: series.title, threads },
      points: series.values.flatMap((value) => {
        const sessions = records.get(nameOf(series, value, threads)) ?? [];
        const rate = median(sessions.map((session) => session?.rate));
        return Number.isNaN(rate) ? [] : [{ value, microseconds: 1e6 / rate }];
      }),
    })),
  ).filter(({ points }) => points.length > 0);
  const sizes = /** @type {const} */ (['batch', 'width']);
  const text = sizes.flatMap((size) => {
    const columns = lines.filter((line) => line.size === size);
    if (columns.length === 0) return [];
    const values = [...new Set(columns.flatMap(({ points }) => points.map(({ value }) => value)))];
    const heads = columns.map(({ preset, threads }) => `${preset}, ${threads} thr.`);
    const rows = values.map((value) => [
      `${value}`,
      ...columns.map(({ points }) =>
        write.microseconds(points.find((point) => point.value === value)?.microseconds),
      ),
    ]);
    return [write.table([columns[0].title, ...heads], rows)];
  });
  const whole = SERIES.reduce((sum, { values }) => sum + values.length * THREADS.length, 0);
  const isWhole = lines.reduce((sum, { points }) => sum + points.length, 0) === whole;
  if (isWhole) writeFileSync(PICTURE, plot(lines));
  const picture = isWhole
    ? `drawn into ${relative(root, PICTURE)}`
    : 'not drawn, as some is missing';
  const note = `Training on one sample, build fast in Node; ${picture}`;
  return { record: { lines }, text: [note, ...text] };
}

/** @type {import('../types.js').Section} */
export const costSection = {
  name: 'cost',
  jobs: () =>
    SERIES.flatMap((series) =>
      series.values.flatMap((value) => THREADS.map((threads) => jobOf(series, value, threads))),
    ),
  report,
};
