/** Where the digits come from: dropped files good and bad, no MNIST, a slow line, a broken one. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import {
  drop,
  hashOf,
  inBrowsers,
  PATIENCE,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForStep,
} from './harness.js';
import { idxFiles, idxFolder } from './idx.js';

const SMALL = '#synthetic=3000&epochs=3&lang=en';
const NO_MNIST = '#epochs=1&lang=en';

/** @param {import('puppeteer-core').Page} page @param {string} source */
const waitForSource = (page, source) =>
  page.waitForFunction(
    (name) => {
      const state = window.inkling?.store.get();
      return state?.source === name && state.phase !== 'loading';
    },
    { timeout: PATIENCE },
    source,
  );

/** @param {import('puppeteer-core').Page} page */
const waitForNotice = (page) =>
  page.waitForSelector('.notice:not([hidden]) .notice-words', { timeout: PATIENCE });

for (const gz of [true, false])
  inBrowsers(
    `learns from dropped files, ${gz ? 'gzipped' : 'raw'}`,
    { hash: SMALL },
    async ({ page }) => {
      await waitForPhase(page, 'idle');
      const { images, labels } = idxFiles(1200);
      const pack = gz ? gzipSync : (/** @type {Uint8Array} */ bytes) => bytes;
      const ending = gz ? '.gz' : '';
      await drop(page, {
        [`train-labels-idx1-ubyte${ending}`]: pack(labels),
        [`train-images-idx3-ubyte${ending}`]: pack(images),
      });
      await waitForSource(page, 'files');
      assert.equal(
        await textOf(page, '[data-read="counts"]'),
        '1,000 to train on, 200 to validate',
      );
      assert.equal(
        await page.$eval('.notice', (notice) => /** @type {HTMLElement} */ (notice).hidden),
        true,
      );
      await press(page, 'toggle');
      await waitForPhase(page, 'done');
      const { step, totalSteps, accuracy } = await stateOf(page);
      assert.equal(step, totalSteps);
      assert.ok(accuracy > 0.5, `bars are easy to tell apart, and ${accuracy} are right`);
    },
  );

const good = idxFiles(300);
const withLabel11 = Uint8Array.from(good.labels);
withLabel11[8 + 120] = 11;
const withMagic = Uint8Array.from(good.images);
withMagic[2] = 9;

/** What is dropped, and what the notice must say of it. @type {Record<string, {files: Record<string, Uint8Array>, says: RegExp}>} */
const BAD = {
  'a label of 11': {
    files: { 'train-images-idx3-ubyte': good.images, 'train-labels-idx1-ubyte': withLabel11 },
    says: /11/,
  },
  'a gzip file that ends too early': {
    files: {
      'train-images-idx3-ubyte.gz': gzipSync(good.images).subarray(0, 20_000),
      'train-labels-idx1-ubyte.gz': gzipSync(good.labels),
    },
    says: /early|end/i,
  },
  'a file of another kind': {
    files: { 'train-images-idx3-ubyte': withMagic, 'train-labels-idx1-ubyte': good.labels },
    says: /IDX|magic/,
  },
  'fewer labels than images': {
    files: {
      'train-images-idx3-ubyte': good.images,
      'train-labels-idx1-ubyte': idxFiles(200).labels,
    },
    says: /300|200/,
  },
  'an empty file': {
    files: { 'train-images-idx3-ubyte': new Uint8Array(), 'train-labels-idx1-ubyte': good.labels },
    says: /./,
  },
};

inBrowsers(
  'refuses bad files in words, and keeps what it has',
  { hash: SMALL },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'step');
    await waitForStep(page, 1);
    const weights = await hashOf(page);
    for (const [what, { files, says }] of Object.entries(BAD)) {
      await drop(page, files);
      await waitForNotice(page);
      const words = await textOf(page, '.notice-words');
      assert.match(
        words,
        /^The files were not loaded\. \S.*\. Your network and the data it had are unchanged\./,
        what,
      );
      assert.match(words, says, what);
      const { source, step } = await stateOf(page);
      assert.equal(source, 'synthetic', what);
      assert.equal(step, 1, what);
      assert.equal(await hashOf(page), weights, what);
      await press(page, 'close');
    }
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
  },
);

inBrowsers(
  'draws its own digits where there is no MNIST, and says so',
  { hash: NO_MNIST, expected: /404|Failed to load resource/ },
  async ({ page }) => {
    await waitForSource(page, 'synthetic');
    await page.waitForSelector('.verdict-note:not([hidden])', { timeout: PATIENCE });
    assert.equal(
      await textOf(page, '.verdict-note'),
      'No MNIST here: learning from digits drawn by Inkling.',
    );
    assert.equal(
      await page.$eval(
        '[data-choice="data"]',
        (choice) => /** @type {HTMLSelectElement} */ (choice).value,
      ),
      'synthetic',
    );
    await press(page, 'step');
    await waitForStep(page, 1);
    await press(page, 'language');
    await page.waitForFunction(() => document.documentElement.lang === 'ko', { timeout: PATIENCE });
    assert.equal(await textOf(page, '.verdict-note'), 'MNIST가 없어 Inkling이 그린 숫자로 배워요.');
  },
);

inBrowsers(
  'keeps what was trained when the line breaks, and goes on when it is back',
  {
    hash: '#epochs=1&lang=en',
    server: { data: idxFolder(6000, 100), chunk: 20_000, cutAt: 800_000 },
    expected: /ERR_|Failed to load|NetworkError|net::/,
  },
  async ({ page }) => {
    await page.waitForSelector('[data-does="toggle"]:not(:disabled)', { timeout: PATIENCE });
    await press(page, 'toggle');
    await waitForNotice(page);
    const words = await textOf(page, '.notice-words');
    assert.match(words, /^The data did not arrive in full\. /);
    assert.match(words, /Check the connection and try again\.$/);
    await waitForPhase(page, 'paused');
    assert.ok((await stateOf(page)).step > 0, 'what had come was trained on');
    const weights = await hashOf(page);
    await press(page, 'retry');
    await page.waitForFunction(
      () => {
        const { loaded, source } = window.inkling.store.get();
        return loaded && source === 'mnist';
      },
      { timeout: PATIENCE },
    );
    assert.equal(await hashOf(page), weights, 'the weights are the same');
    assert.match(await textOf(page, '.verdict-sentence'), /^The weights so far are kept\./);
    assert.equal(
      await textOf(page, '[data-read="counts"]'),
      '5,000 to train on, 1,000 to validate',
    );
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
  },
);

inBrowsers(
  'says which part of the address it did not understand',
  { hash: '#seed=blue&synthetic=3000&lang=en' },
  async ({ page }) => {
    await waitForNotice(page);
    assert.match(await textOf(page, '.notice-words'), /seed=blue/);
    await waitForPhase(page, 'idle');
  },
);

inBrowsers(
  'takes a preset it does not have for a mistake, and says so',
  { hash: '#model=resnet&synthetic=3000&lang=en' },
  async ({ page }) => {
    await waitForNotice(page);
    assert.match(await textOf(page, '.notice-words'), /resnet/);
    await waitForPhase(page, 'idle');
    assert.equal((await stateOf(page)).recipe.model, 'mlp');
  },
);
