/** What files that were given together hold: by content first, then by name, then by count. */
import { guessFromName } from './data.js';
import { InklingError } from './error.js';
import { formatError, readStart, unpack } from './formats/bytes.js';

/**
 * @typedef {import('./formats/bytes.js').Item} Item
 * @typedef {import('./formats/arrays.js').Content} Content
 *
 * @typedef {object} Found
 * @property {Content[]} contents
 * @property {string[]} [classNames] where folders' names say them
 * @property {string[]} notes what was decided and should be said
 */

export const PNG_NAME = /\.png$/i;
/** What systems leave lying about. */
const CLUTTER = /(^|\/)(\.|__MACOSX\/)/;
const ZIP = 0x504b0304;

/**
 * @param {Item[]} items
 * @param {object} how
 * @param {string} how.where for messages about all of them
 * @param {boolean} [how.lenient] what is none of all this is passed over
 * @param {boolean} [how.nested] they come out of a zip
 * @returns {Promise<Found>}
 */
export async function findContents(items, how) {
  /** @type {Item[]} */
  const pictures = [];
  /** @type {Found} */
  const found = { contents: [], notes: [] };
  for (const item of items.filter(({ name }) => !CLUTTER.test(name))) {
    if (PNG_NAME.test(item.name)) pictures.push(item);
    else await findIn(item, how, found, pictures);
  }
  if (pictures.length === 0) return found;
  if (found.contents.length)
    throw formatError(found.contents[0].name, `lies among PNG files; give the one or the other`);
  const { listClassFolders } = await import('./formats/class-folders.js');
  return listClassFolders(pictures, how.where);
}

/**
 * @param {Item} item
 * @param {{where: string, lenient?: boolean, nested?: boolean}} how
 * @param {Found} found
 * @param {Item[]} pictures
 */
async function findIn(item, how, found, pictures) {
  const start = await readStart(item.read(), 8);
  const packed = start[0] === 0x1f && start[1] === 0x8b;
  const [magic, count] = words(packed ? await unpackedStart(item) : start);
  const guess = guessFromName(item.name);
  if (magic === ZIP && !packed) {
    if (how.nested) throw formatError(item.name, 'is a zip in a zip; unpack the outer one');
    const { listZip } = await import('./formats/zip.js');
    const entries = await listZip(item);
    Object.assign(found, joined(found, await findInZip(item, entries)));
  } else if (magic === 0x89504e47) pictures.push(item);
  else if (isPickle(magic)) {
    const { listPickle } = await import('./formats/pickle-set.js');
    found.contents.push(...listPickle(item, packed));
  } else {
    const known =
      magic === 0x803 ? 'images' : magic === 0x801 || magic === 0xc02 ? 'labels' : undefined;
    const content = known ?? guess.content;
    if (content) found.contents.push(fileContent(item, guess.part, content, count));
    else if (!how.lenient)
      throw new InklingError(
        'INK_ERROR_FILE',
        `${item.name || 'a file'} is neither images nor labels in IDX format, gzipped or not, ` +
          'nor an npz, pickle or zip file of them',
      );
  }
}

/** @param {Item} zip @param {Item[]} entries @returns {Promise<Found>} */
async function findInZip(zip, entries) {
  const files = entries.filter(({ name }) => !CLUTTER.test(name));
  if (files.length && files.every(({ name }) => name.endsWith('.npy'))) {
    const { listNpz } = await import('./formats/npz.js');
    return { contents: await listNpz(zip.name, files), notes: [] };
  }
  const found = await findContents(files, { where: zip.name, lenient: true, nested: true });
  if (found.contents.length === 0)
    throw formatError(zip.name, 'holds neither .npy arrays nor PNG files in class folders');
  return found;
}

/** @param {Found} one @param {Found} other @returns {Found} */
function joined(one, other) {
  if (one.classNames && other.classNames)
    throw formatError('data', 'more than one zip of class folders was given');
  return {
    contents: [...one.contents, ...other.contents],
    classNames: one.classNames ?? other.classNames,
    notes: [...one.notes, ...other.notes],
  };
}

/**
 * @param {Item} item
 * @param {'train' | 'test' | undefined} part
 * @param {'images' | 'labels'} content
 * @param {number} count
 * @returns {Content}
 */
function fileContent(item, part, content, count) {
  const open = async () => ({ chunks: item.read(), totalBytes: item.size });
  return { name: item.name, part, content, count, open };
}

/** @param {Item} item */
async function unpackedStart(item) {
  try {
    return await readStart(unpack('gzip', item.read(), item.name), 8);
  } catch {
    // A damaged file: the engine, which reads all of it, will say how.
    return new Uint8Array(0);
  }
}

/** The first two big-endian words, zeros where there are none. @param {Uint8Array} start */
function words(start) {
  const bytes = new Uint8Array(8);
  bytes.set(start);
  const view = new DataView(bytes.buffer);
  return [view.getUint32(0), view.getUint32(4)];
}

/** Of protocol 2 or more, which says so, or of an older one that begins a tuple. @param {number} magic */
function isPickle(magic) {
  const [first, second] = [magic >>> 24, (magic >>> 16) & 255];
  return (first === 0x80 && second <= 5 && second >= 1) || first === 0x28;
}

/**
 * Which of the four each is.
 * @param {Content[]} contents
 * @returns {Partial<Record<import('./data.js').FileName, Content>>}
 */
export function sortContents(contents) {
  /** @type {Partial<Record<import('./data.js').FileName, Content>>} */
  const sorted = {};
  for (const content of /** @type {const} */ (['images', 'labels'])) {
    const some = contents.filter((one) => one.content === content);
    for (const one of some) {
      const name = /** @type {const} */ (`${one.part ?? guessPart(one, some)}-${content}`);
      const other = sorted[name];
      if (other)
        throw new InklingError(
          'INK_ERROR_FILE',
          `${other.name} and ${one.name} both look like the ${say(name)}`,
        );
      sorted[name] = one;
    }
  }
  return sorted;
}

/**
 * Of those whose names say nothing, the larger is for training.
 * @param {Content} one
 * @param {Content[]} alike
 */
function guessPart(one, alike) {
  const { count = 0 } = one;
  return alike.some((other) => other !== one && (other.count ?? 0) > count) ? 'test' : 'train';
}

/** @param {string} name */
export function say(name) {
  return name.replace('train-', 'training ').replace('test-', 'test ');
}
