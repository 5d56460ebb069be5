import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { EXPERIMENTS, findExperiment, runExperiment } from '../../web/experiments/index.js';
import { readResults } from '../../web/experiments/lines.js';
import { recipeOf } from '../../web/experiments/run.js';
import { experimentTable } from '../../web/experiments/table.js';
import { UsageError } from '../arguments.js';
import { Bar, clock, percent } from '../bar.js';
import { readDataOption } from '../data.js';

/** @typedef {import('../arguments.js').Options} Options */
/** @typedef {import('../../web/experiments/types.js').Experiment} Experiment */
/** @typedef {import('../../web/experiments/types.js').ExperimentEvent} ExperimentEvent */

/** @param {Options} options @param {string[]} words */
export async function run(options, words) {
  const [action, name, ...rest] = words;
  if (action === 'list' && name === undefined) return list(options);
  if (action !== 'run' || !name || rest.length)
    throw new UsageError('experiment: say "experiment list" or "experiment run NAME"');
  await runNamed(findExperiment(name), options);
}

/** @param {Options} options */
function list({ json, lang }) {
  const width = Math.max(...EXPERIMENTS.map(({ name }) => name.length));
  for (const { name, title, lookFor, runs } of EXPERIMENTS) {
    const names = runs.map((one) => one.name);
    console.log(
      json
        ? JSON.stringify({ event: 'experiment', name, title, lookFor, runs: names })
        : `${name.padEnd(width)}  ${title[lang]}`,
    );
  }
}

/** @param {Experiment} experiment @param {Options} options */
async function runNamed(experiment, options) {
  const first = options.seed ?? 1;
  const seeds = Array.from({ length: options.seeds ?? 1 }, (_, i) => first + i);
  const data = await readDataOption(options.data);
  const set = nameOf(data);
  const isDone = options.skip ? await readDone(options.skip, set) : () => false;
  const show = new Show(experiment, options, set);
  const results = await runExperiment(experiment, {
    data,
    seeds,
    epochs: options.epochs,
    threads: options.threads,
    build: options.build,
    skip: (one, seed) => {
      const isShortened = (options.epochs ?? one.config.epochs) !== one.config.epochs;
      const epochs = isShortened ? Number(options.epochs) : null;
      return isDone(keyOf(experiment.name, one.name, recipeOf(one), seed, epochs));
    },
    onEvent: (event) => show.event(event),
  });
  show.done(results);
}

/** What stands for the data in results. @param {import('../../web/engine/types.js').DataOption} data */
function nameOf(data) {
  if (typeof data === 'string') return data;
  if (data && 'name' in data) return data.name;
  return data && 'dir' in data ? basename(data.dir) : 'other';
}

/** @param {...(string | number | null)} parts */
const keyOf = (...parts) => parts.join('\n');

/**
 * @param {string} file which may be missing: then nothing is done yet
 * @param {string} set
 */
async function readDone(file, set) {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const done = new Set(
    readResults(text)
      .filter((result) => result.data === set)
      .map(({ experiment, run: name, recipe, seed, epochs, shortened }) =>
        keyOf(experiment, name, recipe, seed, shortened ? epochs : null),
      ),
  );
  return (/** @type {string} */ key) => done.has(key);
}

/** Tells how an experiment goes: JSON lines, or a bar and then a table. */
class Show {
  #bar = new Bar();
  #experiment;
  #options;
  #set;

  /** @param {Experiment} experiment @param {Options} options @param {string} set */
  constructor(experiment, options, set) {
    this.#experiment = experiment;
    this.#options = options;
    this.#set = set;
    const { title, lookFor } = experiment;
    if (!options.json)
      console.error([title[options.lang], ...lookFor[options.lang], ''].join('\n'));
  }

  /** @param {ExperimentEvent} event */
  event(event) {
    if (event.event === 'data') return;
    if (event.event === 'run') return this.#run(event);
    if (event.event === 'start' || this.#options.json) return;
    const { run: name, seed, index, count, progress } = event;
    const part = progress.totalSteps ? progress.step / progress.totalSteps : 0;
    this.#bar.draw(
      (index + part) / count,
      `${index + 1}/${count} ${name}, seed ${seed}  epoch ${progress.epoch}/${progress.epochs}  ` +
        `loss ${progress.loss.toFixed(4)}  ${clock(progress.secondsLeft)} left`,
    );
  }

  /** @param {Extract<ExperimentEvent, {event: 'run'}>} result */
  #run(result) {
    this.#bar.clear();
    if (this.#options.json) return console.log(JSON.stringify({ ...result, data: this.#set }));
    const { run: name, seed, testAccuracy, trainSeconds } = result;
    const tested = testAccuracy === null ? 'no test images' : `test ${percent(testAccuracy)}`;
    console.error(`${name}, seed ${seed}: ${tested}, ${trainSeconds.toFixed(1)} s`);
  }

  /** @param {import('../../web/experiments/types.js').RunResult[]} results */
  done(results) {
    this.#bar.clear();
    const { json, lang } = this.#options;
    const { name } = this.#experiment;
    if (json)
      console.log(JSON.stringify({ event: 'done', experiment: name, runs: results.length }));
    else if (results.length) console.log(experimentTable(this.#experiment, results, lang));
    else console.error('inkling: nothing was left to run');
  }
}
