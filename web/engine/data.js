/** What `createTrainer({data})` takes, as the Worker gets it. */
import { checkSeed } from './config.js';
import { InklingError } from './error.js';
import { inNode, nodeModule } from './platform.js';

/**
 * @typedef {'train-labels' | 'train-images' | 'test-labels' | 'test-images'} FileName
 *
 * @typedef {{kind: 'none'}
 *   | {kind: 'synthetic', train: number, test: number, seed: number}
 *   | {kind: 'arrays', images: Uint8Array, labels: Uint8Array, testImages?: Uint8Array,
 *      testLabels?: Uint8Array}
 *   | {kind: 'dir', dir: string}
 *   | {kind: 'urls', urls: Partial<Record<FileName, string[]>>}
 *   | {kind: 'files', files: {name: string, blob: Blob}[]}} SentData urls: for each file the
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
  if (given === 'synthetic') return synthetic({});
  if (typeof given === 'object') {
    if (given.synthetic) return synthetic(given.synthetic);
    if (typeof given.dir === 'string') return { kind: 'dir', dir: await absoluteFolder(given.dir) };
    if (given.urls) return { kind: 'urls', urls: listUrls(given.urls) };
    if (given.files) return { kind: 'files', files: listFiles(given.files) };
    if (given.images || given.labels) return arrays(given);
  }
  return fail("give 'synthetic', {dir}, {urls}, {files}, or {images, labels}");
}

/** @param {{train?: number, test?: number, seed?: number}} options @returns {SentData} */
function synthetic({ train = 60000, test = 10000, seed = 1 }) {
  checkSeed(seed);
  for (const count of [train, test])
    if (!Number.isInteger(count) || count < 1 || count > 1e6)
      fail(`synthetic: ${count} is not a whole number from 1 to 1000000`);
  return { kind: 'synthetic', train, test, seed };
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
    return { name: String(/** @type {File} */ (file).name ?? ''), blob };
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
