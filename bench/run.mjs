// npm run bench: measures the engine and the page on this machine; see docs/PERFORMANCE.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../tools/shell.mjs';
import { accuracySection } from './accuracy/section.mjs';
import { costSection } from './cost/section.mjs';
import { findData } from './data.mjs';
import { scalingSection } from './engine/scaling.mjs';
import { engineSection } from './engine/section.mjs';
import { waitsSection } from './engine/waits.mjs';
import { kernelsSection } from './kernels/section.mjs';
import { load, machine } from './machine.mjs';
import { chooseJobs, readOptions } from './options.mjs';
import { pageSection } from './page/section.mjs';
import { peersSection } from './peers/section.mjs';
import { prepare } from './prepare.mjs';
import { Progress } from './progress.mjs';
import { sizesSection } from './sizes/section.mjs';
import { WORKLOADS } from './workloads.mjs';

/** @typedef {import('./types.js').Job} Job */
/** @typedef {import('./types.js').Context} Context */

const SECTIONS = [
  sizesSection,
  kernelsSection,
  engineSection,
  scalingSection,
  waitsSection,
  peersSection,
  pageSection,
  accuracySection,
  costSection,
];
/** Where neither the job nor the command line says how many. */
const ROUNDS = 3;

/**
 * @typedef {object} Session one process, as it went
 * @property {string} job
 * @property {number} round 1-based
 * @property {number} load processes that wanted to run as it began, mean of the last minute
 * @property {number} seconds
 * @property {any} [record]
 * @property {string} [error]
 */

/**
 * Rounds go round all jobs, so that slow drift of the machine hits them alike.
 * @param {Job[]} jobs @param {(job: Job) => number} roundsOf @param {Context} context
 * @returns {Promise<Session[]>}
 */
async function runRounds(jobs, roundsOf, context) {
  const order = Array.from({ length: Math.max(0, ...jobs.map(roundsOf)) }, (_, i) =>
    jobs.filter((job) => i < roundsOf(job)).map((job) => ({ job, round: i + 1 })),
  ).flat();
  const progress = new Progress(order.map(({ job }) => job));
  /** @type {Session[]} */
  const sessions = [];
  for (const { job, round } of order) {
    const rounds = roundsOf(job);
    progress.begin(rounds === 1 ? '' : `round ${round} of ${rounds}`);
    const start = performance.now();
    /** @type {Session} */
    const session = { job: job.name, round, load: load()[0], seconds: 0 };
    try {
      session.record = await job.run(context, round);
    } catch (error) {
      session.error = error instanceof Error ? error.message : String(error);
    }
    session.seconds = (performance.now() - start) / 1000;
    sessions.push(session);
    progress.end(
      session.error ? `failed: ${session.error}` : job.say(session.record),
      session.seconds,
    );
  }
  return sessions;
}

/** @param {Session[]} sessions @returns {import('./types.js').Records} */
function byJob(sessions) {
  const rounds = Math.max(0, ...sessions.map(({ round }) => round));
  const records = new Map();
  for (const { job, round, record } of sessions) {
    if (!records.has(job)) records.set(job, Array.from({ length: rounds }));
    records.get(job)[round - 1] = record;
  }
  return records;
}

/**
 * Leaves out what this machine or this state of the project has not got, and says so.
 * @param {Job[]} jobs @param {Context} context
 */
function presentJobs(jobs, context) {
  return jobs.filter((job) => {
    const reason = job.absence?.(context);
    if (reason) console.log(`left out: ${job.name}, ${reason}`);
    return !reason;
  });
}

/**
 * What is compared stands side by side, the sessions of one workload: a machine whose speed changes
 * then changes it for both.
 * @param {Job[]} jobs
 */
function sideBySide(jobs) {
  const workload = (/** @type {Job} */ { tags }) =>
    WORKLOADS.findIndex(({ name }) => tags.includes(name));
  return jobs.toSorted((a, b) => workload(a) - workload(b));
}

/** @param {import('./options.mjs').Options} options @param {Context} context */
async function bench({ modes, rounds, only, json, build }, context) {
  const chosen = chooseJobs(
    SECTIONS.flatMap((section) => section.jobs()),
    { modes, only },
  );
  if (build) await prepare(chosen);
  const jobs = sideBySide(presentJobs(chosen, context));
  const about = await machine(jobs.flatMap((job) => job.tags));
  const [began, loadBefore] = [new Date(), load()];
  const sessions = await runRounds(jobs, (job) => rounds ?? job.rounds ?? ROUNDS, context);
  const records = byJob(sessions);
  const reports = SECTIONS.filter((section) =>
    section.jobs().some(({ name }) => records.has(name)),
  ).map((section) => ({ name: section.name, ...section.report(records, context) }));
  console.log(`\n${reports.flatMap(({ text }) => text).join('\n\n')}`);
  const loads = { before: loadBefore, after: load() };
  console.log(
    `\n${about.processor}, ${about.processors} processors, load ${loads.before[0]} before and ` +
      `${loads.after[0]} after; medians of the rounds, each in fresh processes.`,
  );
  const busiest = Math.max(...sessions.map((session) => session.load));
  if (busiest > about.processors)
    console.log(
      `Other programs wanted the processors too (load up to ${busiest}): speeds and durations here ` +
        'say little, their ratios a little more, sizes all.',
    );
  if (json) {
    const sections = Object.fromEntries(reports.map(({ name, record }) => [name, record]));
    const record = {
      format: 1,
      began,
      modes,
      rounds,
      only,
      machine: about,
      loads,
      sections,
      sessions,
    };
    writeFileSync(json, `${JSON.stringify(record, null, 1)}\n`);
  }
  const unmeasured = jobs.filter(({ name }) => !records.get(name)?.some(Boolean));
  if (unmeasured.length === 0) return;
  console.error(`Could not be measured: ${unmeasured.map(({ name }) => name).join(', ')}.`);
  process.exitCode = 1;
}

await program(import.meta.url, async (args) => {
  const options = readOptions(args);
  if (!options) return;
  if (options.list) {
    const jobs = SECTIONS.flatMap((section) => section.jobs());
    for (const { name, tags } of chooseJobs(jobs, options))
      console.log(`${name}: ${tags.join(', ')}`);
    return;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'inkling-bench-'));
  try {
    await bench(options, { dataFolder: await findData(), scratch });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
