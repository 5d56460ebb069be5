/** The Mistakes drawer: what the network gets wrong on validation images, and nothing else. */
import assert from 'node:assert/strict';
import { drop, inBrowsers, PATIENCE, press, textOf, waitForPhase, waitForStep } from './harness.js';
import { idxFiles } from './idx.js';

/** @typedef {import('puppeteer-core').Page} Page */

const HASH = '#synthetic=3000&epochs=2&lang=en&drawer=mistakes';

/** The counts in the matrix. @param {Page} page @returns {Promise<number[][]>} */
const countsOf = (page) =>
  page.$$eval('.matrix tbody tr', (rows) =>
    rows.map((row) =>
      [...row.querySelectorAll('[data-cell]')].map((cell) => Number(cell.textContent)),
    ),
  );

/** Which parts of the data the page asks about from now on. @param {Page} page */
const witnessParts = (page) =>
  page.evaluate(() => {
    const { trainer } = window.inkling;
    Object.assign(window, { parts: [] });
    for (const name of ['evaluate', 'answers', 'samples']) {
      const original = trainer[name].bind(trainer);
      trainer[name] = (/** @type {string} */ part, /** @type {unknown[]} */ ...rest) => {
        Reflect.get(window, 'parts').push(part);
        return original(part, ...rest);
      };
    }
  });

inBrowsers(
  'marks the validation images, and shows those of a cell by click and by key',
  { hash: HASH },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForSelector('.drawer-none', { timeout: PATIENCE });
    assert.equal(await textOf(page, '.drawer-none'), 'Nothing marked yet. Train first.');
    await witnessParts(page);
    await press(page, 'toggle');
    await waitForStep(page, 5);
    await page.waitForSelector('.matrix', { visible: true, timeout: PATIENCE });
    await waitForPhase(page, 'done');
    const { confusion, count } = await page.evaluate(() =>
      window.inkling.trainer.evaluate('validation'),
    );
    assert.equal(count, 500);
    await page.waitForFunction(
      (expected) =>
        [...document.querySelectorAll('.matrix [data-cell]')]
          .map((cell) => Number(cell.textContent))
          .join() === expected,
      { timeout: PATIENCE },
      confusion.flat().join(),
    );
    assert.deepEqual(await countsOf(page), confusion);
    const wrong = confusion
      .flatMap((/** @type {number[]} */ row, /** @type {number} */ label) =>
        row.filter((_, digit) => digit !== label),
      )
      .reduce((/** @type {number} */ sum, /** @type {number} */ one) => sum + one, 0);
    assert.equal(await textOf(page, '.marked .unit'), `${wrong} wrong of 500`);
    const shares = await page.$$eval('.matrix tbody .matrix-share', (cells) =>
      cells.map((cell) => Number.parseFloat(cell.textContent ?? '')),
    );
    for (const [label, share] of shares.entries()) {
      const row = confusion[label];
      const all = row.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0);
      assert.ok(Math.abs(share - (100 * row[label]) / all) < 0.1 + 1e-9);
    }

    // The worst come first, each with its guess and the right answer.
    await page.waitForFunction(
      (least) => document.querySelectorAll('.marked-list .is-wrong').length === least,
      { timeout: PATIENCE },
      Math.min(24, wrong),
    );
    const guesses = await page.$$eval('.marked-guess', (all) =>
      all.map((one) => Number(/ (\d+)%/.exec(one.textContent ?? '')?.[1])),
    );
    assert.deepEqual(
      guesses,
      [...guesses].sort((a, b) => b - a),
    );

    const [label, digit] = mostConfused(confusion);
    const most = confusion[label][digit];
    await page.click(`[data-cell="${label},${digit}"]`);
    const isShown = (/** @type {string} */ title, /** @type {number} */ images) =>
      page.waitForFunction(
        (words, number) =>
          document.querySelector('.marked h3')?.textContent === words &&
          document.querySelectorAll('.marked-list li').length === number &&
          [...document.querySelectorAll('.marked-list li')].every((item) =>
            /** @type {HTMLElement} */ (item).title.startsWith(words),
          ),
        { timeout: PATIENCE },
        title,
        images,
      );
    await isShown(`${label}, read as ${digit}`, Math.min(24, most));
    await press(page, 'worst');
    await page.waitForFunction(
      () => document.querySelector('.marked h3')?.textContent === 'Worst mistakes',
      { timeout: PATIENCE },
    );
    // By keyboard: to the first row's start, one right, one down, which is the diagonal.
    await page.focus('.matrix [tabindex="0"]');
    for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowUp');
    for (const key of /** @type {const} */ (['Home', 'ArrowRight', 'ArrowDown', 'Enter']))
      await page.keyboard.press(key);
    await isShown('1, read as 1', Math.min(24, confusion[1][1]));
    assert.equal(
      await page.$$eval('.marked-list .is-wrong', (items) => items.length),
      0,
      'right answers are not marked wrong',
    );
    const parts = await page.evaluate(() => [...new Set(Reflect.get(window, 'parts'))]);
    assert.ok(!parts.includes('test'), 'the test images are left alone');

    await press(page, 'reset');
    await page.waitForSelector('.drawer-none:not([hidden])', { visible: true, timeout: PATIENCE });
  },
);

inBrowsers(
  'has a row for each class of the data, however many',
  { hash: HASH },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    const [train, test] = [letters(2600, 3), letters(520, 5)];
    await drop(page, {
      'emnist-letters-train-images-idx3-ubyte': train.images,
      'emnist-letters-train-labels-idx1-ubyte': train.labels,
      'emnist-letters-test-images-idx3-ubyte': test.images,
      'emnist-letters-test-labels-idx1-ubyte': test.labels,
    });
    await page.waitForSelector('#lab[data-phase="idle"] option[value="files"]:checked', {
      timeout: PATIENCE,
    });
    await press(page, 'step');
    await page.waitForFunction(() => document.querySelectorAll('[data-cell]').length === 26 * 26, {
      timeout: PATIENCE,
    });
    const heads = await page.$$eval('.matrix tbody th', (all) => all.map((one) => one.textContent));
    assert.equal(heads.join(''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    const counts = await countsOf(page);
    const all = counts.flat().reduce((sum, count) => sum + count, 0);
    const { validation } = await page.evaluate(() => {
      const total = window.inkling.store.get().files['train-images'].total;
      return { validation: total - Math.floor((5 * total) / 6) };
    });
    assert.equal(all, validation);
  },
);

inBrowsers('says which past moment the mistakes are of', { hash: HASH }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await press(page, 'toggle');
  await waitForPhase(page, 'done');
  await page.waitForSelector('.matrix', { visible: true, timeout: PATIENCE });
  assert.equal(await textOf(page, '[data-read="marked-at"]'), '');
  await page.focus('[data-choice="moment"]');
  await page.keyboard.press('Home');
  /** @param {string} words */
  const isSaid = (words) =>
    page.waitForFunction(
      (text) => document.querySelector('[data-read="marked-at"]')?.textContent === text,
      { timeout: PATIENCE },
      words,
    );
  await isSaid('Past moment: step 0, epoch 0');
  await press(page, 'now');
  await isSaid('');
});

/** Images of 26 classes, as EMNIST's letters are numbered. @param {number} count @param {number} seed */
function letters(count, seed) {
  const files = idxFiles(count, seed);
  for (let i = 0; i < count; i++) files.labels[8 + i] = 1 + (i % 26);
  return files;
}

/** @param {number[][]} confusion @returns {[number, number]} label and guess of the fullest wrong cell */
function mostConfused(confusion) {
  let best = /** @type {[number, number]} */ ([0, 1]);
  for (const [label, row] of confusion.entries())
    for (const [digit, count] of row.entries())
      if (label !== digit && count > confusion[best[0]][best[1]]) best = [label, digit];
  return best;
}
