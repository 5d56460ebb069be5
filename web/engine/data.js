/** What `createTrainer({data})` takes, as the Worker gets it. */
import { checkSeed } from './config.js';
import { InklingError } from './error.js';
import { inNode, nodeModule } from './platform.js';
import { isSet, setHabits } from './sets.js';

/**
 * @typedef {'train-labels' | 'train-images' | 'test-labels' | 'test-images'} FileName
 *
 * @typedef {{classes?: number, classNames?: string[], transposed?: boolean, firstLabel?: number}} Habits
 *   how a set differs from MNIST
 *
 * @typedef {{habits?: Habits} & ({kind: 'none'}
 *   | {kind: 'synthetic' | 'fake', train: number, test: number, seed: number}
 *   | {kind: 'arrays', images: Uint8Array, labels: Uint8Array, testImages?: Uint8Array,
 *      testLabels?: Uint8Array}
 *   | {kind: 'dir', dir: string}
 *   | {kind: 'set', name: string}
 *   | {kind: 'urls', urls: Partial<Record<FileName, string[]>>}
 *   | {kind: 'files', files: {name: string, blob: Blob}[]})} SentData urls: for each file the
 *   addresses to try, the next where one is not there
 */

/** In the order in which they are read: labels are small, and an image counts with its label. */
export const FILE_NAMES = /** @type {const} */ ([
  'train-labels',
  'train-images',
  'test-labels',
  'test-images',
]);

/** The usual names, without .gz. @type {Record<FileName, string>} */
export const USUAL_NAMES = {
  'train-labels': 'train-labels-idx1-ubyte',
  'train-images': 'train-images-idx3-ubyte',
  'test-labels': 't10k-labels-idx1-ubyte',
  'test-images': 't10k-images-idx3-ubyte',
};

/**
 * @param {import('./types.js').DataOption} data
 * @returns {Promise<SentData>}
 */
export async function sendableData(data) {
  /** @type {any} */
  const given = data;
  if (given === null) return { kind: 'none' };
  if (given === 'synthetic' || given === 'fake') return made(given, {});
  if (typeof given === 'object') {
    const habits = readHabits(given);
    if (typeof given.name === 'string') return nameOf(given.name, habits);
    if (given.synthetic) return { ...made('synthetic', given.synthetic), habits };
    if (given.fake) return { ...made('fake', given.fake), habits };
    if (typeof given.dir === 'string') {
      const dir = await absoluteFolder(given.dir);
      return { kind: 'dir', dir, habits: await habitsOf(await namesIn(dir), habits) };
    }
    if (given.urls) return { kind: 'urls', urls: listUrls(given.urls), habits };
    if (given.files) {
      const files = listFiles(given.files);
      const names = files.map(({ name }) => name);
      return { kind: 'files', files, habits: await habitsOf(names, habits) };
    }
    if (given.images || given.labels) return { ...arrays(given), habits };
  }
  return fail("give 'synthetic', 'fake', {name}, {dir}, {urls}, {files}, or {images, labels}");
}

/** @param {any} given @returns {Habits} those that were told */
function readHabits({ classes, transposed, firstLabel }) {
  if (classes !== undefined && !(Number.isInteger(classes) && classes >= 2 && classes <= 256))
    fail(`classes: ${classes} is not a whole number from 2 to 256`);
  if (firstLabel !== undefined && !(Number.isInteger(firstLabel) && firstLabel >= 0))
    fail(`firstLabel: ${firstLabel} is not a whole number`);
  if (transposed !== undefined && typeof transposed !== 'boolean')
    fail(`transposed: ${transposed} is neither true nor false`);
  return definedOf({ classes, transposed, firstLabel });
}

/** @param {Habits} habits @returns {Habits} */
function definedOf(habits) {
  return Object.fromEntries(Object.entries(habits).filter(([, value]) => value !== undefined));
}

/** A public set. @param {string} name @param {Habits} told @returns {Promise<SentData>} */
async function nameOf(name, told) {
  if (name === 'synthetic' || name === 'fake') return { ...made(name, {}), habits: told };
  const habits = { ...(await setHabits(name)), ...told };
  if (inNode) return { kind: 'set', name, habits };
  // Pages carry the sets that were at hand when they were built beside them, and ask nobody else.
  return { kind: 'urls', urls: listUrls(`data/${name}/`), habits };
}

/**
 * What is told goes before what the files' names say, as emnist-letters-train-images-idx3-ubyte does.
 * @param {string[]} names
 * @param {Habits} told
 */
async function habitsOf(names, told) {
  for (const name of names) {
    const [, set] = /(?:^|\/)(emnist-[a-z]+)-(?:train|test)-/.exec(name) ?? [];
    if (set && (await isSet(set))) return { ...(await setHabits(set)), ...told };
  }
  return told;
}

/** @param {string} dir @returns {Promise<string[]>} none where it cannot be read, which shows later */
async function namesIn(dir) {
  const { readdir } = await nodeModule('fs/promises');
  return readdir(dir).catch(() => [dir]);
}

/**
 * @param {'synthetic' | 'fake'} kind
 * @param {{train?: number, test?: number, seed?: number}} options
 * @returns {SentData}
 */
function made(kind, { train = 60000, test = 10000, seed = 1 }) {
  checkSeed(seed);
  for (const count of [train, test])
    if (!Number.isInteger(count) || count < 1 || count > 1e6)
      fail(`${kind}: ${count} is not a whole number from 1 to 1000000`);
  return { kind, train, test, seed };
}

/** @param {import('./types.js').ArrayData} given @returns {SentData} */
function arrays({ images, labels, testImages, testLabels }) {
  for (const [name, array] of Object.entries({ images, labels, testImages, testLabels })) {
    const optional = name.startsWith('test') && array === undefined;
    if (!optional && !(array instanceof Uint8Array)) fail(`${name} is not a Uint8Array`);
  }
  if (!testImages !== !testLabels) fail('testImages and testLabels belong together');
  return { kind: 'arrays', images, labels, testImages, testLabels };
}

/** @param {string} dir */
async function absoluteFolder(dir) {
  if (!inNode) fail('{dir} is for Node; in a page give {urls} or {files}');
  const { resolve } = await nodeModule('path');
  return resolve(dir);
}

/** @param {any} given @returns {Partial<Record<FileName, string[]>>} */
function listUrls(given) {
  if (typeof given === 'string' || given instanceof URL) {
    const folder = absolute(`${given}`.replace(/\/?$/, '/'));
    return Object.fromEntries(
      Object.entries(USUAL_NAMES).map(([file, name]) => [
        file,
        [`${folder}${name}.gz`, `${folder}${name}`],
      ]),
    );
  }
  if (Array.isArray(given)) {
    const sorted = given.map((url) => ({ url: absolute(url), ...guessFromName(`${url}`) }));
    const unclear = sorted.find(({ part, content }) => !part || !content);
    if (unclear) fail(`${unclear.url}: its name does not say which of the four files it is`);
    return Object.fromEntries(
      sorted.map(({ url, part, content }) => [`${part}-${content}`, [url]]),
    );
  }
  /** @type {Partial<Record<FileName, string[]>>} */
  const urls = {};
  for (const [key, file] of Object.entries(URL_KEYS))
    if (given[key] !== undefined) urls[file] = [absolute(given[key])];
  if (!urls['train-images'] || !urls['train-labels'])
    fail(
      'urls: give the address of a folder, or {trainImages, trainLabels, testImages, testLabels}',
    );
  return urls;
}

/** @type {Record<string, FileName>} */
const URL_KEYS = {
  trainImages: 'train-images',
  trainLabels: 'train-labels',
  testImages: 'test-images',
  testLabels: 'test-labels',
};

/** @param {unknown} url */
function absolute(url) {
  const base = globalThis.document?.baseURI;
  if (!URL.canParse(`${url}`, base)) fail(`urls: "${url}" is not an address`);
  return new URL(`${url}`, base).href;
}

/** @param {Iterable<any>} given */
function listFiles(given) {
  const files = [...given];
  if (files.length === 0) fail('files: none were given');
  return files.map((file) => {
    if (!(file instanceof Blob)) fail('files: give File objects');
    // Node's structured clone knows Blobs, but not Files.
    const blob = inNode ? new Blob([file]) : file;
    const { name = '', webkitRelativePath } = /** @type {File} */ (file);
    // A chosen folder's files say where in it they lie.
    return { name: webkitRelativePath || String(name), blob };
  });
}

/**
 * What a file's name says about it.
 * @param {string} name
 * @returns {{part?: 'train' | 'test', content?: 'images' | 'labels'}}
 */
export function guessFromName(name) {
  const base = name.replace(/[?#].*/, '').replace(/.*[/\\]/, '');
  return {
    part: /t10k|test/i.test(base) ? 'test' : /train/i.test(base) ? 'train' : undefined,
    content: /label|idx1/i.test(base) ? 'labels' : /image|idx3/i.test(base) ? 'images' : undefined,
  };
}

/** @param {string} detail @returns {never} */
function fail(detail) {
  throw new InklingError('INK_ERROR_ARGUMENT', `data: ${detail}`);
}
