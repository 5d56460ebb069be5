/**
 * A pickled data set: ((x, y), (x, y), (x, y)), as mnist.pkl.gz has training, validation and test
 * images, or two such pairs. Validation images are training images to us, after the others.
 *
 * Labels come after their images there, and how many samples there are is known at the end only. So
 * the file is read twice, for labels and shapes first and then for the pixels, rather than kept.
 */
import { contentOf, product } from './arrays.js';
import { formatError, unpack, wholeElements } from './bytes.js';
import { readPickle } from './pickle.js';
import { NumpyArray } from './pickle-machine.js';

/** @typedef {import('./bytes.js').Item} Item */
/** @typedef {import('./pickle-machine.js').PickledArray} PickledArray */

const LABEL_BYTES_LIMIT = 2 ** 25;

/**
 * @param {Item} item gzipped or not
 * @param {boolean} packed
 * @returns {import('./arrays.js').Content[]}
 */
export function listPickle(item, packed) {
  const { name } = item;
  const open = () => readPickle(packed ? unpack('gzip', item.read(), name) : item.read(), name);
  const reading = new PixelReading(open);
  /** @type {ReturnType<typeof scan> | undefined} */
  let scanned;
  return /** @type {const} */ (['train', 'test']).flatMap((part) => [
    {
      name,
      part,
      content: /** @type {const} */ ('labels'),
      async open() {
        scanned ??= scan(open(), name);
        const { pairs, labels } = await scanned;
        const arrays = select(pairs, part).map((pair) => pair[1]);
        async function* chunks() {
          for (const array of arrays) yield* labels.get(array) ?? [];
        }
        return opened(name, arrays, chunks());
      },
    },
    {
      name,
      part,
      content: /** @type {const} */ ('images'),
      async open(signal) {
        scanned ??= scan(open(), name);
        const arrays = select((await scanned).pairs, part).map((pair) => pair[0]);
        return opened(name, arrays, reading.read(arrays, part === 'test', signal));
      },
    },
  ]);
}

/** @param {[PickledArray, PickledArray][]} pairs @param {'train' | 'test'} part */
function select(pairs, part) {
  return part === 'train' ? pairs.slice(0, -1) : pairs.slice(-1);
}

/**
 * The first reading.
 * @param {AsyncIterable<import('./pickle.js').PickleEvent>} events
 * @param {string} name
 */
async function scan(events, name) {
  /** @type {Map<PickledArray, Uint8Array[]>} */
  const labels = new Map();
  /** @type {unknown} */
  let value;
  let labelBytes = 0;
  for await (const event of events) {
    if (event.kind === 'end') value = event.value;
    else if (event.array.shape.length > 1) continue;
    else if (event.kind === 'array') labels.set(event.array, []);
    else {
      labelBytes += event.chunk.length;
      if (labelBytes > LABEL_BYTES_LIMIT) throw formatError(name, 'its labels are too many');
      labels.get(event.array)?.push(event.chunk.slice());
    }
  }
  return { pairs: readPairs(value, name), labels };
}

/**
 * @param {string} name
 * @param {PickledArray[]} arrays one after the other
 * @param {AsyncIterable<Uint8Array>} bytes
 * @returns {import('./arrays.js').Opened}
 */
function opened(name, arrays, bytes) {
  const [{ element, size }] = arrays;
  if (arrays.some((array) => array.element !== element))
    throw formatError(name, 'its training and validation arrays are of different types');
  return {
    chunks: wholeElements(bytes, size),
    totalBytes: arrays.reduce((sum, array) => sum + product(array.shape) * size, 0),
    array: { count: arrays.reduce((sum, array) => sum + array.shape[0], 0), element },
  };
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {[PickledArray, PickledArray][]} images and labels
 */
function readPairs(value, name) {
  const pairs = Array.isArray(value) ? value : [];
  const arrays = pairs.flatMap((pair) =>
    Array.isArray(pair) && pair.length === 2 ? pair : [null],
  );
  const whole = arrays.every((array) => array instanceof NumpyArray && array.isBuilt && array.data);
  if (!whole || new Set(arrays).size !== arrays.length || ![2, 3].includes(pairs.length))
    throw formatError(name, 'holds no three pairs of images and labels, as mnist.pkl.gz does');
  const read = pairs.map((pair) => pair.map((/** @type {NumpyArray} */ array) => array.data));
  for (const [i, [images, labels]] of read.entries()) {
    const kinds = [images, labels].map((array) => contentOf(name, array.shape, array.element));
    if (kinds.join() !== 'images,labels' || labels.shape.length > 1)
      throw formatError(name, `pair ${i + 1} is not images (n×784) and labels (n)`);
    if (images.shape[0] !== labels.shape[0])
      throw formatError(
        name,
        `pair ${i + 1}: ${images.shape[0]} images, ${labels.shape[0]} labels`,
      );
    if (i > 0 && images.index < read[i - 1][0].index)
      throw formatError(name, 'its parts are not in their order');
  }
  return read;
}

/** The second reading: the pixels of some arrays, then of later ones, without beginning anew. */
class PixelReading {
  #open;
  /** @type {AsyncGenerator<import('./pickle.js').PickleEvent> | undefined} */
  #events;
  /** The array that comes next. @type {number} */
  #next = 0;

  /** @param {() => AsyncGenerator<import('./pickle.js').PickleEvent>} open */
  constructor(open) {
    this.#open = open;
  }

  /**
   * @param {PickledArray[]} arrays in the order of the file
   * @param {boolean} isLast nothing will be read after them
   * @param {AbortSignal} signal
   */
  async *read(arrays, isLast, signal) {
    const wanted = new Set(arrays.map(({ index }) => index));
    const last = Math.max(...wanted);
    if (!this.#events || Math.min(...wanted) < this.#next) {
      await this.#events?.return(undefined);
      this.#events = this.#open();
      this.#next = 0;
      signal.addEventListener('abort', () => this.#events?.return(undefined).catch(() => {}));
    }
    let isWhole = false;
    try {
      for (;;) {
        const { value: event, done } = await this.#events.next();
        if (done || event.kind === 'end') break;
        this.#next = event.array.index;
        if (event.kind === 'array' && this.#next > last) {
          isWhole = !isLast;
          return;
        }
        if (event.kind === 'bytes' && wanted.has(this.#next)) yield event.chunk;
      }
    } finally {
      if (!isWhole) {
        await this.#events.return(undefined);
        this.#events = undefined;
      }
    }
  }
}
