/** Which of four files dropped together is which: by content first, then by name, then by count. */
import { guessFromName } from './data.js';
import { InklingError } from './error.js';

/** @typedef {{name: string, blob: Blob}} NamedBlob */

const PEEK = 65536;

/**
 * @param {NamedBlob[]} files
 * @returns {Promise<Partial<Record<import('./data.js').FileName, NamedBlob>>>}
 */
export async function sortFiles(files) {
  const known = await Promise.all(files.map(recognise));
  /** @type {Partial<Record<import('./data.js').FileName, NamedBlob>>} */
  const sorted = {};
  for (const content of /** @type {const} */ (['images', 'labels'])) {
    const some = known.filter((file) => file.content === content);
    for (const file of some) {
      const name = /** @type {const} */ (`${file.part ?? guessPart(file, some)}-${content}`);
      const other = sorted[name];
      if (other) fail(`${other.name} and ${file.name} both look like the ${say(name)}`);
      sorted[name] = { name: file.name, blob: file.blob };
    }
  }
  return sorted;
}

/**
 * Of files whose names say nothing, the larger is for training.
 * @param {Recognised} file
 * @param {Recognised[]} alike
 */
function guessPart(file, alike) {
  return alike.some((other) => other !== file && other.count > file.count) ? 'test' : 'train';
}

/** @typedef {NamedBlob & {part?: 'train' | 'test', content: string, count: number}} Recognised */

/** @param {NamedBlob} file @returns {Promise<Recognised>} */
async function recognise({ name, blob }) {
  const { magic, count } = await peek(blob);
  const guess = guessFromName(name);
  const content = magic === 0x803 ? 'images' : magic === 0x801 ? 'labels' : guess.content;
  if (!content)
    fail(`${name || 'a file'} is neither images nor labels in IDX format, gzipped or not`);
  return { name, blob, part: guess.part, content, count };
}

/**
 * The first two words of a file, gzipped or not; zeros where it is too short or damaged.
 * @param {Blob} blob
 */
async function peek(blob) {
  const start = blob.slice(0, PEEK);
  const first = new Uint8Array(await start.slice(0, 2).arrayBuffer());
  const packed = first[0] === 0x1f && first[1] === 0x8b;
  const stream = packed
    ? start.stream().pipeThrough(/** @type {any} */ (new DecompressionStream('gzip')))
    : start.stream();
  const words = new DataView(await readStart(stream, 8));
  return { magic: words.getUint32(0), count: words.getUint32(4) };
}

/** @param {ReadableStream<Uint8Array>} stream @param {number} length */
async function readStart(stream, length) {
  const reader = stream.getReader();
  const start = new Uint8Array(length);
  try {
    for (let have = 0; have < length; ) {
      const { value, done } = await reader.read();
      if (done) break;
      start.set(value.subarray(0, length - have), have);
      have += value.length;
    }
  } catch {
    // A damaged file: the engine, which reads all of it, will say how.
  }
  reader.cancel().catch(() => {});
  return start.buffer;
}

/** @param {string} name */
export function say(name) {
  return name.replace('train-', 'training ').replace('test-', 'test ');
}

/** @param {string} detail @returns {never} */
function fail(detail) {
  throw new InklingError('INK_ERROR_FILE', detail);
}
