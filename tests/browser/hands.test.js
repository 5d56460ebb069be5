/** The page under one's hands: mouse, finger, keyboard, another window size, another language. */
import assert from 'node:assert/strict';
import {
  barsOf,
  draw,
  inBrowsers,
  PATIENCE,
  padBox,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForPrediction,
} from './harness.js';

/** Enough for two epochs of 20 steps: the network learns, and nobody waits. */
const SMALL = '#synthetic=3000&epochs=3&lang=en';

inBrowsers(
  'reads what a mouse draws, before training and after',
  { hash: SMALL },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    assert.deepEqual(await barsOf(page), Array(10).fill(0));
    await draw(page);
    await waitForPrediction(page);
    assert.match(await textOf(page, '.answer-note'), /only guessing/);
    const untrained = await barsOf(page);
    assert.ok(
      Math.abs(untrained.reduce((sum, bar) => sum + bar) - 1) < 0.01,
      'bars are probabilities',
    );
    const drawn = await page.evaluate(() => window.inkling.store.get().drawing);
    assert.ok(drawn.strokes[0].length > 10, 'the points between are kept');

    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await page.waitForFunction(
      (before) => {
        const now = [...document.querySelectorAll('.bar')].map(
          (bar) => /** @type {HTMLElement} */ (bar).style.transform,
        );
        return now.some((bar, i) => bar !== before[i]);
      },
      { timeout: PATIENCE },
      untrained.map((bar) => `scaleY(${bar})`),
    );
    const seen = await page.evaluate(() => [...window.inkling.store.get().prediction.seen]);
    assert.ok(seen.filter((grey) => grey > 128).length > 30, 'the network sees ink');

    await draw(page, [
      [0.35, 0.5],
      [0.65, 0.5],
    ]);
    assert.equal(await strokes(page), 2);
    await press(page, 'undo');
    assert.equal(await strokes(page), 1);
    await press(page, 'clear');
    assert.equal(await strokes(page), 0);
    await page.waitForFunction(
      () => document.querySelector('[data-read="digit"]')?.textContent === '',
      { timeout: PATIENCE },
    );
    assert.deepEqual(await barsOf(page), Array(10).fill(0));
    assert.equal(
      await page.$eval(
        '[data-does="undo"]',
        (button) => /** @type {HTMLButtonElement} */ (button).disabled,
      ),
      true,
    );
  },
);

/** @param {import('puppeteer-core').Page} page */
const strokes = (page) => page.evaluate(() => window.inkling.store.get().drawing.strokes.length);

// Puppeteer has no touch screen for Firefox.
inBrowsers(
  'reads what a finger draws on a phone, and does not scroll under it',
  {
    hash: SMALL,
    only: ['chromium'],
    viewport: { width: 390, height: 844, hasTouch: true, isMobile: true },
  },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    const pad = await padBox(page);
    await page.touchscreen.touchStart(pad.x + 0.5 * pad.width, pad.y + 0.15 * pad.height);
    for (let i = 1; i <= 12; i++)
      await page.touchscreen.touchMove(
        pad.x + 0.5 * pad.width,
        pad.y + (0.15 + 0.05 * i) * pad.height,
      );
    await page.touchscreen.touchEnd();
    await waitForPrediction(page);
    assert.equal(await strokes(page), 1);
    assert.equal(await page.evaluate(() => scrollY), 0);
    const small = await page.$$eval('button, summary', (controls) =>
      controls
        .filter(
          (control) =>
            control.getClientRects().length > 0 && control.getBoundingClientRect().height < 44,
        )
        .map((control) => control.textContent),
    );
    assert.deepEqual(small, [], 'every control is 44 px high');
  },
);

inBrowsers('keeps a drawing when the window changes', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await draw(page);
  await waitForPrediction(page);
  await page.setViewport({ width: 700, height: 800 });
  const hasInk = () =>
    page.$eval('.pad', (pad) => {
      const canvas = /** @type {HTMLCanvasElement} */ (pad);
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return (
        canvas.width === Math.round(canvas.clientWidth * devicePixelRatio) &&
        data.some((byte, i) => i % 4 === 3 && byte > 0)
      );
    });
  await page.waitForFunction(
    () => {
      const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('.pad'));
      return (
        canvas.width === Math.round(canvas.clientWidth * devicePixelRatio) && canvas.width !== 312
      );
    },
    { timeout: PATIENCE },
  );
  assert.ok(await hasInk());
});

inBrowsers('speaks English and Korean', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await draw(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await press(page, 'language');
  await page.waitForFunction(() => document.documentElement.lang === 'ko', { timeout: PATIENCE });
  assert.equal(await textOf(page, '[data-does="toggle"]'), '학습');
  assert.equal(
    await textOf(page, '.verdict-sentence'),
    '아직 배운 것이 없어 찍고 있어요. 숫자를 쓰고 ‘학습’을 눌러 보세요.',
  );
  assert.equal(await strokes(page), 1, 'the drawing stays');
  assert.match(await page.evaluate(() => location.hash), /lang=ko/);
  assert.equal(
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.does),
    'language',
  );
  await press(page, 'language');
  await page.waitForFunction(() => document.documentElement.lang === 'en', { timeout: PATIENCE });
});

inBrowsers(
  'reaches every control by keyboard, and shows where',
  { hash: SMALL },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await draw(page);
    await waitForPrediction(page);
    const name = () =>
      page.evaluate(() => {
        const element = /** @type {HTMLElement} */ (document.activeElement);
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const { does, choice } = element.dataset;
        return { name: does ?? choice ?? '', outline: `${outlineStyle} ${outlineWidth}` };
      });
    const controls = await page.$$eval('button, select, input:not([tabindex="-1"])', (all) =>
      all
        .filter(
          (control) =>
            control.getClientRects().length > 0 &&
            !(/** @type {HTMLButtonElement} */ (control).disabled),
        )
        .map((control) => {
          const { does, choice } = /** @type {HTMLElement} */ (control).dataset;
          return does ?? choice ?? control.outerHTML;
        }),
    );
    const reached = new Map();
    // No further than to the last one: after it the browser's own controls have the focus.
    for (let i = 0; i < 40 && reached.size < controls.length; i++) {
      await page.keyboard.press('Tab');
      const { name: at, outline } = await name();
      if (at) reached.set(at, outline);
    }
    assert.deepEqual([...reached.keys()].sort(), controls.sort());
    for (const [at, outline] of reached) assert.equal(outline, 'solid 2px', at);
    // And works from there.
    await page.focus('[data-does="step"]');
    await page.keyboard.press('Enter');
    await waitForPhase(page, 'paused');
    assert.equal((await stateOf(page)).step, 1);
  },
);
