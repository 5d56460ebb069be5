/** Scores many images without holding up messages. Runs in the Worker. */
import { InklingError } from './error.js';

const SLICE = 12;
/** Images between two looks at the clock. */
const IMAGES = 128;

export class Scorer {
  #tools;
  /** Resolves when nobody is scoring; steps wait for it, so that all images meet one network. */
  idle = Promise.resolve();

  /** @param {Pick<import('./training.js').TrainingTools, 'core' | 'supply' | 'now' | 'turn'>} tools */
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
   * One after the other; training waits.
   * @param {import('./types.js').Part} part
   * @param {{first?: number, count?: number}} range
   * @returns {Promise<import('./types.js').Score>}
   */
  async evaluate(part, { first = 0, count }) {
    const { core } = this.#tools;
    for (const [name, value] of Object.entries({ first, count: count ?? 1 }))
      if (!Number.isSafeInteger(value) || value < (name === 'count' ? 1 : 0))
        throw new InklingError(
          'INK_ERROR_ARGUMENT',
          `evaluate: ${name} ${value} is not a number of images`,
        );
    await this.arrived(part, count === undefined ? undefined : first + count);
    const { total } = core.partCounts(part);
    const work = this.idle.then(() => this.score(part, first, count ?? total - first, () => false));
    this.idle = work.then(
      () => {},
      () => {},
    );
    return /** @type {Promise<import('./types.js').Score>} */ (work);
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
    const { core, now, turn } = this.#tools;
    const sum = core.scoreSum();
    let sliceStart = now();
    for (let done = 0; done < count; ) {
      const some = Math.min(IMAGES, count - done);
      core.evaluate(part, first + done, some, sum);
      done += some;
      if (now() - sliceStart < SLICE) continue;
      await turn();
      if (stopped()) return undefined;
      sliceStart = now();
    }
    return sum;
  }
}
