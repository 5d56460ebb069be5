/** Opens the files of a data set, wherever they lie, as streams of bytes. Runs in the Worker. */
import { FILE_NAMES, USUAL_NAMES } from './data.js';
import { InklingError } from './error.js';
import { nodeModule } from './platform.js';
import { say, sortFiles } from './sort-files.js';

/**
 * @typedef {object} Source one file of a data set
 * @property {import('./data.js').FileName} file
 * @property {(signal: AbortSignal) => Promise<{chunks: AsyncIterable<Uint8Array>,
 *   totalBytes?: number}>} open
 */

const CHUNK = 262144;

/**
 * @param {import('./data.js').SentData} data of kind dir, urls or files
 * @returns {Promise<Source[]>} in the order of FILE_NAMES; the test files may be missing, both
 */
export async function listSources(data) {
  const opened = await openersOf(data);
  const sources = FILE_NAMES.flatMap((file) => {
    const open = opened[file];
    return open ? [{ file, open }] : [];
  });
  const missing = FILE_NAMES.find((file) => {
    const part = file.startsWith('train') ? true : opened['test-images'] || opened['test-labels'];
    return part && !opened[file];
  });
  if (missing) {
    const name = `${USUAL_NAMES[missing]}[.gz]`;
    const hint = data.kind === 'dir' ? `${data.dir} has no ${name}` : `give ${name} too`;
    throw new InklingError('INK_ERROR_FILE', `the ${say(missing)} are missing: ${hint}`);
  }
  return sources;
}

/**
 * @param {import('./data.js').SentData} data
 * @returns {Promise<Partial<Record<import('./data.js').FileName, Source['open']>>>}
 */
async function openersOf(data) {
  if (data.kind === 'dir') return openFolder(data.dir);
  if (data.kind === 'urls')
    return mapValues(data.urls, (urls) => (signal) => openUrl(urls, signal));
  if (data.kind === 'files')
    return mapValues(await sortFiles(data.files), ({ blob }) => async () => ({
      chunks: readStream(blob.stream()),
      totalBytes: blob.size,
    }));
  return {};
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

/** @param {string} dir */
async function openFolder(dir) {
  const { readdir } = await nodeModule('fs/promises');
  const { join } = await nodeModule('path');
  /** @type {string[]} */
  const names = await readdir(dir).catch((/** @type {NodeJS.ErrnoException} */ error) => {
    const reason = error.code === 'ENOENT' ? 'there is no such folder' : error.message;
    throw new InklingError('INK_ERROR_FILE', `${dir}: ${reason}`);
  });
  /** @type {Record<string, Source['open']>} */
  const openers = {};
  for (const [file, name] of Object.entries(USUAL_NAMES)) {
    const found = [`${name}.gz`, name].find((candidate) => names.includes(candidate));
    if (found) openers[file] = () => openPath(join(dir, found));
  }
  return openers;
}

/** @param {string} path */
async function openPath(path) {
  const { open } = await nodeModule('fs/promises');
  try {
    const handle = await open(path);
    const { size } = await handle.stat();
    return { chunks: readHandle(handle, path), totalBytes: size };
  } catch (error) {
    throw fileError(path, error);
  }
}

/** @param {import('node:fs/promises').FileHandle} handle @param {string} path */
async function* readHandle(handle, path) {
  const chunk = new Uint8Array(CHUNK);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, CHUNK);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } catch (error) {
    throw fileError(path, error);
  } finally {
    await handle.close();
  }
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
