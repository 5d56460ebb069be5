/**
 * Brings the public data sets into data/cache: mirrors in turn, broken downloads go on where they
 * stopped, and only what has the right SHA-256 (or MD5, where no more was published) gets its name.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InklingError } from '../web/engine/error.js';
import { pathItem } from '../web/engine/formats/bytes.js';
import { listZip } from '../web/engine/formats/zip.js';
import { download, hashFile, sizeOf } from './download.js';
import { cacheFolder, findSet, readSets } from './sets.js';

/**
 * @typedef {object} FetchProgress
 * @property {string} file the one that is coming in
 * @property {number} bytes there, of the whole set
 * @property {number} totalBytes of the whole set; NaN where that is not known
 *
 * @typedef {object} FetchOptions
 * @property {(progress: FetchProgress) => void} [onProgress]
 * @property {AbortSignal} [signal]
 * @property {string} [cache] instead of data/cache
 * @property {Record<string, import('./sets.js').DataSet>} [sets] instead of data/sets.json
 * @property {NodeJS.ProcessEnv} [environment]
 * @property {number} [connectTimeout] milliseconds until a mirror must answer
 * @property {number} [stallTimeout] milliseconds without a byte
 */

/**
 * The folder of a complete set: `$INKLING_DATA/<name>`, the cache, or freshly fetched.
 * @param {string} name such as 'mnist'
 * @param {FetchOptions} [options]
 * @returns {Promise<string>}
 */
export async function fetchSet(name, options = {}) {
  const sets = options.sets ?? (await readSets());
  if (!Object.hasOwn(sets, name))
    throw new InklingError(
      'INK_ERROR_ARGUMENT',
      `there is no data set "${name}"; there are ${Object.keys(sets).join(', ')}`,
    );
  const { cache = cacheFolder, environment = process.env } = options;
  const found = await findSet(name, { cache, environment });
  if (found) return found;
  const folder = join(cache, name);
  await mkdir(folder, { recursive: true }).catch((error) => {
    throw new InklingError('INK_ERROR_FILE', `${folder}: ${error.message}`);
  });
  if (sets[name].archive) await fetchArchive(folder, name, cache, sets[name], options);
  else await fetchFiles(folder, name, sets[name], options);
  return folder;
}

/**
 * EMNIST's six sets come in one zip, which stays in the cache for the others.
 * @param {string} folder
 * @param {string} name
 * @param {string} cache
 * @param {import('./sets.js').DataSet} set
 * @param {FetchOptions} options
 */
async function fetchArchive(folder, name, cache, { archive, mirrors, files }, options) {
  if (!archive) return;
  const file = { ...archive, from: archive.name, name: `${name.split('-')[0]}-${archive.name}` };
  await fetchFiles(cache, name, { mirrors, files: [file] }, options);
  const path = join(cache, file.name);
  const entries = await listZip(await pathItem(path, file.name));
  for (const { name: to, from } of files) {
    const entry = entries.find((one) => one.name === from);
    if (!entry) throw new InklingError('INK_ERROR_FILE', `${path}: has no ${from}`);
    const part = join(folder, `${to}.part`);
    await pipeline(entry.read(), createWriteStream(part)).catch((error) => {
      throw error instanceof InklingError
        ? error
        : new InklingError('INK_ERROR_FILE', `${part}: ${error.message}`);
    });
    await rename(part, join(folder, to));
  }
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {import('./sets.js').DataSet} set
 * @param {FetchOptions} options
 */
async function fetchFiles(folder, name, set, { onProgress, ...options }) {
  const totalBytes = set.files.reduce((total, { bytes = Number.NaN }) => total + bytes, 0);
  let mirrors = set.mirrors;
  let before = 0;
  for (const file of set.files) {
    /** @param {number} bytes */
    const progress = (bytes) =>
      onProgress?.({ file: file.name, bytes: before + bytes, totalBytes });
    if (!(await isThere(join(folder, file.name)))) {
      const worked = await fetchFile(folder, name, file, mirrors, { ...options, progress });
      // The next file is first asked of the mirror that has just answered.
      mirrors = [worked, ...mirrors.filter((mirror) => mirror !== worked)];
    }
    const bytes = file.bytes ?? (await sizeOf(join(folder, file.name)));
    progress(bytes);
    before += bytes;
  }
}

/**
 * @param {string} folder
 * @param {string} set
 * @param {import('./sets.js').DataFile} file
 * @param {string[]} mirrors
 * @param {Omit<FetchOptions, 'onProgress'> & {progress: (bytes: number) => void}} options
 * @returns {Promise<string>} the mirror that had it
 */
async function fetchFile(folder, set, file, mirrors, options) {
  const path = join(folder, file.name);
  const part = `${path}.part`;
  /** @type {string[]} */
  const failures = [];
  for (const mirror of mirrors) {
    const failure = await tryMirror(`${mirror}${file.from ?? file.name}`, part, file, options);
    if (!failure) {
      await rename(part, path);
      return mirror;
    }
    failures.push(`${new URL(mirror).host} ${failure}`);
  }
  throw new InklingError(
    'INK_ERROR_NETWORK',
    `${set}/${file.name}: ${failures.join('; ')}; put the files into ${folder} yourself, or train ` +
      'with --data synthetic',
  );
}

/**
 * @param {string} url
 * @param {string} part where the bytes go
 * @param {import('./sets.js').DataFile} file
 * @param {Omit<FetchOptions, 'onProgress'> & {progress: (bytes: number) => void}} options
 * @returns {Promise<string | undefined>} what went wrong, as the rest of a sentence
 */
async function tryMirror(url, part, file, options) {
  const { connectTimeout = 5000, stallTimeout = 10000, signal, progress } = options;
  const resumed = (await sizeOf(part)) > 0;
  try {
    await download(url, part, {
      bytes: file.bytes,
      connectTimeout,
      stallTimeout,
      signal,
      progress,
    });
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOSPC')
      throw new InklingError('INK_ERROR_FILE', `${part}: the disk is full; free some space`);
    if (['EACCES', 'EROFS', 'EDQUOT', 'EPERM', 'EISDIR'].includes(code ?? ''))
      throw new InklingError('INK_ERROR_FILE', `${part}: ${message}`);
    return message;
  }
  const kind = file.sha256 ? 'sha256' : 'md5';
  if ((await hashFile(part, kind)) === file[kind]) return undefined;
  await rm(part);
  // What lay there from before may have been the fault.
  if (resumed) return tryMirror(url, part, file, options);
  return `sends a file with another ${kind === 'md5' ? 'MD5' : 'SHA-256'}`;
}

/** @param {string} path */
async function isThere(path) {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
