/** The sentence that explains a control, to those who have no mouse to hover with. */
import assert from 'node:assert/strict';
import { inBrowsers, stateOf, waitForPhase } from './harness.js';

const SMALL = '#synthetic=2000&epochs=10000&lang=en';

/** The hint in view, or ''. @param {import('puppeteer-core').Page} page */
const hintOf = (page) =>
  page.$eval('.hint', (hint) => (hint.matches(':popover-open') ? (hint.textContent ?? '') : ''));

/** @param {import('puppeteer-core').Page} page @param {string} selector */
const titleOf = (page, selector) =>
  page.$eval(selector, (element) => element.closest('[title]')?.getAttribute('title') ?? '');

inBrowsers(
  'shows it at the keyboard’s focus, inside the window',
  { hash: SMALL },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.click('.verdict-sentence');
    assert.equal(await hintOf(page), '');
    const seen = new Set();
    for (let tabs = 0; tabs < 20; tabs++) {
      await page.keyboard.press('Tab');
      const { title, box, width, height } = await page.evaluate(() => {
        const { left, top, right, bottom } = /** @type {Element} */ (
          document.querySelector('.hint')
        ).getBoundingClientRect();
        const title = document.activeElement?.closest('[title]')?.getAttribute('title') ?? '';
        return { title, box: { left, top, right, bottom }, width: innerWidth, height: innerHeight };
      });
      assert.equal(await hintOf(page), title);
      if (!title) continue;
      seen.add(title);
      assert.ok(box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height, title);
    }
    assert.ok(seen.size > 10, `${seen.size} explained`);
    await page.click('[data-does="clear"]');
    assert.equal(await hintOf(page), '', 'the mouse has titles');
  },
);

inBrowsers(
  'shows it to a finger that stays, and a tap acts as ever',
  // Only Chromium pretends to be a phone.
  {
    hash: SMALL,
    only: ['chromium'],
    viewport: { width: 390, height: 844, hasTouch: true, isMobile: true },
  },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    const train = await page.$('[data-does="toggle"]');
    const box = /** @type {import('puppeteer-core').BoundingBox} */ (await train?.boundingBox());
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const touch = await page.touchscreen.touchStart(x, y);
    await page.waitForSelector('.hint:popover-open');
    await touch.end();
    assert.equal(await hintOf(page), await titleOf(page, '[data-does="toggle"]'));
    assert.equal((await stateOf(page)).phase, 'idle', 'asking starts nothing');
    await page.tap('.fold-learning .heading h3');
    assert.equal(await hintOf(page), await titleOf(page, '.fold-learning .heading h3'));
    await page.tap('[data-does="toggle"]');
    assert.equal(await hintOf(page), '');
    await waitForPhase(page, 'training');
  },
);
