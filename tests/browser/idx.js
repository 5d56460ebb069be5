/** Small data sets of the tests' own, as IDX files. */
import { gzipSync } from 'node:zlib';

/** @param {number} value */
const be = (value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

/** Patterns a network can tell apart: a bar whose place and length say the class, and some noise. */
const PATTERN_SIDE = 28;

/**
 * @param {number} count
 * @param {number} [seed]
 * @param {number} [classes] at most 50
 * @param {number} [firstLabel] what the file calls class 0
 * @returns {{images: Uint8Array, labels: Uint8Array}} whole IDX files
 */
export function idxFiles(count, seed = 1, classes = 10, firstLabel = 0) {
  let state = seed;
  const random = () => {
    // Park and Miller's generator: the tests need the same files each time, no more.
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const images = new Uint8Array(16 + count * PATTERN_SIDE * PATTERN_SIDE);
  const labels = new Uint8Array(8 + count);
  images.set([0, 0, 8, 3, ...be(count), ...be(PATTERN_SIDE), ...be(PATTERN_SIDE)]);
  labels.set([0, 0, 8, 1, ...be(count)]);
  for (let i = 0; i < count; i++) {
    const label = Math.floor(random() * classes);
    labels[8 + i] = label + firstLabel;
    const at = 16 + i * 784;
    for (let p = 0; p < 784; p++) {
      const [row, column] = [Math.floor(p / 28), p % 28];
      const end = 24 - 4 * Math.floor(label / 10);
      const isBar = row === 4 + 2 * (label % 10) && column > 3 && column < end;
      images[at + p] = isBar ? 200 + 55 * random() : random() < 0.1 ? 255 * random() : 0;
    }
  }
  return { images, labels };
}

/**
 * As MNIST's folder has them.
 * @param {number} train @param {number} test
 * @param {number} [classes] @param {number} [firstLabel]
 */
export function idxFolder(train, test, classes, firstLabel) {
  const first = idxFiles(train, 7, classes, firstLabel);
  const second = idxFiles(test, 11, classes, firstLabel);
  return {
    'train-images-idx3-ubyte.gz': gzipSync(first.images),
    'train-labels-idx1-ubyte.gz': gzipSync(first.labels),
    't10k-images-idx3-ubyte.gz': gzipSync(second.images),
    't10k-labels-idx1-ubyte.gz': gzipSync(second.labels),
  };
}
