/**
 * NumPy's array files (numpy.lib.format): .npy, versions 1 to 3, and .npz, a zip of them.
 */
import { arrayContent, elementType, product } from './arrays.js';
import { ByteReader, formatError } from './bytes.js';

/** @typedef {import('./bytes.js').Item} Item */

const MAGIC = '\x93NUMPY';
const LONGEST_HEADER = 65536;

/**
 * What an npz file holds. As in Keras's mnist.npz (x_train, y_train, x_test, y_test) or with the
 * names that np.savez gives by itself (arr_0): what an array is is told by its shape, the part by
 * its name or else the file's.
 * @param {string} file
 * @param {Item[]} entries
 * @returns {Promise<import('./arrays.js').Content[]>}
 */
export async function listNpz(file, entries) {
  return Promise.all(
    entries.map(async (entry) => {
      const where = `${file}, ${entry.name}`;
      if (!entry.name.endsWith('.npy')) throw formatError(where, 'is no .npy array');
      const { reader, shape, type } = await openNpy(entry, where);
      await reader.close();
      return arrayContent(entry.name, file, shape, type, async function* () {
        const again = await openNpy(entry, where);
        try {
          yield* again.reader.rest();
        } finally {
          await again.reader.close();
        }
      });
    }),
  );
}

/** @param {Item} entry @param {string} where */
async function openNpy(entry, where) {
  const reader = new ByteReader(entry.read(), where);
  try {
    const { shape, code, headerSize } = await readNpyHeader(reader, where);
    const type = elementType(where, code);
    const size = headerSize + product(shape) * type.size;
    if (size !== entry.size)
      throw formatError(where, `has ${entry.size} bytes; its header promises ${size}`);
    return { reader, shape, type };
  } catch (error) {
    await reader.close();
    throw error;
  }
}

/**
 * @param {ByteReader} reader
 * @param {string} where
 * @returns {Promise<{shape: number[], code: string, headerSize: number}>} code such as "<f4"
 */
export async function readNpyHeader(reader, where) {
  const start = await reader.take(8);
  if (String.fromCharCode(...start.subarray(0, 6)) !== MAGIC)
    throw formatError(where, 'does not begin as a .npy array does');
  const version = start[6];
  if (version < 1 || version > 3 || start[7] !== 0)
    throw formatError(where, `is .npy of version ${version}.${start[7]}; 1.0 to 3.0 are read`);
  const lengthBytes = await reader.take(version === 1 ? 2 : 4);
  const length = lengthBytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (length > LONGEST_HEADER)
    throw formatError(where, `its header of ${length} bytes is too long`);
  const header = new TextDecoder().decode(await reader.take(length));
  const { descr, fortran, shape } = parseHeader(header, where);
  if (fortran)
    throw formatError(
      where,
      'is stored by columns (Fortran order); save np.ascontiguousarray of it',
    );
  return { shape, code: descr, headerSize: 8 + lengthBytes.length + length };
}

/**
 * A Python dict with three known keys; nothing else is understood.
 * @param {string} header
 * @param {string} where
 */
function parseHeader(header, where) {
  const [, inside] = /^\s*\{(.*)\}\s*$/s.exec(header) ?? [];
  const field =
    /\s*'(descr|fortran_order|shape)'\s*:\s*('[^'\\]*'|True|False|\([\d\s,L]*\))\s*(?:,|$)/y;
  /** @type {Record<string, string>} */
  const fields = {};
  for (let at = 0; inside !== undefined && at < inside.trimEnd().length; ) {
    field.lastIndex = at;
    const match = field.exec(inside);
    if (!match) break;
    fields[match[1]] = match[2];
    at = field.lastIndex;
  }
  const shape = /^\((.*)\)$/s.exec(fields.shape ?? '')?.[1].match(/\d+/g) ?? [];
  const known = fields.descr?.startsWith("'") && /^(True|False)$/.test(fields.fortran_order ?? '');
  const sides = shape.map(Number);
  if (!known || !fields.shape?.startsWith('(') || !sides.every(Number.isSafeInteger))
    throw formatError(where, `its header cannot be read: ${header.trim().slice(0, 100)}`);
  return {
    descr: fields.descr.slice(1, -1),
    fortran: fields.fortran_order === 'True',
    shape: sides,
  };
}
