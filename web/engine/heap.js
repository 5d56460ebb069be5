/**
 * The engine's memory: what goes in and comes out of it, and the errors it keeps. Views are taken
 * anew at each use, since any call may grow the memory.
 */
import { InklingError } from './error.js';

/** @typedef {Record<string, any> & {HEAPU8: Uint8Array}} Engine what wasm/single.mjs makes */

/** The engine's ink_score and confusion counts, as bytes. */
export class ScoreSum {
  score = new Uint8Array(16);

  /** @param {number} classes */
  constructor(classes) {
    this.classes = classes;
    this.confusion = new Uint8Array(4 * classes * classes);
  }

  /** @returns {import('./types.js').Score} */
  read() {
    const view = new DataView(this.score.buffer);
    const count = view.getUint32(0, true);
    const counts = Array.from(new Uint32Array(this.confusion.buffer));
    return {
      loss: view.getFloat64(8, true) / count,
      accuracy: view.getUint32(4, true) / count,
      confusion: Array.from({ length: this.classes }, (_, label) =>
        counts.slice(label * this.classes, (label + 1) * this.classes),
      ),
      count,
    };
  }
}

export class Heap {
  #engine;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /**
   * Throws for a negative status; else returns it (0, or a positive event).
   * @param {number} status
   */
  check(status) {
    if (status >= 0) return status;
    const engine = this.#engine;
    const detail =
      engine._inkling_error_code() === status ? this.text(engine._inkling_error_detail()) : '';
    throw new InklingError(
      this.text(engine._inkling_code_name(status)),
      detail,
      this.text(engine._inkling_code_sentence(status)),
    );
  }

  /**
   * Copies arrays into the engine's memory while `use` runs.
   * @template T
   * @param {Uint8Array[]} arrays
   * @param {(pointers: number[]) => T} use
   * @returns {T}
   */
  lend(arrays, use) {
    /** @type {number[]} */
    const pointers = [];
    try {
      for (const bytes of arrays) {
        const pointer = this.handle(this.#engine._inkling_allocate(bytes.length));
        pointers.push(pointer);
        this.#engine.HEAPU8.set(bytes, pointer);
      }
      return use(pointers);
    } finally {
      for (const pointer of pointers) this.#engine._inkling_release(pointer);
    }
  }

  /** @param {number} handle 0 where making it failed */
  handle(handle) {
    if (!handle) this.check(this.#engine._inkling_error_code());
    return handle;
  }

  /** @param {(room: number, size: number) => number} write returns the whole length */
  measuredText(write) {
    const length = write(0, 0);
    return this.lend([new Uint8Array(length + 1)], ([room]) => {
      write(room, length + 1);
      return this.text(room);
    });
  }

  /** @param {number} pointer to an ink_tensor */
  tensor(pointer) {
    const view = this.view(pointer);
    const rank = view.getInt32(32, true);
    const values = this.copy(view.getUint32(56, true), 4 * view.getUint32(52, true));
    return {
      name: this.text(pointer),
      shape: Array.from({ length: rank }, (_, i) => view.getInt32(36 + 4 * i, true)),
      values: new Float32Array(values.buffer),
    };
  }

  /** @param {number} pointer to terminated UTF-8 */
  text(pointer) {
    const heap = this.#engine.HEAPU8;
    // Copied, since a browser decodes no shared memory.
    return new TextDecoder().decode(heap.slice(pointer, heap.indexOf(0, pointer)));
  }

  /** @param {number} pointer @param {number} length */
  copy(pointer, length) {
    return new Uint8Array(this.#engine.HEAPU8.subarray(pointer, pointer + length));
  }

  /** @param {number} pointer */
  view(pointer) {
    return new DataView(this.#engine.HEAPU8.buffer, pointer);
  }
}

/** @param {string} text @returns {Uint8Array} terminated by a zero */
export function utf8(text) {
  return new TextEncoder().encode(`${text}\0`);
}
