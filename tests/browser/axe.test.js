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
  draw,
  explode,
  inBrowsers,
  openDrawer,
  PATIENCE,
  press,
  waitForPhase,
  waitForPrediction,
  waitForStep,
} from './harness.js';

/** @typedef {import('puppeteer-core').Page} Page */

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What is found, in words, each under the state it was found in. @param {Page} page */
function examiner(page) {
  /** @type {string[]} */
  const found = [];
  return {
    found,
    /** @param {string} state */
    async examine(state) {
      if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
      const faults = await page.evaluate(async () => {
        const { violations } = await Reflect.get(window, 'axe').run(document, {
          resultTypes: ['violations'],
          // Of WCAG 2.2, and off unless asked for: controls are large enough to be hit.
          rules: { 'target-size': { enabled: true } },
        });
        return violations.flatMap((/** @type {any} */ { id, nodes }) =>
          nodes.map((/** @type {any} */ { target, any, all, none }) => {
            const why = [...any, ...all, ...none].map(({ message }) => message).join('; ');
            return `${id}: ${target.join(' ')}: ${why}`;
          }),
        );
      });
      found.push(...faults.map((/** @type {string} */ fault) => `${state}: ${fault}`));
    },
  };
}

/** Each drawer in turn, full. @param {Page} page @param {(state: string) => Promise<void>} examine */
async function examineDrawers(page, examine) {
  for (const name of Object.keys(DRAWERS)) {
    await openDrawer(page, name);
    await examine(`drawer ${name}`);
    // The experiments have parts.
    for (const lesson of await page.$$('.lesson')) {
      await lesson.click();
      await examine(`drawer ${name}, ${await lesson.evaluate((button) => button.textContent)}`);
    }
    await press(page, `drawer-${name}`);
  }
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
    await examineDrawers(page, examine);
    await press(page, 'share');
    await page.waitForSelector('dialog[open]', { timeout: PATIENCE });
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
    await explode(page);
    await examine('diverged');
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
      const { examine, found } = examiner(page);
      await waitForPhase(page, 'idle');
      await examine('idle');
      await draw(page);
      await press(page, 'toggle');
      await waitForPhase(page, 'done');
      await page.$$eval('.fold', (folds) => {
        for (const fold of folds) /** @type {HTMLDetailsElement} */ (fold).open = true;
      });
      for (const scheme of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await examine(scheme);
        await examineDrawers(page, (state) => examine(`${scheme}, ${state}`));
      }
      if (name === 'phone') await page.click('.head-menu');
      await examine('menu');
      assert.deepEqual(found, []);
    },
  );
