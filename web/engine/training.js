/**
 * Training in slices: some milliseconds of steps, then messages have their turn, so that a pause, a
 * prediction or a drawing never waits longer than that. Runs in the Worker; the engine, the data,
 * the clock and the turn are given, so that tests need none of them.
 */
import { flattenConfig } from './config.js';
import { InklingError } from './error.js';
import { Meter } from './meter.js';
import { Scorer } from './scorer.js';

const SLICE = 12;
/**
 * No line and no number need be told of oftener, and each telling makes a page draw, which takes from
 * training where processors share a core.
 */
const BETWEEN_EVENTS = 100;

/**
 * @typedef {object} TrainingTools
 * @property {import('./core.js').Core} core
 * @property {import('./snapshots.js').Snapshots} snapshots
 * @property {() => import('./supply.js').Supply} supply the present data
 * @property {(progress: import('./types.js').Progress) => void} emit
 * @property {() => number} now milliseconds
 * @property {() => Promise<void>} turn lets messages be answered
 *
 * @typedef {object} Run
 * @property {boolean} stop asked to
 * @property {() => number} target the step where it ends; 0 while unknown
 * @property {import('./types.js').Until} [until]
 * @property {boolean} met `until` is reached, or early stopping has decided
 * @property {() => void} wake ends a sleep
 * @property {Promise<unknown>} ended
 */

export class Training {
  #tools;
  #meter;
  /** @type {Run | undefined} */
  #run;
  /** Epochs after which a run ends; 0 stands for the config's. */
  #goal = 0;
  /** The epoch's end that was scored last, as a step. */
  #scoredStep = 0;
  #lastEvent = Number.NEGATIVE_INFINITY;

  /** @param {TrainingTools} tools */
  constructor(tools) {
    this.#tools = tools;
    this.#meter = new Meter(tools.core);
    this.scorer = new Scorer(tools);
  }

  /**
   * @param {{epochs?: number, until?: import('./types.js').Until}} options
   * @returns {Promise<import('./types.js').Progress>}
   */
  async train({ epochs, until = {} }) {
    this.#refuseSecondRun();
    if (epochs !== undefined) checkWhole('epochs', epochs);
    for (const accuracy of Object.values(until))
      if (accuracy !== undefined && !(accuracy >= 0 && accuracy <= 1))
        throw argument(`until: ${accuracy} is not an accuracy from 0 to 1`);
    this.#setGoal(epochs);
    return this.#start(() => this.#endOf(this.#goal), until);
  }

  /** @param {{count: number}} options @returns {Promise<import('./types.js').Progress>} */
  async step({ count }) {
    this.#refuseSecondRun();
    checkWhole('step', count);
    // A step after the last epoch begins as many more, as training on would.
    this.#setGoal(undefined);
    const target = this.#tools.core.progress().step + count;
    return this.#start(() => target);
  }

  /** Resolves when no step runs. */
  async stop() {
    const run = this.#run;
    if (!run) return;
    run.stop = true;
    run.wake();
    await run.ended.catch(() => {});
  }

  /**
   * Changes what may change while training.
   * @param {Record<string, unknown>} changes
   */
  configure(changes) {
    this.#tools.core.configure(flattenConfig(changes));
    if (typeof changes.epochs === 'number') this.#goal = changes.epochs;
  }

  /** Time in steps so far. */
  get trainSeconds() {
    return this.#meter.trainSeconds;
  }

  /** The engine goes on from a run that was saved. @param {number} trainSeconds of it */
  resume(trainSeconds) {
    this.#meter = new Meter(this.#tools.core, trainSeconds);
  }

  /** Everything back to before the first step; the engine has been reset. */
  reset() {
    this.#goal = this.#scoredStep = 0;
    this.#tools.snapshots.clear();
    this.#meter = new Meter(this.#tools.core);
  }

  /** The step at which so many epochs are over; 0 while unknown. @param {number} epochs */
  #endOf(epochs) {
    const { step, stepsPerEpoch, epochsDone, stepsLeft } = this.#tools.core.progress();
    if (stepsPerEpoch === 0) return 0;
    if (epochs <= epochsDone) return step;
    return step + stepsLeft + (epochs - epochsDone - 1) * stepsPerEpoch;
  }

  /** Whether the last step was an epoch's last. */
  #atEpochEnd() {
    const { epoch, epochsDone } = this.#tools.core.progress();
    return epoch > 0 && epochsDone === epoch;
  }

  #epochs() {
    return this.#goal || this.#tools.core.progress().epochs;
  }

  /**
   * Where the next run ends: at the end of the epochs, or, when they are done, as many later.
   * @param {number | undefined} epochs
   */
  #setGoal(epochs) {
    const { core } = this.#tools;
    const { epochsDone: done, epochs: configured } = core.progress();
    this.#goal ||= configured;
    if (done >= this.#goal) {
      this.#goal = done + (epochs ?? configured);
      return;
    }
    if (epochs === undefined) return;
    core.configure(`epochs=${epochs}\n`);
    this.#goal = epochs;
  }

  #refuseSecondRun() {
    if (this.#run)
      throw new InklingError('INK_ERROR_STATE', 'it is training already; pause it first');
  }

  /**
   * @param {() => number} target
   * @param {import('./types.js').Until} [until]
   */
  async #start(target, until) {
    const run = {
      stop: false,
      target,
      until,
      met: false,
      wake: () => {},
      ended: Promise.resolve(),
    };
    this.#run = run;
    this.#meter.beginRun();
    const going = this.#go(run).finally(() => {
      this.#run = undefined;
    });
    run.ended = going;
    await going;
    return this.#report(run);
  }

  /** @param {Run} run */
  async #go(run) {
    const { supply, turn } = this.#tools;
    await this.#scoreEpoch(run);
    while (!this.#over(run)) {
      const outcome = this.#slice(run);
      if (outcome === 'waiting') {
        // The sleep may be long.
        if (this.#meter.hasNews) this.#report(run);
        await this.#sleep(run, supply().more('train'));
      }
      if (outcome === 'epoch') await this.#scoreEpoch(run);
      if (this.#over(run)) return;
      const due = this.#tools.now() - this.#lastEvent >= BETWEEN_EVENTS;
      // Every epoch is told, however short: listeners count them and keep their scores.
      if (outcome === 'epoch' || (due && this.#meter.hasNews)) this.#report(run);
      await turn();
      await this.scorer.idle;
    }
  }

  /** @param {Run} run */
  #over(run) {
    const target = run.target();
    return run.stop || run.met || (target > 0 && this.#tools.core.progress().step >= target);
  }

  /**
   * Steps until time is up, the run's or an epoch's end is reached, or data is missing.
   * @param {Run} run
   */
  #slice(run) {
    const { core, snapshots, now } = this.#tools;
    const start = now();
    for (let before = start; before - start < SLICE; ) {
      snapshots.take();
      if (!this.#takeStep(run)) return 'waiting';
      const time = now();
      this.#meter.add(time - before);
      before = time;
      if (this.#atEpochEnd()) return 'epoch';
      if (core.progress().step >= run.target()) break;
    }
    return 'time';
  }

  /** @param {Run} run */
  #takeStep(run) {
    try {
      return this.#tools.core.step();
    } catch (error) {
      if (error instanceof InklingError && error.code === 'INK_ERROR_NONFINITE')
        this.#tools.emit({ ...this.#record(run), verdict: { name: 'diverged', layer: -1 } });
      throw error;
    }
  }

  /**
   * At an epoch's end, scores the validation images where they are all there, and waits for them
   * where the run's end hangs on it, so that a slow line does not change where that is.
   * @param {Run} run
   */
  async #scoreEpoch(run) {
    const { core } = this.#tools;
    const { step, epoch } = core.progress();
    if (step === this.#scoredStep || !this.#atEpochEnd()) return;
    for (const part of /** @type {const} */ (['validation', 'test'])) {
      const wanted = run.until?.[`${part}Accuracy`];
      if (part === 'test' && wanted === undefined) continue;
      if (wanted !== undefined) await this.#sleep(run, this.scorer.arrived(part));
      const { total, available } = core.partCounts(part);
      if (total === 0 || available < total) continue;
      const sum = await this.scorer.sum(part, 0, total, () => run.stop);
      if (!sum) return;
      const score = sum.read();
      if (part === 'validation' && core.judge(sum)) run.met = true;
      this.#meter[part] = { loss: score.loss, accuracy: score.accuracy, step, epoch };
      if (wanted !== undefined && score.accuracy >= wanted) run.met = true;
    }
    this.#scoredStep = step;
  }

  /** @param {Run} run @param {Promise<unknown>} arrival */
  async #sleep(run, arrival) {
    if (run.stop) return;
    const stopped = new Promise((resolve) => {
      run.wake = () => resolve(undefined);
    });
    await Promise.race([arrival, stopped]);
  }

  /** @param {Run} run */
  #record(run) {
    const epochs = this.#epochs();
    return this.#meter.record(epochs, this.#endOf(epochs), run.target());
  }

  /** @param {Run} run */
  #report(run) {
    const record = this.#record(run);
    this.#lastEvent = this.#tools.now();
    this.#meter.forgetRecent();
    this.#tools.emit(record);
    return record;
  }
}

/** @param {string} name @param {number} value */
function checkWhole(name, value) {
  if (!Number.isSafeInteger(value) || value < 1)
    throw argument(`${name}: ${value} is not a whole number of at least 1`);
}

/** @param {string} detail */
function argument(detail) {
  return new InklingError('INK_ERROR_ARGUMENT', detail);
}
