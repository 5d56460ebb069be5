/** The pad's tools: the pen, images of the data in place of a drawing, ink preparation on and off. */
import assert from 'node:assert/strict';
import {
  draw,
  inBrowsers,
  PATIENCE,
  press,
  textOf,
  waitForAnswer,
  waitForPhase,
  witnessAnswers,
} from './harness.js';

const SMALL = '#synthetic=3000&epochs=2&lang=en';
/** A one, small and in the pad's corner. */
const CORNER = [
  [0.1, 0.1],
  [0.1, 0.3],
];

/** Where the ink is that the network sees. @param {import('puppeteer-core').Page} page */
const inkOf = (page) =>
  page.evaluate(() => {
    const { seen } = window.inkling.store.get().prediction;
    const rows = [...seen.keys()].filter((i) => seen[i] > 64).map((i) => Math.floor(i / 28));
    return { top: Math.min(...rows), bottom: Math.max(...rows), pixels: rows.length };
  });

/**
 * Whether ink reaches the lower half of what the network sees, as only a prepared drawing does.
 * @param {import('puppeteer-core').Page} page @param {boolean} is
 */
const waitForInkBelow = (page, is) =>
  page.waitForFunction(
    (wanted) =>
      wanted ===
      window.inkling.store
        .get()
        .prediction.seen.slice(14 * 28)
        .some((/** @type {number} */ grey) => grey > 64),
    { timeout: PATIENCE },
    is,
  );

inBrowsers('draws with the pen that is chosen', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  const widths = [];
  for (const pen of ['fine', 'medium', 'broad']) {
    await page.select('[data-choice="pen"]', pen);
    await draw(page);
    widths.push(
      await page.evaluate(() => window.inkling.store.get().drawing.strokes.at(-1)[0].width),
    );
  }
  assert.ok(widths[0] < widths[1] && widths[1] < widths[2], widths.join());
  assert.match(await page.evaluate(() => location.hash), /pen=broad/);
});

inBrowsers('puts an image of the data on the pad', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await page.waitForSelector('[data-does="sample"]:not(:disabled)', { timeout: PATIENCE });
  await draw(page);
  await press(page, 'sample');
  await page.waitForFunction(
    () => {
      const { sample, prediction } = window.inkling.store.get();
      return (
        sample &&
        prediction?.seen.every(
          (/** @type {number} */ grey, /** @type {number} */ i) => grey === sample.image[i],
        )
      );
    },
    { timeout: PATIENCE },
  );
  const { sample, strokes } = await page.evaluate(() => {
    const { sample, drawing } = window.inkling.store.get();
    return { sample: sample.label, strokes: drawing.strokes.length };
  });
  assert.equal(strokes, 0, 'it takes the place of the drawing');
  assert.equal(await textOf(page, '.pad-label'), `Validation image, label ${sample}`);
  assert.equal(
    await page.$eval('.pad-hint', (hint) => /** @type {HTMLElement} */ (hint).hidden),
    true,
  );
  // Drawing anew takes it away again, and so does clearing.
  await draw(page);
  assert.equal(await textOf(page, '.pad-label'), '');
  await press(page, 'sample');
  await page.waitForFunction(() => window.inkling.store.get().sample, { timeout: PATIENCE });
  await press(page, 'clear');
  assert.equal(await page.evaluate(() => window.inkling.store.get().prediction), null);
  assert.equal(await textOf(page, '.pad-label'), '');
});

inBrowsers(
  'shows what the network would see without ink preparation',
  { hash: SMALL },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await witnessAnswers(page);
    await draw(page, CORNER);
    await waitForAnswer(page);
    await waitForInkBelow(page, true);
    const prepared = await inkOf(page);
    assert.ok(prepared.bottom - prepared.top >= 15, 'sized as the training images are');

    await press(page, 'asDrawn');
    await waitForInkBelow(page, false);
    const plain = await inkOf(page);
    assert.ok(plain.bottom < 12 && plain.pixels > 3, 'where it was drawn, and as small');
    assert.equal(await textOf(page, '.answer-note'), 'Neither sized nor centred.');
    assert.match(await page.evaluate(() => location.hash), /ink=asDrawn/);
    const pressed = () =>
      page.$eval('[data-does="asDrawn"]', (button) => button.getAttribute('aria-pressed'));
    assert.equal(await pressed(), 'true');

    await press(page, 'asDrawn');
    assert.equal(await pressed(), 'false');
    await waitForInkBelow(page, true);
    assert.deepEqual(await inkOf(page), prepared);
  },
);
