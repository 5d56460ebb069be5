import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createTrainer } from '../../web/engine/index.js';
import { drawDigits, idxFiles, NAMES, temporaryFolder } from './helpers/idx.js';
import { serve, serveFiles } from './helpers/server.js';

// More than two blocks of 2,048, of which the last is short.
const [TRAIN, TEST] = [6000, 300];
/** @type {Awaited<ReturnType<typeof drawDigits>>} */
let digits;
/** @type {Record<string, Buffer>} */
let packed;
/** @type {string} */
let expected;

before(async () => {
  digits = await drawDigits(TRAIN, TEST);
  packed = idxFiles(digits);
  expected = (await trainOn(digits)).hash;
});

/** @param {import('../../web/engine/types.js').DataOption} data */
async function trainOn(data) {
  const trainer = await createTrainer({ model: 'softmax', data, seed: 3 });
  try {
    /** @type {import('../../web/engine/types.js').DataProgress[]} */
    const events = [];
    trainer.onData((event) => events.push(event));
    await trainer.train({ epochs: 2 });
    await trainer.loaded;
    const hash = await trainer.weightsSha256();
    return { hash, events, score: await trainer.evaluate('test').catch(() => null) };
  } finally {
    trainer.dispose();
  }
}

/** @param {Record<string, Uint8Array>} files @param {(name: string) => string} [rename] */
const asFiles = (files, rename = (name) => name) =>
  Object.entries(files).map(([name, bytes]) => new File([Buffer.from(bytes)], rename(name)));

test('the engine’s own digits and the same as arrays train to the same weights', async () => {
  const { hash, score } = await trainOn({ synthetic: { train: TRAIN, test: TEST } });
  assert.equal(hash, expected);
  assert.equal(score?.count, TEST);
});

test('a folder, gzipped or not', async (t) => {
  const { hash, events } = await trainOn({ dir: await temporaryFolder(t, packed) });
  assert.equal(hash, expected);
  const done = events.filter((event) => event.done);
  assert.deepEqual(
    done.map(({ file, bytes, totalBytes }) => [file, bytes === totalBytes]),
    [
      ['train-labels', true],
      ['train-images', true],
      ['test-labels', true],
      ['test-images', true],
    ],
  );
  assert.equal(done[1].images, TRAIN);
  assert.equal(done[3].total, TEST);
  const plain = await temporaryFolder(t, idxFiles(digits, { gzip: false }));
  assert.equal((await trainOn({ dir: plain })).hash, expected);
});

test('addresses: a folder’s, an array of files’, a table of them', async (t) => {
  const base = await serve(t, serveFiles(packed));
  assert.equal((await trainOn({ urls: base })).hash, expected);
  assert.equal((await trainOn({ urls: base.slice(0, -1) })).hash, expected);
  const names = Object.keys(packed).map((name) => base + name);
  assert.equal((await trainOn({ urls: names })).hash, expected);
  const table = {
    trainImages: `${base}${NAMES.trainImages}.gz`,
    trainLabels: `${base}${NAMES.trainLabels}.gz`,
  };
  const { hash, score } = await trainOn({ urls: table });
  assert.equal(hash, expected);
  assert.equal(score, null);
  const plain = await serve(t, serveFiles(idxFiles(digits, { gzip: false })));
  assert.equal((await trainOn({ urls: plain })).hash, expected);
});

test('a server that unpacks the files on the way', async (t) => {
  const base = await serve(t, (request, response) => {
    const bytes = packed[(request.url ?? '').slice(1)];
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length });
    response.end(bytes);
  });
  const { hash, events } = await trainOn({ urls: base });
  assert.equal(hash, expected);
  assert.ok(events.every(({ totalBytes }) => totalBytes === undefined));
});

test('bytes in odd pieces, slowly, change no bit', async (t) => {
  const base = await serve(t, async (request, response) => {
    const bytes = packed[(request.url ?? '').slice(1)];
    response.writeHead(200);
    let size = 1;
    for (let from = 0; from < bytes.length; size = (size * 7 + 3) % 60001) {
      response.write(bytes.subarray(from, from + size));
      from += size;
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    response.end();
  });
  assert.equal((await trainOn({ urls: base })).hash, expected);
});

test('training starts when the first block is there, and sleeps where the next is missing', {
  timeout: 30000,
}, async (t) => {
  /** @type {() => void} */
  let release = () => {};
  const rest = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  const plain = idxFiles(digits, { gzip: false });
  const base = await serve(t, async (request, response) => {
    const bytes = plain[(request.url ?? '').slice(1)];
    if (!bytes) return response.writeHead(404).end();
    if (!request.url?.includes(NAMES.trainImages)) return response.end(bytes);
    // The first block and half of the second.
    response.write(bytes.subarray(0, 784 * 3000));
    await rest;
    response.end(bytes.subarray(784 * 3000));
  });
  const trainer = await createTrainer({ model: 'softmax', data: { urls: base }, seed: 3 });
  t.after(() => trainer.dispose());
  const training = trainer.train({ epochs: 2 });
  await new Promise((resolve) => {
    trainer.onProgress((p) => p.step === 2048 / 128 && resolve(p));
  });
  // It sleeps now, and answers.
  assert.equal((await trainer.predict(digits.images.subarray(0, 784))).seen.length, 784);
  await trainer.pause();
  assert.equal((await training).step, 16);
  const again = trainer.train();
  release();
  await again;
  assert.equal(await trainer.weightsSha256(), expected);
});

test('files, by name or by content alone', async () => {
  assert.equal((await trainOn({ files: asFiles(packed) })).hash, expected);
  const plain = idxFiles(digits, { gzip: false });
  assert.equal((await trainOn({ files: asFiles(plain).reverse() })).hash, expected);
  let n = 0;
  const nameless = asFiles(packed, () => `download (${n++})`);
  const { hash, score } = await trainOn({ files: nameless });
  assert.equal(hash, expected);
  assert.equal(score?.count, TEST);
  const pair = asFiles({
    a: packed[`${NAMES.trainImages}.gz`],
    b: packed[`${NAMES.trainLabels}.gz`],
  });
  assert.equal((await trainOn({ files: pair })).score, null);
});

test('other data can be loaded later', async (t) => {
  const trainer = await createTrainer({ model: 'softmax', data: null, seed: 3 });
  t.after(() => trainer.dispose());
  await trainer.load({ files: asFiles(packed) });
  await trainer.train({ epochs: 2 });
  assert.equal(await trainer.weightsSha256(), expected);
  // In the middle of training and of loading, too.
  const training = trainer.train({ epochs: 500 });
  await trainer.load('synthetic');
  await training;
  const second = trainer.train({ epochs: 2 });
  await trainer.load({ files: asFiles(packed) });
  await second;
  const { step } = await trainer.train({ epochs: 2 });
  assert.equal(step, 80);
  assert.equal(await trainer.weightsSha256(), expected);
});

test('a set without test images says so', async (t) => {
  const { images, labels } = digits;
  const trainer = await createTrainer({ model: 'softmax', data: { images, labels } });
  t.after(() => trainer.dispose());
  await assert.rejects(trainer.evaluate('test'), {
    code: 'INK_ERROR_NO_TEST',
    message: /there are no test images/,
  });
  assert.equal((await trainer.evaluate('validation')).count, 1000);
  await assert.rejects(trainer.evaluate('validation', { first: 900, count: 200 }), {
    code: 'INK_ERROR_ARGUMENT',
  });
  assert.equal((await trainer.evaluate('validation', { first: 900, count: 100 })).count, 100);
});

test('gzip members one after the other are one file', async () => {
  const bytes = idxFiles(digits, { gzip: false })[NAMES.trainImages];
  const two = Buffer.concat([gzipSync(bytes.subarray(0, 99999)), gzipSync(bytes.subarray(99999))]);
  const files = asFiles({ ...packed, [`${NAMES.trainImages}.gz`]: two });
  assert.equal((await trainOn({ files })).hash, expected);
});
