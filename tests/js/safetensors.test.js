import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSafetensors, writeSafetensors } from '../../web/engine/safetensors.js';

/** @param {string | object} header @param {number} [dataBytes] */
function file(header, dataBytes = 0) {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return new Uint8Array(Buffer.concat([length, json, Buffer.alloc(dataBytes)]));
}

/** @param {object} [change] */
const entry = (change) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...change });

test('tensors and metadata come back bit for bit', () => {
  const tensors = [
    { name: 'layers.0.weight', shape: [2, 3], values: Float32Array.of(1, -0, 1e-45, 3, 4, 0.1) },
    { name: 'layers.0.bias', shape: [1], values: Float32Array.of(7) },
  ];
  const bytes = writeSafetensors(tensors, { config: '{"a":"ä"}' });
  assert.deepEqual(readSafetensors(bytes), { tensors, metadata: { config: '{"a":"ä"}' } });
  assert.equal(new DataView(bytes.buffer).getUint32(0, true) % 8, 0);
  // At an address that is no multiple of 4.
  const moved = new Uint8Array(bytes.length + 1);
  moved.set(bytes, 1);
  assert.deepEqual(readSafetensors(moved.subarray(1)).tensors, tensors);
});

test('tensors come in the order of their data, and empty ones are allowed', () => {
  const header = {
    b: entry({ data_offsets: [8, 16] }),
    a: entry(),
    c: entry({ shape: [0], data_offsets: [16, 16] }),
  };
  assert.deepEqual(
    readSafetensors(file(header, 16)).tensors.map(({ name }) => name),
    ['a', 'b', 'c'],
  );
});

/** @type {[string, Uint8Array, RegExp][]} */
const MALFORMED = [
  ['nothing', new Uint8Array(0), /0 bytes are too few/],
  ['seven bytes', new Uint8Array(7), /7 bytes are too few/],
  ['a header past the end', file('{}').subarray(0, 9), /header would be 2 bytes long/],
  ['a huge header', Uint8Array.from({ length: 16 }, () => 255), /header would be 18446/],
  ['no JSON', file('{"a"'), /header is not JSON/],
  ['no UTF-8', file('{}').fill(0xff, 8), /header is not JSON/],
  ['an array', file('[]'), /not a JSON object/],
  ['null', file('null'), /not a JSON object/],
  ['metadata that are no table', file({ __metadata__: 3 }), /not a table of strings/],
  ['metadata that are no strings', file({ __metadata__: { a: 1 } }), /not a table of strings/],
  ['an entry that is no object', file({ a: 3 }), /a: its entry is not a JSON object/],
  ['another type', file({ a: entry({ dtype: 'F16' }) }, 8), /a: its type is "F16"/],
  ['no type', file({ a: entry({ dtype: undefined }) }, 8), /a: its type is undefined/],
  ['no shape', file({ a: entry({ shape: undefined }) }, 8), /a: its shape is not a list/],
  ['rank 0', file({ a: entry({ shape: [], data_offsets: [0, 4] }) }, 4), /a: its shape is not/],
  ['rank 5', file({ a: entry({ shape: [2, 1, 1, 1, 1] }) }, 8), /a: its shape is not a list/],
  ['a negative size', file({ a: entry({ shape: [-2] }) }, 8), /a: its shape is not a list/],
  ['half a size', file({ a: entry({ shape: [1.5] }) }, 8), /a: its shape is not a list/],
  ['a shape too large', file({ a: entry({ shape: [3] }) }, 8), /shape 3 needs 12 bytes, it has 8/],
  ['sizes that overflow', file({ a: entry({ shape: [2 ** 52, 2 ** 52] }) }, 8), /needs .* bytes/],
  ['no offsets', file({ a: entry({ data_offsets: undefined }) }, 8), /a: its data_offsets/],
  ['one offset', file({ a: entry({ data_offsets: [8] }) }, 8), /a: its data_offsets/],
  ['offsets in disorder', file({ a: entry({ data_offsets: [8, 0] }) }, 8), /a: its data_offsets/],
  ['a hole before', file({ a: entry({ data_offsets: [4, 12] }) }, 12), /starts at 4.* ends at 0/],
  [
    'a hole between',
    file({ a: entry(), b: entry({ data_offsets: [12, 20] }) }, 20),
    /b: its data starts at 12, the tensor before ends at 8/,
  ],
  [
    'an overlap',
    file({ a: entry(), b: entry({ data_offsets: [4, 12] }) }, 12),
    /b: its data starts at 4, the tensor before ends at 8/,
  ],
  ['too little data', file({ a: entry() }, 7), /promises 8 bytes of data, there are 7/],
  ['data left over', file({ a: entry() }, 9), /promises 8 bytes of data, there are 9/],
];

for (const [name, bytes, message] of MALFORMED)
  test(`refuses ${name}`, () => {
    assert.throws(() => readSafetensors(bytes), { code: 'INK_ERROR_FORMAT', message });
  });
