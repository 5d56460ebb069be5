/** The same digits out of every container; and data sets unlike MNIST. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { createTrainer } from '../../web/engine/index.js';
import { levels, longs, npy, pickle, zip } from './helpers/containers.js';
import { drawDigits, idx, idxFiles, NAMES, temporaryFolder } from './helpers/idx.js';

const [TRAIN, TEST] = [120, 30];
/** @type {Awaited<ReturnType<typeof drawDigits>>} */
let digits;

before(async () => {
  digits = await drawDigits(TRAIN, TEST);
});

/**
 * All images and labels of a data set, training first.
 * @param {import('../../web/engine/types.js').DataOption} data
 * @param {import('../../web/engine/types.js').ModelConfig | string} [model]
 */
async function read(data, model = 'softmax') {
  const trainer = await createTrainer({ model, data });
  try {
    /** @type {string[]} */
    const notes = [];
    trainer.onData((event) => notes.push(...(event.notes ?? [])));
    await trainer.loaded;
    const parts = [];
    for (const part of /** @type {const} */ (['train', 'validation', 'test']))
      parts.push(await trainer.samples(part, { count: 1e6 }));
    const [one, two, last] = parts;
    return {
      images: Buffer.concat([one.images, two.images]),
      labels: Buffer.concat([one.labels, two.labels]),
      testImages: Buffer.from(last.images),
      testLabels: Buffer.from(last.labels),
      classes: trainer.classes,
      classNames: trainer.classNames,
      notes,
    };
  } finally {
    trainer.dispose();
  }
}

/** @param {Record<string, Uint8Array>} files */
const asFiles = (files) =>
  Object.entries(files).map(([name, bytes]) => new File([Buffer.from(bytes)], name));

/** @param {Awaited<ReturnType<typeof read>>} got */
function assertDigits(got) {
  for (const key of /** @type {const} */ (['images', 'labels', 'testImages', 'testLabels']))
    assert.ok(Buffer.from(digits[key]).equals(got[key]), key);
}

/** @param {object} [how] @param {string} [how.pixels] @param {string} [how.labels] */
function kerasArrays({ pixels = '|u1', labels = '|u1' } = {}) {
  /** @type {Record<string, (bytes: Uint8Array) => Uint8Array>} */
  const as = {
    '|u1': (bytes) => bytes,
    '<f4': levels,
    '<f8': (bytes) => new Uint8Array(Float64Array.from(bytes, (byte) => byte / 256).buffer),
    '<i4': (bytes) => new Uint8Array(Int32Array.from(bytes).buffer),
    '<i8': longs,
  };
  const { images, testImages } = digits;
  return {
    'x_train.npy': npy([TRAIN, 28, 28], as[pixels](images), { type: pixels }),
    'y_train.npy': npy([TRAIN], as[labels](digits.labels), { type: labels, version: 2 }),
    'x_test.npy': npy([TEST, 784], as[pixels](testImages), { type: pixels, version: 3 }),
    'y_test.npy': npy([TEST, 1], as[labels](digits.testLabels), { type: labels }),
  };
}

test('npz as Keras has it, of every element type, deflated or stored', async (t) => {
  for (const [pixels, labels] of [
    ['|u1', '|u1'],
    ['<f4', '<i8'],
    ['<f8', '<i4'],
    ['<i4', '<i8'],
  ])
    for (const deflate of [true, false]) {
      const bytes = zip(kerasArrays({ pixels, labels }), { deflate });
      assertDigits(await read({ files: asFiles({ anything: bytes }) }));
    }
  const dir = await temporaryFolder(t, { 'mnist.npz': zip(kerasArrays()), README: 'read me' });
  assertDigits(await read({ dir }));
  assertDigits(await read({ dir: join(dir, 'mnist.npz') }));
});

test('npz of one array each, as KMNIST has it', async () => {
  const arrays = kerasArrays();
  const files = {
    'k-test-imgs.npz': zip({ 'arr_0.npy': arrays['x_test.npy'] }),
    'k-test-labels.npz': zip({ 'arr_0.npy': arrays['y_test.npy'] }),
    'k-train-imgs.npz': zip({ 'arr_0.npy': arrays['x_train.npy'] }),
    'k-train-labels.npz': zip({ 'arr_0.npy': arrays['y_train.npy'] }),
  };
  assertDigits(await read({ files: asFiles(files) }));
  let n = 0;
  const nameless = Object.fromEntries(Object.values(files).map((bytes) => [`${n++}`, bytes]));
  assertDigits(await read({ files: asFiles(nameless) }));
});

test('pickles of protocols 0, 2 and 3, gzipped or not, in three parts or two', async (t) => {
  const half = 80;
  /** @param {Uint8Array} images @param {Uint8Array} labels */
  const pair = (images, labels) => [
    { shape: [labels.length, 784], type: '<f4', data: levels(images) },
    { shape: [labels.length], type: '<i8', data: longs(labels) },
  ];
  const three = [
    pair(digits.images.subarray(0, half * 784), digits.labels.subarray(0, half)),
    pair(digits.images.subarray(half * 784), digits.labels.subarray(half)),
    pair(digits.testImages, digits.testLabels),
  ];
  const two = [pair(digits.images, digits.labels), three[2]];
  for (const protocol of /** @type {const} */ ([0, 2, 3]))
    for (const pairs of [three, two]) {
      const bytes = pickle(pairs, protocol);
      assertDigits(await read({ files: asFiles({ anything: bytes }) }));
      assertDigits(await read({ files: asFiles({ anything: gzipSync(bytes) }) }));
    }
  const dir = await temporaryFolder(t, { 'mnist.pkl.gz': gzipSync(pickle(three)) });
  assertDigits(await read({ dir }));
});

/** @param {Uint8Array} image @param {boolean} [colour] */
function png(image, colour = false) {
  const picture = new PNG({ width: 28, height: 28 });
  for (const [i, level] of image.entries()) {
    const rgb = colour ? [level, 255 - level, 7] : [level, level, level];
    picture.data.set([...rgb, 255], 4 * i);
  }
  return PNG.sync.write(picture);
}

/** @param {'train/' | 'test/' | ''} part */
function pictures(part) {
  const [images, labels] =
    part === 'test/' ? [digits.testImages, digits.testLabels] : [digits.images, digits.labels];
  return Object.fromEntries(
    Array.from(labels, (label, i) => [
      `set/${part}${label + 3}/${String(i).padStart(4, '0')}.png`,
      png(images.subarray(784 * i, 784 * i + 784)),
    ]),
  );
}

/** Samples as text, sorted, since folders have an order of their own. @param {Uint8Array} images @param {Uint8Array} labels */
const bag = (images, labels) =>
  Array.from(
    labels,
    (label, i) =>
      `${label} ${Buffer.from(images.subarray(784 * i, 784 * i + 784)).toString('base64')}`,
  ).sort();

test('PNG files in train and test folders by class, on disk, zipped, and dropped', async (t) => {
  const files = { ...pictures('train/'), ...pictures('test/') };
  const dir = await temporaryFolder(t, {});
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), bytes);
  }
  await writeFile(join(dir, 'set/about.txt'), 'handwriting');
  for (const data of [
    { dir },
    { files: asFiles({ 'digits.zip': zip(files) }) },
    { files: asFiles(files) },
  ]) {
    const got = await read(data);
    assert.deepEqual(got.classNames, ['3', '4', '5', '6', '7', '8', '9', '10', '11', '12']);
    assert.deepEqual(bag(got.images, got.labels), bag(digits.images, digits.labels));
    assert.deepEqual(
      bag(got.testImages, got.testLabels),
      bag(digits.testImages, digits.testLabels),
    );
    assert.deepEqual(got.notes, []);
    // Any ten in a row hold each class.
    assert.equal(new Set(got.labels.subarray(40, 50)).size, 10);
  }
});

test('without a test folder the last sixth of each class is for testing, which is said', async () => {
  const got = await read({ files: asFiles({ 'd.zip': zip(pictures('')) }) });
  assert.equal(got.labels.length, TRAIN - 20);
  assert.equal(got.testLabels.length, 20);
  assert.match(got.notes[0], /d.zip has no test folder: the last sixth of each class/);
});

test('coloured pictures become grey by Rec. 601', async () => {
  const image = digits.images.subarray(0, 784);
  const files = { 'a/1.png': png(image, true), 'a/2.png': png(image, true), 'b/1.png': png(image) };
  const got = await read({ files: asFiles({ 'd.zip': zip(files) }) });
  assert.deepEqual(got.classNames, ['a', 'b']);
  const grey = Array.from(image, (v) => Math.round((299 * v + 587 * (255 - v) + 114 * 7) / 1000));
  const coloured = got.labels.indexOf(0);
  assert.deepEqual([...got.images.subarray(784 * coloured, 784 * coloured + 784)], grey);
});

/** 26 classes as EMNIST has its letters: images by columns, labels from 1. */
function letters() {
  const count = 260;
  const upright = Uint8Array.from({ length: count * 784 }, (_, i) => (i * 7) % 251);
  const lying = upright.map((_, i) => {
    const [image, y, x] = [Math.floor(i / 784), Math.floor((i % 784) / 28), i % 28];
    return upright[784 * image + 28 * x + y];
  });
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 26);
  const later = labels.map((label) => label + 1);
  return {
    upright,
    labels,
    files: idxFiles({ images: lying, labels: later, testImages: lying, testLabels: later }),
  };
}

const MLP26 = { layers: ['flatten', { type: 'dense', units: 'classes' }], epochs: 2 };

test('26 classes: EMNIST is told by its files’ names, or by options', async (t) => {
  const { upright, labels, files } = letters();
  const named = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      `emnist-letters-${name.replace('t10k', 'test')}`,
      bytes,
    ]),
  );
  const dir = await temporaryFolder(t, files);
  for (const data of [
    { files: asFiles(named) },
    { dir, classes: 26, transposed: true, firstLabel: 1 },
  ]) {
    const got = await read(data, MLP26);
    assert.equal(got.classes, 26);
    assert.ok(got.images.equals(upright));
    assert.ok(got.labels.equals(labels));
    assert.ok(got.testImages.equals(upright));
  }
  await assert.rejects(read({ dir, classes: 26 }, MLP26), { code: 'INK_ERROR_LABEL' });
  await assert.rejects(read({ dir }, MLP26), { code: 'INK_ERROR_LABEL' });
});

test('26 classes train, score, predict, save and go on', async (t) => {
  const { files } = letters();
  const dir = await temporaryFolder(t, files);
  const data = { dir, classes: 26, transposed: true, firstLabel: 1 };
  const trainer = await createTrainer({ model: MLP26, data });
  t.after(() => trainer.dispose());
  await trainer.train();
  const { confusion, count } = await trainer.evaluate('test');
  assert.equal(confusion.length, 26);
  assert.equal(
    confusion.flat().reduce((sum, n) => sum + n),
    count,
  );
  const { probabilities } = await trainer.predict(new Uint8Array(784));
  assert.equal(probabilities?.length, 26);
  const bytes = await trainer.save();
  const again = await createTrainer({ model: bytes, data: null });
  t.after(() => again.dispose());
  assert.equal(again.classes, 26);
  assert.equal(await again.weightsSha256(), await trainer.weightsSha256());
  // Other data, other classes.
  await trainer.load('synthetic');
  assert.equal(trainer.classes, 10);
});

test('QMNIST’s labels of eight columns', async (t) => {
  const files = idxFiles(digits, { gzip: false });
  const rows = Buffer.alloc(TRAIN * 32);
  for (const [i, label] of digits.labels.entries()) rows.writeUInt32BE(label, 32 * i);
  const { [NAMES.trainLabels]: _, ...others } = files;
  const labels = gzipSync(idx(0xc02, [TRAIN, 8], rows));
  const dir = await temporaryFolder(t, { ...others, [`${NAMES.trainLabels}.gz`]: labels });
  assertDigits(await read({ dir }));
  assertDigits(
    await read({ files: asFiles({ ...others, 'qmnist-train-labels-idx2-int.gz': labels }) }),
  );
});

test('fake: the same random images from the same seed', async () => {
  const data = { fake: { train: 60, test: 12, seed: 3 }, classes: 30 };
  const [one, two] = [await read(data, MLP26), await read(data, MLP26)];
  assert.equal(one.classes, 30);
  assert.ok(one.images.equals(two.images) && one.labels.equals(two.labels));
  assert.ok(Math.max(...one.labels) >= 10);
});

const home = process.env.INKLING_DATA;
const missing =
  !(home && existsSync(join(home, 'formats'))) && 'INKLING_DATA has no formats/ folder';

test('mnist.npz and mnist.pkl.gz give the bytes of the IDX files', { skip: missing }, async () => {
  const folder = /** @type {string} */ (home);
  const expected = await read({ dir: join(folder, 'mnist') });
  assert.equal(expected.labels.length, 60000);
  for (const name of ['mnist.npz', 'mnist.pkl.gz']) {
    const got = await read({ dir: join(folder, 'formats', name) });
    for (const key of /** @type {const} */ (['images', 'labels', 'testImages', 'testLabels']))
      assert.ok(got[key].equals(expected[key]), `${name}: ${key}`);
  }
});
