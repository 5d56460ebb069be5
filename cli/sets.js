/** Where data sets lie on this machine, and what the public ones consist of. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { USUAL_NAMES } from '../web/engine/data.js';

/**
 * @typedef {object} DataFile
 * @property {string} name here
 * @property {string} [from] its name on the mirrors or in the archive, where it is another
 * @property {number} [bytes] where they are known
 * @property {string} [sha256]
 * @property {string} [md5] where nothing better was published
 *
 * @typedef {object} DataSet
 * @property {string[]} mirrors
 * @property {DataFile[]} files
 * @property {DataFile} [archive] a zip that has them all
 */

const dataFolder = fileURLToPath(new URL('../data', import.meta.url));

/** Ignored by git. */
export const cacheFolder = join(dataFolder, 'cache');

/** @returns {Promise<Record<string, DataSet>>} by name */
export async function readSets() {
  return JSON.parse(await readFile(join(dataFolder, 'sets.json'), 'utf8'));
}

/**
 * The first folder that has all four files of a set, gzipped or not.
 * @param {string} name
 * @param {{cache?: string, environment?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<string | undefined>}
 */
export async function findSet(name, { cache = cacheFolder, environment = process.env } = {}) {
  const homes = environment.INKLING_DATA ? [environment.INKLING_DATA, cache] : [cache];
  for (const home of homes) {
    const folder = join(home, name);
    const names = await readdir(folder).catch(() => /** @type {string[]} */ ([]));
    const complete = Object.values(USUAL_NAMES).every(
      (file) => names.includes(file) || names.includes(`${file}.gz`),
    );
    if (complete) return folder;
  }
  return undefined;
}
