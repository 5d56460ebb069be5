/**
 * PNG files in folders by class, on disk or in a zip: [train/ or test/]CLASS/NAME.png. The classes
 * are the folders' names, sorted, by number where all are numbers.
 */
import { formatError } from './bytes.js';
import { readPng } from './png.js';

/** @typedef {import('./bytes.js').Item} Item */
/** @typedef {import('./arrays.js').Content} Content */
/** @typedef {{item: Item, label: number}} Sample */

const MOST_CLASSES = 256;
/** Of each class, where no folder says what is for testing: MNIST keeps as much for validation. */
const TEST_SHARE = 6;
/** @type {Record<string, 'train' | 'test'>} */
const PART_NAMES = { train: 'train', training: 'train', test: 'test', testing: 'test' };

/**
 * @param {Item[]} items whose names have the folders in them
 * @param {string} where for messages
 * @returns {{contents: Content[], classNames: string[], notes: string[]}}
 */
export function listClassFolders(items, where) {
  const placed = items.map(place);
  const classNames = sortNames([...new Set(placed.map(({ name }) => name))]);
  if (classNames.length < 2 || classNames.length > MOST_CLASSES)
    throw formatError(
      where,
      `its PNG files lie in ${classNames.length} class folders; 2 … ${MOST_CLASSES} are wanted`,
    );
  const unclear = placed.find(({ part }) => part === undefined);
  if (unclear && placed.some(({ part }) => part))
    throw formatError(unclear.item.name, 'lies in neither the train nor the test folder');
  /** @type {{train: Item[][], test: Item[][]}} by part and class */
  const parts = { train: classNames.map(() => []), test: classNames.map(() => []) };
  for (const { item, name, part } of placed)
    parts[part ?? 'train'][classNames.indexOf(name)].push(item);
  for (const some of [...parts.train, ...parts.test])
    some.sort((a, b) => (a.name < b.name ? -1 : 1));
  /** @type {string[]} */
  const notes = [];
  if (unclear) {
    parts.test = parts.train.map((some) =>
      some.splice(some.length - Math.floor(some.length / TEST_SHARE)),
    );
    notes.push(`${where} has no test folder: the last sixth of each class is the test set`);
  }
  const contents = /** @type {const} */ (['train', 'test']).flatMap((part) =>
    contentsOf(where, part, interleave(parts[part])),
  );
  return { contents, classNames, notes };
}

/** @param {Item} item */
function place(item) {
  const folders = item.name.split('/').slice(0, -1);
  const name = folders.at(-1);
  if (!name || Object.hasOwn(PART_NAMES, name.toLowerCase()))
    throw formatError(item.name, 'lies in no class folder');
  return { item, name, part: PART_NAMES[folders.at(-2)?.toLowerCase() ?? ''] };
}

/** @param {string[]} names */
function sortNames(names) {
  if (names.every((name) => /^\d{1,9}$/.test(name))) return names.sort((a, b) => +a - +b);
  return names.sort();
}

/**
 * Each class spread evenly over the whole, so that any stretch of it holds all: the first blocks
 * are trained on before the last are there, and the last images validate.
 * @param {Item[][]} classes
 * @returns {Sample[]}
 */
function interleave(classes) {
  return classes
    .flatMap((items, label) =>
      items.map((item, i) => ({ item, label, place: (i + 0.5) / items.length })),
    )
    .sort((a, b) => a.place - b.place || a.label - b.label);
}

/**
 * @param {string} where
 * @param {'train' | 'test'} part
 * @param {Sample[]} samples
 * @returns {Content[]}
 */
function contentsOf(where, part, samples) {
  const count = samples.length;
  if (count === 0) return [];
  async function* labels() {
    yield Uint8Array.from(samples, ({ label }) => label);
  }
  async function* images() {
    for (const { item } of samples) yield await readPng(item);
  }
  const about = { name: where, part, count };
  return [
    {
      ...about,
      content: 'labels',
      open: async () => ({ chunks: labels(), array: { count, element: 'uint8' } }),
    },
    {
      ...about,
      content: 'images',
      open: async () => ({ chunks: images(), array: { count, element: 'rgba' } }),
    },
  ];
}
