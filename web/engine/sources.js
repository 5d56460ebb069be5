/** Opens the files of a data set, wherever they lie, as streams of bytes. Runs in the Worker. */
import { FILE_NAMES, USUAL_NAMES } from './data.js';
import { InklingError } from './error.js';
import { blobItem, pathItem } from './formats/bytes.js';
import { nodeModule } from './platform.js';
import { findContents, PNG_NAME, say, sortContents } from './sort-files.js';

/**
 * @typedef {(signal: AbortSignal) => Promise<import('./formats/arrays.js').Opened>} Open
 *
 * @typedef {object} Source one file of a data set
 * @property {import('./data.js').FileName} file
 * @property {Open} open
 *
 * @typedef {object} Listing what a data set consists of
 * @property {Source[]} sources in the order of FILE_NAMES; the test files may be missing, both
 * @property {string[]} [classNames] where the files say them
 * @property {string[]} notes what was decided and should be said
 *
 * @typedef {{openers: Partial<Record<import('./data.js').FileName, Open>>, notes: string[],
 *   classNames?: string[]}} Openers
 */

/** In folders of PNG files by class. */
const MOST_FILES = 500000;

/**
 * @param {import('./data.js').SentData} data
 * @returns {Promise<Listing>}
 */
export async function listSources(data) {
  const { openers, notes, classNames } = await openersOf(data);
  const sources = FILE_NAMES.flatMap((file) => {
    const open = openers[file];
    return open ? [{ file, open }] : [];
  });
  const isSet = ['dir', 'urls', 'files', 'set'].includes(data.kind);
  const missing = FILE_NAMES.find((file) => {
    const part = file.startsWith('train')
      ? isSet
      : openers['test-images'] || openers['test-labels'];
    return part && !openers[file];
  });
  if (missing) {
    const name = `${USUAL_NAMES[missing]}[.gz]`;
    const hint = data.kind === 'dir' ? `${data.dir} has no ${name}` : `give ${name} too`;
    throw new InklingError('INK_ERROR_FILE', `the ${say(missing)} are missing: ${hint}`);
  }
  return { sources, notes, classNames };
}

/**
 * @param {import('./data.js').SentData} data
 * @returns {Promise<Openers>}
 */
async function openersOf(data) {
  if (data.kind === 'dir') return openFolder(data.dir);
  if (data.kind === 'set') return openFolder(await findSet(data.name));
  if (data.kind === 'urls')
    return {
      openers: mapValues(data.urls, (urls) => (signal) => openUrl(urls, signal)),
      notes: [],
    };
  if (data.kind === 'files')
    return openItems(
      data.files.map(({ name, blob }) => blobItem(name, blob)),
      { where: 'the files' },
    );
  return { openers: {}, notes: [] };
}

/**
 * @template A, B
 * @param {Partial<Record<string, A>>} table
 * @param {(value: A) => B} change
 * @returns {Record<string, B>}
 */
function mapValues(table, change) {
  return Object.fromEntries(
    Object.entries(table).map(([key, value]) => [key, change(/** @type {A} */ (value))]),
  );
}

/**
 * @param {import('./formats/bytes.js').Item[]} items
 * @param {{where: string, lenient?: boolean}} how
 * @returns {Promise<Openers>}
 */
async function openItems(items, how) {
  const { contents, classNames, notes } = await findContents(items, how);
  return { openers: mapValues(sortContents(contents), ({ open }) => open), classNames, notes };
}

/**
 * The four files by their usual names; where it has none of those, whatever else is in it; or one
 * file by itself.
 * @param {string} path
 * @returns {Promise<Openers>}
 */
async function openFolder(path) {
  const { readdir, stat } = await nodeModule('fs/promises');
  const { basename, join } = await nodeModule('path');
  /** @type {import('node:fs').Stats} */
  const entry = await stat(path).catch((/** @type {NodeJS.ErrnoException} */ error) => {
    const reason = error.code === 'ENOENT' ? 'there is no such folder' : error.message;
    throw new InklingError('INK_ERROR_FILE', `${path}: ${reason}`);
  });
  if (!entry.isDirectory())
    return openItems([await pathItem(path, basename(path))], { where: basename(path) });
  /** @type {string[]} */
  const names = await readdir(path).catch((/** @type {Error} */ error) => {
    throw fileError(path, error);
  });
  /** @type {Record<string, Open>} */
  const openers = {};
  for (const [file, name] of Object.entries(USUAL_NAMES)) {
    const found = [`${name}.gz`, name].find((candidate) => names.includes(candidate));
    if (found) openers[file] = () => openPath(join(path, found));
  }
  if (Object.keys(openers).length) return { openers, notes: [] };
  return openItems(await listItems(path), { where: path, lenient: true });
}

/** All files below a folder, named from there on. @param {string} folder */
async function listItems(folder) {
  const { readdir } = await nodeModule('fs/promises');
  const { join, relative } = await nodeModule('path');
  /** @type {import('node:fs').Dirent[]} */
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  if (entries.length > MOST_FILES)
    throw new InklingError('INK_ERROR_FILE', `${folder}: holds more than ${MOST_FILES} files`);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return Promise.all(
    paths.map((path) => {
      const name = relative(folder, path).replaceAll('\\', '/');
      return PNG_NAME.test(name) ? pictureItem(path, name) : pathItem(path, name);
    }),
  );
}

/**
 * Looked at only when it is read, for there is one for each image.
 * @param {string} path
 * @param {string} name
 * @returns {import('./formats/bytes.js').Item} of no size
 */
function pictureItem(path, name) {
  return {
    name,
    size: 0,
    async *read() {
      yield* (await pathItem(path, name)).read();
    },
  };
}

/** Of a public set: where it lies on this machine, or fetched. @param {string} name @returns {Promise<string>} */
async function findSet(name) {
  const here = import.meta.url;
  const { fetchSet } = await import(/* @vite-ignore */ new URL('../../cli/fetch.js', here).href);
  return fetchSet(name);
}

/** @param {string} path */
async function openPath(path) {
  const item = await pathItem(path);
  return { chunks: item.read(), totalBytes: item.size };
}

/** @param {string} path @param {unknown} error */
function fileError(path, error) {
  return new InklingError('INK_ERROR_FILE', `${path}: ${/** @type {Error} */ (error).message}`);
}

/**
 * @param {string[]} urls the next is tried where one is not there
 * @param {AbortSignal} signal
 */
async function openUrl(urls, signal) {
  /** @type {Response | undefined} */
  let first;
  for (const url of urls) {
    const response = await fetch(url, { signal }).catch((error) => {
      if (signal.aborted) throw error;
      throw networkError(url, 'the server cannot be reached; check the address and the connection');
    });
    if (response.ok && response.body) return streamOf(response, url);
    await response.body?.cancel();
    first ??= response;
    if (response.status !== 404) break;
  }
  const { status, statusText } = /** @type {Response} */ (first);
  throw networkError(
    urls[0],
    `the server answers ${`${status} ${statusText}`.trim()}; check that the file lies there`,
  );
}

/** @param {Response} response @param {string} url */
function streamOf(response, url) {
  // Of a body that the transport has compressed, Content-Length is another size than what we read.
  const size = response.headers.has('content-encoding')
    ? 0
    : Number(response.headers.get('content-length'));
  const body = /** @type {ReadableStream<Uint8Array>} */ (response.body);
  return { chunks: readStream(body, url), totalBytes: size > 0 ? size : undefined };
}

/**
 * Reads on only when the last chunk has been taken, which is the backpressure.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {string} [url]
 */
async function* readStream(stream, url) {
  const reader = stream.getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      bytes += value.length;
      yield value;
    }
  } catch (error) {
    if (!url) throw new InklingError('INK_ERROR_FILE', /** @type {Error} */ (error).message);
    throw networkError(url, `the connection stopped after ${bytes} bytes; try again`);
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {string} url @param {string} detail */
function networkError(url, detail) {
  return new InklingError('INK_ERROR_NETWORK', `${new URL(url).pathname}: ${detail}`);
}
