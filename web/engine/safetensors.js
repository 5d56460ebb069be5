/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header that gives each
 * tensor's type, shape and place, then the data without holes or overlaps. Only what Inkling
 * writes is read: float32 tensors of rank 1 to 4. (huggingface/safetensors, "Format".)
 */
import { littleEndianBytes } from './digest.js';
import { InklingError } from './error.js';

/** @typedef {{name: string, shape: number[], values: Float32Array}} Tensor */

const PREFIX = 8;
/** The reference implementation's limit too. */
const HEADER_LIMIT = 100_000_000;

/**
 * @param {Tensor[]} tensors
 * @param {Record<string, string>} metadata
 * @returns {Uint8Array}
 */
export function writeSafetensors(tensors, metadata) {
  /** @type {Record<string, unknown>} */
  const header = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, values } of tensors) {
    const start = end;
    end += 4 * values.length;
    header[name] = { dtype: 'F32', shape, data_offsets: [start, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces after the header bring the data to a multiple of 8, as readers that map it like.
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(PREFIX + length + end).fill(0x20, 0, PREFIX + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, PREFIX);
  bytes.set(littleEndianBytes(tensors.map((tensor) => tensor.values)), PREFIX + length);
  return bytes;
}

/**
 * @param {Uint8Array} bytes
 * @returns {{tensors: Tensor[], metadata: Record<string, string>}} tensors in the data's order
 */
export function readSafetensors(bytes) {
  const { header, dataStart } = readHeader(bytes);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isObject(metadata) || Object.values(metadata).some((value) => typeof value !== 'string'))
    fail('its __metadata__ is not a table of strings');
  const places = Object.entries(entries).map(([name, entry]) => readEntry(name, entry));
  places.sort((a, b) => a.start - b.start || a.end - b.end);
  let end = 0;
  for (const place of places) {
    if (place.start !== end)
      fail(`${place.name}: its data starts at ${place.start}, the tensor before ends at ${end}`);
    end = place.end;
  }
  if (dataStart + end !== bytes.length)
    fail(`the header promises ${end} bytes of data, there are ${bytes.length - dataStart}`);
  const tensors = places.map(({ name, shape, start, end: stop }) => ({
    name,
    shape,
    values: readFloats(bytes.subarray(dataStart + start, dataStart + stop)),
  }));
  return { tensors, metadata: /** @type {Record<string, string>} */ (metadata) };
}

/** @param {Uint8Array} bytes */
function readHeader(bytes) {
  if (bytes.length < PREFIX) fail(`${bytes.length} bytes are too few`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > HEADER_LIMIT || length > bytes.length - PREFIX)
    fail(`its header would be ${length} bytes long, the file has ${bytes.length}`);
  const dataStart = PREFIX + length;
  let header;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    header = JSON.parse(text.decode(bytes.subarray(PREFIX, dataStart)));
  } catch {
    fail('its header is not JSON');
  }
  if (!isObject(header)) fail('its header is not a JSON object');
  return { header, dataStart };
}

/** @param {string} name @param {unknown} entry */
function readEntry(name, entry) {
  if (!isObject(entry)) fail(`${name}: its entry is not a JSON object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32') fail(`${name}: its type is ${JSON.stringify(dtype)}; Inkling reads F32`);
  if (!isSizes(shape) || shape.length < 1 || shape.length > 4)
    fail(`${name}: its shape is not a list of 1 to 4 whole numbers`);
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1])
    fail(`${name}: its data_offsets are not two whole numbers in order`);
  const [start, end] = offsets;
  const size = shape.reduce((product, side) => product * side, 4);
  if (size !== end - start)
    fail(`${name}: its shape ${shape.join('×')} needs ${size} bytes, it has ${end - start}`);
  return { name, shape, start, end };
}

/** @param {Uint8Array} bytes a multiple of 4 of them, at any address */
function readFloats(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @returns {value is number[]} */
function isSizes(value) {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** @param {string} detail @returns {never} */
function fail(detail) {
  throw new InklingError('INK_ERROR_FORMAT', detail);
}
