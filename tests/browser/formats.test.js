/** npz, pickled and zipped data sets, dropped into the page. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { levels, longs, npy, pickle, zip } from '../js/helpers/containers.js';
import { drop, inBrowsers, PATIENCE, press, waitForPhase } from './harness.js';
import { idxFiles } from './idx.js';

const COUNT = 600;
const files = idxFiles(COUNT);
const images = files.images.subarray(16);
const labels = files.labels.subarray(8);

/** @param {import('puppeteer-core').Page} page */
const waitForFiles = (page) =>
  page.waitForFunction(
    () => {
      const state = window.inkling?.store.get();
      return state?.source === 'files' && state.phase !== 'loading';
    },
    { timeout: PATIENCE },
  );

const pair = [
  { shape: [COUNT, 784], type: '<f4', data: levels(images) },
  { shape: [COUNT], type: '<i8', data: longs(labels) },
];

/** Twelve classes, of which two come again under other names. */
function pictures() {
  return Object.fromEntries(
    Array.from({ length: COUNT }, (_, i) => {
      const picture = new PNG({ width: 28, height: 28 });
      for (let at = 0; at < 784; at++)
        picture.data.set([...new Array(3).fill(images[784 * i + at]), 255], 4 * at);
      const name = i % 40 < 2 ? `x${i % 40}` : `${labels[i]}`;
      return [`all/${name}/${i}.png`, PNG.sync.write(picture)];
    }),
  );
}

/** @type {[string, Record<string, Uint8Array>, string[]][]} */
const CASES = [
  [
    'an npz',
    {
      'set.npz': zip({
        'x_train.npy': npy([COUNT, 28, 28], images),
        'y_train.npy': npy([COUNT], labels),
      }),
    },
    [...'0123456789'],
  ],
  ['a pickle', { 'set.pkl.gz': gzipSync(pickle([pair, pair])) }, [...'0123456789']],
  ['a zip of PNG files', { 'set.zip': zip(pictures()) }, [...'0123456789', 'x0', 'x1']],
];
for (const [name, dropped, classes] of CASES)
  inBrowsers(
    `learns from ${name}`,
    { hash: '#synthetic=3000&epochs=2&lang=en' },
    async ({ page }) => {
      await waitForPhase(page, 'idle');
      await drop(page, dropped);
      await waitForFiles(page);
      await press(page, 'toggle');
      await waitForPhase(page, 'done');
      const bars = await page.$$eval('.bar-cell', (cells) => cells.map((cell) => cell.textContent));
      assert.deepEqual(bars, classes);
      const accuracy = await page.evaluate(
        () =>
          window.inkling.store.get().progress?.recent &&
          window.inkling.store.get().validation?.accuracy,
      );
      assert.ok(Number(accuracy) > 0.3, `${accuracy}`);
    },
  );
