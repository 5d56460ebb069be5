/** Scores many images without holding up messages. Runs in the Worker. */
import { InklingError } from './error.js';

const SLICE = 12;
/** Images between two looks at the clock. */
const IMAGES = 128;

export class Scorer {
  #tools;
  /** Resolves when nobody is scoring; steps wait for it, so that all images meet one network. */
  idle = Promise.resolve();

  /** @param {Pick<import('./training.js').TrainingTools,
   *   'core' | 'snapshots' | 'supply' | 'now' | 'turn'>} tools */
  constructor(tools) {
    this.#tools = tools;
  }

  /**
   * Resolves when images first … first+count−1 of the part, or all of it, are there.
   * @param {import('./types.js').Part} part
   * @param {number} [end]
   */
  async arrived(part, end) {
    const { core, supply } = this.#tools;
    for (;;) {
      const { total, available } = core.partCounts(part);
      if (total > 0 && available >= Math.min(end ?? total, total)) return;
      await supply().more(part);
    }
  }

  /**
   * @param {import('./types.js').Part} part
   * @param {{first?: number, count?: number}} range
   * @returns {Promise<import('./types.js').Score>}
   */
  async evaluate(part, range) {
    const score = await this.#inTurn(part, range, (first, count) =>
      this.score(part, first, count, () => false),
    );
    return /** @type {import('./types.js').Score} */ (score);
  }

  /**
   * What the network takes each image for, or took it for after the step `at`.
   * @param {import('./types.js').Part} part
   * @param {{first?: number, count?: number, at?: number}} range
   * @returns {Promise<import('./types.js').Answers>}
   */
  answers(part, range) {
    const { core, snapshots } = this.#tools;
    return this.#inTurn(part, range, async (first, count) => {
      const labels = new Uint8Array(count);
      const digits = new Uint8Array(count);
      const probabilities = new Float32Array(count);
      await this.#inSlices(count, (done, some) => {
        const numbers = Array.from({ length: some }, (_, i) => first + done + i);
        const samples = core.samples(part, numbers);
        const all = snapshots.at(range.at, () => core.predict(samples.images));
        const likeliest = core.likeliest(all);
        labels.set(samples.labels, done);
        digits.set(likeliest, done);
        for (const [i, digit] of likeliest.entries())
          probabilities[done + i] = all[i * core.classes + digit];
      });
      return { first, labels, digits, probabilities, ...snapshots.stamp(range.at) };
    });
  }

  /**
   * The map of the first validation images, of those that are there.
   * @param {number} count of images
   * @param {number} [at]
   */
  map(count, at) {
    const { core, snapshots } = this.#tools;
    return this.#inTurn('validation', { count: 1 }, async () => {
      const total = Math.min(count, core.partCounts('validation').available);
      await this.#inSlices(total, (done, some) => {
        if (!snapshots.at(at, () => core.gather(done, some, total)))
          throw new InklingError('INK_ERROR_STATE', 'map: the images have not all arrived');
      });
      return core.view('map');
    });
  }

  /**
   * One after the other, once the images are there; training waits.
   * @template T
   * @param {import('./types.js').Part} part
   * @param {{first?: number, count?: number}} range
   * @param {(first: number, count: number) => Promise<T>} task
   * @returns {Promise<T>}
   */
  async #inTurn(part, { first = 0, count }, task) {
    const { core } = this.#tools;
    for (const [name, value] of Object.entries({ first, count: count ?? 1 }))
      if (!Number.isSafeInteger(value) || value < (name === 'count' ? 1 : 0))
        throw new InklingError(
          'INK_ERROR_ARGUMENT',
          `evaluate: ${name} ${value} is not a number of images`,
        );
    await this.arrived(part, count === undefined ? undefined : first + count);
    const { total } = core.partCounts(part);
    const work = this.idle.then(() => task(first, count ?? total - first));
    this.idle = work.then(
      () => {},
      () => {},
    );
    return work;
  }

  /**
   * @param {import('./types.js').Part} part
   * @param {number} first
   * @param {number} count images that have arrived
   * @param {() => boolean} stopped
   * @returns {Promise<import('./types.js').Score | undefined>} undefined where it was stopped
   */
  async score(part, first, count, stopped) {
    return (await this.sum(part, first, count, stopped))?.read();
  }

  /**
   * The same, as the engine counts.
   * @param {import('./types.js').Part} part
   * @param {number} first
   * @param {number} count
   * @param {() => boolean} stopped
   */
  async sum(part, first, count, stopped) {
    const { core } = this.#tools;
    const sum = core.scoreSum();
    const isWhole = await this.#inSlices(
      count,
      (done, some) => core.evaluate(part, first + done, some, sum),
      stopped,
    );
    return isWhole ? sum : undefined;
  }

  /**
   * Some images at a time, with turns for messages between.
   * @param {number} count
   * @param {(done: number, some: number) => void} task for images done … done+some−1
   * @param {() => boolean} [stopped]
   * @returns {Promise<boolean>} false where it was stopped
   */
  async #inSlices(count, task, stopped = () => false) {
    const { now, turn } = this.#tools;
    let sliceStart = now();
    for (let done = 0; done < count; ) {
      const some = Math.min(IMAGES, count - done);
      task(done, some);
      done += some;
      if (now() - sliceStart < SLICE) continue;
      await turn();
      if (stopped()) return false;
      sliceStart = now();
    }
    return true;
  }
}
