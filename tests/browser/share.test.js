/** What goes out of the page and comes back: links with a drawing, weights, a picture, an embed. */
import assert from 'node:assert/strict';
import {
  draw,
  drop,
  hashOf,
  inBrowsers,
  PATIENCE,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForPrediction,
  waitForStep,
} from './harness.js';

/** @typedef {import('puppeteer-core').Page} Page */

const SHORT = '#synthetic=3000&epochs=2&lang=en';

/** @param {Page} page */
async function openShare(page) {
  await press(page, 'share');
  await page.waitForSelector('dialog[open] .share-said', { timeout: PATIENCE });
}

/** @param {Page} page @param {string} part @returns {Promise<string>} */
const fieldOf = (page, part) =>
  page.$eval(`[data-read="${part}"]`, (field) => /** @type {HTMLInputElement} */ (field).value);

/** From now on, what the page hands over as a file is kept for the test. @param {Page} page */
const catchFiles = (page) =>
  page.evaluate(() => {
    const caught = /** @type {{name: string, blob: Blob}[]} */ ([]);
    Object.assign(window, { caught });
    const original = URL.createObjectURL.bind(URL);
    /** @type {Map<string, Blob>} */
    const blobs = new Map();
    URL.createObjectURL = (/** @type {any} */ blob) => {
      const url = original(blob);
      blobs.set(url, blob);
      return url;
    };
    HTMLAnchorElement.prototype.click = function () {
      const blob = blobs.get(this.href);
      if (blob) caught.push({ name: this.download, blob });
    };
  });

/** @param {Page} page @param {string} does @returns {Promise<{name: string, bytes: Buffer}>} */
async function saved(page, does) {
  await page.evaluate(() => Reflect.get(window, 'caught').splice(0));
  await page.click(`[data-does="${does}"]`);
  await page.waitForFunction(() => Reflect.get(window, 'caught').length > 0, { timeout: PATIENCE });
  const { name, base64 } = await page.evaluate(async () => {
    const [file] = Reflect.get(window, 'caught');
    const url = await new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.readAsDataURL(file.blob);
    });
    return { name: file.name, base64: String(url).split(',')[1] };
  });
  return { name, bytes: Buffer.from(base64, 'base64') };
}

/** @param {Page} page @returns {Promise<{digit: number, probabilities: number[]}>} */
const answerOf = (page) =>
  page.evaluate(() => {
    const { digit, probabilities } = window.inkling.store.get().prediction;
    return { digit, probabilities: Array.from(probabilities) };
  });

inBrowsers(
  'makes a link with the drawing in it, which shows whoever opens it the same digit',
  { hash: `${SHORT}&seed=5` },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await draw(page);
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await waitForPrediction(page);
    const { digit } = await answerOf(page);
    await openShare(page);
    const link = await fieldOf(page, 'link');
    assert.match(link, /strokes=[\w-]{20,}/);
    await page.click('[data-does="strokes"]');
    assert.doesNotMatch(await fieldOf(page, 'link'), /strokes=/);
    await page.click('[data-part="share.link"] [data-does="share.copy"]');
    await page.waitForFunction(
      () =>
        /^(Copied\.|The browser)/.test(document.querySelector('.share-said')?.textContent ?? ''),
      { timeout: PATIENCE },
    );
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog'), { timeout: PATIENCE });

    const other = await page.browserContext().newPage();
    await other.goto(link);
    await waitForPhase(other, 'idle');
    await other.bringToFront();
    assert.equal(
      await textOf(other, '.pad-label'),
      'Somebody drew this for you: can your network read it?',
    );
    assert.equal((await stateOf(other)).recipe.seed, 5);
    await press(other, 'toggle');
    await waitForPhase(other, 'done');
    await other.waitForFunction(
      (wanted) => document.querySelector('[data-read="digit"]')?.textContent === String(wanted),
      { timeout: PATIENCE },
      digit,
    );
    assert.match(await other.evaluate(() => location.hash), /strokes=/);
    await press(other, 'clear');
    await other.waitForFunction(() => !location.hash.includes('strokes'), { timeout: PATIENCE });
    assert.equal(await textOf(other, '.pad-label'), '');
    await other.close();
  },
);

inBrowsers(
  'says that a link with a broken drawing is one',
  { hash: `${SHORT}&strokes=AQABBBBB` },
  async ({ page }) => {
    await page.waitForSelector('.notice:not([hidden])', { timeout: PATIENCE });
    assert.match(await textOf(page, '.notice-words'), /strokes/);
    await waitForPhase(page, 'idle');
  },
);

inBrowsers(
  'saves weights that load again after a reload and answer the same',
  { hash: `${SHORT}&optimizer=momentum&rate=0.05` },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await draw(page);
    await waitForPrediction(page);
    const before = await page.evaluate(() =>
      window.inkling.trainer
        .predict(new Uint8Array(784).fill(90))
        .then((/** @type {any} */ { probabilities }) => Array.from(probabilities)),
    );
    const weights = await hashOf(page);
    await catchFiles(page);
    await openShare(page);
    const file = await saved(page, 'share.safetensors');
    assert.equal(file.name, 'inkling-mlp.safetensors');
    assert.equal(await textOf(page, '.share-said'), 'Saved.');
    const picture = await saved(page, 'share.download');
    assert.match(picture.name, /^inkling-\d\.png$/);
    assert.equal(picture.bytes.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([picture.bytes.readUInt32BE(16), picture.bytes.readUInt32BE(20)], [1200, 630]);

    await page.goto(page.url().replace(/\/#.*/, `/?again${SHORT}`));
    await waitForPhase(page, 'idle');
    await drop(page, { 'from elsewhere': file.bytes });
    await waitForPhase(page, 'paused');
    assert.equal(await hashOf(page), weights);
    assert.equal((await stateOf(page)).recipe.optimizer, 'momentum');
    const after = await page.evaluate(() =>
      window.inkling.trainer
        .predict(new Uint8Array(784).fill(90))
        .then((/** @type {any} */ { probabilities }) => Array.from(probabilities)),
    );
    assert.deepEqual(after, before);
    await press(page, 'step');
    await waitForStep(page, 1);
  },
);

inBrowsers(
  'refuses damaged weights in words, and keeps the network it has',
  { hash: SHORT },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'step');
    await waitForStep(page, 1);
    const weights = await hashOf(page);
    const good = await page.evaluate(async () => Array.from(await window.inkling.trainer.save()));
    const cut = Uint8Array.from(good.slice(0, -1000));
    const bad = Uint8Array.from(good);
    bad.fill(255, bad.length - 4);
    const stranger = Buffer.from('{"__metadata__":{"format":"pt"}}');
    const other = Buffer.concat([Buffer.from([stranger.length, 0, 0, 0, 0, 0, 0, 0]), stranger]);
    for (const [name, bytes, says] of /** @type {[string, Uint8Array, RegExp][]} */ ([
      ['cut.safetensors', cut, /cut\.safetensors.*promises \d+ bytes/],
      ['nan.safetensors', bad, /not finite/],
      ['other.safetensors', other, /not saved by Inkling/],
      ['text.safetensors', Buffer.from('hello'), /too few/],
    ])) {
      await drop(page, { [name]: bytes });
      await page.waitForSelector('.notice:not([hidden]) .notice-words', { timeout: PATIENCE });
      const words = await textOf(page, '.notice-words');
      assert.match(words, /^The weights were not loaded\. .*\. Your network is unchanged\./, name);
      assert.match(words, says, name);
      assert.equal(await hashOf(page), weights, name);
      assert.equal((await stateOf(page)).step, 1, name);
      await press(page, 'close');
    }
  },
);

inBrowsers('gives an embed of itself as it is set', { hash: SHORT }, async ({ page, url }) => {
  await waitForPhase(page, 'idle');
  await openShare(page);
  const html = await fieldOf(page, 'embed');
  assert.match(html, /^<iframe src="[^"]*#[^"]*epochs=2[^"]*" title="Inkling"/);
  assert.doesNotMatch(html, /&(?!amp;)/);
  assert.ok(html.includes(url));
});
