/** What --data means, and where data comes from without it. */
import { stat } from 'node:fs/promises';
import { fetchWithBar } from './commands/data.js';
import { findSet, readSets } from './sets.js';

/**
 * A folder, a file, or else the name of a public set, which is fetched if need be.
 * @param {string | undefined} option
 * @returns {Promise<import('../web/engine/types.js').DataOption>}
 */
export async function readDataOption(option) {
  if (option === 'synthetic' || option === 'fake') return option;
  if (option !== undefined) {
    const entry = await stat(option).catch(() => undefined);
    if (entry || !Object.hasOwn(await readSets(), option)) return { dir: option };
    await fetchWithBar(option);
    return { name: option };
  }
  const dir = await findSet('mnist');
  if (dir) return { dir };
  console.error(
    'inkling: no MNIST in $INKLING_DATA or data/cache ("data fetch mnist" gets it); ' +
      'learning from digits drawn by Inkling',
  );
  return 'synthetic';
}

/** Says once what was decided about the data. @param {import('../web/engine/index.js').Trainer} trainer */
export function sayNotes(trainer) {
  let isSaid = false;
  trainer.onData(({ notes }) => {
    if (isSaid || !notes) return;
    isSaid = true;
    for (const note of notes) console.error(`inkling: ${note}`);
  });
}
