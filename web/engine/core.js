/**
 * The WebAssembly engine with JavaScript's types: one data set, one session on it. Everything here
 * is synchronous and runs in the Worker.
 */
import { readDiagnosis, verdictLayer, verdictName } from './diagnosis.js';
import { InklingError } from './error.js';
import { readGradcheckRow } from './gradcheck.js';
import { PIXELS, readGrey, SIDE } from './grey.js';
import { Heap, ScoreSum, utf8 } from './heap.js';

export { PIXELS };

/** @typedef {import('./types.js').Part} Part */
/** @typedef {import('./heap.js').Engine} Engine */

/** Of a data set that says nothing else. */
export const DIGITS = 10;

/** Numbers of src/data/dataset.h's ink_file and src/train/session.h's ink_part. */
const FILES = { 'train-images': 0, 'train-labels': 1, 'test-images': 2, 'test-labels': 3 };
const PARTS = { train: 0, validation: 1, test: 2 };
/** Divisible by the size of each element. */
const ROOM = 65536;

/** Numbers of src/data/elements.h's ink_element, and wasm/exports.c's own; bytes of each. */
const ELEMENTS = {
  uint8: { type: 0, size: 1 },
  int32: { type: 1, size: 4 },
  int64: { type: 2, size: 8 },
  float32: { type: 3, size: 4 },
  float64: { type: 4, size: 8 },
  rgba: { type: 5, size: 4 },
};

/** @param {Part} part */
function partNumber(part) {
  if (!Object.hasOwn(PARTS, part))
    throw new InklingError(
      'INK_ERROR_ARGUMENT',
      `there is no part "${part}"; there are ${Object.keys(PARTS).join(', ')}`,
    );
  return PARTS[part];
}

export class Core {
  #engine;
  #heap;
  #data = 0;
  #session = 0;
  /** Room for the bytes of a file on their way in. */
  #room = 0;
  /** Of the data set there is. */
  classes = DIGITS;
  /** @type {Uint8Array | undefined} what was predicted last: the last image is the one views show */
  predicted;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    this.#heap = new Heap(engine);
    this.#room = this.#heap.handle(engine._inkling_allocate(ROOM));
  }

  /**
   * An empty data set and a session on it, in the place of those before.
   * @param {string} lines the config
   * @param {number} threads
   * @param {import('./data.js').Habits} [habits] of the data
   */
  create(lines, threads, { classes = DIGITS, transposed = false, firstLabel = 0 } = {}) {
    const engine = this.#engine;
    engine._inkling_session_destroy(this.#session);
    engine._inkling_data_destroy(this.#data);
    this.#session = this.#data = 0;
    this.predicted = undefined;
    this.#data = this.#heap.handle(engine._inkling_data_create(SIDE, SIDE, classes));
    this.classes = classes;
    this.#heap.check(engine._inkling_data_set_habits(this.#data, Number(transposed), firstLabel));
    this.#session = this.#heap.handle(
      this.#heap.lend([utf8(lines)], ([text]) =>
        engine._inkling_session_create(text, this.#data, threads),
      ),
    );
  }

  /**
   * @param {keyof typeof FILES} file
   * @param {Uint8Array} bytes of any number
   */
  feed(file, bytes) {
    for (let from = 0; from < bytes.length; from += ROOM) {
      const piece = bytes.subarray(from, from + ROOM);
      this.#engine.HEAPU8.set(piece, this.#room);
      this.#heap.check(
        this.#engine._inkling_data_feed(this.#data, FILES[file], this.#room, piece.length),
      );
    }
  }

  /**
   * An array in the place of a file: what follows is its elements.
   * @param {keyof typeof FILES} file
   * @param {number} count of samples
   */
  beginArray(file, count) {
    const header = file.endsWith('labels') ? [0x801, count] : [0x803, count, SIDE, SIDE];
    const bytes = new DataView(new ArrayBuffer(4 * header.length));
    for (const [i, word] of header.entries()) bytes.setUint32(4 * i, word);
    this.feed(file, new Uint8Array(bytes.buffer));
  }

  /**
   * @param {keyof typeof FILES} file
   * @param {keyof typeof ELEMENTS} element
   * @param {Uint8Array} bytes of any number of whole elements
   */
  feedArray(file, element, bytes) {
    const { _inkling_data_feed_elements: feed } = this.#engine;
    const { type, size } = ELEMENTS[element];
    for (let from = 0; from < bytes.length; from += ROOM) {
      const piece = bytes.subarray(from, from + ROOM);
      this.#engine.HEAPU8.set(piece, this.#room);
      this.#heap.check(feed(this.#data, FILES[file], type, this.#room, piece.length / size));
    }
  }

  /** @param {keyof typeof FILES} file */
  endFile(file) {
    this.#heap.check(this.#engine._inkling_data_end(this.#data, FILES[file]));
  }

  /** @param {boolean} test @param {Uint8Array} images @param {Uint8Array} labels */
  setData(test, images, labels) {
    this.#heap.lend([images, labels], ([pixels, classes]) =>
      this.#heap.check(
        this.#engine._inkling_data_set(
          this.#data,
          Number(test),
          pixels,
          images.length,
          classes,
          labels.length,
        ),
      ),
    );
  }

  /**
   * @param {'synthetic' | 'fake'} kind
   * @param {boolean} test
   * @param {number} seed
   * @param {number} total
   * @param {number} slice how many to make now
   * @returns {boolean} whether all are made
   */
  make(kind, test, seed, total, slice) {
    const { _inkling_data_synthesize, _inkling_data_fake } = this.#engine;
    const make = kind === 'fake' ? _inkling_data_fake : _inkling_data_synthesize;
    return this.#heap.check(make(this.#data, Number(test), seed, total, slice)) === 0;
  }

  /** @param {boolean} test */
  dataCounts(test) {
    return {
      images: this.#engine._inkling_data_available(this.#data, Number(test)),
      total: this.#engine._inkling_data_total(this.#data, Number(test)),
    };
  }

  /** @param {number} seed */
  reset(seed) {
    this.#engine._inkling_session_reset(this.#session, seed);
  }

  /** @param {string} lines */
  configure(lines) {
    this.#heap.lend([utf8(lines)], ([text]) =>
      this.#heap.check(this.#engine._inkling_session_configure(this.#session, text)),
    );
  }

  /** @returns {boolean} false where the step's data is not there yet */
  step() {
    return this.#heap.check(this.#engine._inkling_session_step(this.#session)) === 0;
  }

  progress() {
    const view = this.#heap.view(this.#engine._inkling_session_progress(this.#session));
    return {
      step: view.getUint32(0, true),
      epoch: view.getUint32(4, true),
      epochs: view.getUint32(8, true),
      stepsPerEpoch: view.getUint32(12, true),
      samples: view.getUint32(16, true),
      loss: view.getFloat32(20, true),
      accuracy: view.getFloat32(24, true),
      learningRate: view.getFloat32(28, true),
      epochsDone: view.getUint32(32, true),
      stepsLeft: view.getUint32(36, true),
    };
  }

  /** What the engine makes of the run so far. @returns {import('./types.js').Verdict} */
  verdict() {
    const { _inkling_session_verdict: name, _inkling_session_diagnosis: found } = this.#engine;
    return {
      name: verdictName(this.#heap.text(name(this.#session))),
      layer: verdictLayer(this.#heap.view(found(this.#session))),
    };
  }

  /** What the verdict was found from. @returns {import('./types.js').Diagnosis} */
  diagnosis() {
    const pointer = this.#engine._inkling_session_diagnosis(this.#session);
    return { verdict: this.verdict(), ...readDiagnosis(this.#heap.view(pointer)) };
  }

  /** Tells how an epoch scored; true where training should stop early. @param {ScoreSum} sum */
  judge(sum) {
    return this.#heap.lend(
      [sum.score],
      ([score]) => this.#heap.check(this.#engine._inkling_session_judge(this.#session, score)) > 0,
    );
  }

  /** @param {Part} part */
  partCounts(part) {
    const number = partNumber(part);
    return {
      total: this.#engine._inkling_part_total(this.#session, number),
      available: this.#engine._inkling_part_available(this.#session, number),
    };
  }

  /** To add scores to. */
  scoreSum() {
    return new ScoreSum(this.classes);
  }

  /**
   * Adds images first … first+count−1, which have arrived, to the sum.
   * @param {Part} part
   * @param {number} first
   * @param {number} count
   * @param {ScoreSum} sum
   */
  evaluate(part, first, count, sum) {
    this.#heap.lend([sum.score, sum.confusion], ([score, confusion]) => {
      this.#heap.check(
        this.#engine._inkling_session_evaluate(
          this.#session,
          partNumber(part),
          first,
          count,
          score,
          confusion,
        ),
      );
      sum.score.set(this.#heap.copy(score, sum.score.length));
      sum.confusion.set(this.#heap.copy(confusion, sum.confusion.length));
    });
  }

  /**
   * @param {Uint8Array} images 784 bytes each
   * @returns {Float32Array} a probability for each class, for each
   */
  predict(images) {
    const count = images.length / PIXELS;
    const room = new Uint8Array(4 * this.classes * count);
    this.predicted = images;
    return this.#heap.lend([images, room], ([pixels, probabilities]) => {
      this.#heap.check(
        this.#engine._inkling_session_predict(this.#session, pixels, count, probabilities),
      );
      return new Float32Array(this.#heap.copy(probabilities, room.length).buffer);
    });
  }

  /**
   * @param {Float32Array} probabilities of each class, for each image
   * @returns {Uint8Array} the likeliest class of each, the first where they are equal
   */
  likeliest(probabilities) {
    const { classes } = this;
    return Uint8Array.from({ length: probabilities.length / classes }, (_, i) => {
      const own = probabilities.subarray(i * classes, (i + 1) * classes);
      return own.reduce((best, p, label) => (p > own[best] ? label : best), 0);
    });
  }

  /**
   * @param {Part} part
   * @param {number[]} numbers of images that have arrived
   */
  samples(part, numbers) {
    const number = partNumber(part);
    this.#settleSplit(part);
    const images = new Uint8Array(numbers.length * PIXELS);
    const labels = new Uint8Array(numbers.length);
    for (const [i, which] of numbers.entries()) {
      const image = this.#engine._inkling_part_image(this.#session, number, which);
      images.set(this.#heap.copy(image, PIXELS), i * PIXELS);
      labels[i] = this.#engine._inkling_part_label(this.#session, number, which);
    }
    return { images, labels };
  }

  /** Of all samples that have arrived. @param {Part} part */
  labels(part) {
    const number = partNumber(part);
    this.#settleSplit(part);
    return Uint8Array.from({ length: this.partCounts(part).available }, (_, i) =>
      this.#engine._inkling_part_label(this.#session, number, i),
    );
  }

  /** The engine settles where validation images begin when it first scores or trains. @param {Part} part */
  #settleSplit(part) {
    this.evaluate(part, 0, 0, this.scoreSum());
  }

  /**
   * Begins to check backward's gradients against finite differences; only in the build "check".
   * @param {string} lines the model
   * @param {number} samples made-up images in the batch
   * @param {number} seed
   */
  gradcheck(lines, samples, seed) {
    const engine = this.#engine;
    if (!engine._inkling_gradcheck)
      throw new InklingError('INK_ERROR_STATE', 'the gradient check is in the build "check" only');
    const tensors = this.#heap.lend([utf8(lines)], ([text]) =>
      this.#heap.check(engine._inkling_gradcheck(text, SIDE, SIDE, this.classes, samples, seed)),
    );
    return { tensors, bound: /** @type {number} */ (engine._inkling_gradcheck_bound()) };
  }

  gradcheckRow() {
    return readGradcheckRow(this.#engine, this.#heap);
  }

  /** @returns {import('./safetensors.js').Tensor[]} copies, in layer order */
  tensors() {
    const tensors = [];
    for (let i = 0; ; i++) {
      const pointer = this.#engine._inkling_session_tensor(this.#session, i);
      if (!pointer) return tensors;
      tensors.push(this.#heap.tensor(pointer));
    }
  }

  /**
   * What a run goes on from besides its tensors: the optimiser's memory as further ones, and where
   * it stands.
   * @returns {{slots: import('./safetensors.js').Tensor[], mark: Omit<import('./model.js').Mark, 'trainSeconds'>}}
   */
  place() {
    const { _inkling_session_slot: slot, _inkling_session_mark: find } = this.#engine;
    const slots = [];
    for (let pointer = slot(this.#session, 0); pointer; pointer = slot(this.#session, slots.length))
      slots.push(this.#heap.tensor(pointer));
    const view = this.#heap.view(find(this.#session));
    return {
      slots,
      mark: {
        step: view.getUint32(0, true),
        epoch: view.getUint32(4, true),
        position: view.getUint32(8, true),
        lossSum: view.getFloat32(12, true),
        lowestMean: view.getFloat32(16, true),
      },
    };
  }

  /** Goes on from there; all tensors have been loaded. @param {import('./model.js').Mark} mark */
  resume({ step, epoch, position, lossSum, lowestMean }) {
    const bytes = new Uint8Array(Uint32Array.of(step, epoch, position, 0, 0).buffer);
    new Float32Array(bytes.buffer).set([lossSum, lowestMean], 3);
    this.#heap.lend([bytes], ([mark]) =>
      this.#heap.check(this.#engine._inkling_session_resume(this.#session, mark)),
    );
  }

  /** Where the parameters and running statistics stand in the engine's memory. */
  #weights() {
    const places = [];
    for (let i = 0; ; i++) {
      const pointer = this.#engine._inkling_session_tensor(this.#session, i);
      if (!pointer || !this.#heap.text(pointer).startsWith('layers.')) return places;
      const view = this.#heap.view(pointer);
      places.push({ start: view.getUint32(56, true), length: 4 * view.getUint32(52, true) });
    }
  }

  /** @returns {Uint8Array[]} copies of all parameters and running statistics */
  copyWeights() {
    return this.#weights().map(({ start, length }) => this.#heap.copy(start, length));
  }

  /** @param {Uint8Array[]} copies */
  setWeights(copies) {
    for (const [i, { start }] of this.#weights().entries())
      this.#engine.HEAPU8.set(copies[i], start);
  }

  /**
   * Adds validation images first … first+count−1 to those of the view "map", which has `total`.
   * @param {number} first as many as have been added, or 0 to begin anew
   * @param {number} count
   * @param {number} total
   * @returns {boolean} false where they, or what preprocessing is fitted to, are not there yet
   */
  gather(first, count, total) {
    const { _inkling_session_gather: add } = this.#engine;
    return this.#heap.check(add(this.#session, first, count, total)) === 0;
  }

  /** @param {string} name */
  view(name) {
    return this.#heap.lend([utf8(name)], ([text]) =>
      this.#heap.tensor(this.#heap.handle(this.#engine._inkling_session_view(this.#session, text))),
    );
  }

  /** @param {import('./safetensors.js').Tensor} tensor */
  loadTensor({ name, shape, values }) {
    const sizes = new Uint8Array(Int32Array.from(shape).buffer);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#heap.lend([utf8(name), sizes, bytes], ([text, sides, numbers]) =>
      this.#heap.check(
        this.#engine._inkling_session_load(this.#session, text, shape.length, sides, numbers),
      ),
    );
  }

  /** All that can be configured, as src/train/describe.h writes it; only in the build "check". */
  describeTables() {
    return this.#heap.measuredText((room, size) => this.#engine._inkling_describe(room, size));
  }

  describeSession() {
    return this.#heap.measuredText((room, size) =>
      this.#engine._inkling_session_describe(this.#session, room, size),
    );
  }

  /**
   * 784 grey bytes of what a person handed in, and whether anything is drawn.
   * @param {import('./input.js').Input} input
   */
  readInput(input) {
    return readGrey(this.#engine, this.#heap, input);
  }
}
