/**
 * How the page stands in windows large and small: nothing sticks out, is cut off or overlaps,
 * nothing moves while it trains, and a picture of each is kept for people to look at.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  draw,
  inBrowsers,
  padBox,
  press,
  waitForPhase,
  waitForPrediction,
  waitForStep,
} from './harness.js';

const SCREENSHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));
mkdirSync(SCREENSHOTS, { recursive: true });

/** @typedef {{width: number, height: number, hasTouch?: boolean, isMobile?: boolean}} Size */
const PHONE = { hasTouch: true, isMobile: true };
/** @type {Record<string, Size>} */
const SIZES = {
  wide: { width: 1280, height: 800 },
  low: { width: 1280, height: 640 },
  middle: { width: 900, height: 800 },
  phone: { width: 390, height: 844, ...PHONE },
  short: { width: 390, height: 664, ...PHONE },
  narrow: { width: 320, height: 568, ...PHONE },
};
/** What has to be in view without scrolling where the design says so. */
const ESSENTIALS = [
  '.verdict-sentence',
  '.pad',
  '.bars',
  '[data-does="toggle"]',
  '[data-does="undo"]',
];

/** Everything that is wrong with how the page stands, in words. */
function faults() {
  const wrong = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) wrong.push(`${root.scrollWidth - innerWidth} px stick out`);
  const shown = (/** @type {Element} */ element) =>
    element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible';
  const named = (/** @type {Element} */ element) =>
    `${element.tagName.toLowerCase()}.${element.className} "${element.textContent?.slice(0, 30)}"`;
  const texts = [...document.querySelectorAll('#lab :is(button, p, h1, h2, h3, span, label)')];
  for (const element of texts) {
    if (!shown(element) || element.closest('.only-spoken')) continue;
    const { left, right, width } = element.getBoundingClientRect();
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      wrong.push(`cut off: ${named(element)}`);
    if (width > 0 && (left < -1 || right > innerWidth + 1))
      wrong.push(`outside: ${named(element)}`);
  }
  const controls = [...document.querySelectorAll('#lab :is(button, select, input, .pad)')].filter(
    (element) =>
      shown(element) && !element.matches('.only-spoken') && !element.closest('.head-run'),
  );
  for (const [i, one] of controls.entries())
    for (const other of controls.slice(i + 1)) {
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
      const apart =
        a.right <= b.left + 0.5 ||
        b.right <= a.left + 0.5 ||
        a.bottom <= b.top + 0.5 ||
        b.bottom <= a.top + 0.5;
      if (!apart) wrong.push(`overlap: ${named(one)} and ${named(other)}`);
    }
  return wrong;
}

/** @param {string[]} selectors */
const outOfView = (selectors) =>
  selectors.filter((selector) => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    return !box || box.top < 0 || box.bottom > innerHeight + 0.5 || box.width === 0;
  });

for (const language of ['en', 'ko'])
  inBrowsers(
    `stands well in every window, ${language}`,
    // Phones, dark mode and the measure of layout shift are emulated by Chromium only.
    { hash: `#synthetic=2000&epochs=30&lang=${language}`, only: ['chromium'] },
    async ({ page }) => {
      await waitForPhase(page, 'idle');
      /** @param {string} state */
      const look = async (state) => {
        for (const [name, size] of Object.entries(SIZES)) {
          await page.setViewport(size);
          await page.evaluate(
            () =>
              new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
          );
          await page.evaluate(() => scrollTo(0, 0));
          const where = `${state}, ${name}, ${language}`;
          assert.deepEqual(await page.evaluate(faults), [], where);
          if (name !== 'middle' && name !== 'narrow')
            assert.deepEqual(
              await page.evaluate(outOfView, ESSENTIALS),
              [],
              `out of view: ${where}`,
            );
          await page.screenshot({ path: `${SCREENSHOTS}${state}-${name}-${language}.png` });
        }
        await page.setViewport(SIZES.wide);
      };
      await look('idle');
      await draw(page);
      await waitForPrediction(page);
      await press(page, 'toggle');
      await waitForStep(page, 100);
      await press(page, 'toggle');
      await waitForPhase(page, 'paused');
      await look('paused');
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
      await look('dark');
      await page.emulateMediaFeatures([]);
      await page.setViewport(SIZES.phone);
      await page.$$eval('.fold', (folds) => {
        for (const fold of folds) /** @type {HTMLDetailsElement} */ (fold).open = true;
      });
      await page.screenshot({
        path: `${SCREENSHOTS}unfolded-phone-${language}.png`,
        fullPage: true,
      });
      assert.deepEqual(await page.evaluate(faults), []);
    },
  );

for (const [name, size] of Object.entries({ wide: SIZES.wide, phone: SIZES.phone }))
  inBrowsers(
    `moves nothing while it trains, ${name}`,
    { hash: '#synthetic=2000&epochs=12&lang=en', only: ['chromium'], viewport: size },
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
          entry.sources.map((/** @type {any} */ source) => (source.node?.outerHTML ?? source.node?.parentElement?.outerHTML)?.slice(0, 80)),
        ]),
      );
      assert.deepEqual(shifts, []);
    },
  );

inBrowsers(
  'shows a notice without hiding anything',
  { hash: '#seed=blue&synthetic=2000&lang=ko', only: ['chromium'] },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    for (const name of ['wide', 'phone']) {
      await page.setViewport(SIZES[name]);
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      assert.deepEqual(await page.evaluate(faults), [], name);
      await page.screenshot({ path: `${SCREENSHOTS}notice-${name}-ko.png` });
    }
  },
);
