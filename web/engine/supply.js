/** Brings a data set into the engine while the Worker goes on with other things. */
import { InklingError } from './error.js';

/** How long to feed before messages have their turn, and between two events. */
const SLICE = 12;
const BETWEEN_EVENTS = 16;
/** Synthetic digits made between two looks at the clock. */
const DIGITS = 16;

/**
 * @typedef {object} SupplyTools
 * @property {import('./core.js').Core} core
 * @property {(progress: import('./types.js').DataProgress) => void} emit
 * @property {() => number} now milliseconds
 * @property {() => Promise<void>} turn lets messages be answered
 * @property {() => Promise<import('./sources.js').Listing>} list the set's files
 */

/** One data set on its way in. */
export class Supply {
  #tools;
  #data;
  #abort = new AbortController();
  /** @type {Error | undefined} */
  #failure;
  #finished = false;
  /** @type {(() => void)[]} */
  #waiting = [];
  #sliceStart = 0;
  /** @type {string[]} */
  #notes = [];
  #lastEvent = Number.NEGATIVE_INFINITY;
  /** @type {Promise<void>} settles when all is in */
  loaded = Promise.resolve();

  /**
   * @param {import('./data.js').SentData} data
   * @param {SupplyTools} tools
   */
  constructor(data, tools) {
    this.#data = data;
    this.#tools = tools;
  }

  /** Takes arrays at once, throwing what is wrong with them; all else streams in from now on. */
  start() {
    try {
      if (this.#data.kind === 'arrays') this.#setArrays(this.#data);
    } catch (error) {
      this.#failure = /** @type {Error} */ (error);
      throw error;
    }
    this.loaded = this.#bring().then(
      () => this.#settle(),
      (error) => {
        this.#failure ??= error;
        this.#settle();
        throw error;
      },
    );
    this.loaded.catch(() => {});
  }

  /** Stops bringing; whoever waits for data fails. */
  cancel() {
    this.#failure ??= new InklingError('INK_ERROR_STATE', 'the data was replaced by other data');
    this.#abort.abort();
    this.#wake();
  }

  /**
   * Resolves when more data may have come in. Rejects when none will: with what went wrong, or
   * because this set has none of that part.
   * @param {import('./types.js').Part} part
   */
  async more(part) {
    if (this.#failure) throw this.#failure;
    if (this.#finished)
      throw part === 'test'
        ? new InklingError('INK_ERROR_NO_TEST', 'this data set has training images only')
        : new InklingError('INK_ERROR_STATE', 'no data was given to train on');
    await /** @type {Promise<void>} */ (new Promise((resolve) => this.#waiting.push(resolve)));
    if (this.#failure && this.#abort.signal.aborted) throw this.#failure;
  }

  #settle() {
    this.#finished = true;
    this.#wake();
  }

  #wake() {
    for (const resume of this.#waiting.splice(0)) resume();
  }

  async #bring() {
    // Whoever asked for the data learns of it before the first event.
    await this.#tools.turn();
    this.#sliceStart = this.#tools.now();
    const { kind } = this.#data;
    if (kind === 'synthetic' || kind === 'fake') {
      await this.#make(kind, false, this.#data.train, this.#data.seed);
      await this.#make(kind, true, this.#data.test, this.#data.seed);
    } else if (kind !== 'none' && kind !== 'arrays') {
      const { sources, notes } = await this.#tools.list();
      this.#notes = notes;
      for (const source of sources) {
        if (this.#abort.signal.aborted) return;
        await this.#feed(source);
      }
    }
  }

  /** @param {Extract<import('./data.js').SentData, {kind: 'arrays'}>} arrays */
  #setArrays({ images, labels, testImages, testLabels }) {
    const { core } = this.#tools;
    core.setData(false, images, labels);
    if (testImages && testLabels) core.setData(true, testImages, testLabels);
  }

  /**
   * @param {'synthetic' | 'fake'} kind
   * @param {boolean} test
   * @param {number} total
   * @param {number} seed
   */
  async #make(kind, test, total, seed) {
    const file = test ? 'test-images' : 'train-images';
    for (let done = false; !done && !this.#abort.signal.aborted; ) {
      done = this.#tools.core.make(kind, test, seed, total, DIGITS);
      await this.#came({ file, bytes: 0 }, done);
    }
  }

  /** @param {import('./sources.js').Source} source */
  async #feed({ file, open }) {
    const { core } = this.#tools;
    const { signal } = this.#abort;
    const { chunks, totalBytes, array } = await open(signal);
    if (array) core.beginArray(file, array.count);
    let bytes = 0;
    for await (const chunk of chunks) {
      if (signal.aborted) return;
      if (array) core.feedArray(file, array.element, chunk);
      else core.feed(file, chunk);
      bytes += chunk.length;
      await this.#came({ file, bytes, totalBytes }, false);
      if (signal.aborted) return;
    }
    if (signal.aborted) return;
    core.endFile(file);
    await this.#came({ file, bytes, totalBytes }, true);
  }

  /**
   * Tells those who wait, now and then the page, and lets messages have their turn.
   * @param {{file: import('./data.js').FileName, bytes: number, totalBytes?: number}} what
   * @param {boolean} done
   */
  async #came(what, done) {
    const { core, emit, now, turn } = this.#tools;
    this.#wake();
    const time = now();
    if (done || time - this.#lastEvent >= BETWEEN_EVENTS) {
      this.#lastEvent = time;
      const counts = core.dataCounts(what.file.startsWith('test'));
      emit({ ...what, ...counts, done, ...(this.#notes.length && { notes: this.#notes }) });
    }
    if (time - this.#sliceStart >= SLICE) {
      await turn();
      this.#sliceStart = now();
    }
  }
}
