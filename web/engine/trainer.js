import { sendableData } from './data.js';
import { readInput } from './input.js';
import { changedModel, readModel } from './model.js';
import { engineFolder } from './platform.js';

/** @typedef {import('./types.js').Progress} Progress */
/** @typedef {import('./types.js').Part} Part */

/** A network and its training, in a Worker. Made by `createTrainer`. */
export class Trainer {
  #client;
  #model;

  /**
   * @param {import('./protocol.js').Client} client
   * @param {import('./model.js').Model} model
   * @param {{build: string, threads: number, classes: number, classNames?: string[]}} engine
   */
  constructor(client, model, engine) {
    this.#client = client;
    this.#model = model;
    /** The binary that runs: 'strict' or 'fast'. */
    this.build = engine.build;
    /** Threads that compute, the Worker's own included. */
    this.threads = engine.threads;
    /** How many classes the data has: labels are 0 … classes−1. */
    this.classes = engine.classes;
    /** Their names, where the data set has any. */
    this.classNames = engine.classNames;
    /**
     * Settles when all data is in: resolves, or rejects with what was wrong.
     * @type {Promise<void>}
     */
    this.loaded = this.#followData();
  }

  /**
   * @param {import('./protocol.js').Client} client
   * @param {import('./types.js').TrainerOptions} options
   */
  static async create(client, options) {
    const model = await readModel(options.model ?? 'mlp', options.seed);
    const engine = await client.call('create', {
      lines: model.lines,
      tensors: model.tensors,
      mark: model.mark,
      habits: model.habits,
      data: await sendableData(options.data === undefined ? 'synthetic' : options.data),
      threads: options.threads ?? 1,
      build: options.build ?? 'strict',
      engineUrl: engineFolder(options.engineUrl),
      wasm: options.wasm,
    });
    return new Trainer(client, model, engine);
  }

  /** The model's config as it was given, with what has been configured since. */
  get config() {
    return this.#model.config;
  }

  /** What the weights and the order of images were last drawn from. */
  get seed() {
    return this.#model.seed;
  }

  /**
   * Calls the listener while training, at most once a frame (16 ms), and at the end of each epoch
   * and of the run.
   * @param {(progress: Progress) => void} listener
   * @returns {() => void} takes it off again
   */
  onProgress(listener) {
    return this.#client.on('progress', listener);
  }

  /**
   * Calls the listener as data comes in.
   * @param {(progress: import('./types.js').DataProgress) => void} listener
   * @returns {() => void} takes it off again
   */
  onData(listener) {
    return this.#client.on('data', listener);
  }

  /**
   * Trains until the epochs are done, `until` is met, or `pause` or `reset` is called; sleeps where
   * the data of the next step is not in yet. Called again, it goes on: to the end of the epochs,
   * or, when they are done, for as many more at the held learning rate.
   * @param {import('./types.js').TrainOptions} [options]
   * @returns {Promise<Progress>} as it stands at the end
   */
  async train({ epochs, until, signal } = {}) {
    signal?.throwIfAborted();
    const stop = () => void this.pause().catch(() => {});
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const progress = await this.#client.call('train', { epochs, until });
      signal?.throwIfAborted();
      return progress;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /**
   * Takes `count` steps, whether or not the epochs are done.
   * @param {number} [count]
   * @returns {Promise<Progress>}
   */
  step(count = 1) {
    return this.#client.call('step', { count });
  }

  /** Stops the run; resolves when no step runs. @returns {Promise<void>} */
  pause() {
    return this.#client.call('pause');
  }

  /**
   * Changes what may change while training.
   * @param {{learningRate?: number, epochs?: number, batchSize?: number, clipNorm?: number,
   *   penalty?: Record<string, number>}} changes learningRate: the constant rate, or the peak of a
   *   schedule that has one
   * @returns {Promise<void>}
   */
  async configure(changes) {
    await this.#client.call('configure', { changes });
    Object.assign(this.#model, changedModel(this.#model, changes));
  }

  /**
   * New weights, step 0; a run under way ends. Progress sent before this is never delivered.
   * @param {number} [seed] the same as before unless told
   * @returns {Promise<void>}
   */
  async reset(seed = this.#model.seed) {
    await this.#client.call('reset', { seed, run: this.#client.nextRun('progress') });
    this.#model.seed = seed;
  }

  /**
   * Replaces the data: a new session with the same config and seed.
   * @param {import('./types.js').DataOption} data
   * @returns {Promise<void>} resolves when training can begin to wait for it; see `loaded`
   */
  async load(data) {
    const runs = { run: this.#client.nextRun('progress'), dataRun: this.#client.nextRun('data') };
    const { lines, seed } = this.#model;
    const sent = await sendableData(data);
    const about = await this.#client.call('load', { data: sent, lines, seed, ...runs });
    this.classes = about.classes;
    this.classNames = about.classNames;
    this.loaded = this.#followData();
  }

  /**
   * Scores a part of the data, or `count` images of it from `first` on. Waits for them to arrive.
   * @param {Part} part
   * @param {{first?: number, count?: number}} [range]
   * @returns {Promise<import('./types.js').Score>}
   */
  evaluate(part, range = {}) {
    return this.#client.call('evaluate', { part, ...range });
  }

  /**
   * What the network makes of a picture. 784 numbers (grey, 0 … 255, or 0 … 1 where none is above
   * 1; ink light on dark) are taken as they are; a canvas or an ImageData of any size goes through
   * ink preparation (cropped, scaled and centred as the training images were). `ink` overrides.
   * @param {ArrayLike<number> | import('./types.js').Picture | HTMLCanvasElement
   *   | OffscreenCanvas} x
   * @param {{ink?: boolean, at?: number}} [options] at: by the weights after that step, see
   *   `snapshots`
   * @returns {Promise<import('./types.js').Prediction>}
   */
  async predict(x, { ink, at } = {}) {
    return this.#client.call('predict', { input: readInput(x, ink), at });
  }

  /**
   * The smallest change found of a picture, given as to `predict`, that flips the answer.
   * @param {ArrayLike<number> | import('./types.js').Picture | HTMLCanvasElement
   *   | OffscreenCanvas} x
   * @param {{target?: number, ink?: boolean, at?: number}} [options] target: the class it is to be
   *   taken for, else any other than it is taken for
   * @returns {Promise<import('./types.js').Fooling>}
   */
  async fool(x, { target, ink, at } = {}) {
    return this.#client.call('fool', { input: readInput(x, ink), target, at });
  }

  /**
   * The steps whose weights can be asked about: 0, about log-spaced ones (at most 48, and 64 MB of
   * them), and the present one. Where a call takes `at`, the last of these that is not after it
   * answers, and the answer's `step` says which that is. A reset or other data forgets them.
   * @returns {Promise<number[]>}
   */
  snapshots() {
    return this.#client.call('snapshots');
  }

  /**
   * How training is doing inside, as of the last step that was looked into (each 32nd).
   * @returns {Promise<import('./types.js').Diagnosis>}
   */
  diagnose() {
    return this.#client.call('diagnose');
  }

  /**
   * A picture of the inside:
   * - "weights:K", "biases:K" of the K-th layer that has any;
   * - "input", "activations:L": what the first layer gets, what layer L puts out, for the last
   *   predicted picture;
   * - "saliency", "saliency:C": |slope| of the score of what that picture is taken for, or of class
   *   C, by each number of the input;
   * - "dream:C": 28×28, 0 … 1, what class C looks like to the network;
   * - "fool", "fool:C": the last predicted picture as `fool` changes it, 0 … 1;
   * - "map": [count, 4], x, y, label and guess of each of the first validation images, as many as
   *   have arrived: the two principal components of what the last layer with weights gets, turned
   *   so that the points stay near their places on the last map.
   * @param {string} name
   * @param {{at?: number, count?: number}} [options] at: by the weights after that step, see
   *   `snapshots`; count: images on a map, 2,000 unless told
   * @returns {Promise<import('./types.js').View>}
   */
  view(name, { at, count } = {}) {
    return this.#client.call('view', { name, at, count });
  }

  /**
   * What the network takes each image of a part for, or of `count` images from `first` on. Waits for
   * them to arrive.
   * @param {Part} part
   * @param {{first?: number, count?: number, at?: number}} [range] at: by the weights after that
   *   step, see `snapshots`
   * @returns {Promise<import('./types.js').Answers>}
   */
  answers(part, range = {}) {
    return this.#client.call('answers', { part, ...range });
  }

  /**
   * Images with labels and predictions, as many of the asked ones as have arrived.
   * @param {Part} part
   * @param {{first?: number, count?: number, numbers?: number[], answers?: boolean, at?: number}}
   *   [range] 20 images from the first unless told; or the images of these numbers; answers: false
   *   leaves the predictions out; at: by the weights after that step, see `snapshots`
   * @returns {Promise<import('./types.js').Samples>}
   */
  samples(part, range = {}) {
    return this.#client.call('samples', { part, ...range });
  }

  /**
   * The labels of all images of a part that have arrived.
   * @param {Part} part
   * @returns {Promise<Uint8Array>}
   */
  labels(part) {
    return this.#client.call('labels', { part });
  }

  /**
   * The layers with their shapes, and all that can be configured.
   * @returns {Promise<import('./types.js').Description>}
   */
  describe() {
    return this.#client.call('describe');
  }

  /**
   * The gradient check: what backward computes against finite differences of the loss, on a batch
   * of made-up images. Only in the build "check". A large convolution takes a minute; `onRow` is
   * told of each tensor as soon as it is done, with how many there are.
   * @param {object} [options]
   * @param {number} [options.samples]
   * @param {number} [options.seed]
   * @param {(row: import('./types.js').GradientRow, tensors: number, bound: number) => void} [options.onRow]
   * @returns {Promise<import('./types.js').GradientCheck>}
   */
  async gradcheck({ samples = 4, seed = 1, onRow } = {}) {
    const { lines } = this.#model;
    const { tensors, bound } = await this.#client.call('gradcheck', { lines, samples, seed });
    const rows = [];
    for (;;) {
      const row = await this.#client.call('gradcheckRow');
      if (!row) return { bound, rows };
      rows.push(row);
      onRow?.(row, tensors, bound);
    }
  }

  /**
   * The weights as a safetensors file, with config, seed and step in its __metadata__.
   * @param {{training?: boolean}} [options] training: what the run goes on from as well, so that
   *   a trainer made from the file takes the very steps that this one would take next
   * @returns {Promise<Uint8Array>}
   */
  async save({ training = false } = {}) {
    const { tensors, step, mark } = await this.#client.call('tensors', { training });
    // The file's format comes when the first is written.
    const { writeSafetensors } = await import('./safetensors.js');
    return writeSafetensors(tensors, {
      format: 'inkling',
      version: '1',
      config: JSON.stringify(this.#model.config),
      seed: String(this.#model.seed),
      step: String(step),
      ...(mark && { training: JSON.stringify(mark) }),
      classes: String(this.classes),
      ...(this.classNames && { classNames: this.classNames.join('\n') }),
    });
  }

  /**
   * SHA-256 over all parameters and running statistics, float32 little-endian, in layer order.
   * @returns {Promise<string>} hexadecimal
   */
  async weightsSha256() {
    const { tensors } = await this.#client.call('tensors');
    const { sha256 } = await import('./digest.js');
    return sha256(tensors.map((/** @type {{values: Float32Array}} */ tensor) => tensor.values));
  }

  /** Ends the Worker and frees its memory; calls under way reject. */
  dispose() {
    this.#client.end();
  }

  #followData() {
    const loaded = this.#client.call('loaded');
    // Somebody who does not look at `loaded` meets the error in train() or evaluate().
    loaded.catch(() => {});
    return loaded;
  }
}
