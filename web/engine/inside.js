/**
 * What the network makes of pictures, and what it looks like inside: now, or with the weights of a
 * past step. Runs in the Worker.
 */
import { InklingError } from './error.js';
import { PIXELS } from './grey.js';

/** Images on a map. */
const POINTS = 2000;
/** Views of the last predicted picture. */
const OF_PICTURE = /^(activations|input|saliency|fool)\b/;

export class Inside {
  #core;
  #snapshots;
  #scorer;
  /** @type {Uint8Array} the picture that was predicted last */
  #seen = new Uint8Array(PIXELS);

  /**
   * @param {import('./core.js').Core} core
   * @param {import('./snapshots.js').Snapshots} snapshots
   * @param {import('./scorer.js').Scorer} scorer
   */
  constructor(core, snapshots, scorer) {
    this.#core = core;
    this.#snapshots = snapshots;
    this.#scorer = scorer;
  }

  /**
   * @param {{input: import('./input.js').Input, at?: number}} args
   * @returns {import('./types.js').Prediction}
   */
  predict({ input, at }) {
    const { seen, blank } = this.#core.readInput(input);
    const step = this.#snapshots.stamp(at);
    if (blank) return { digit: null, probabilities: null, seen, ...step };
    this.#seen = seen;
    return { ...this.#snapshots.at(at, () => this.#answer(seen)), seen, ...step };
  }

  /**
   * @param {{part: import('./types.js').Part, first?: number, count?: number,
   *   numbers?: number[], answers?: boolean, at?: number}} args
   * @returns {import('./types.js').Samples}
   */
  samples({ part, first = 0, count = 20, numbers, answers = true, at }) {
    for (const number of [first, count, ...(numbers ?? [])])
      if (!Number.isSafeInteger(number) || number < 0) throw notWhole('samples', number);
    const core = this.#core;
    const { available } = core.partCounts(part);
    const there = Math.max(0, Math.min(count, available - first));
    const wanted = numbers ?? Array.from({ length: there }, (_, i) => first + i);
    const { images, labels } = core.samples(
      part,
      wanted.filter((number) => number < available),
    );
    const none = new Float32Array();
    const probabilities = answers ? this.#snapshots.at(at, () => core.predict(images)) : none;
    const digits = core.likeliest(probabilities);
    return { first, images, labels, probabilities, digits, ...this.#snapshots.stamp(at) };
  }

  /**
   * @param {{name: string, at?: number, count?: number}} args
   * @returns {Promise<import('./types.js').View>}
   */
  async view({ name, at, count = POINTS }) {
    if (!Number.isSafeInteger(count) || count < 1) throw notWhole('view', count);
    const step = this.#snapshots.stamp(at);
    if (name === 'map') return { ...(await this.#scorer.map(count, at)), ...step };
    return { ...this.#snapshots.at(at, () => this.#look(String(name))), ...step };
  }

  /**
   * @param {{input: import('./input.js').Input, target?: number, at?: number}} args
   * @returns {import('./types.js').Fooling}
   */
  fool({ input, target, at }) {
    const { seen } = this.#core.readInput(input);
    const name = target === undefined ? 'fool' : `fool:${target}`;
    const step = this.#snapshots.stamp(at);
    return this.#snapshots.at(at, () => {
      const { digit: before } = this.#answer(seen);
      const { values } = this.#core.view(name);
      const picture = Uint8Array.from(values, (value) => Math.round(255 * value));
      const { digit, probabilities } = this.#answer(picture);
      const difference = Float32Array.from(picture, (grey, i) => (grey - seen[i]) / 255);
      return {
        found: target === undefined ? digit !== before : digit === target,
        seen,
        before,
        picture,
        digit,
        probabilities,
        difference,
        norm: Math.hypot(...difference),
        ...step,
      };
    });
  }

  /** @param {Uint8Array} picture */
  #answer(picture) {
    const probabilities = this.#core.predict(picture);
    return { digit: this.#core.likeliest(probabilities)[0], probabilities };
  }

  /** @param {string} name */
  #look(name) {
    // Other pictures may have been predicted since.
    if (OF_PICTURE.test(name) && this.#core.predicted !== this.#seen)
      this.#core.predict(this.#seen);
    return this.#core.view(name);
  }
}

/** @param {string} what @param {number} number */
function notWhole(what, number) {
  return new InklingError('INK_ERROR_ARGUMENT', `${what}: ${number} is not a whole number`);
}
