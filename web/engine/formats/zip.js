/**
 * Zip files (PKWARE's APPNOTE.TXT 6.3): stored and deflated entries, found through the directory at
 * the end. Nothing is believed: an entry has the size and the checksum that the directory says, or
 * reading it fails.
 */
import { collect, formatError, unpack } from './bytes.js';
import { crc32 } from './crc32.js';

/** @typedef {import('./bytes.js').Item} Item */

const END = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 65535;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_SIZE = 46;
const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;

const STORED = 0;
const DEFLATED = 8;
/** A byte of deflate gives at most so many. */
const BEST_RATIO = 1032;
/** What the entries may unpack to, each and together. */
const ENTRY_LIMIT = 2 ** 30;
const TOTAL_LIMIT = 2 ** 31;
const DIRECTORY_LIMIT = 2 ** 25;

/**
 * @param {Item} zip
 * @returns {Promise<Item[]>} its files, in the directory's order; they are read from their start
 */
export async function listZip(zip) {
  const { count, start, size } = await readEnd(zip);
  const directory = await collect(zip.read(start, start + size), DIRECTORY_LIMIT, zip.name);
  /** @type {Item[]} */
  const entries = [];
  let at = 0;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const entry = readEntry(zip, directory, at);
    at += entry.length;
    if (entry.name.endsWith('/')) continue;
    total += entry.size;
    if (total > TOTAL_LIMIT)
      throw formatError(zip.name, `its files unpack to more than ${TOTAL_LIMIT} bytes`);
    entries.push(asItem(zip, entry));
  }
  return entries;
}

/** The record at the end that says where the directory is. @param {Item} zip */
async function readEnd(zip) {
  const from = Math.max(0, zip.size - END_SIZE - LONGEST_COMMENT);
  const tail = await collect(zip.read(from), END_SIZE + LONGEST_COMMENT, zip.name);
  const view = new DataView(tail.buffer);
  for (let at = tail.length - END_SIZE; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    if (at + END_SIZE + view.getUint16(at + 20, true) !== tail.length) continue;
    const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((o) => view.getUint16(at + o, true));
    const [size, start] = [12, 16].map((offset) => view.getUint32(at + offset, true));
    if (count === 0xffff || size === 0xffffffff || start === 0xffffffff)
      throw formatError(
        zip.name,
        'is in zip64 (65,535 files or 4 GB and more), which is not read here; unpack it into a folder',
      );
    if (disk !== 0 || firstDisk !== 0 || here !== count)
      throw formatError(zip.name, 'is one part of a zip file in several');
    if (start + size !== from + at || size > DIRECTORY_LIMIT)
      throw formatError(zip.name, 'its directory is not where it should be');
    return { count, start, size };
  }
  throw formatError(zip.name, 'has no zip directory at its end; was it cut short?');
}

/**
 * @typedef {ReturnType<typeof readEntry>} Entry
 * @param {Item} zip
 * @param {Uint8Array} directory
 * @param {number} at
 */
function readEntry(zip, directory, at) {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.length);
  if (at + DIRECTORY_ENTRY_SIZE > directory.length || view.getUint32(at, true) !== DIRECTORY_ENTRY)
    throw formatError(zip.name, 'its directory is damaged');
  const [flags, method] = [8, 10].map((offset) => view.getUint16(at + offset, true));
  const [crc, packed, size] = [16, 20, 24].map((offset) => view.getUint32(at + offset, true));
  const [named, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
  const start = view.getUint32(at + 42, true);
  const length = DIRECTORY_ENTRY_SIZE + named + extra + comment;
  if (at + length > directory.length) throw formatError(zip.name, 'its directory is damaged');
  const nameBytes = directory.subarray(at + DIRECTORY_ENTRY_SIZE).subarray(0, named);
  const name = new TextDecoder().decode(nameBytes);
  return { name, flags, method, crc, packed, size, start, length };
}

/** @param {Item} zip @param {Entry} entry @returns {Item} */
function asItem(zip, { name, flags, method, crc, packed, size, start }) {
  const where = `${zip.name}, ${name}`;
  /** @param {string} detail */
  const fail = (detail) => formatError(where, detail);
  if (flags & 1) throw fail('is encrypted');
  if (method !== STORED && method !== DEFLATED)
    throw fail(`is packed by method ${method}; stored and deflated ones are read`);
  if ([packed, size, start].includes(0xffffffff)) throw fail('is in zip64, which is not read here');
  if (size > ENTRY_LIMIT) throw fail(`unpacks to ${size} bytes; ${ENTRY_LIMIT} are allowed`);
  if (method === STORED ? packed !== size : size > packed * BEST_RATIO)
    throw fail(`${packed} bytes cannot unpack to the ${size} it promises`);
  return {
    name,
    size,
    async *read() {
      const data = await findData(zip, start, packed, fail);
      const bytes = zip.read(data, data + packed);
      let sum = 0;
      let have = 0;
      for await (const chunk of method === STORED ? bytes : unpack('deflate-raw', bytes, where)) {
        have += chunk.length;
        if (have > size) throw fail(`unpacks to more than the ${size} bytes it promises`);
        sum = crc32(chunk, sum);
        yield chunk;
      }
      if (have < size) throw fail(`ends after ${have} of ${size} bytes`);
      if (sum !== crc) throw fail('has another checksum than the directory says');
    },
  };
}

/**
 * @param {Item} zip
 * @param {number} start of the entry's own header
 * @param {number} packed
 * @param {(detail: string) => Error} fail
 * @returns {Promise<number>} where its data begins
 */
async function findData(zip, start, packed, fail) {
  const header = await collect(zip.read(start, start + LOCAL_SIZE), LOCAL_SIZE, zip.name);
  const view = new DataView(header.buffer);
  if (header.length < LOCAL_SIZE || view.getUint32(0, true) !== LOCAL)
    throw fail('is not where the directory says');
  const data = start + LOCAL_SIZE + view.getUint16(26, true) + view.getUint16(28, true);
  if (data + packed > zip.size) throw fail('reaches beyond the end of the file');
  return data;
}
