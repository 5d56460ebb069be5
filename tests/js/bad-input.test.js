/** Each row of bad input through the API and, where it can be given there, the command line. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createTrainer, InklingError } from '../../web/engine/index.js';
import { inkling } from './helpers/cli.js';
import { drawDigits, idx, idxFiles, idxLabels, NAMES, temporaryFolder } from './helpers/idx.js';
import { serve, serveFiles } from './helpers/server.js';

const IMAGES = `${NAMES.trainImages}.gz`;
const LABELS = `${NAMES.trainLabels}.gz`;

/** @type {Record<string, Buffer>} */
let good;

before(async () => {
  good = idxFiles(await drawDigits(500, 100));
});

/** @param {number} at @param {Buffer} bytes */
function flipped(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? bytes.length + at : at] ^= 1;
  return copy;
}

/** @param {number} label */
function labelsWith(label) {
  const labels = new Uint8Array(500).fill(3);
  labels[123] = label;
  return gzipSync(idxLabels(labels));
}

/** Name, the changed file, its bytes (null: there is none), the code, the sentence. */
/** @type {[string, string, () => Buffer | null, string, RegExp][]} */
const FILES = [
  ['an empty file', IMAGES, () => Buffer.alloc(0), 'INK_ERROR_TRUNCATED', /training images/],
  ['empty labels', LABELS, () => Buffer.alloc(0), 'INK_ERROR_TRUNCATED', /training labels/],
  ['a file of one byte', IMAGES, () => Buffer.of(31), 'INK_ERROR_TRUNCATED', /training images/],
  [
    'a wrong CRC',
    IMAGES,
    () => flipped(good[IMAGES], -6),
    'INK_ERROR_GZIP',
    /training images.*gzip/,
  ],
  ['a wrong length', IMAGES, () => flipped(good[IMAGES], -2), 'INK_ERROR_GZIP', /training images/],
  [
    'a flipped bit inside',
    IMAGES,
    () => flipped(good[IMAGES], 5000),
    'INK_ERROR_',
    /training images/,
  ],
  [
    'a wrong CRC of labels',
    LABELS,
    () => flipped(good[LABELS], -6),
    'INK_ERROR_GZIP',
    /training labels/,
  ],
  [
    'garbage after the end',
    IMAGES,
    () => Buffer.concat([good[IMAGES], Buffer.from('garbage')]),
    'INK_ERROR_GZIP',
    /training images/,
  ],
  [
    'a wrong magic number',
    IMAGES,
    () => gzipSync(idx(0x802, [500, 28, 28], Buffer.alloc(500 * 784))),
    'INK_ERROR_IDX',
    /training images.*magic 0x00000802, expected 0x00000803/,
  ],
  [
    'labels where images should be',
    IMAGES,
    () => good[LABELS],
    'INK_ERROR_IDX',
    /training images.*magic 0x00000801, expected 0x00000803/,
  ],
  [
    'a web page instead of a file',
    LABELS,
    () => Buffer.from('<!doctype html><p>Not found'),
    'INK_ERROR_IDX',
    /training labels.*magic 0x3c21646f/,
  ],
  [
    'dimensions that multiply past memory',
    IMAGES,
    () => gzipSync(idx(0x803, [0xffffffff, 28, 28], Buffer.alloc(100))),
    'INK_ERROR_IDX',
    /training images.*4294967295/,
  ],
  [
    'dimensions that overflow',
    IMAGES,
    () => gzipSync(idx(0x803, [0x10000, 0x10000, 0x10000], Buffer.alloc(100))),
    'INK_ERROR_IDX',
    /training images.*65536/,
  ],
  [
    'no images at all',
    IMAGES,
    () => gzipSync(idx(0x803, [0, 28, 28], Buffer.alloc(0))),
    'INK_ERROR_IDX',
    /training images/,
  ],
  [
    'images of another size',
    IMAGES,
    () => gzipSync(idx(0x803, [500, 32, 32], Buffer.alloc(500 * 1024))),
    'INK_ERROR_IDX',
    /training images.*32/,
  ],
  [
    'more images than labels',
    LABELS,
    () => gzipSync(idxLabels(new Uint8Array(499))),
    'INK_ERROR_COUNT',
    /500.*499|499.*500/,
  ],
  [
    'more bytes than the header says',
    IMAGES,
    () => gzipSync(idx(0x803, [500, 28, 28], Buffer.alloc(500 * 784 + 1))),
    'INK_ERROR_IDX',
    /training images/,
  ],
  [
    'fewer bytes than the header says',
    IMAGES,
    () => gzipSync(idx(0x803, [500, 28, 28], Buffer.alloc(500 * 784 - 1))),
    'INK_ERROR_TRUNCATED',
    /training images/,
  ],
  [
    'a label of 11',
    LABELS,
    () => labelsWith(11),
    'INK_ERROR_LABEL',
    /training labels: label 11 at 123 is outside 0 … 9/,
  ],
  ['no labels', LABELS, () => null, 'INK_ERROR_FILE', /training labels are missing/],
  ['no images', IMAGES, () => null, 'INK_ERROR_FILE', /training images are missing/],
  [
    'test images without labels',
    `${NAMES.testLabels}.gz`,
    () => null,
    'INK_ERROR_FILE',
    /test labels are missing/,
  ],
];

/** @param {string} name @param {Buffer | null} bytes */
function withFile(name, bytes) {
  const { [name]: _, ...files } = good;
  return bytes ? { ...files, [name]: bytes } : files;
}

/** @param {string} code @param {RegExp} sentence @returns {(error: unknown) => true} */
const saying = (code, sentence) => (error) => {
  assert.ok(error instanceof InklingError, String(/** @type {any} */ (error)?.stack));
  assert.ok(error.code.startsWith(code), `${error.code}: ${error.message}`);
  assert.match(error.detail, sentence);
  assert.ok(error.message.length < 500 && !error.message.includes('\n'));
  return true;
};

for (const [name, file, make, code, sentence] of FILES)
  test(`${name}: API and command line`, async (t) => {
    const files = withFile(file, make());
    const dir = await temporaryFolder(t, files);
    const trainer = await createTrainer({ model: 'softmax', data: { dir } });
    t.after(() => trainer.dispose());
    await assert.rejects(trainer.loaded, saying(code, sentence));
    // Whoever needs the data hears of it; the network still answers.
    await assert.rejects(trainer.evaluate('test'), saying(code, sentence));
    assert.ok((await trainer.predict(new Uint8Array(784).fill(100))).probabilities);
    const { status, stdout, stderr } = await inkling(
      ...['train', '--data', dir, '--model', 'softmax', '--epochs', '1', '--json'],
    );
    assert.equal(status, 1, stderr);
    assert.match(stderr, sentence);
    assert.match(stderr, /^inkling: [^\n]*\n$/);
    assert.ok(!stdout.includes('"done"'));
  });

test('a gzip stream cut at every kilobyte', async (t) => {
  const trainer = await createTrainer({ model: 'softmax', data: null });
  t.after(() => trainer.dispose());
  for (let length = 1024; length < good[IMAGES].length; length += 1024) {
    const files = Object.entries(withFile(IMAGES, good[IMAGES].subarray(0, length)));
    await trainer.load({
      files: files.map(([name, bytes]) => new File([new Uint8Array(bytes)], name)),
    });
    await assert.rejects(trainer.loaded, saying('INK_ERROR_TRUNCATED', /training images/));
    await assert.rejects(trainer.train(), saying('INK_ERROR_TRUNCATED', /training images/));
  }
  // After all that, good data still loads.
  const files = Object.entries(good).map(
    ([name, bytes]) => new File([new Uint8Array(bytes)], name),
  );
  await trainer.load({ files });
  await trainer.loaded;
  assert.equal((await trainer.step()).step, 1);
});

test('a file that is cut: the command line', async (t) => {
  for (const length of [17, 1024, good[IMAGES].length - 1]) {
    const dir = await temporaryFolder(t, withFile(IMAGES, good[IMAGES].subarray(0, length)));
    const { status, stderr } = await inkling('train', '--data', dir, '--epochs', '1');
    assert.equal(status, 1);
    assert.match(stderr, /ends too early: training images[^\n]*\n$/);
  }
});

test('arrays that do not fit reject createTrainer', async () => {
  const [images, labels] = [new Uint8Array(7840), new Uint8Array(10)];
  /** @type {[any, string, RegExp][]} */
  const cases = [
    [{ images, labels: new Uint8Array(9) }, 'INK_ERROR_COUNT', /10 images and 9 labels/],
    [{ images: new Uint8Array(785), labels }, 'INK_ERROR_ARGUMENT', /785 bytes/],
    [{ images, labels: new Uint8Array(10).fill(11) }, 'INK_ERROR_LABEL', /11/],
    [{ images, labels: [1, 2] }, 'INK_ERROR_ARGUMENT', /labels is not a Uint8Array/],
    [{ images, labels, testImages: images }, 'INK_ERROR_ARGUMENT', /belong together/],
    [
      { images, labels, testImages: images, testLabels: new Uint8Array(3) },
      'INK_ERROR_COUNT',
      /test: 10 images and 3 labels/,
    ],
  ];
  for (const [data, code, sentence] of cases)
    await assert.rejects(createTrainer({ model: 'softmax', data }), saying(code, sentence));
});

test('dropped files that are none of the four', async (t) => {
  const trainer = await createTrainer({ model: 'softmax', data: null });
  t.after(() => trainer.dispose());
  const file = (/** @type {string} */ name, /** @type {Buffer} */ bytes) =>
    new File([new Uint8Array(bytes)], name);
  /** @type {[File[], RegExp][]} */
  const cases = [
    [[file('cat.jpg', Buffer.from('\xff\xd8\xff'))], /cat.jpg is neither images nor labels/],
    [[file('a', good[IMAGES]), file('b', good[IMAGES])], /a and b both look like/],
    [[file('train.gz', good[IMAGES])], /training labels are missing/],
  ];
  for (const [files, sentence] of cases) {
    await trainer.load({ files });
    await assert.rejects(trainer.loaded, saying('INK_ERROR_FILE', sentence));
  }
});

test('a 404, an error of the server, and no server', async (t) => {
  const base = await serve(t, serveFiles({ [LABELS]: good[LABELS] }));
  const broken = await serve(t, (_, response) => void response.writeHead(503).end());
  /** @type {[string, RegExp][]} */
  const cases = [
    [base, /^\/train-images-idx3-ubyte.gz: the server answers 404 Not Found; check/],
    [broken, /^\/train-labels-idx1-ubyte.gz: the server answers 503/],
    ['http://127.0.0.1:9/', /^\/train-labels-idx1-ubyte.gz: the server cannot be reached/],
  ];
  for (const [urls, sentence] of cases) {
    const trainer = await createTrainer({ model: 'softmax', data: { urls } });
    t.after(() => trainer.dispose());
    await assert.rejects(trainer.train(), saying('INK_ERROR_NETWORK', sentence));
    await assert.rejects(trainer.loaded, saying('INK_ERROR_NETWORK', sentence));
  }
});

test('a connection that stops midway, with and without a promised length', async (t) => {
  for (const promised of [true, false]) {
    const base = await serve(t, (request, response) => {
      const bytes = good[(request.url ?? '').slice(1)];
      if (request.url !== `/${IMAGES}`) return void response.end(bytes);
      response.writeHead(200, promised ? { 'content-length': bytes.length } : {});
      response.write(bytes.subarray(0, 20000), () =>
        setTimeout(() => response.socket?.destroy(), 50),
      );
    });
    const trainer = await createTrainer({ model: 'softmax', data: { urls: base } });
    t.after(() => trainer.dispose());
    const sentence = /^\/train-images-idx3-ubyte.gz: the connection stopped after 20000 bytes/;
    await assert.rejects(trainer.train(), saying('INK_ERROR_NETWORK', sentence));
  }
});

const MLP = ['flatten', { type: 'dense', units: 'classes' }];

/** @type {[string, any, RegExp][]} */
const CONFIGS = [
  ['an unknown layer', { layers: ['conv9d'] }, /layers\.0.*"conv9d".*dense/],
  ['no layers', {}, /layer/],
  ['a zero batch', { layers: MLP, batchSize: 0 }, /batchSize: 0 is outside 1/],
  [
    'a rate that is NaN',
    { layers: MLP, optimizer: { type: 'adam', learningRate: Number.NaN } },
    /optimizer\.learningRate/,
  ],
  [
    'a rate that is a word',
    { layers: MLP, optimizer: { type: 'adam', learningRate: 'fast' } },
    /learningRate: "fast" is not/,
  ],
  ['half an epoch', { layers: MLP, epochs: 0.5 }, /epochs: 0\.5/],
  [
    'a setting that there is not',
    { layers: MLP, learningRate: 1 },
    /learningRate: there is no such/,
  ],
  ['an unknown optimizer', { layers: MLP, optimizer: 'adamw2' }, /"adamw2".*adam/],
  ['an unknown loss', { layers: MLP, loss: 'huber9' }, /"huber9"/],
  ['units missing', { layers: ['flatten', 'dense'] }, /layers\.1\.units: missing/],
  ['another output', { layers: ['flatten', { type: 'dense', units: 7 }] }, /7.*10|10.*7/],
  ['a line in a name', { layers: MLP, loss: 'a\nb=c' }, /loss/],
];

for (const [name, model, sentence] of CONFIGS)
  test(`config with ${name}: API and command line`, async (t) => {
    await assert.rejects(
      createTrainer({ model, data: null }),
      saying('INK_ERROR_CONFIG', sentence),
    );
    // NaN is no JSON, and becomes null, which stands for nothing given.
    if (JSON.stringify(model).includes('null')) return;
    const dir = await temporaryFolder(t, { 'model.json': JSON.stringify(model) });
    const { status, stderr } = await inkling(
      'train',
      '--data',
      'synthetic',
      '--model',
      `${dir}/model.json`,
    );
    assert.equal(status, 1);
    assert.match(stderr, sentence);
    assert.match(stderr, /^inkling: [^\n]*\n$/);
  });
