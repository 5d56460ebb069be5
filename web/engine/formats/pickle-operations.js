/** The operations of a pickle that NumPy's arrays need, by their letters. */
import { Global, LIMITS, MARK } from './pickle-machine.js';

/** @typedef {import('./bytes.js').ByteReader} ByteReader */
/** @typedef {import('./pickle-machine.js').Machine} Machine */
/** @typedef {import('./pickle-machine.js').Text} Text */

const GLOBALS = new Set([
  'numpy.core.multiarray _reconstruct',
  'numpy._core.multiarray _reconstruct', // its name since NumPy 2
  'numpy ndarray',
  'numpy dtype',
]);

/**
 * @param {ByteReader} reader
 * @param {number} size
 */
async function unsigned(reader, size) {
  return (await reader.take(size)).reduceRight((sum, byte) => sum * 256 + byte, 0);
}

/** A text of a given length. @param {number} lengthSize bytes that tell it */
const text =
  (lengthSize) =>
  /** @param {Machine} _ @param {ByteReader} reader */
  async (_, reader) => {
    const length = await unsigned(reader, lengthSize);
    return { length, pieces: () => reader.pieces(length) };
  };

/** @param {number} count */
const tuple = (count) => async (/** @type {Machine} */ m) => m.push(m.popSome(count));

/** @type {(m: Machine) => Promise<void>} */
const setItems = async (m) => {
  const items = m.popToMark();
  const dict = m.pop();
  if (!(dict instanceof Map) || items.length % 2) throw m.error('fills a dict that is none');
  for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
  m.push(dict);
};

/** @type {(m: Machine, items: unknown[]) => void} */
const append = (m, items) => {
  const list = m.pop();
  if (!Array.isArray(list)) throw m.error('adds to a list that is none');
  list.push(...items);
  m.push(list);
};

/**
 * A text is returned, not read: it may be an array's data.
 * @type {Record<string, (m: Machine, reader: ByteReader) => Promise<Text | void>>}
 */
export const OPERATIONS = {
  '\x80': async (m, reader) => {
    const protocol = await reader.byte();
    if (protocol > 3)
      throw m.error(`is a pickle of protocol ${protocol}; save it with protocol=2 or 3`);
  },
  '(': async (m) => m.push(MARK),
  0: async (m) => void m.pop(),
  N: async (m) => m.push(null),
  '\x88': async (m) => m.push(true),
  '\x89': async (m) => m.push(false),
  I: async (m, reader) => {
    const line = await reader.line(LIMITS.line);
    m.push(line === '00' ? false : line === '01' ? true : m.whole(line));
  },
  J: async (m, reader) => m.push((await unsigned(reader, 4)) | 0),
  K: async (m, reader) => m.push(await reader.byte()),
  M: async (m, reader) => m.push(await unsigned(reader, 2)),
  L: async (m, reader) => m.push(m.whole((await reader.line(LIMITS.line)).replace(/L$/, ''))),
  '\x8a': async (m, reader) => {
    const bytes = await reader.take(await reader.byte());
    const number = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const value = Number(BigInt.asIntN(8 * bytes.length, number));
    if (bytes.length > 8 || !Number.isSafeInteger(value)) throw m.error('has too large a number');
    m.push(value);
  },
  S: async (m, reader) => ({ pieces: () => quoted(m, reader) }),
  T: text(4),
  U: text(1),
  B: text(4),
  C: text(1),
  X: text(4),
  V: async (m, reader) => m.push(await reader.line(LIMITS.line)),
  ')': async (m) => m.push([]),
  t: async (m) => m.push(m.popToMark()),
  '\x85': tuple(1),
  '\x86': tuple(2),
  '\x87': tuple(3),
  ']': async (m) => m.push([]),
  l: async (m) => m.push(m.popToMark()),
  a: async (m) => append(m, [m.pop()]),
  e: async (m) => append(m, m.popToMark()),
  '}': async (m) => m.push(new Map()),
  d: async (m) => {
    const items = m.popToMark();
    m.push(new Map());
    m.push(MARK);
    for (const item of items) m.push(item);
    await setItems(m);
  },
  s: async (m) => {
    const [key, value] = m.popSome(2);
    m.push(MARK);
    m.push(key);
    m.push(value);
    await setItems(m);
  },
  u: setItems,
  p: async (m, reader) => m.put(m.whole(await reader.line(LIMITS.line))),
  q: async (m, reader) => m.put(await reader.byte()),
  r: async (m, reader) => m.put(await unsigned(reader, 4)),
  g: async (m, reader) => m.get(m.whole(await reader.line(LIMITS.line))),
  h: async (m, reader) => m.get(await reader.byte()),
  j: async (m, reader) => m.get(await unsigned(reader, 4)),
  c: async (m, reader) => {
    const module = await reader.line(LIMITS.line);
    const name = `${module} ${await reader.line(LIMITS.line)}`;
    if (!GLOBALS.has(name))
      throw m.error(
        `asks for ${name.replace(' ', '.')}, which is not read: only NumPy's arrays are`,
      );
    m.push(new Global(name));
  },
  R: async (m) => m.reduce(),
  b: async (m) => m.build(),
};

const ESCAPES = new Map([...'\\\'"'].map((letter) => [letter, letter.charCodeAt(0)]));
for (const [letter, code] of Object.entries({ n: 10, r: 13, t: 9, a: 7, b: 8, f: 12, v: 11 }))
  ESCAPES.set(letter, code);

/**
 * A text of protocol 0: a line as Python's repr writes it, 'a\x00b'.
 * @param {Machine} m
 * @param {ByteReader} reader
 */
async function* quoted(m, reader) {
  const quote = await reader.byte();
  if (quote !== 0x27 && quote !== 0x22) throw m.error('has a text without quotes');
  const room = new Uint8Array(LIMITS.text);
  for (;;) {
    let have = 0;
    let byte = 0;
    while (have < room.length) {
      byte = await reader.byte();
      if (byte === quote || byte === 10) break;
      room[have++] = byte === 0x5c ? await escaped(m, reader) : byte;
    }
    if (have) yield room.subarray(0, have);
    if (byte !== quote && byte !== 10) continue;
    if (byte === 10 || (await reader.byte()) !== 10) throw m.error('has a text that ends badly');
    return;
  }
}

/** @param {Machine} m @param {ByteReader} reader */
async function escaped(m, reader) {
  const letter = String.fromCharCode(await reader.byte());
  const digits = letter === 'x' ? String.fromCharCode(...(await reader.take(2))) : '';
  const code = /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : ESCAPES.get(letter);
  if (code === undefined) throw m.error(`has a text with "\\${letter}${digits}" in it`);
  return code;
}
