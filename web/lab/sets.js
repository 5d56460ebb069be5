/** The public data sets: which the address may name, and which lie beside this page. */

const SETS = [
  'mnist',
  'fashion-mnist',
  'kmnist',
  'qmnist',
  ...['letters', 'digits', 'balanced', 'mnist', 'bymerge', 'byclass'].map((of) => `emnist-${of}`),
];
/** A part of a set says how many images it has: kmnist-7000. */
const NAME = new RegExp(`^(${SETS.join('|')})(-\\d+)?$`);

/** @param {string} name */
export const isSet = (name) => NAME.test(name);

/** "emnist-letters" → "EMNIST Letters": a set is called the same in every language. @param {string} name */
export const titleOf = (name) =>
  name.replace(/(^|-)([a-z]*mnist$|[a-z]*mnist(?=-)|.)/g, (_, dash, part) =>
    (dash && ' ').concat(part.toUpperCase()),
  );

/**
 * What a source of data is called.
 * @param {import('./state.js').Source} source @param {import('./state.js').Translate} t
 */
export const sourceName = (source, t) => (isSet(source) ? titleOf(source) : t(`data.${source}`));

/**
 * Those that lie beside the page, as the build has listed them; none where nobody has.
 * @returns {Promise<string[]>}
 */
export async function setsAtHand() {
  const url = new URL('./data/index.json', document.baseURI);
  if (url.protocol === 'file:') return [];
  try {
    const names = await (await fetch(url)).json();
    return names.filter(isSet);
  } catch {
    return [];
  }
}
