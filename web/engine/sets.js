/** What is known of the public data sets; data/sets.json has it all. */
import { InklingError } from './error.js';
import { inNode, nodeModule } from './platform.js';

/**
 * @typedef {object} PublicSet
 * @property {number} [classes] ten unless told
 * @property {string[]} [labels] the classes' names
 * @property {boolean} [transposed]
 * @property {number} [firstLabel]
 */

/** @returns {Promise<Record<string, PublicSet>>} by name */
async function readSets() {
  if (!inNode)
    return /** @type {any} */ (
      (await import('../../data/sets.json', { with: { type: 'json' } })).default
    );
  const here = import.meta.url;
  const { readFile } = await nodeModule('fs/promises');
  return JSON.parse(await readFile(new URL('../../data/sets.json', here), 'utf8'));
}

/** @param {string} name */
export async function isSet(name) {
  return Object.hasOwn(await readSets(), name);
}

/**
 * How a public set differs from MNIST; the first 7,000 of kmnist, as "kmnist-7000", do as it does.
 * @param {string} name
 * @returns {Promise<import('./data.js').Habits>}
 */
export async function setHabits(name) {
  const sets = await readSets();
  const whole = name.replace(/-\d+$/, '');
  if (!Object.hasOwn(sets, whole))
    throw new InklingError(
      'INK_ERROR_ARGUMENT',
      `data: there is no set "${name}"; there are ${Object.keys(sets).join(', ')}, synthetic, fake`,
    );
  const { classes, labels, transposed, firstLabel } = sets[whole];
  return {
    ...(classes && { classes }),
    ...(labels && { classNames: labels }),
    ...(transposed && { transposed }),
    ...(firstLabel && { firstLabel }),
  };
}
