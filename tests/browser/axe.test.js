/**
 * What axe-core, which looks for what shuts people out, finds in each state of the page: nothing.
 * Its script comes through the browser's own channel, which the page's policy does not bind; the
 * policy itself stays as it is, and the harness sees to it that nothing breaks it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DRAWERS } from '../../web/lab/drawers.js';
import {
  breakLayer,
  draw,
  explode,
  inBrowsers,
  openDrawer,
  PATIENCE,
  press,
  pressInMenu,
  waitForPhase,
  waitForPrediction,
  waitForStep,
} from './harness.js';
import { leaveRun } from './kept.js';

/** @typedef {import('puppeteer-core').Page} Page */

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What it looks for: all that it knows, and of WCAG 2.2 that controls are large enough to be hit. */
const ALL = { rules: { 'target-size': { enabled: true } } };
/** What another colour scheme can change. */
const COLORS = { runOnly: ['color-contrast'] };

/**
 * What is found, in words, each under the state it was found in.
 * @param {Page} page
 */
function examiner(page) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} state @param {string} [within] the whole page unless told @param {object} [looksFor] */
  async function examine(state, within, looksFor = ALL) {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
    const faults = await page.evaluate(
      async (selector, rules) => {
        const { violations } = await Reflect.get(window, 'axe').run(selector ?? document, {
          ...rules,
          resultTypes: ['violations'],
          // There are no frames, and no rule that reads style sheets is asked for.
          iframes: false,
          preload: false,
        });
        return violations.flatMap((/** @type {any} */ { id, nodes }) =>
          nodes.map((/** @type {any} */ { target, any, all, none }) => {
            const why = [...any, ...all, ...none].map(({ message }) => message).join('; ');
            return `${id}: ${target.join(' ')}: ${why}`;
          }),
        );
      },
      within ?? null,
      looksFor,
    );
    found.push(...faults.map((/** @type {string} */ fault) => `${state}: ${fault}`));
  }
  return {
    found,
    examine,
    /** By day, and then its colours by night. @param {string} state @param {string} [within] */
    async examineTwice(state, within) {
      for (const [scheme, looksFor] of /** @type {const} */ ([
        ['light', ALL],
        ['dark', COLORS],
      ])) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await examine(`${scheme}, ${state}`, within, looksFor);
      }
    },
  };
}

/**
 * Each drawer in turn, full.
 * @param {Page} page @param {(state: string, drawer: string) => Promise<void>} examine
 */
async function examineDrawers(page, examine) {
  for (const name of Object.keys(DRAWERS)) {
    await openDrawer(page, name);
    const drawer = `[data-drawer="${name}"]`;
    await examine(`drawer ${name}`, drawer);
    // The experiments have parts.
    for (const lesson of await page.$$('.lesson')) {
      await lesson.click();
      const title = await lesson.evaluate((button) => button.textContent);
      await examine(`drawer ${name}, ${title}`, drawer);
    }
    await press(page, `drawer-${name}`);
  }
}

/** @param {Page} page */
async function openShare(page) {
  await pressInMenu(page, 'share');
  await page.waitForSelector('dialog[open]', { timeout: PATIENCE });
}

inBrowsers(
  'shuts nobody out, from the first look to the final exam',
  { hash: '#synthetic=2000&epochs=30&lang=en' },
  async ({ page }) => {
    const { examine, found } = examiner(page);
    await waitForPhase(page, 'idle');
    await examine('idle');
    await draw(page);
    await waitForPrediction(page);
    await press(page, 'toggle');
    await waitForStep(page, 100);
    await examine('training');
    await press(page, 'toggle');
    await waitForPhase(page, 'paused', 'done');
    await examine('paused');
    await examineDrawers(page, (state) => examine(state));
    await openShare(page);
    await examine('share');
    await page.keyboard.press('Escape');
    await page.focus('[data-choice="moment"]');
    await page.keyboard.press('Home');
    await page.waitForFunction(() => window.inkling.store.get().prediction?.step === 0, {
      timeout: PATIENCE,
    });
    await examine('a past moment');
    await press(page, 'now');
    if (await page.$('#lab[data-phase="paused"]')) await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await examine('done');
    await press(page, 'exam');
    await page.waitForFunction(() => window.inkling.store.get().exam, { timeout: PATIENCE });
    await examine('exam');
    assert.deepEqual(found, []);
  },
);

inBrowsers(
  'shuts nobody out when something goes wrong',
  { hash: '#synthetic=2000&rate=10&seed=blue&lang=en' },
  async ({ page }) => {
    const { examine, found } = examiner(page);
    await waitForPhase(page, 'idle');
    await page.waitForSelector('.notice:not([hidden])', { timeout: PATIENCE });
    await examine('notice');
    await press(page, 'close');
    await leaveRun(page);
    await examine('offer');
    await press(page, 'startAnew');
    await explode(page);
    await examine('diverged');
    await openDrawer(page, 'network');
    await breakLayer(page);
    await examine('fault on a row');
    assert.deepEqual(found, []);
  },
);

/**
 * So tall that nothing is scrolled out of view, or under the bar at a phone's foot.
 * @type {[string, import('puppeteer-core').Viewport][]}
 */
const SIZES = [
  ['desk', { width: 1280, height: 2400 }],
  ['phone', { width: 390, height: 6000, hasTouch: true, isMobile: true }],
];
for (const [name, viewport] of SIZES)
  inBrowsers(
    `shuts nobody out in Korean, light and dark, ${name}`,
    // Only Chromium pretends to be a phone and to be in the dark.
    { hash: '#synthetic=2000&epochs=2&lang=ko', only: ['chromium'], viewport },
    async ({ page }) => {
      const { examine, examineTwice, found } = examiner(page);
      await waitForPhase(page, 'idle');
      await examine('idle');
      await leaveRun(page);
      await examineTwice('offer');
      await press(page, 'startAnew');
      await draw(page);
      await press(page, 'toggle');
      await waitForPhase(page, 'done');
      await page.$$eval('.fold', (folds) => {
        for (const fold of folds) /** @type {HTMLDetailsElement} */ (fold).open = true;
      });
      await examineTwice('done');
      // The page around a drawer is as it was.
      await examineDrawers(page, examineTwice);
      if (name === 'phone') await page.click('.head-menu');
      await examine('menu');
      await openShare(page);
      await examineTwice('share');
      await page.keyboard.press('Escape');
      await openDrawer(page, 'network');
      await breakLayer(page);
      await examineTwice('fault on a row', '[data-drawer="network"]');
      assert.deepEqual(found, []);
    },
  );
