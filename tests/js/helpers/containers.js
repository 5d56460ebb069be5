/** Small npz, pickle and zip files for tests, written by hand so that they can be wrong. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../../web/engine/formats/crc32.js';

/**
 * @param {number[]} shape
 * @param {Uint8Array} data
 * @param {object} [how]
 * @param {string} [how.type]
 * @param {number} [how.version]
 * @param {string} [how.header] instead of the right one
 */
export function npy(shape, data, { type = '|u1', version = 1, header } = {}) {
  const sides = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const dict = header ?? `{'descr': '${type}', 'fortran_order': False, 'shape': ${sides}, }`;
  const text = Buffer.from(`${dict}\n`);
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  length.writeUIntLE(text.length, 0, length.length);
  return Buffer.concat([
    Buffer.from('\x93NUMPY', 'latin1'),
    Buffer.from([version, 0]),
    length,
    text,
    data,
  ]);
}

/**
 * @param {Record<string, Uint8Array>} files
 * @param {object} [how]
 * @param {boolean} [how.deflate]
 * @param {(entry: Buffer, local: Buffer) => void} [how.spoil] changes each entry of the directory
 *   and its local header
 * @param {(end: Buffer) => void} [how.spoilEnd]
 */
export function zip(files, { deflate = true, spoil, spoilEnd } = {}) {
  /** @type {Buffer[]} */
  const parts = [];
  /** @type {Buffer[]} */
  const directory = [];
  let at = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const packed = deflate ? deflateRawSync(bytes) : Buffer.from(bytes);
    const nameBytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(deflate ? 8 : 0, 8);
    local.writeUInt32LE(crc32(bytes), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(nameBytes.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    local.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    spoil?.(entry, local);
    parts.push(local, nameBytes, packed);
    directory.push(entry, nameBytes);
    at += 30 + nameBytes.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  spoilEnd?.(end);
  return Buffer.concat([...parts, entries, end]);
}

/** @param {number} value @param {number} size */
function little(value, size) {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntLE(value, 0, size);
  return bytes;
}

/** @param {string} text */
const ascii = (text) => Buffer.from(text, 'latin1');

/** How each protocol writes what arrays need. */
const WRITERS = {
  0: {
    begin: '',
    int: (/** @type {number} */ n) => ascii(`I${n}\n`),
    text: (/** @type {Uint8Array} */ bytes) =>
      Buffer.concat([ascii("S'"), ascii(repr(bytes)), ascii("'\n")]),
    no: ascii('I00\n'),
  },
  2: {
    begin: '\x80\x02',
    int: (/** @type {number} */ n) => Buffer.concat([ascii('J'), little(n >>> 0, 4)]),
    text: (/** @type {Uint8Array} */ bytes) =>
      bytes.length < 256
        ? Buffer.concat([ascii('U'), little(bytes.length, 1), bytes])
        : Buffer.concat([ascii('T'), little(bytes.length, 4), bytes]),
    no: ascii('\x89'),
  },
  3: {
    begin: '\x80\x03',
    int: (/** @type {number} */ n) => Buffer.concat([ascii('J'), little(n >>> 0, 4)]),
    text: (/** @type {Uint8Array} */ bytes) =>
      Buffer.concat([ascii('B'), little(bytes.length, 4), bytes]),
    no: ascii('\x89'),
  },
};

/** As Python 2's repr writes it. @param {Uint8Array} bytes */
function repr(bytes) {
  /** @type {Record<number, string>} */
  const named = { 9: '\\t', 10: '\\n', 13: '\\r', 39: "\\'", 92: '\\\\' };
  return Array.from(bytes, (byte) => {
    if (named[byte]) return named[byte];
    const plain = byte >= 32 && byte < 127;
    return plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

/** @typedef {{shape: number[], type: string, data: Uint8Array}} Pickled type such as '<f4' */

/**
 * @param {Pickled} array
 * @param {0 | 2 | 3} protocol
 */
export function pickledArray({ shape, type, data }, protocol) {
  const { int, text, no } = WRITERS[protocol];
  const word = (/** @type {string} */ value) => text(ascii(value));
  return Buffer.concat([
    ascii('cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n('),
    int(0),
    ascii('t'),
    word('b'),
    ascii('tR('),
    int(1),
    ascii('('),
    ...shape.map(int),
    ascii('tcnumpy\ndtype\n('),
    word(type.slice(1)),
    int(0),
    int(1),
    ascii('tR('),
    int(3),
    word(type[0]),
    ascii('NNN'),
    int(-1),
    int(-1),
    int(0),
    ascii('tb'),
    no,
    text(data),
    ascii('tb'),
  ]);
}

/**
 * A tuple of pairs.
 * @param {Pickled[][]} pairs
 * @param {0 | 2 | 3} [protocol]
 */
export function pickle(pairs, protocol = 2) {
  const written = pairs.map((pair) => [
    ascii('('),
    ...pair.map((array) => pickledArray(array, protocol)),
    ascii('t'),
  ]);
  return Buffer.concat([ascii(`${WRITERS[protocol].begin}(`), ...written.flat(), ascii('t.')]);
}

/** Bytes as k/256, as mnist.pkl.gz has them. @param {Uint8Array} bytes */
export function levels(bytes) {
  const floats = Float32Array.from(bytes, (byte) => byte / 256);
  return new Uint8Array(floats.buffer);
}

/** @param {Uint8Array} labels */
export function longs(labels) {
  const numbers = BigInt64Array.from(labels, (label) => BigInt(label));
  return new Uint8Array(numbers.buffer);
}
