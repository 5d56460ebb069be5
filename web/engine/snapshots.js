/**
 * The weights of past moments, kept in the Worker: what the network was like at about log-spaced
 * steps. A question about one of them borrows the engine's memory and gives it back, bit for bit.
 */
import { InklingError } from './error.js';

const MOST = 48;
const MOST_BYTES = 64 * 2 ** 20;
/** From one to the next, as long as there is room. */
const RATIO = 1.1;

/** @typedef {{step: number, weights: Uint8Array[]}} Snapshot */

export class Snapshots {
  #core;
  /** @type {Snapshot[]} in order */
  #kept = [];

  /** @param {Pick<import('./core.js').Core, 'progress' | 'copyWeights' | 'setWeights'>} core */
  constructor(core) {
    this.#core = core;
  }

  /** Forgets all: the weights are others. */
  clear() {
    this.#kept = [];
  }

  /** Before the first step and after each: keeps the weights where it is time. */
  take() {
    const { step } = this.#core.progress();
    this.#forgetAfter(step);
    const last = this.#kept.at(-1)?.step ?? -1;
    if (step <= last * RATIO) return;
    const weights = this.#core.copyWeights();
    const bytes = weights.reduce((sum, { length }) => sum + length, 0);
    const most = Math.min(MOST, Math.floor(MOST_BYTES / bytes));
    // Not even the first: nothing is kept at all.
    if (most < 1) return;
    this.#kept.push({ step, weights });
    if (this.#kept.length > most) this.#kept.splice(this.#leastMissed(), 1);
  }

  /** @returns {number[]} the steps that can be asked about; the last one is now */
  steps() {
    const { step } = this.#core.progress();
    this.#forgetAfter(step);
    const past = this.#kept.map((snapshot) => snapshot.step);
    return past.at(-1) === step ? past : [...past, step];
  }

  /**
   * Asks with the weights of the last snapshot that is not after that step.
   * @template T
   * @param {number | undefined} at undefined: as they are now
   * @param {() => T} ask synchronous
   * @returns {T}
   */
  at(at, ask) {
    const step = this.stepAt(at);
    if (step === this.#core.progress().step) return ask();
    const core = this.#core;
    const past = /** @type {Snapshot} */ (this.#kept.find((snapshot) => snapshot.step === step));
    const now = core.copyWeights();
    core.setWeights(past.weights);
    try {
      return ask();
    } finally {
      core.setWeights(now);
    }
  }

  /** The step whose weights answer for `at`. @param {number | undefined} at */
  stepAt(at) {
    const steps = this.steps();
    const now = steps[steps.length - 1];
    if (at === undefined) return now;
    const found = at <= now ? steps.filter((step) => step <= at).at(-1) : undefined;
    if (found === undefined)
      throw new InklingError(
        'INK_ERROR_ARGUMENT',
        `at: there are no weights of step ${at}; there are those of ${steps.join(', ')}`,
      );
    return found;
  }

  /** The step that answers, where one was asked for. @param {number | undefined} at */
  stamp(at) {
    return at === undefined ? {} : { step: this.stepAt(at) };
  }

  /** A run that diverged goes on from an earlier step. @param {number} step */
  #forgetAfter(step) {
    while ((this.#kept.at(-1)?.step ?? step) > step) this.#kept.pop();
  }

  /** Which of them, neither the first nor the last, stands closest between its neighbours. */
  #leastMissed() {
    const { length } = this.#kept;
    if (length < 3) return length - 1;
    const gap = (/** @type {number} */ i) =>
      (this.#kept[i + 1].step + 1) / (this.#kept[i - 1].step + 1);
    let least = 1;
    for (let i = 2; i < length - 1; i++) if (gap(i) < gap(least)) least = i;
    return least;
  }
}
