/** Pictures from files: a PNG, or a row of an IDX file as FILE:17. */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { InklingError } from '../web/engine/error.js';

const PNG_SIGNATURE = '89504e470d0a1a0a';
const SIDE = 28;
const IDX_HEADER = 16;
/** Of a PNG, so that a few bytes cannot ask for all memory. */
const MAX_SIDE = 4096;

/**
 * @param {string} name
 * @returns {Promise<Uint8Array | import('../web/engine/types.js').Picture>} as predict takes it
 */
export async function readImage(name) {
  const row = /^(.+):(\d+)$/.exec(name);
  if (row) return readRow(row[1], Number(row[2]), await read(row[1]));
  const bytes = await read(name);
  if (bytes.toString('hex', 0, 8) !== PNG_SIGNATURE)
    fail(`${name} is no PNG; give a PNG, or a row of an IDX file as ${name}:17`);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width > MAX_SIDE || height > MAX_SIDE)
    fail(`${name}: ${width}×${height} is larger than ${MAX_SIDE}×${MAX_SIDE}`);
  try {
    return PNG.sync.read(bytes);
  } catch (error) {
    return fail(`${name}: the PNG is damaged (${/** @type {Error} */ (error).message})`);
  }
}

/** @param {string} path @param {number} index @param {Buffer} packed */
function readRow(path, index, packed) {
  const bytes = packed[0] === 0x1f && packed[1] === 0x8b ? unpack(path, packed) : packed;
  if (bytes.length < IDX_HEADER || bytes.readUInt32BE(0) !== 0x803)
    fail(`${path} is no IDX file of images (magic 0x00000803)`);
  const [count, height, width] = [4, 8, 12].map((offset) => bytes.readUInt32BE(offset));
  if (height !== SIDE || width !== SIDE)
    fail(`${path}: its images are ${height}×${width}, not ${SIDE}×${SIDE}`);
  if (index >= count) fail(`${path}: row ${index} of ${count}; they count from 0`);
  const start = IDX_HEADER + index * SIDE * SIDE;
  if (bytes.length < start + SIDE * SIDE) fail(`${path} ends before row ${index}`);
  return new Uint8Array(bytes.subarray(start, start + SIDE * SIDE));
}

/** @param {string} path @param {Buffer} packed */
function unpack(path, packed) {
  try {
    return gunzipSync(packed, { maxOutputLength: 2 ** 30 });
  } catch (error) {
    return fail(`${path}: the gzip stream is damaged (${/** @type {Error} */ (error).message})`);
  }
}

/** @param {string} path */
async function read(path) {
  return readFile(path).catch((/** @type {NodeJS.ErrnoException} */ error) =>
    fail(`${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`),
  );
}

/** @param {string} detail @returns {never} */
function fail(detail) {
  throw new InklingError('INK_ERROR_FILE', detail);
}
