/** Bytes that come in pieces: from a Blob, a file on disk or an unpacker, and read bit by bit. */
import { InklingError } from '../error.js';
import { nodeModule } from '../platform.js';

/**
 * A file to look into, wherever it lies.
 * @typedef {object} Item
 * @property {string} name with its folders, divided by /
 * @property {number} size
 * @property {(from?: number, to?: number) => AsyncGenerator<Uint8Array>} read its bytes from …
 *   to−1, all unless told, in pieces that hold until the next is asked for
 */

const CHUNK = 262144;
/** Small, since some unpackers give all that a piece holds at once. */
const PACKED_CHUNK = 16384;

/** @param {string} name @param {string} detail */
export function formatError(name, detail) {
  return new InklingError('INK_ERROR_FILE', `${name}: ${detail}`);
}

/** @param {string} name @param {Blob} blob @returns {Item} */
export function blobItem(name, blob) {
  return {
    name,
    size: blob.size,
    async *read(from = 0, to = blob.size) {
      const reader = blob.slice(from, to).stream().getReader();
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) return;
          yield value;
        }
      } catch (error) {
        throw new InklingError(
          'INK_ERROR_FILE',
          `${name}: ${/** @type {Error} */ (error).message}`,
        );
      } finally {
        reader.cancel().catch(() => {});
      }
    },
  };
}

/**
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {number} limit more is an error
 * @param {string} name
 */
export async function collect(chunks, limit, name) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) throw formatError(name, `holds more than ${limit} bytes where it must not`);
    pieces.push(chunk.slice());
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/**
 * The first bytes, or all where there are fewer.
 * @param {AsyncGenerator<Uint8Array>} chunks
 * @param {number} length
 */
export async function readStart(chunks, length) {
  const start = new Uint8Array(length);
  let have = 0;
  for await (const chunk of chunks) {
    start.set(chunk.subarray(0, length - have), have);
    have = Math.min(length, have + chunk.length);
    if (have === length) break;
  }
  return start.subarray(0, have);
}

/**
 * What gzip or deflate had packed. Takes no more in while nobody asks for more.
 * @param {'gzip' | 'deflate-raw'} format
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {string} name
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* unpack(format, chunks, name) {
  const { writable, readable } = new DecompressionStream(format);
  const writer = writable.getWriter();
  const reader = readable.getReader();
  /** @type {unknown} */
  let failure;
  const feeding = (async () => {
    try {
      for await (const chunk of chunks)
        for (let from = 0; from < chunk.length; from += PACKED_CHUNK)
          await writer.write(chunk.slice(from, from + PACKED_CHUNK));
      await writer.close();
    } catch (error) {
      failure = error;
      await writer.abort(error).catch(() => {});
    }
  })();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (failure instanceof InklingError) throw failure;
    const { message } = /** @type {Error} */ (error);
    throw formatError(name, `its compressed data is damaged or cut short (${message})`);
  } finally {
    await reader.cancel().catch(() => {});
    await writer.abort().catch(() => {});
    await feeding;
  }
}

/**
 * The same bytes in pieces of whole elements.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {number} size of an element, at most 8
 */
export async function* wholeElements(chunks, size) {
  /** @type {Uint8Array} */
  let rest = new Uint8Array(0);
  for await (const chunk of chunks) {
    let piece = chunk;
    if (rest.length) {
      piece = new Uint8Array(rest.length + chunk.length);
      piece.set(rest);
      piece.set(chunk, rest.length);
    }
    const whole = piece.length - (piece.length % size);
    rest = piece.slice(whole);
    if (whole) yield piece.subarray(0, whole);
  }
}

/** Reads a stream of pieces by bytes, lines and lengths. */
export class ByteReader {
  #chunks;
  #name;
  /** @type {Uint8Array} */
  #chunk = new Uint8Array(0);
  #at = 0;

  /** @param {AsyncGenerator<Uint8Array>} chunks @param {string} name */
  constructor(chunks, name) {
    this.#chunks = chunks;
    this.#name = name;
  }

  /** @param {number} length @returns {Promise<Uint8Array>} the caller's own */
  async take(length) {
    const bytes = new Uint8Array(length);
    for (let have = 0; have < length; ) {
      const piece = await this.#some(length - have);
      bytes.set(piece, have);
      have += piece.length;
    }
    return bytes;
  }

  async byte() {
    return (await this.#some(1))[0];
  }

  /**
   * To the next line feed, without it.
   * @param {number} limit bytes
   */
  async line(limit) {
    /** @type {number[]} */
    const line = [];
    for (;;) {
      const byte = await this.byte();
      if (byte === 10) return String.fromCharCode(...line);
      line.push(byte);
      if (line.length > limit) throw formatError(this.#name, `a line is longer than ${limit}`);
    }
  }

  /** @param {number} length @returns {AsyncGenerator<Uint8Array>} as they lie in memory */
  async *pieces(length) {
    for (let left = length; left > 0; ) {
      const piece = await this.#some(left);
      left -= piece.length;
      yield piece;
    }
  }

  /** @returns {AsyncGenerator<Uint8Array>} all there still is */
  async *rest() {
    if (this.#at < this.#chunk.length) yield this.#chunk.subarray(this.#at);
    yield* this.#chunks;
  }

  async isAtEnd() {
    return !(await this.#fill());
  }

  async close() {
    await this.#chunks.return(undefined);
  }

  /** @param {number} most @returns {Promise<Uint8Array>} at least one byte */
  async #some(most) {
    if (!(await this.#fill())) throw formatError(this.#name, 'ends too early');
    const piece = this.#chunk.subarray(this.#at, this.#at + most);
    this.#at += piece.length;
    return piece;
  }

  /** @returns {Promise<boolean>} whether there is a byte */
  async #fill() {
    while (this.#at === this.#chunk.length) {
      const { value, done } = await this.#chunks.next();
      if (done) return false;
      this.#chunk = value;
      this.#at = 0;
    }
    return true;
  }
}

/** @param {string} path of a file on disk, in Node @param {string} [name] @returns {Promise<Item>} */
export async function pathItem(path, name = path) {
  const { open, stat } = await nodeModule('fs/promises');
  /** @param {unknown} error */
  const fail = (error) =>
    new InklingError('INK_ERROR_FILE', `${name}: ${/** @type {Error} */ (error).message}`);
  const { size } = await stat(path).catch((/** @type {unknown} */ error) => {
    throw fail(error);
  });
  return {
    name,
    size,
    async *read(from = 0, to = size) {
      /** @type {import('node:fs/promises').FileHandle | undefined} */
      let handle;
      try {
        handle = /** @type {import('node:fs/promises').FileHandle} */ (await open(path));
        const chunk = new Uint8Array(Math.min(CHUNK, Math.max(1, to - from)));
        for (let at = from; at < to; ) {
          const { bytesRead } = await handle.read(chunk, 0, Math.min(chunk.length, to - at), at);
          if (bytesRead === 0) return;
          at += bytesRead;
          yield chunk.subarray(0, bytesRead);
        }
      } catch (error) {
        throw fail(error);
      } finally {
        await handle?.close();
      }
    },
  };
}
