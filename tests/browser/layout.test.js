/**
 * How the page stands in windows large and small: nothing sticks out, is cut off or overlaps,
 * nothing moves while it trains, no picture is blank.
 */
import assert from 'node:assert/strict';
import { DRAWERS } from '../../web/lab/drawers.js';
import {
  breakLayer,
  draw,
  explode,
  inBrowsers,
  openDrawer,
  PATIENCE,
  padBox,
  press,
  pressInMenu,
  waitForPhase,
  waitForPrediction,
  waitForStep,
} from './harness.js';
import { blankCanvases, faults, outOfView } from './inspect.js';
import { leaveRun } from './kept.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @typedef {{width: number, height: number, hasTouch?: boolean, isMobile?: boolean}} Size */
const PHONE = { hasTouch: true, isMobile: true };
/** A page keeps to its kind, since Chromium loads it anew to become a phone. @type {Record<string, Record<string, Size>>} */
const KINDS = {
  desk: {
    wide: { width: 1280, height: 800 },
    low: { width: 1280, height: 640 },
    middle: { width: 900, height: 800 },
  },
  phone: {
    phone: { width: 390, height: 844, ...PHONE },
    short: { width: 390, height: 664, ...PHONE },
    narrow: { width: 320, height: 568, ...PHONE },
  },
};
/** What has to be in view without scrolling where the design says so. */
const ESSENTIALS = [
  '.verdict-sentence:not([hidden])',
  '.pad',
  '.bars',
  '[data-does="toggle"]',
  '[data-does="undo"]',
];

/** Two frames: one to lay out, one to draw. @param {Page} page */
const settle = (page) =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );

/**
 * Looks at a state in each window of its kind, light and dark.
 * @param {Page} page @param {Record<string, Size>} sizes @param {string} state @param {string} language
 */
async function look(page, sizes, state, language) {
  for (const [name, size] of Object.entries(sizes)) {
    await page.setViewport(size);
    await page.evaluate(() => scrollTo(0, 0));
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await assertNone(`${state}, ${name}, ${language}, ${scheme}`, page, () => ({
        faults: page.evaluate(faults, size.width),
        hidden: page.evaluate(outOfView, ESSENTIALS),
        blank: page.evaluate(blankCanvases),
      }));
    }
  }
  await page.setViewport(Object.values(sizes)[0]);
}

/**
 * Nothing is wrong, at least not for longer than charts take to follow a new width and pictures to be
 * answered for.
 * @param {string} where @param {Page} page
 * @param {() => Record<string, Promise<string[]>>} inspect what is wrong, by kind
 */
async function assertNone(where, page, inspect) {
  const deadline = Date.now() + PATIENCE / 6;
  for (;;) {
    await settle(page);
    const kinds = Object.entries(inspect());
    const found = await Promise.all(kinds.map(([, wrong]) => wrong));
    const wrong = kinds.flatMap(([kind], i) => found[i].map((fault) => `${kind}: ${fault}`));
    if (wrong.length === 0) return;
    if (Date.now() > deadline) assert.deepEqual(wrong, [], where);
  }
}

for (const [kind, sizes] of Object.entries(KINDS))
  for (const language of ['en', 'ko'])
    inBrowsers(
      `stands well in every window, ${kind}, ${language}`,
      // Phones, dark mode and the measure of layout shift are emulated by Chromium only.
      {
        hash: `#synthetic=2000&epochs=10000&seed=blue&lang=${language}`,
        only: ['chromium'],
        viewport: Object.values(sizes)[0],
        timeout: 5 * PATIENCE,
      },
      async ({ page }) => {
        const lookAt = (/** @type {string} */ state) => look(page, sizes, state, language);
        await waitForPhase(page, 'idle');
        await page.waitForSelector('.notice:not([hidden])');
        for (const [name, size] of Object.entries(sizes)) {
          await page.setViewport(size);
          await assertNone(`notice, ${name}, ${language}`, page, () => ({
            faults: page.evaluate(faults, size.width),
          }));
        }
        await press(page, 'close');
        await lookAt('idle');
        await leaveRun(page);
        await lookAt('offer');
        await press(page, 'startAnew');
        await draw(page);
        await waitForPrediction(page);
        await press(page, 'toggle');
        await waitForStep(page, 100);
        await lookAt('training');
        await press(page, 'toggle');
        await waitForPhase(page, 'paused');
        await lookAt('paused');
        if (kind === 'desk') {
          await page.focus('[data-choice="moment"]');
          await page.keyboard.press('Home');
          await page.waitForFunction(() => window.inkling.store.get().prediction?.step === 0, {
            timeout: PATIENCE,
          });
          await lookAt('past');
          await press(page, 'now');
        }
        for (const name of Object.keys(DRAWERS)) {
          await openDrawer(page, name);
          if (name === 'experiments') {
            await page.waitForSelector('[data-does="trials.run"]:not(:disabled)', {
              timeout: PATIENCE,
            });
            await press(page, 'trials.run');
            await page.waitForSelector('.trials-outcome:not(:empty)', { timeout: PATIENCE });
          }
          await lookAt(name);
          for (const lesson of await page.$$('.lesson:nth-of-type(n + 2)')) {
            await lesson.click();
            const all = await page.$('[data-does="graph.all"]');
            if (all) await all.click();
            await lookAt(`${name}, ${await lesson.evaluate((button) => button.textContent)}`);
          }
          await press(page, `drawer-${name}`);
        }
        await pressInMenu(page, 'share');
        await page.waitForSelector('dialog[open]', { timeout: PATIENCE });
        await lookAt('share');
        await page.$eval('dialog', (dialog) => dialog.scrollTo(0, dialog.scrollHeight));
        await lookAt('share, its end');
        await page.keyboard.press('Escape');
        await pressInMenu(page, 'exam');
        await page.waitForFunction(() => window.inkling.store.get().exam, { timeout: PATIENCE });
        await lookAt('exam');
        await page.$$eval('.fold', (folds) => {
          for (const fold of folds) /** @type {HTMLDetailsElement} */ (fold).open = true;
        });
        await page.$eval('.fold-looksFor', (fold) => fold.scrollIntoView());
        await page.waitForFunction(() => window.inkling.store.get().weights !== null, {
          timeout: PATIENCE,
        });
        await page.focus('[data-choice="epochs"]');
        await page.keyboard.down('Control');
        await page.keyboard.press('a');
        await page.keyboard.up('Control');
        await page.keyboard.type('1\n');
        await press(page, 'toggle');
        await waitForPhase(page, 'done');
        await lookAt('done');
        await explode(page);
        await lookAt('diverged');
        await openDrawer(page, 'network');
        await breakLayer(page);
        await lookAt('fault on a row');
      },
    );

for (const language of ['en', 'ko'])
  inBrowsers(
    `keeps its head in one line, and a low desk in view, ${language}`,
    { hash: `#synthetic=2000&epochs=10000&lang=${language}` },
    async ({ page }) => {
      await waitForPhase(page, 'idle');
      const heights = () =>
        page.evaluate(() => ({
          head: document.querySelector('.head')?.getBoundingClientRect().height,
          page: document.documentElement.scrollHeight,
        }));
      const lookAt = async (/** @type {string} */ state) => {
        for (const width of [1600, 1280, 1200, 1120, 1000, 900]) {
          await page.setViewport({ width, height: 640 });
          await settle(page);
          assert.equal((await heights()).head, 56, `${width} wide, ${state}`);
        }
        await page.setViewport(KINDS.desk.low);
        await settle(page);
        assert.equal((await heights()).page, 640, state);
      };
      await lookAt('idle');
      await press(page, 'toggle');
      await waitForStep(page, 100);
      await lookAt('training');
    },
  );

for (const [name, size, more] of /** @type {[string, Size, string][]} */ ([
  ['wide', KINDS.desk.wide, '&lang=en'],
  ['wide, in Korean', KINDS.desk.low, '&lang=ko'],
  ['phone', KINDS.phone.phone, '&lang=en'],
  ['phone, in Korean', KINDS.phone.narrow, '&lang=ko'],
  ...Object.keys(DRAWERS).map((drawer) => [
    `wide, ${drawer} open`,
    KINDS.desk.wide,
    `&lang=en&drawer=${drawer}`,
  ]),
]))
  inBrowsers(
    `moves nothing while it trains, ${name}`,
    { hash: `#synthetic=2000&epochs=12${more}`, only: ['chromium'], viewport: size },
    async ({ page }) => {
      await waitForPhase(page, 'idle');
      await draw(page);
      await waitForPrediction(page);
      await page.evaluate(() => {
        Object.assign(window, { shifts: [] });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) Reflect.get(window, 'shifts').push(entry);
        }).observe({ type: 'layout-shift', buffered: false });
      });
      const before = await padBox(page);
      await press(page, 'toggle');
      await waitForPhase(page, 'done');
      assert.deepEqual(await padBox(page), before);
      const shifts = await page.evaluate(() =>
        Reflect.get(window, 'shifts').map((/** @type {any} */ entry) => [
          entry.value,
          entry.sources.map((/** @type {any} */ { node, previousRect, currentRect }) => {
            const [from, to] = [previousRect, currentRect].map(({ x, y }) => `${x}, ${y}`);
            const element = node?.outerHTML ?? node?.parentElement?.outerHTML;
            return `${from} → ${to}: ${element?.slice(0, 80)}`;
          }),
        ]),
      );
      assert.deepEqual(shifts, []);
    },
  );
