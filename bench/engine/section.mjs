// Training throughput and start-up of the engine by itself, in every place it runs.
import { root } from '../../tools/shell.mjs';
import { freshNode, freshProgram } from '../session.mjs';
import { median, ratio, spread } from '../statistics.mjs';
import * as write from '../table.mjs';
import { benchPage } from './build_page.mjs';
import { absence, BASE, ROWS } from './places.mjs';
import { configFile, configOf, MLP, SYNTHETIC } from './workloads.mjs';

/** @typedef {import('./places.mjs').Row} Row */
/** @typedef {import('../types.js').Context} Context */
/** @typedef {Partial<import('./measure.js').Measured> & {rate: number}} Record */

const TIMES = { warmMilliseconds: 600, windowMilliseconds: 500, windows: 4 };
const SETUP = { native: ['native'], node: ['wasm'], chromium: ['wasm', 'npm', 'browsers'] };
/** @type {{[kind: string]: import('../types.js').Built[]}} */
const BUILDS = { native: ['native'], node: ['engine'], chromium: ['engine', 'bench-page'] };
/** Milliseconds from the first 2,048 samples to the first step. */
const FIRST_STEP_LIMIT = 300;

/** @param {Row} row @returns {import('../types.js').Job} */
function jobOf(row) {
  const kind = row.place === 'firefox' ? 'chromium' : row.place;
  return {
    name: row.name,
    tags: ['engine', row.place, row.build],
    setup: SETUP[kind],
    builds: BUILDS[kind],
    absence: () => absence(row),
    seconds: row.place === 'native' ? 6 : 9,
    run: (context) => (row.place === 'native' ? runNative(row, context) : runBuilt(row, context)),
    say: ({ rate }) => `${write.count(rate)} samples/s`,
  };
}

/** @param {Row} row @param {Context} context @returns {Promise<Record>} */
async function runNative({ threads }, context) {
  const data = context.dataFolder
    ? ['--data', context.dataFolder]
    : ['--data', 'synthetic', '--synthetic', `${SYNTHETIC.train}`];
  const { samplesPerSecond } = await freshProgram(`${root}/build/native/train_main`, [
    ...data,
    ...['--config', await configFile(MLP, context), '--epochs', `${MLP.nativeEpochs}`],
    ...['--threads', `${threads}`],
  ]);
  return { rate: samplesPerSecond };
}

/** @param {Row} row @param {Context} context @returns {Promise<Record>} */
async function runBuilt(row, { dataFolder }) {
  const { place, build, threads } = row;
  const config = await configOf(MLP);
  const data = dataFolder ? { dir: dataFolder } : { synthetic: SYNTHETIC };
  const task = { config, data, build, threads, batch: config.batchSize, ...TIMES };
  const measured =
    place === 'node'
      ? await freshNode(new URL('./node.mjs', import.meta.url).href, task)
      : await freshNode(
          new URL('./browser.mjs', import.meta.url).href,
          { ...task, place, dataFolder },
          { INKLING_SITE: benchPage },
        );
  return { rate: median(measured.rates), ...measured };
}

/**
 * @param {import('../types.js').Records} records
 * @param {Context} context
 * @returns {import('../types.js').Report}
 */
function report(records, { dataFolder }) {
  const data = dataFolder ? 'MNIST' : `${write.count(SYNTHETIC.train)} synthetic digits`;
  const rows = ROWS.filter(({ name }) => records.has(name)).map((row) =>
    summary(row, records.get(row.name) ?? [], records.get(BASE) ?? []),
  );
  const started = rows.filter((row) => row.start !== undefined);
  const text = [
    `Training: preset mlp (784-128-10, Adam, batch 128) on ${data}, samples a second`,
    rateTable(rows),
  ];
  if (started.length > 0) text.push('', 'Start-up of the engine', startTable(started));
  return { record: { workload: MLP.name, data, rows }, text: [text.join('\n')] };
}

/** @param {Row} row @param {(Record | undefined)[]} sessions @param {(Record | undefined)[]} base */
function summary(row, sessions, base) {
  const rates = sessions.map((session) => session?.rate);
  /** @param {(session: Record) => number | undefined} read */
  const middle = (read) => median(sessions.map((session) => session && read(session)));
  return {
    ...row,
    samplesPerSecond: median(rates),
    spread: spread(sessions.flatMap((session) => session?.rates ?? session?.rate)),
    ratioToNative: ratio(
      rates,
      base.map((session) => session?.rate),
    ),
    shareInSteps: middle(({ rate, stepRates }) => stepRates && rate / median(stepRates)),
    rounds: rates.filter((rate) => rate !== undefined).length,
    start: !sessions.some((session) => session?.start)
      ? undefined
      : {
          ready: middle(({ start }) => start?.ready),
          firstStep: middle(({ start }) => start?.firstStep),
          untilFirstStep: middle(({ start }) => start?.untilFirstStep),
          untilLoaded: middle(({ start }) => start?.untilLoaded),
        },
  };
}

/** @typedef {ReturnType<typeof summary>} Summary */

/** @param {Summary[]} rows */
const rateTable = (rows) =>
  write.table(
    ['engine-build-threads', 'samples/s', 'spread', 'to native', 'time in steps', 'rounds'],
    rows.map((row) => [
      row.name,
      write.count(row.samplesPerSecond),
      write.aboutPercent(row.spread),
      write.times(row.ratioToNative),
      write.percent(row.shareInSteps),
      `${row.rounds}`,
    ]),
  );

/** @param {Summary[]} rows */
const startTable = (rows) =>
  write.table(
    [
      'engine-build-threads',
      'createTrainer → ready',
      '2,048 samples → first step',
      `of ${FIRST_STEP_LIMIT} ms`,
      'createTrainer → first step',
      '→ all data in',
    ],
    rows.map(({ name, start }) => {
      if (!start) return [name, '–', '–', '–', '–', '–'];
      return [
        name,
        write.milliseconds(start.ready),
        write.milliseconds(start.firstStep),
        write.times(start.firstStep / FIRST_STEP_LIMIT),
        write.milliseconds(start.untilFirstStep),
        write.milliseconds(start.untilLoaded),
      ];
    }),
  );

/** @type {import('../types.js').Section} */
export const engineSection = { name: 'engine', jobs: () => ROWS.map(jobOf), report };
