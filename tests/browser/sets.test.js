/** Data sets: switched, named, missing; the contact sheet and what is told of an image. */
import assert from 'node:assert/strict';
import {
  drop,
  inBrowsers,
  PATIENCE,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForStep,
} from './harness.js';
import { idxFiles, idxFolder } from './idx.js';

/** @typedef {import('puppeteer-core').Page} Page */

const SETS = {
  'fashion-mnist': idxFolder(1200, 100),
  'emnist-letters': idxFolder(1200, 100, 26, 1),
};

/** @param {Page} page @param {string} source */
const waitForSet = (page, source) =>
  page.waitForFunction(
    (name) => {
      const { source, loaded, description } = window.inkling?.store.get() ?? {};
      return source === name && loaded && description;
    },
    { timeout: PATIENCE },
    source,
  );

/** @param {Page} page @param {string} selector @param {string} text */
const waitForText = (page, selector, text) =>
  page.waitForFunction(
    (where, words) => document.querySelector(where)?.textContent === words,
    { timeout: PATIENCE },
    selector,
    text,
  );

/** @param {Page} page @param {string} selector */
const textsOf = (page, selector) =>
  page.$$eval(selector, (all) => all.map((one) => one.textContent ?? ''));

inBrowsers(
  'the set is chosen from those at hand, and the page calls its classes by name',
  {
    hash: '#data=fashion-mnist&epochs=3&lang=en',
    server: { sets: SETS, data: idxFolder(600, 100) },
  },
  async ({ page }) => {
    await waitForSet(page, 'fashion-mnist');
    await page.waitForFunction(
      () => document.querySelectorAll('[data-choice="data"] option').length === 4,
      { timeout: PATIENCE },
    );
    assert.deepEqual((await textsOf(page, '[data-choice="data"] option')).sort(), [
      'EMNIST Letters',
      'Fashion MNIST',
      'Inkling’s digits',
      'MNIST',
    ]);
    assert.deepEqual((await textsOf(page, '.bar-cell')).slice(0, 3), ['T-s', 'Tro', 'Pul']);
    await press(page, 'step');
    await waitForStep(page, 1);
    await press(page, 'sample');
    await page.waitForFunction(
      () => {
        const { sample, classTitles } = window.inkling.store.get();
        return (
          sample &&
          document.querySelector('.pad-label')?.textContent ===
            `Validation image, label ${classTitles[sample.label]}`
        );
      },
      { timeout: PATIENCE },
    );
    await press(page, 'language');
    await waitForText(page, '.bar-cell:nth-child(2)', '바지');
    await press(page, 'language');
    await waitForText(page, '.bar-cell:nth-child(2)', 'Tro');

    await page.select('[data-choice="data"]', 'emnist-letters');
    await waitForSet(page, 'emnist-letters');
    assert.match(await page.evaluate(() => location.hash), /data=emnist-letters/);
    assert.equal((await textsOf(page, '.bar-cell')).join(''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    const layers = await page.evaluate(() => window.inkling.store.get().description.layers);
    assert.deepEqual(layers.at(-1).shape, [26], 'the last layer has a score for each class');
    assert.equal((await stateOf(page)).step, 0, 'the network is a new one');
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await press(page, 'drawer-mistakes');
    await page.waitForFunction(() => document.querySelectorAll('.matrix tbody tr').length === 26, {
      timeout: PATIENCE,
    });
    // What is too small for a finger is chosen by its classes.
    await page.select('[data-choice="cell-label"]', '2');
    await page.select('[data-choice="cell-digit"]', '2');
    await waitForText(page, '.marked h3', 'C, read as C');
    assert.equal(
      await page.$eval('[data-cell="2,2"]', (cell) => cell.getAttribute('aria-selected')),
      'true',
    );
  },
);

inBrowsers(
  'a set that is not there is not shown as if it were',
  { hash: '#data=qmnist&epochs=1&lang=en', server: { sets: SETS }, expected: /404|Failed to load/ },
  async ({ page }) => {
    await waitForSet(page, 'synthetic');
    await waitForText(
      page,
      '.verdict-note',
      'No QMNIST here: learning from digits drawn by Inkling.',
    );
    const chosen = await page.$eval(
      '[data-choice="data"]',
      (choice) => /** @type {HTMLSelectElement} */ (choice).value,
    );
    assert.equal(chosen, 'synthetic');
    // One that is there ends the note.
    await page.select('[data-choice="data"]', 'fashion-mnist');
    await waitForSet(page, 'fashion-mnist');
    assert.equal(
      await page.$eval('.verdict-note', (note) => /** @type {HTMLElement} */ (note).hidden),
      true,
    );
  },
);

inBrowsers(
  'the sheet shows the images of a class; one of them enlarged tells what its pixels become',
  { hash: '#synthetic=1200&epochs=1&lang=en' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'browse');
    await page.waitForSelector('[data-drawer="data"] .class-counts tr:nth-child(11)', {
      timeout: PATIENCE,
    });
    await page.waitForFunction(() => window.inkling.store.get().loaded, { timeout: PATIENCE });
    await page.waitForFunction(
      () =>
        document
          .querySelector('[data-read="split"]')
          ?.textContent?.startsWith(
            'Inkling’s digits: the first 1,000 images are trained on; the last 200',
          ),
      { timeout: PATIENCE },
    );
    const { train, validation } = await page.evaluate(async () => {
      const { trainer } = window.inkling;
      const [a, b] = [await trainer.labels('train'), await trainer.labels('validation')];
      return { train: [...a], validation: [...b] };
    });
    assert.equal(train.length, 1000);
    const rows = await page.$$eval('.class-counts tr', (all) =>
      all.slice(1).map((row) => [...row.children].slice(0, 3).map((cell) => cell.textContent)),
    );
    for (let label = 0; label < 10; label++) {
      const of = (/** @type {number[]} */ all) => all.filter((one) => one === label).length;
      assert.deepEqual(rows[label], [`${label}`, `${of(train)}`, `${of(validation)}`]);
    }

    // By pointer: the second image of the class 7.
    await page.select('[data-choice="class"]', '7');
    const sevens = train.flatMap((label, number) => (label === 7 ? [number] : []));
    await page.waitForFunction(
      (all) => document.querySelector('[data-read="page"]')?.textContent?.endsWith(` of ${all}`),
      { timeout: PATIENCE },
      sevens.length,
    );
    const isDrawn = () =>
      page.waitForFunction(
        () => {
          const canvas = /** @type {HTMLCanvasElement} */ (
            document.querySelector('.contact-canvas')
          );
          const { data } = /** @type {CanvasRenderingContext2D} */ (
            canvas.getContext('2d')
          ).getImageData(0, 0, canvas.width, 40);
          return data.some((value) => value > 0);
        },
        { timeout: PATIENCE },
      );
    await isDrawn();
    const box = await (await page.$('.contact-canvas'))?.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + 54, box.y + 18);
    await waitForText(page, '[data-read="picked"]', `Training image ${sevens[1]}: 7`);

    // What a pixel becomes is what the first layer gets.
    await page.focus('.picked-pixels');
    await page.keyboard.press('ArrowRight');
    for (let i = 0; i < 14; i++) await page.keyboard.press('ArrowDown');
    for (let i = 0; i < 14; i++) await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      () => / becomes /.test(document.querySelector('[data-read="pixel"]')?.textContent ?? ''),
      { timeout: PATIENCE },
    );
    const words = (await textOf(page, '[data-read="pixel"]')).replace('−', '-');
    const [, row, column, grey, value] = (
      /^Row (\d+), column (\d+): (\d+) of 255 becomes (-?[\d.]+)$/.exec(words) ?? []
    ).map(Number);
    assert.deepEqual([row, column], [15, 15]);
    const pixel = await page.evaluate(
      async (number) =>
        (await window.inkling.trainer.samples('train', { numbers: [number] })).images[14 * 28 + 14],
      sevens[1],
    );
    assert.equal(grey, pixel);
    assert.ok(Math.abs(value - (pixel / 255 - 0.1307) / 0.3081) < 0.0006, words);
    assert.match(
      await textOf(page, '[data-read="prepared"]'),
      /^Each pixel is divided by 255; then 0.1307 is taken away and the rest divided by 0.3081\.$/,
    );

    // By keyboard: the last of the validation images.
    await page.select('[data-choice="part"]', 'validation');
    await page.select('[data-choice="class"]', '');
    await page.focus('.contact');
    await page.keyboard.press('End');
    await page.waitForFunction(
      () => /–200 of 200$/.test(document.querySelector('[data-read="page"]')?.textContent ?? ''),
      { timeout: PATIENCE },
    );
    // Enter opens what is there: the page may still be on its way.
    const last = `Validation image 199: ${validation[199]}`;
    await page.waitForFunction(
      (words) => {
        /** @type {HTMLElement} */ (document.querySelector('.contact')).click();
        return document.querySelector('[data-read="picked"]')?.textContent === words;
      },
      { timeout: PATIENCE, polling: 100 },
      last,
    );
  },
);

inBrowsers(
  'the sheet goes over to files that are dropped while it is open',
  { hash: '#synthetic=600&epochs=1&lang=en&drawer=data' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForSelector('.class-counts tr:nth-child(11)', { timeout: PATIENCE });
    const { images, labels } = idxFiles(240);
    await drop(page, { 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels });
    await page.waitForFunction(
      () =>
        document.querySelector('[data-read="split"]')?.textContent ===
        'Your files: the first 200 images are trained on; the last 40 are never trained on and only validate. There are no test images, so there is no final exam.',
      { timeout: PATIENCE },
    );
    assert.match(await textOf(page, '[data-read="page"]'), / of 200$/);
  },
);
