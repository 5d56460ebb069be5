/** Containers that are cut short, lie, or ask for what no data set needs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { blobItem, collect } from '../../web/engine/formats/bytes.js';
import { listNpz } from '../../web/engine/formats/npz.js';
import { readPickle } from '../../web/engine/formats/pickle.js';
import { listZip } from '../../web/engine/formats/zip.js';
import { createTrainer } from '../../web/engine/index.js';
import { longs, npy, pickle, pickledArray, zip } from './helpers/containers.js';

/** @param {Uint8Array} bytes */
const item = (bytes) => blobItem('file', new Blob([Buffer.from(bytes)]));

/** @param {RegExp} sentence */
const saying = (sentence) => (/** @type {any} */ error) => {
  assert.equal(error.code, 'INK_ERROR_FILE', `${error.stack}`);
  assert.match(error.message, sentence);
  return true;
};

/** Reads all that a zip holds. @param {Uint8Array} bytes */
async function readZip(bytes) {
  for (const entry of await listZip(item(bytes))) await collect(entry.read(), 2 ** 30, 'test');
}

const PLAIN = { a: Buffer.from('hello hello hello hello'), 'b/c': Buffer.alloc(5000, 'b') };

test('zip: cut short anywhere, or with any byte changed: an error or the same files', async () => {
  const whole = zip(PLAIN);
  for (let length = 0; length < whole.length; length++)
    await assert.rejects(readZip(whole.subarray(0, length)), saying(/./), `${length}`);
  for (let at = 0; at < whole.length; at++) {
    const bytes = Buffer.from(whole);
    bytes[at] ^= 0x41;
    await readZip(bytes).catch(saying(/./));
  }
});

/** @type {[string, Parameters<typeof zip>[1], RegExp][]} */
const ZIPS = [
  ['a checksum of other bytes', { spoil: (e) => void e.writeUInt32LE(1, 16) }, /another checksum/],
  ['encryption', { spoil: (e) => void e.writeUInt16LE(1, 8) }, /a: is encrypted/],
  ['another method', { spoil: (e) => void e.writeUInt16LE(14, 10) }, /packed by method 14/],
  ['a smaller size than it has', { spoil: (e) => void e.writeUInt32LE(5, 24) }, /more than the 5/],
  [
    'a larger size',
    { spoil: (e) => void e.writeUInt32LE(6000, 24) },
    /ends after 23 of 6000 bytes/,
  ],
  ['a size no deflate gives', { spoil: (e) => void e.writeUInt32LE(1e9, 24) }, /cannot unpack to/],
  ['a size above the limit', { spoil: (e) => void e.writeUInt32LE(2e9, 24) }, /are allowed/],
  ['zip64 in an entry', { spoil: (e) => void e.writeUInt32LE(0xffffffff, 42) }, /zip64/],
  ['a place beyond the end', { spoil: (e) => void e.writeUInt32LE(1e6, 42) }, /not where the dir/],
  [
    'an entry that reaches beyond',
    { spoil: (e) => void e.writeUInt32LE(1e6, 20) },
    /beyond the end/,
  ],
  ['stored of two sizes', { deflate: false, spoil: (e) => void e.writeUInt32LE(9, 24) }, /cannot/],
  [
    'a name that is too long',
    { spoil: (e) => void e.writeUInt16LE(60000, 28) },
    /directory is dam/,
  ],
  ['zip64 at the end', { spoilEnd: (e) => void e.writeUInt16LE(0xffff, 10) }, /is in zip64/],
  ['several disks', { spoilEnd: (e) => void e.writeUInt16LE(1, 4) }, /one part of a zip/],
  [
    'more entries than there are',
    { spoilEnd: (e) => void e.fill(Uint8Array.of(9, 0), 8, 12) },
    /directory is damaged/,
  ],
  [
    'a directory elsewhere',
    { spoilEnd: (e) => void e.writeUInt32LE(7, 16) },
    /not where it should/,
  ],
];
for (const [name, how, sentence] of ZIPS)
  test(`zip: ${name}`, () => assert.rejects(readZip(zip(PLAIN, how)), saying(sentence)));

test('zip: a bomb is refused before and while it is unpacked', async () => {
  const big = Buffer.alloc(2 ** 26);
  const bytes = zip({ bomb: big }, { spoil: (e) => void e.writeUInt32LE(100000, 24) });
  const before = process.memoryUsage().arrayBuffers;
  await assert.rejects(readZip(bytes), saying(/more than the 100000 bytes/));
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 25);
  // Many entries that share their data.
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}`, Buffer.alloc(1)]));
  const shared = zip(many, {
    spoil: (e) => void e.fill(Uint8Array.of(0, 0, 16, 0, 0, 0, 0, 32), 20, 28),
  });
  await assert.rejects(readZip(shared), saying(/unpack to more than/));
});

/** Reads all arrays of an npz of one. @param {Uint8Array} array */
async function readNpz(array) {
  const entries = await listZip(item(zip({ 'x_train.npy': array })));
  for (const content of await listNpz('file', entries)) {
    const { chunks } = await content.open(new AbortController().signal);
    for await (const chunk of chunks) assert.ok(chunk.length);
  }
}

test('npy: cut short anywhere', async () => {
  const whole = npy([3, 28, 28], new Uint8Array(3 * 784));
  await readNpz(whole);
  for (const length of [0, 1, 5, 6, 7, 8, 9, 10, 11, 40, 79, 100, 500, whole.length - 1])
    await assert.rejects(readNpz(whole.subarray(0, length)), saying(/x_train.npy/), `${length}`);
});

const PIXELS = new Uint8Array(3 * 784);
/** @type {[string, Uint8Array, RegExp][]} */
const NPYS = [
  ['big-endian floats', npy([3, 784], PIXELS, { type: '>f4' }), /elements of type >f4; \|u1/],
  ['Python objects', npy([3, 784], PIXELS, { type: '|O' }), /type \|O/],
  ['a field named __proto__', npy([3, 784], PIXELS, { type: '__proto__' }), /type __proto__/],
  [
    'columns first',
    npy([], PIXELS, { header: "{'descr': '|u1', 'fortran_order': True, 'shape': (3, 784), }" }),
    /Fortran order/,
  ],
  ['other sides', npy([3, 32, 32], new Uint8Array(3072)), /3×32×32 is neither images/],
  ['one element', npy([], new Uint8Array(1)), /one element is neither/],
  ['none', npy([0, 784], new Uint8Array(0)), /is empty/],
  ['float labels', npy([3], new Uint8Array(12), { type: '<f4' }), /labels are float32/],
  ['more bytes than its shape', npy([2, 784], PIXELS), /its header promises/],
  ['fewer bytes than its shape', npy([4000000000, 784], PIXELS), /its header promises/],
  [
    'a shape of words',
    npy([], PIXELS, { header: "{'descr': '|u1', 'fortran_order': False, 'shape': (a,), }" }),
    /cannot be read/,
  ],
  [
    'no shape',
    npy([], PIXELS, { header: "{'descr': '|u1', 'fortran_order': False}" }),
    /cannot be read/,
  ],
  [
    'code in its header',
    npy([], PIXELS, { header: "{'descr': __import__('os').system('true')}" }),
    /cannot be read/,
  ],
  ['a version that is not known', npy([3, 784], PIXELS, { version: 9 }), /version 9.0/],
  ['another beginning', Buffer.from('NUMPY....................'), /does not begin/],
];
for (const [name, array, sentence] of NPYS)
  test(`npy: ${name}`, () => assert.rejects(readNpz(array), saying(sentence)));

/** @param {Uint8Array} bytes */
async function readAll(bytes) {
  let value;
  for await (const event of readPickle(item(bytes).read(), 'file'))
    if (event.kind === 'end') value = event.value;
  return value;
}

const array = (/** @type {number} */ count, type = '|u1') => ({
  shape: [count, 784],
  type,
  data: new Uint8Array(count * 784),
});
const labels = (/** @type {number} */ count) => ({
  shape: [count],
  type: '<i8',
  data: longs(new Uint8Array(count)),
});
const PAIRS = [
  [array(2), labels(2)],
  [array(1), labels(1)],
];

for (const protocol of /** @type {const} */ ([0, 2, 3]))
  test(`pickle ${protocol}: cut short anywhere, or changed`, async () => {
    const whole = pickle(PAIRS, protocol);
    for (let length = 0; length < whole.length; length += 1 + Math.floor(length / 100))
      await assert.rejects(
        readAll(whole.subarray(0, length)),
        saying(/ends too early/),
        `${length}`,
      );
    for (let at = 0; at < whole.length; at += 1 + Math.floor(at / 200)) {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 0x21;
      await readAll(bytes).catch(saying(/./));
    }
  });

/** @param {...(string | Uint8Array)} parts */
const raw = (...parts) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );

/** @type {[string, Uint8Array, RegExp][]} */
const PICKLES = [
  ['os.system', raw("cos\nsystem\n(S'true'\ntR."), /asks for os.system, which is not read/],
  ['builtins.eval', raw("c__builtin__\neval\n(S'1'\ntR."), /__builtin__.eval/],
  ['numpy by another path', raw('cnumpy\nload\n.'), /numpy.load/],
  ['a dotted name', raw('cnumpy\ndtype.mro\n.'), /numpy.dtype.mro/],
  ['an instance (i)', raw('(ios\nsystem\n.'), /operation 0x69 "i"/],
  ['an object (o)', raw('(o.'), /operation 0x6f "o"/],
  ['a persistent id', raw('Pabc\n.'), /operation 0x50 "P"/],
  ['an extension', raw('\x80\x02\x82\x01.'), /operation 0x82/],
  ['protocol 4', raw('\x80\x04\x95\x00'), /protocol 4; save it with protocol=2/],
  ['a float', raw('G\x3f\xf0\x00\x00\x00\x00\x00\x00.'), /operation 0x47 "G"/],
  ['lists without end', raw('('.repeat(5000)), /nest too deeply/],
  [
    'lists in lists',
    raw(']q\x00', 'h\x00h\x00\x86q\x00'.repeat(9000), '.'),
    /remembers|few arrays|nest/,
  ],
  ['much that is done for nothing', raw('N0'.repeat(20000)), /is no pickle of a few arrays/],
  [
    'remembering too much',
    raw('N', Array.from({ length: 2000 }, (_, i) => `p${i}\n`).join('')),
    /too much/,
  ],
  ['recalling what is not there', raw('h\x07.'), /recalls 7/],
  ['closing what is not open', raw('Nt.'), /closes what it has not opened/],
  ['taking from nothing', raw('0.'), /takes a value where there is none/],
  ['a call of a number', raw('K\x01)R.'), /calls something that is no function/],
  ['a dtype of a number', raw('cnumpy\ndtype\n(K\x01tR.'), /calls numpy.dtype with what/],
  ['no array', raw('cnumpy.core.multiarray\n_reconstruct\n(K\x01K\x02tR.'), /no array/],
  ['a state for a list', raw(']Nb.'), /gives a state to what has none/],
  ['two values at the end', raw('NN.'), /more than one value/],
  ['bytes after the end', raw('N.N'), /goes on after the end/],
  [
    'a long text',
    raw('T', Buffer.from([0, 0, 1, 0]), 'x'.repeat(65536), '.'),
    /text of 65536 bytes/,
  ],
  ['a text that lies about its length', raw('T\xff\xff\xff\x7fabc'), /text of 2147483647 bytes/],
  ['a long line', raw('I', '1'.repeat(5000)), /a line is longer/],
  ['a number that is none', raw('I1e3\n.'), /no whole number/],
  ['a huge number', raw('\x8a\xff', 'x'.repeat(255), '.'), /too large a number/],
  ['a text with no end', raw("S'abc\n."), /text that ends badly/],
  ['a wrong escape', raw("S'\\q'\n."), /text with/],
  [
    'an array with too few bytes',
    raw('(', pickledArray({ ...array(2), shape: [3, 784] }, 2)),
    /has 2352 bytes, not 1568/,
  ],
  [
    'an array with too many bytes',
    raw('(', pickledArray({ ...array(2), shape: [1, 784] }, 0)),
    /has 784 bytes, not/,
  ],
  ['an array of objects', pickledArray({ ...array(1), type: '|O' }, 2), /elements of type \|O8?;/],
  ['a big-endian array', pickledArray({ ...array(1), type: '>f4' }, 2), /elements of type >f4/],
  ['a negative side', pickledArray({ ...array(1), shape: [-1, 784] }, 2), /no sensible shape/],
];
for (const [name, bytes, sentence] of PICKLES)
  test(`pickle: ${name}`, () => assert.rejects(readAll(bytes), saying(sentence)));

/** @type {[string, Uint8Array | Uint8Array[], string, RegExp][]} */
const SETS = [
  ['a pickle of one pair', pickle([[array(2), labels(2)]]), 'FILE', /no three pairs/],
  [
    'a pickle of unequal counts',
    pickle([[array(2), labels(3)], PAIRS[1]]),
    'FILE',
    /pair 1: 2 images, 3 labels/,
  ],
  [
    'a pickle of labels and images',
    pickle([[labels(2), array(2)], PAIRS[1]]),
    'FILE',
    /pair 1 is not images/,
  ],
  [
    'a pickle of floats above 1',
    pickle([
      [
        {
          shape: [2, 784],
          type: '<f4',
          data: new Uint8Array(new Float32Array(1568).fill(255).buffer),
        },
        labels(2),
      ],
      PAIRS[1],
    ]),
    'ARGUMENT',
    /a pixel is 255; grey levels are 0 … 1/,
  ],
  [
    'a pickle whose gzip is cut',
    gzipSync(pickle(PAIRS)).subarray(0, -9),
    'FILE',
    /damaged or cut short/,
  ],
  ['a pickle of os.system', gzipSync(raw("(cos\nsystem\n(S'true'\ntRt.")), 'FILE', /os.system/],
  [
    'labels beyond the classes',
    zip({
      'x_train.npy': npy([2, 784], new Uint8Array(1568)),
      'y_train.npy': npy([2], Uint8Array.of(0, 10)),
    }),
    'LABEL',
    /label 10 at 1 is outside 0 … 9/,
  ],
  [
    'images and labels of two counts',
    zip({
      'x_train.npy': npy([2, 784], new Uint8Array(1568)),
      'y_train.npy': npy([3], new Uint8Array(3)),
    }),
    'COUNT',
    /2 images but 3 labels/,
  ],
  [
    'an npz without labels',
    zip({ 'x_train.npy': npy([2, 784], new Uint8Array(1568)) }),
    'FILE',
    /training labels are missing/,
  ],
  [
    'an npz of two sets',
    zip({
      'a.npy': npy([2, 784], new Uint8Array(1568)),
      'b.npy': npy([2, 784], new Uint8Array(1568)),
    }),
    'FILE',
    /both look like the training images/,
  ],
  [
    'a zip of texts',
    zip({ 'a.txt': Buffer.from('a') }),
    'FILE',
    /holds neither .npy arrays nor PNG/,
  ],
  ['a zip in a zip', zip({ 'a.bin': zip(PLAIN) }), 'FILE', /a zip in a zip/],
  ['PNG files in no folder', zip({ 'a.png': PLAIN.a }), 'FILE', /a.png: lies in no class folder/],
  [
    'PNG files in the train folder itself',
    zip({ 'train/a.png': PLAIN.a }),
    'FILE',
    /lies in no class folder/,
  ],
  ['PNG files of one class', zip({ 'x/a.png': PLAIN.a }), 'FILE', /in 1 class folders/],
  [
    'PNG files that are none',
    zip({ 'x/a.png': PLAIN.a, 'y/b.png': PLAIN.a }),
    'FILE',
    /x\/a.png: is no PNG/,
  ],
  [
    'PNG files half in train',
    zip({ 'train/x/a.png': PLAIN.a, 'y/b.png': PLAIN.a }),
    'FILE',
    /neither the train nor the test/,
  ],
  ['a raw deflate stream', deflateRawSync(PLAIN['b/c']), 'FILE', /neither images nor labels/],
];
test('what is wrong with a container reaches whoever waits for the data', async (t) => {
  const trainer = await createTrainer({ model: 'softmax', data: null });
  t.after(() => trainer.dispose());
  for (const [name, bytes, code, sentence] of SETS)
    await t.test(name, async () => {
      await trainer.load({
        files: [new File([Buffer.from(/** @type {Uint8Array} */ (bytes))], 'file')],
      });
      await assert.rejects(trainer.loaded, { code: `INK_ERROR_${code}`, message: sentence });
      assert.equal((await trainer.predict(new Uint8Array(784))).seen.length, 784);
    });
});
