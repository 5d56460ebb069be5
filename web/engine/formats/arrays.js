/** What an array of a container is to the data set: images or labels, of which type. */
import { guessFromName } from '../data.js';
import { formatError, wholeElements } from './bytes.js';

/**
 * @typedef {'uint8' | 'int32' | 'int64' | 'float32' | 'float64' | 'rgba'} Element
 *
 * @typedef {object} Opened bytes of a file, or elements of an array
 * @property {AsyncIterable<Uint8Array>} chunks
 * @property {number} [totalBytes]
 * @property {{count: number, element: Element}} [array] samples of it, where it is no IDX file;
 *   each chunk then holds whole elements
 *
 * @typedef {object} Content images or labels that were found
 * @property {string} name for messages
 * @property {'train' | 'test'} [part] where its name says so
 * @property {'images' | 'labels'} content
 * @property {number} [count] where it is known
 * @property {(signal: AbortSignal) => Promise<Opened>} open
 */

/** Of NumPy's types, in bytes an element. @type {Record<string, {element: Element, size: number}>} */
const TYPES = {
  '|u1': { element: 'uint8', size: 1 },
  '<i4': { element: 'int32', size: 4 },
  '<i8': { element: 'int64', size: 8 },
  '<f4': { element: 'float32', size: 4 },
  '<f8': { element: 'float64', size: 8 },
};

const PIXELS = 784;

/**
 * @param {string} name for messages
 * @param {string} code as NumPy writes it
 */
export function elementType(name, code) {
  if (!Object.hasOwn(TYPES, code))
    throw formatError(
      name,
      `holds elements of type ${code}; ${Object.keys(TYPES).join(', ')} are read`,
    );
  return TYPES[code];
}

/**
 * Images are n×28×28, n×784, n×28×28×1 or n×1×28×28; labels n or n×1.
 * @param {string} name for messages
 * @param {number[]} shape
 * @param {Element} element
 * @returns {'images' | 'labels'}
 */
export function contentOf(name, shape, element) {
  const [count, ...rest] = shape;
  const sides = rest.join('×');
  const content = ['28×28', `${PIXELS}`, '28×28×1', '1×28×28'].includes(sides)
    ? 'images'
    : shape.length > 0 && (sides === '' || sides === '1')
      ? 'labels'
      : undefined;
  if (!content)
    throw formatError(
      name,
      `an array of ${shape.join('×') || 'one element'} is neither images (n×28×28) nor labels (n)`,
    );
  if (!(count > 0)) throw formatError(name, 'is empty');
  if (content === 'labels' && element.startsWith('float'))
    throw formatError(name, `its labels are ${element}; they are whole numbers`);
  return content;
}

/** @param {number[]} shape */
export function product(shape) {
  return shape.reduce((sum, side) => sum * side, 1);
}

/**
 * @param {string} name of the array; what it says of the part goes first
 * @param {string} file
 * @param {number[]} shape
 * @param {{element: Element, size: number}} type
 * @param {(signal: AbortSignal) => AsyncIterable<Uint8Array>} read
 * @returns {Content}
 */
export function arrayContent(name, file, shape, { element, size }, read) {
  const where = `${file}, ${name}`;
  return {
    name: where,
    part: guessFromName(name).part ?? guessFromName(file).part,
    content: contentOf(where, shape, element),
    count: shape[0],
    open: async (signal) => ({
      chunks: wholeElements(read(signal), size),
      totalBytes: product(shape) * size,
      array: { count: shape[0], element },
    }),
  };
}
