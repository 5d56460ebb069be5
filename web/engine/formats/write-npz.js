/** NumPy's .npz: a zip, nothing in it packed, of .npy arrays (numpy.lib.format, version 1.0). */
import { littleEndianBytes } from '../digest.js';
import { crc32 } from './crc32.js';

/** @typedef {import('../safetensors.js').Tensor} Tensor */

const LOCAL_SIZE = 30;
const DIRECTORY_SIZE = 46;
const END_SIZE = 22;
/** 1 January 1980, the first day that zip knows: equal models give equal files. */
const DATE = 0x21;

/**
 * Float32 arrays by name, and texts as arrays of bytes (`bytes(z['config'])` in Python).
 * @param {Tensor[]} tensors
 * @param {Record<string, string>} [texts]
 * @returns {Uint8Array}
 */
export function writeNpz(tensors, texts = {}) {
  const arrays = tensors.map(({ name, shape, values }) => ({
    name: `${name}.npy`,
    bytes: npy('<f4', shape, littleEndianBytes([values])),
  }));
  const notes = Object.entries(texts)
    .map(([name, text]) => ({ name, data: new TextEncoder().encode(text) }))
    .filter(({ data }) => data.length > 0)
    .map(({ name, data }) => ({ name: `${name}.npy`, bytes: npy(`|S${data.length}`, [], data) }));
  return zip([...arrays, ...notes]);
}

/**
 * @param {string} type as NumPy writes it
 * @param {number[]} shape
 * @param {Uint8Array} data
 */
function npy(type, shape, data) {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dict = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sides}), }`;
  // Magic, version and length take 10 bytes; spaces bring the data to a multiple of 64.
  const length = Math.ceil((dict.length + 11) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length + data.length);
  bytes.set([0x93, ...latin('NUMPY'), 1, 0, length & 255, length >> 8]);
  bytes.set(latin(`${dict.padEnd(length - 1)}\n`), 10);
  bytes.set(data, 10 + length);
  return bytes;
}

/** @param {string} text */
const latin = (text) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

/** @param {{name: string, bytes: Uint8Array}[]} files */
function zip(files) {
  /** @type {Uint8Array[]} */
  const parts = [];
  /** @type {Uint8Array[]} */
  const directory = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const nameBytes = new TextEncoder().encode(name);
    const header = fileHeader(nameBytes.length, bytes);
    parts.push(local(header), nameBytes, bytes);
    directory.push(entry(header, at), nameBytes);
    at += LOCAL_SIZE + nameBytes.length + bytes.length;
  }
  const entries = joined(directory);
  const end = new DataView(new ArrayBuffer(END_SIZE));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, entries.length, true);
  end.setUint32(16, at, true);
  return joined([...parts, entries, new Uint8Array(end.buffer)]);
}

/**
 * What a file's own header and its entry in the directory have in common.
 * @param {number} nameLength
 * @param {Uint8Array} bytes
 */
function fileHeader(nameLength, bytes) {
  const view = new DataView(new ArrayBuffer(26));
  view.setUint16(0, 20, true);
  view.setUint16(8, DATE, true);
  view.setUint32(10, crc32(bytes), true);
  view.setUint32(14, bytes.length, true);
  view.setUint32(18, bytes.length, true);
  view.setUint16(22, nameLength, true);
  return new Uint8Array(view.buffer);
}

/** @param {Uint8Array} header */
function local(header) {
  const bytes = new Uint8Array(LOCAL_SIZE);
  new DataView(bytes.buffer).setUint32(0, 0x04034b50, true);
  bytes.set(header, 4);
  return bytes;
}

/** @param {Uint8Array} header @param {number} at where the file's own header lies */
function entry(header, at) {
  const bytes = new Uint8Array(DIRECTORY_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, 20, true);
  bytes.set(header, 6);
  view.setUint32(42, at, true);
  return bytes;
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
