/** What --data means, and where data comes from without it. */
import { stat } from 'node:fs/promises';
import { InklingError } from '../web/engine/error.js';
import { findSet } from './sets.js';

/**
 * @param {string | undefined} option
 * @returns {Promise<'synthetic' | {dir: string}>}
 */
export async function readDataOption(option) {
  if (option === 'synthetic') return 'synthetic';
  if (option !== undefined) {
    const entry = await stat(option).catch(() => undefined);
    if (entry && !entry.isDirectory())
      throw new InklingError('INK_ERROR_FILE', `${option} is a file; --data takes its folder`);
    return { dir: option };
  }
  const dir = await findSet('mnist');
  if (dir) return { dir };
  console.error(
    'inkling: no MNIST in $INKLING_DATA or data/cache ("data fetch mnist" gets it); ' +
      'learning from digits drawn by Inkling',
  );
  return 'synthetic';
}
