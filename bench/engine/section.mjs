// Training throughput of the engine by itself in every place it runs, and its start-up.
import { fusedPeaks } from '../kernels/section.mjs';
import { median, ratio, spread } from '../statistics.mjs';
import * as write from '../table.mjs';
import { SYNTHETIC, trainingProducts, WORKLOADS } from '../workloads.mjs';
import { absence, BASE, modesOf, ROWS } from './places.mjs';
import { needsOf, runBuilt, runNative } from './sessions.mjs';
import { startTable, summaryOfStart } from './start.mjs';

/** @typedef {import('./places.mjs').Row} Row */
/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Records} Records */
/** @typedef {import('../workloads.mjs').Workload} Workload */
/** @typedef {Partial<import('./measure.js').Measured> & {rate: number}} Record */

export const TIMES = { warmMilliseconds: 600, windowMilliseconds: 400, windows: 4 };
/** Start-up does not depend on what is trained, but for the first step. */
const STARTED = 'B';

/** @param {string} workload @param {string} row @returns {string} the job's name */
export const nameOf = (workload, row) => `${workload}-${row}`;

/** @param {Workload} workload @param {Row} row @returns {import('../types.js').Job} */
const jobOf = (workload, row) => ({
  name: nameOf(workload.name, row.name),
  tags: ['engine', workload.name, row.name, row.place, row.build, `${row.threads}`],
  modes: modesOf(row),
  ...needsOf(row),
  absence: () => absence(row),
  seconds: row.place === 'native' ? 3 : 5,
  run: (context) => run(workload, row, context),
  say: ({ rate }) => `${write.count(rate)} samples/s`,
});

/** @param {Workload} workload @param {Row} row @param {Context} context @returns {Promise<Record>} */
async function run(workload, row, context) {
  if (row.place === 'native') return { rate: await runNative(workload, row, context) };
  const { config } = workload;
  const task = { config, batch: config.batchSize, ...TIMES };
  const measured = await runBuilt('measure', row, context, task);
  return { rate: median(measured.rates), ...measured };
}

/** @param {Records} records @param {Context} context @returns {import('../types.js').Report} */
function report(records, { dataFolder }) {
  const data = dataFolder ? 'MNIST' : `${write.count(SYNTHETIC.train)} synthetic digits`;
  const peaks = fusedPeaks(records);
  const summaries = WORKLOADS.map((workload) => ({
    ...{ name: workload.name, title: workload.title, products: trainingProducts(workload.config) },
    rows: ROWS.filter(({ name }) => records.has(nameOf(workload.name, name))).map((row) =>
      summary(workload, row, records, peaks),
    ),
  })).filter(({ rows }) => rows.length > 0);
  const about = summaries.map(
    ({ name, title, products }) =>
      `  ${name.padEnd(3)}  ${title}; ${write.count(products / 1000)} thousand multiply-adds a sample`,
  );
  const text = [[`Training on ${data}, with all that a caller waits for`, ...about].join('\n')];
  for (const [head, cell] of TABLES) {
    const all = summaries.flatMap(({ rows }) => rows.map(cell));
    if (all.every((text) => text.startsWith('–'))) continue;
    text.push(matrix(head, summaries, cell));
  }
  const started = summaries
    .filter(({ name }) => name === STARTED)
    .flatMap(({ rows }) => rows.flatMap(({ name, start }) => (start ? [{ name, ...start }] : [])));
  if (started.length > 0) text.push(`Start-up of the engine, ${STARTED}\n${startTable(started)}`);
  return { record: { data, fusedPeak: median(peaks), workloads: summaries }, text };
}

/**
 * @param {Workload} workload @param {Row} row @param {Records} records
 * @param {(number | undefined)[]} peaks 10⁹ operations a second of one thread, by round
 */
function summary({ name, config }, row, records, peaks) {
  const sessions = sessionsOf(records, name, row.name);
  const rates = sessions.map((session) => session?.rate);
  const operations = 2 * trainingProducts(config);
  const limits = peaks.map((peak) => peak && (row.threads * peak * 1e9) / operations);
  return {
    ...row,
    samplesPerSecond: median(rates),
    spread: spread(sessions.flatMap((session) => session?.rates ?? session?.rate)),
    ratioToNative: ratio(
      rates,
      sessionsOf(records, name, BASE).map((session) => session?.rate),
    ),
    shareOfLimit: ratio(rates, limits),
    shareInSteps: median(
      sessions.map((session) => session?.stepRates && session.rate / median(session.stepRates)),
    ),
    rounds: rates.filter((rate) => rate !== undefined).length,
    start: summaryOfStart(sessions.map((session) => session?.start)),
  };
}

/**
 * @param {Records} records @param {string} workload @param {string} row
 * @returns {(Record | undefined)[]} by round
 */
export const sessionsOf = (records, workload, row) => records.get(nameOf(workload, row)) ?? [];

/** @typedef {ReturnType<typeof summary>} Summary */

/** @type {[string, (row: Summary) => string][]} */
const TABLES = [
  [
    'samples a second',
    (row) => `${write.count(row.samplesPerSecond)} ${write.aboutPercent(row.spread).padStart(6)}`,
  ],
  ['to native, one thread', ({ ratioToNative }) => write.times(ratioToNative)],
  ['of the dense limit', ({ shareOfLimit }) => write.times(shareOfLimit)],
  ['time in steps', ({ shareInSteps }) => write.percent(shareInSteps)],
];

/**
 * A column a workload, a row a place.
 * @param {string} head
 * @param {{name: string, rows: Summary[]}[]} workloads
 * @param {(row: Summary) => string} cell
 */
function matrix(head, workloads, cell) {
  const there = ROWS.filter(({ name }) =>
    workloads.some(({ rows }) => rows.some((row) => row.name === name)),
  );
  return write.table(
    [head, ...workloads.map(({ name }) => name)],
    there.map(({ name }) => [
      name,
      ...workloads.map(({ rows }) => {
        const row = rows.find((candidate) => candidate.name === name);
        return row ? cell(row) : '–';
      }),
    ]),
  );
}

/** @type {import('../types.js').Section} */
export const engineSection = {
  name: 'engine',
  jobs: () => WORKLOADS.flatMap((workload) => ROWS.map((row) => jobOf(workload, row))),
  report,
};
