// The data set that everything is measured on: MNIST where it is at hand.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSet } from '../cli/sets.js';
import { USUAL_NAMES } from '../web/engine/data.js';

/** @returns {Promise<string | undefined>} the folder of MNIST; undefined: synthetic digits serve */
export const findData = () => findSet('mnist');

/**
 * What a server hands out of a folder.
 * @param {string | undefined} folder
 * @returns {Record<string, Uint8Array>} by file name
 */
export function mnistFiles(folder) {
  if (!folder) return {};
  const names = Object.values(USUAL_NAMES).flatMap((name) => [`${name}.gz`, name]);
  return Object.fromEntries(
    names
      .filter((name) => existsSync(join(folder, name)))
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
}
