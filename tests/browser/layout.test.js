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
  PATIENCE,
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
  '.verdict-sentence',
  '.pad',
  '.bars',
  '[data-does="toggle"]',
  '[data-does="undo"]',
];

/** Everything that is wrong with how the page stands, in words. @param {number} width the window's */
function faults(width) {
  const wrong = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > width) wrong.push(`${scrollWidth - width} px stick out`);
  /** What can be seen of it: the part that no scroller around it cuts off. @param {Element} element */
  const boxOf = (element) => {
    const box = DOMRect.fromRect(element.getBoundingClientRect());
    let { left, right, top, bottom } = box;
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflow === 'visible') continue;
      const frame = around.getBoundingClientRect();
      left = Math.max(left, frame.left);
      right = Math.min(right, frame.right);
      top = Math.max(top, frame.top);
      bottom = Math.min(bottom, frame.bottom);
    }
    return { left, right, top, bottom };
  };
  const shown = (/** @type {Element} */ element) => {
    const { left, right, top, bottom } = boxOf(element);
    // What is folded away still has a place in some browsers.
    return right > left && bottom > top && element.checkVisibility({ visibilityProperty: true });
  };
  const named = (/** @type {Element} */ element) =>
    `${element.tagName.toLowerCase()}.${element.className} "${element.textContent?.slice(0, 30)}"`;
  const texts = [
    ...document.querySelectorAll('#lab :is(button, p, h1, h2, h3, span, label, .chart)'),
  ];
  for (const element of texts) {
    // Cut to nothing on purpose: words for those who listen.
    const isSpoken = element.closest('.only-spoken, .run-key') && element.clientWidth <= 1;
    if (!shown(element) || isSpoken) continue;
    const { left, right } = boxOf(element);
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      wrong.push(`cut off: ${named(element)}`);
    if (width > 0 && (left < -1 || right > innerWidth + 1))
      wrong.push(`outside: ${named(element)}`);
  }
  const controls = [...document.querySelectorAll('#lab :is(button, select, input, .pad)')].filter(
    (element) =>
      shown(element) &&
      !element.matches('.only-spoken') &&
      // These stick to the window's foot, over whatever has not been scrolled up yet.
      !element.closest('.head-run, .dock-tab'),
  );
  for (const [i, one] of controls.entries())
    for (const other of controls.slice(i + 1)) {
      const [a, b] = [boxOf(one), boxOf(other)];
      const apart =
        a.right <= b.left + 0.5 ||
        b.right <= a.left + 0.5 ||
        a.bottom <= b.top + 0.5 ||
        b.bottom <= a.top + 0.5;
      if (!apart) wrong.push(`overlap: ${named(one)} and ${named(other)}`);
    }
  return wrong;
}

/** Which of them are not in view, or under the bar at a phone's bottom. @param {string[]} selectors */
const outOfView = (selectors) =>
  selectors.filter((selector) => {
    const element = document.querySelector(selector);
    const bar = document.querySelector('.head-run');
    if (!element) return true;
    const { top, bottom } = element.getBoundingClientRect();
    const isBar = bar?.contains(element);
    const floor = isBar
      ? innerHeight
      : Math.min(innerHeight, bar?.getClientRects()[0]?.top ?? Infinity);
    return top < 0 || bottom > (floor > top ? floor : innerHeight) + 0.5;
  });

/** Two frames: one to lay out, one to draw. @param {import('puppeteer-core').Page} page */
const settle = (page) =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );

for (const [kind, sizes] of Object.entries(KINDS))
  for (const language of ['en', 'ko'])
    inBrowsers(
      `stands well in every window, ${kind}, ${language}`,
      // Phones, dark mode and the measure of layout shift are emulated by Chromium only.
      {
        hash: `#synthetic=2000&epochs=30&lang=${language}`,
        only: ['chromium'],
        viewport: Object.values(sizes)[0],
      },
      async ({ page }) => {
        await waitForPhase(page, 'idle');
        /** @param {string} state */
        const look = async (state) => {
          for (const [name, size] of Object.entries(sizes)) {
            await page.setViewport(size);
            await page.evaluate(() => scrollTo(0, 0));
            await settle(page);
            const where = `${state}, ${name}, ${language}`;
            assert.deepEqual(await page.evaluate(faults, size.width), [], where);
            if (name !== 'middle' && name !== 'narrow')
              assert.deepEqual(await page.evaluate(outOfView, ESSENTIALS), [], `hidden: ${where}`);
            await page.screenshot({ path: `${SCREENSHOTS}${state}-${name}-${language}.png` });
          }
          await page.setViewport(Object.values(sizes)[0]);
        };
        await look('idle');
        await draw(page);
        await waitForPrediction(page);
        await press(page, 'toggle');
        await waitForStep(page, 100);
        await look('training');
        await press(page, 'toggle');
        await waitForPhase(page, 'paused', 'done');
        if (kind === 'desk') {
          await page.focus('[data-choice="moment"]');
          await page.keyboard.press('Home');
          await page.waitForFunction(() => window.inkling.store.get().prediction?.step === 0, {
            timeout: PATIENCE,
          });
          await look('past');
          await press(page, 'now');
        }
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
        await look('dark');
        await press(page, 'drawer-inside');
        await page.waitForSelector('.spreads li', { timeout: PATIENCE });
        await look('inside');
        await press(page, 'drawer-mistakes');
        await page.waitForSelector('.marked-list li', { timeout: PATIENCE });
        await look('mistakes');
        await press(page, 'drawer-data');
        await page.waitForSelector('.class-counts tr:nth-child(11)', { timeout: PATIENCE });
        await look('data');
        await press(page, 'drawer-log');
        await page.waitForSelector('.runs .run', { timeout: PATIENCE });
        await look('log');
        await press(page, 'drawer-experiments');
        await page.waitForSelector('[data-does="trials.run"]:not(:disabled)', {
          timeout: PATIENCE,
        });
        await press(page, 'trials.run');
        await page.waitForSelector('.trials-outcome:not(:empty)', { timeout: PATIENCE });
        await look('experiments');
        for (const lesson of ['exam', 'graph', 'scores', 'gradient']) {
          await press(page, `lesson-${lesson}`);
          if (lesson === 'graph') await press(page, 'graph.all');
          await look(`experiments-${lesson}`);
        }
        await press(page, 'drawer-experiments');
        if (kind === 'desk') return;
        await page.$$eval('.fold', (folds) => {
          for (const fold of folds) /** @type {HTMLDetailsElement} */ (fold).open = true;
        });
        for (const [name, fold] of Object.entries({
          looks: '.fold-looksFor',
          recipe: '.fold-recipe',
        })) {
          await page.$eval(fold, (element) => element.scrollIntoView());
          await page.waitForFunction(() => window.inkling.store.get().weights !== null);
          await settle(page);
          await page.screenshot({ path: `${SCREENSHOTS}${name}-phone-${language}.png` });
        }
        assert.deepEqual(await page.evaluate(faults, KINDS.phone.phone.width), []);
      },
    );

for (const [name, size, drawer] of /** @type {[string, Size, string][]} */ ([
  ['wide', KINDS.desk.wide, ''],
  ['phone', KINDS.phone.phone, ''],
  ['wide, the inside open', KINDS.desk.wide, '&drawer=inside'],
  ['wide, the mistakes open', KINDS.desk.wide, '&drawer=mistakes'],
  ['wide, the log open', KINDS.desk.wide, '&drawer=log'],
  ['wide, the data open', KINDS.desk.wide, '&drawer=data'],
]))
  inBrowsers(
    `moves nothing while it trains, ${name}`,
    { hash: `#synthetic=2000&epochs=12&lang=en${drawer}`, only: ['chromium'], viewport: size },
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
          entry.sources.map((/** @type {any} */ source) =>
            (source.node?.outerHTML ?? source.node?.parentElement?.outerHTML)?.slice(0, 80),
          ),
        ]),
      );
      assert.deepEqual(shifts, []);
    },
  );

for (const [name, size] of Object.entries({ wide: KINDS.desk.wide, phone: KINDS.phone.phone }))
  inBrowsers(
    `shows a notice without hiding anything, ${name}`,
    { hash: '#seed=blue&synthetic=2000&lang=ko', only: ['chromium'], viewport: size },
    async ({ page }) => {
      await waitForPhase(page, 'idle');
      await page.waitForSelector('.notice:not([hidden])');
      await settle(page);
      assert.deepEqual(await page.evaluate(faults, size.width), []);
      await page.screenshot({ path: `${SCREENSHOTS}notice-${name}-ko.png` });
    },
  );
