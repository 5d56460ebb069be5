/** Small IDX files for tests, made of the engine's own digits. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTrainer } from '../../../web/engine/index.js';

export const NAMES = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
};

/** @param {number} magic @param {number[]} sizes @param {Uint8Array} data */
export function idx(magic, sizes, data) {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(magic);
  sizes.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i);
  });
  return Buffer.concat([header, data]);
}

/** @param {Uint8Array} images 784 bytes each */
export const idxImages = (images) => idx(0x803, [images.length / 784, 28, 28], images);

/** @param {Uint8Array} labels */
export const idxLabels = (labels) => idx(0x801, [labels.length], labels);

/**
 * @param {number} train
 * @param {number} test
 */
export async function drawDigits(train, test) {
  const trainer = await createTrainer({ model: 'softmax', data: { synthetic: { train, test } } });
  try {
    await trainer.loaded;
    const parts = [];
    for (const part of /** @type {const} */ (['train', 'validation', 'test']))
      parts.push(await trainer.samples(part, { count: train }));
    const [first, second, last] = parts;
    return {
      images: new Uint8Array(Buffer.concat([first.images, second.images])),
      labels: new Uint8Array(Buffer.concat([first.labels, second.labels])),
      testImages: last.images,
      testLabels: last.labels,
    };
  } finally {
    trainer.dispose();
  }
}

/**
 * The four files by their usual names.
 * @param {{images: Uint8Array, labels: Uint8Array, testImages: Uint8Array, testLabels: Uint8Array}} d
 * @param {{gzip?: boolean}} [options]
 * @returns {Record<string, Buffer>}
 */
export function idxFiles(d, { gzip = true } = {}) {
  const files = {
    [NAMES.trainImages]: idxImages(d.images),
    [NAMES.trainLabels]: idxLabels(d.labels),
    [NAMES.testImages]: idxImages(d.testImages),
    [NAMES.testLabels]: idxLabels(d.testLabels),
  };
  if (!gzip) return files;
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
  );
}

/**
 * A folder that is gone after the test.
 * @param {import('node:test').TestContext | {after: (fn: () => Promise<void>) => void}} t
 * @param {Record<string, Uint8Array | string>} [files]
 */
export async function temporaryFolder(t, files = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'inkling-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFiles(folder, files);
  return folder;
}

/** @param {string} folder @param {Record<string, Uint8Array | string>} files */
export async function writeFiles(folder, files) {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}
