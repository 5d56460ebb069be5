/** Runs an experiment: each of its runs with each seed, one after the other. */
import { InklingError } from '../engine/error.js';
import { createTrainer } from '../engine/index.js';
import { measureDepth, measureWeights } from './measure.js';

/** @typedef {import('../engine/trainer.js').Trainer} Trainer */
/** @typedef {import('./types.js').Definition} Experiment */
/** @typedef {import('./types.js').Setting} Run */

const CURVE_POINTS = 100;
/** Batches over which the accuracy is averaged, where a run is to reach one. */
const REACH_OVER = 100;

/**
 * @typedef {object} RunOptions
 * @property {import('../engine/types.js').DataOption} [data] 'synthetic' unless told
 * @property {number[]} [seeds] 1 unless told
 * @property {number} [epochs] instead of each run's own, to shorten it
 * @property {number} [first] only so many of the training images, to shorten it
 * @property {number | 'auto'} [threads]
 * @property {import('../engine/types.js').TrainerOptions['build']} [build]
 * @property {AbortSignal} [signal]
 * @property {(run: Run, seed: number) => boolean} [skip]
 * @property {(event: import('./types.js').ExperimentEvent) => void} [onEvent]
 */

/**
 * @param {Experiment} experiment
 * @param {RunOptions} [options]
 * @returns {Promise<import('./types.js').RunResult[]>}
 */
export async function runExperiment(experiment, options = {}) {
  const { seeds = [1], skip = () => false, onEvent = () => {} } = options;
  const plan = seeds
    .flatMap((seed) => experiment.runs.map((run) => ({ run, seed })))
    .filter(({ run, seed }) => !skip(run, seed));
  const results = [];
  for (const [index, { run, seed }] of plan.entries()) {
    const place = { experiment: experiment.name, run: run.name, seed, index, count: plan.length };
    onEvent({ event: 'start', ...place });
    const result = await train(experiment, run, seed, options, (progress) =>
      onEvent({ event: 'progress', ...place, progress }),
    );
    onEvent({ event: 'run', ...result });
    results.push(result);
  }
  return results;
}

/**
 * @param {Experiment} experiment
 * @param {Run} run
 * @param {number} seed
 * @param {RunOptions} options
 * @param {(progress: import('../engine/types.js').Progress) => void} onProgress
 * @returns {Promise<import('./types.js').RunResult>}
 */
async function train(experiment, run, seed, options, onProgress) {
  const { data, threads, build, signal, onEvent } = options;
  signal?.throwIfAborted();
  const model = withFirst(run.config, options.first);
  const trainer = await createTrainer({ model, data, seed, threads, build });
  const end = () => trainer.dispose();
  signal?.addEventListener('abort', end, { once: true });
  try {
    const log = new Log(experiment.reach);
    trainer.onData((progress) => onEvent?.({ event: 'data', progress }));
    trainer.onProgress((progress) => {
      log.add(progress);
      onProgress(progress);
    });
    await trainer.loaded;
    const before = await measuredDepth(experiment, trainer);
    const diverged = await trainToEnd(trainer, options);
    const after = await measuredDepth(experiment, trainer);
    const configured = Number(run.config.epochs);
    const epochs = options.epochs ?? configured;
    return {
      experiment: experiment.name,
      run: run.name,
      recipe: recipeOf(run),
      seed,
      epochs,
      shortened: epochs !== configured || model !== run.config,
      ...(await scores(trainer)),
      ...log.read(),
      diverged,
      ...(before && after && { depth: { before, after } }),
      ...(experiment.measures?.includes('weights') && { weights: await measureWeights(trainer) }),
      build: trainer.build,
      threads: trainer.threads,
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

/** @param {Run['config']} config @param {number} [first] @returns {Run['config']} */
const withFirst = (config, first) =>
  first === undefined
    ? config
    : { ...config, split: { .../** @type {object} */ (config.split), first } };

/** @param {Experiment} experiment @param {Trainer} trainer */
async function measuredDepth(experiment, trainer) {
  return experiment.measures?.includes('depth') ? measureDepth(trainer) : undefined;
}

/**
 * @param {Trainer} trainer
 * @param {RunOptions} options
 * @returns {Promise<boolean>} whether the loss stopped being finite
 */
async function trainToEnd(trainer, { epochs }) {
  try {
    await trainer.train({ epochs });
    return false;
  } catch (error) {
    if (error instanceof InklingError && error.code === 'INK_ERROR_NONFINITE') return true;
    throw error;
  }
}

/** @param {Trainer} trainer */
async function scores(trainer) {
  /** @param {import('../engine/types.js').Part} part */
  const score = async (part) => {
    try {
      const { accuracy, loss } = await trainer.evaluate(part);
      return { accuracy, loss: finite(loss) };
    } catch (error) {
      if (error instanceof InklingError && error.code === 'INK_ERROR_NO_TEST')
        return { accuracy: null, loss: null };
      throw error;
    }
  };
  const [test, ofTrain, validation] = [
    await score('test'),
    await score('train'),
    await score('validation'),
  ];
  return {
    testAccuracy: test.accuracy,
    testLoss: test.loss,
    trainAccuracy: ofTrain.accuracy,
    trainLoss: ofTrain.loss,
    validationAccuracy: validation.accuracy,
    validationLoss: validation.loss,
  };
}

/** JSON knows no NaN. @param {number} value */
const finite = (value) => (Number.isFinite(value) ? value : null);

/** Gathers what training tells. */
class Log {
  /** @type {number[]} */
  #losses = [];
  /** @type {number[]} */
  #accuracies = [];
  /** @type {import('./types.js').RunResult['validation']} */
  #validation = [];
  /** @type {import('../engine/types.js').Progress | undefined} */
  #last;
  #reach;

  /** @param {number} [reach] */
  constructor(reach) {
    this.#reach = reach;
  }

  /** @param {import('../engine/types.js').Progress} progress */
  add(progress) {
    this.#last = progress;
    this.#losses.push(...progress.recent.loss);
    if (this.#reach !== undefined) this.#accuracies.push(...progress.recent.accuracy);
    const { validation } = progress;
    if (validation && validation.epoch !== this.#validation.at(-1)?.epoch)
      this.#validation.push({
        epoch: validation.epoch,
        loss: validation.loss,
        accuracy: validation.accuracy,
      });
  }

  read() {
    const last = this.#last;
    return {
      firstLoss: finite(this.#losses[0] ?? Number.NaN),
      steps: last?.step ?? 0,
      trainSeconds: last?.trainSeconds ?? 0,
      samplesPerSecond: last?.samplesPerSecond ?? 0,
      verdict: last?.verdict.name ?? 'none',
      losses: averaged(this.#losses, CURVE_POINTS),
      validation: this.#validation,
      ...(this.#reach !== undefined && {
        reachedStep: firstReached(this.#accuracies, this.#reach),
      }),
    };
  }
}

/**
 * @param {number[]} values one a step
 * @param {number} points at most
 * @returns {{step: number, loss: number}[]} means of equal stretches; step: a stretch's last
 */
export function averaged(values, points) {
  const length = Math.max(1, Math.ceil(values.length / points));
  const means = [];
  for (let from = 0; from < values.length; from += length) {
    const stretch = values.slice(from, from + length);
    const loss = stretch.reduce((sum, value) => sum + value, 0) / stretch.length;
    means.push({ step: from + stretch.length, loss: Number(loss.toPrecision(5)) });
  }
  return means;
}

/**
 * @param {number[]} accuracies one a step
 * @param {number} wanted
 * @returns {number | null} the first step at which the mean of the last is so high
 */
export function firstReached(accuracies, wanted) {
  let sum = 0;
  for (const [i, accuracy] of accuracies.entries()) {
    sum += accuracy - (accuracies[i - REACH_OVER] ?? 0);
    if (i + 1 >= REACH_OVER && sum / REACH_OVER >= wanted) return i + 1;
  }
  return null;
}

/**
 * A short word that changes whenever the config does, so that figures of another recipe are not
 * taken for this one's (FNV-1a, 32 bits).
 * @param {Run} run
 */
export function recipeOf(run) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify(run.config)))
    hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
