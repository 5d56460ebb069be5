/** The drawers at the page's foot: one open at a time, by pointer and by keyboard, loaded late. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inBrowsers, PATIENCE, padBox, press, waitForPhase, waitForStep } from './harness.js';
import { SITE } from './server.js';

const SMALL = '#synthetic=2000&epochs=2&lang=en';
const ASSETS = join(SITE, 'assets');

/** @param {import('puppeteer-core').Page} page @returns {Promise<string[]>} names of the open ones */
const openDrawers = (page) =>
  page.$$eval('.drawer:not([hidden])', (drawers) =>
    drawers.map((drawer) => /** @type {HTMLElement} */ (drawer).dataset.drawer ?? ''),
  );

/** Scripts that the page has loaded so far. @param {import('puppeteer-core').Page} page */
const scripts = (page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname.split('/').at(-1) ?? '')
      .filter((name) => name.endsWith('.js')),
  );

/** @param {string[]} names of files in the assets */
const zipped = (names) =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join(ASSETS, name))).length, 0);

inBrowsers(
  'opens a drawer by key, keeps it over a reload, and gives the focus back on Escape',
  { hash: SMALL },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    assert.deepEqual(await openDrawers(page), []);
    await page.focus('[data-does="drawer-mistakes"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-drawer="mistakes"] .drawer-none', { timeout: PATIENCE });
    assert.deepEqual(await openDrawers(page), ['mistakes']);
    assert.match(await page.evaluate(() => location.hash), /drawer=mistakes/);

    await page.reload();
    await page.waitForSelector('[data-drawer="mistakes"] .drawer-none', { timeout: PATIENCE });
    assert.deepEqual(await openDrawers(page), ['mistakes']);
    const expanded = await page.$eval('[data-does="drawer-mistakes"]', (button) =>
      button.getAttribute('aria-expanded'),
    );
    assert.equal(expanded, 'true');

    await waitForPhase(page, 'idle');
    await press(page, 'step');
    await page.waitForSelector('.matrix [tabindex="0"]', { timeout: PATIENCE });
    await page.focus('.matrix [tabindex="0"]');
    await page.keyboard.press('Escape');
    assert.deepEqual(await openDrawers(page), []);
    const focused = await page.evaluate(
      () => /** @type {HTMLElement} */ (document.activeElement).dataset.does,
    );
    assert.equal(focused, 'drawer-mistakes');
    assert.doesNotMatch(await page.evaluate(() => location.hash), /drawer/);
  },
);

inBrowsers(
  'asks the engine nothing for a drawer that is closed, and loads none before it opens',
  { hash: '#synthetic=3000&epochs=10000&lang=en' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    assert.deepEqual(
      (await scripts(page)).filter((name) =>
        /^(inside|mistakes|experiments|log|texts)-/.test(name),
      ),
      [],
    );
    await page.evaluate(() => {
      const { trainer } = window.inkling;
      Object.assign(window, { answered: 0 });
      const { answers } = trainer;
      trainer.answers = (/** @type {unknown[]} */ ...args) => {
        Reflect.set(window, 'answered', Reflect.get(window, 'answered') + 1);
        return answers.apply(trainer, args);
      };
    });
    const answered = () => page.evaluate(() => Reflect.get(window, 'answered'));
    await press(page, 'toggle');
    await waitForStep(page, 80);
    assert.equal(await answered(), 0);
    await press(page, 'drawer-mistakes');
    await page.waitForFunction(() => Reflect.get(window, 'answered') > 2, { timeout: PATIENCE });
    await press(page, 'drawer-mistakes');
    // What was asked last may still be under way; nothing is asked after it.
    const last = await answered();
    const { step } = await page.evaluate(() => window.inkling.store.get().progress);
    await waitForStep(page, step + 300);
    assert.equal(await answered(), last);
  },
);

inBrowsers(
  'opens drawers beside the pad, which stays where it is',
  { hash: SMALL, viewport: { width: 1280, height: 640 } },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    const before = await padBox(page);
    await press(page, 'drawer-mistakes');
    await page.waitForSelector('[data-drawer="mistakes"] .drawer-none', { timeout: PATIENCE });
    assert.deepEqual(await padBox(page), before);
    const drawer = await page.$eval('.drawer:not([hidden])', (element) => {
      const { right, top, bottom } = element.getBoundingClientRect();
      return { right, top, bottom, window: innerHeight };
    });
    assert.ok(drawer.right < before.x, 'the drawer stands left of the pad');
    assert.ok(drawer.top > 0.4 * drawer.window && drawer.bottom <= drawer.window);
  },
);

inBrowsers('loads little before the first drawing', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  // The Worker's scripts are the engine's, and no part of the page.
  const isPage = (/** @type {string} */ name) => !/^worker/.test(name);
  const first = zipped([...new Set(await scripts(page))].filter(isPage));
  assert.ok(first > 10_000 && first <= 60 * 1024, `${first} bytes on first load`);
  const all = zipped(readdirSync(ASSETS).filter((name) => name.endsWith('.js') && isPage(name)));
  assert.ok(all <= 120 * 1024, `${all} bytes of all chunks`);
});
