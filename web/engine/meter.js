/** Keeps what a progress record says besides the engine's own numbers. */

/** @typedef {{loss: number, accuracy: number, step: number, epoch: number}} EpochScore */

export class Meter {
  #core;
  #trainMilliseconds;
  #run = { milliseconds: 0, samples: 0, steps: 0 };
  /** @type {{first: number, loss: number[], accuracy: number[]}} since the last event */
  #recent = { first: 1, loss: [], accuracy: [] };
  /** @type {EpochScore | undefined} */
  validation;
  /** @type {EpochScore | undefined} */
  test;

  /** @param {import('./core.js').Core} core @param {number} [trainSeconds] of earlier steps */
  constructor(core, trainSeconds = 0) {
    this.#core = core;
    this.#trainMilliseconds = 1000 * trainSeconds;
  }

  /** Time in steps so far. */
  get trainSeconds() {
    return this.#trainMilliseconds / 1000;
  }

  /** Rate and time left are of this run, so that a pause does not slow them. */
  beginRun() {
    this.#run = { milliseconds: 0, samples: 0, steps: 0 };
    this.forgetRecent();
  }

  /** Counts the step just taken. @param {number} milliseconds it took */
  add(milliseconds) {
    const { samples, loss, accuracy } = this.#core.progress();
    this.#trainMilliseconds += milliseconds;
    this.#run.milliseconds += milliseconds;
    this.#run.samples += samples;
    this.#run.steps++;
    this.#recent.loss.push(loss);
    this.#recent.accuracy.push(accuracy);
  }

  /** Whether steps have been taken since the last event. */
  get hasNews() {
    return this.#recent.loss.length > 0;
  }

  forgetRecent() {
    this.#recent = { first: this.#core.progress().step + 1, loss: [], accuracy: [] };
  }

  /**
   * @param {number} epochs
   * @param {number} totalSteps of all of them
   * @param {number} target the step where the run ends; 0 while unknown
   * @returns {import('./types.js').Progress}
   */
  record(epochs, totalSteps, target) {
    const { step, epoch, epochsDone, loss, accuracy, learningRate } = this.#core.progress();
    const { milliseconds, samples, steps } = this.#run;
    const { validation, test } = this;
    return {
      step,
      epoch,
      epochs,
      epochsDone,
      totalSteps,
      loss: step > 0 ? loss : Number.NaN,
      accuracy: step > 0 ? accuracy : Number.NaN,
      learningRate,
      ...(validation && { validation }),
      ...(test && { test }),
      samplesPerSecond: milliseconds > 0 ? (1000 * samples) / milliseconds : 0,
      secondsLeft: secondsLeft(target, step, steps, milliseconds),
      trainSeconds: this.trainSeconds,
      verdict: this.#core.verdict(),
      recent: {
        first: this.#recent.first,
        loss: Float32Array.from(this.#recent.loss),
        accuracy: Float32Array.from(this.#recent.accuracy),
      },
    };
  }
}

/**
 * @param {number} target
 * @param {number} step
 * @param {number} taken steps of this run
 * @param {number} milliseconds that they took
 */
function secondsLeft(target, step, taken, milliseconds) {
  if (target > 0 && step >= target) return 0;
  if (target === 0 || taken === 0) return Number.POSITIVE_INFINITY;
  return ((target - step) * milliseconds) / taken / 1000;
}
