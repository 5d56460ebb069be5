/** The page without a network, and without headers; from a folder below, and from no server at all. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  draw,
  inBrowsers,
  openBeside,
  PATIENCE,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForPrediction,
} from './harness.js';
import { idxFolder } from './idx.js';
import { SITE, serve } from './server.js';

/** @typedef {import('puppeteer-core').Page} Page */

const SHORT = '#synthetic=3000&epochs=2&lang=en';

/** Until the page is kept, and its worker answers for it. @param {Page} page */
const waitForKept = (page) =>
  page.waitForFunction(
    () =>
      navigator.serviceWorker.ready.then(
        ({ active }) => active !== null && active.state === 'activated',
      ),
    { timeout: PATIENCE },
  );

/** @param {Page} page @returns {Promise<string[]>} */
const cachesOf = (page) => page.evaluate(() => caches.keys());

inBrowsers(
  'works without a network once it has been opened, from a folder below',
  { hash: SHORT },
  async ({ page }) => {
    const site = await serve({ base: '/deep/down/' });
    const first = await openBeside(page, `${site.url}${SHORT}`);
    await waitForKept(first);
    await first.close();
    site.close();

    const next = await openBeside(page, `${site.url}${SHORT}&drawer=inside`);
    await next.waitForSelector('[data-drawer="inside"] > *', { timeout: PATIENCE });
    await press(next, 'toggle');
    await waitForPhase(next, 'done');
    await draw(next);
    await waitForPrediction(next);
    await press(next, 'language');
    await next.waitForFunction(() => document.documentElement.lang === 'ko', { timeout: PATIENCE });
    await press(next, 'share');
    await next.waitForSelector('dialog[open]', { timeout: PATIENCE });
    await next.close();
    const strangers = site.requests.filter((path) => !path.startsWith('/deep/down/'));
    assert.deepEqual(
      strangers.filter((path) => path !== '/favicon.ico'),
      [],
    );
  },
);

inBrowsers(
  'is isolated from the second visit on, without headers, and can use threads',
  { hash: SHORT },
  async ({ page }) => {
    const site = await serve({});
    const first = await openBeside(page, `${site.url}${SHORT}`);
    assert.equal(await first.evaluate(() => crossOriginIsolated), false);
    await waitForKept(first);
    assert.equal(
      await first.evaluate(() => performance.getEntriesByType('navigation').length),
      1,
      'it does not reload the page by itself',
    );
    await first.goto(`${site.url}?again${SHORT}&threads=2`);
    await waitForPhase(first, 'idle');
    assert.equal(await first.evaluate(() => crossOriginIsolated), true);
    assert.equal(await first.evaluate(() => window.inkling.trainer.threads), 2);
    await press(first, 'toggle');
    await waitForPhase(first, 'done');
    await first.close();
    site.close();
  },
);

inBrowsers(
  'fetches a data set once, keeps it once, and has it without a network',
  { hash: SHORT },
  async ({ page }) => {
    const data = idxFolder(600, 100);
    const site = await serve({ data });
    const address = `${site.url}#epochs=1&lang=en`;
    const first = await openBeside(page, address);
    await waitForKept(first);
    await first.close();
    const second = await openBeside(page, address);
    await second.waitForFunction(() => window.inkling.store.get().loaded, { timeout: PATIENCE });
    await second.waitForFunction(
      async () => {
        const name = (await caches.keys()).find((key) => key.endsWith(' data'));
        return name && (await (await caches.open(name)).keys()).length === 4;
      },
      { timeout: PATIENCE },
    );
    await second.close();
    const before = site.requests.filter((path) => path.endsWith('.gz')).length;
    const third = await openBeside(page, address);
    await third.waitForFunction(() => window.inkling.store.get().loaded, { timeout: PATIENCE });
    assert.equal(site.requests.filter((path) => path.endsWith('.gz')).length, before);
    site.close();
    await third.close();
    const fourth = await openBeside(page, address);
    await fourth.waitForFunction(() => window.inkling.store.get().loaded, { timeout: PATIENCE });
    assert.equal((await stateOf(fourth)).source, 'mnist');
    await fourth.close();
  },
);

inBrowsers(
  'a new build waits for the tabs of the old one, then takes the place of its files',
  { hash: SHORT },
  async ({ page }) => {
    const site = await serve({});
    const source = await readFile(join(SITE, 'service-worker.js'), 'utf8');
    const build = /BUILD = '(\w+)'/.exec(source)?.[1] ?? '';
    assert.match(build, /^[0-9a-f]{12}$/);
    const first = await openBeside(page, `${site.url}${SHORT}`);
    await waitForKept(first);
    const [old] = await cachesOf(first);
    // From now on it answers for the page.
    await first.goto(`${site.url}?again${SHORT}`);
    await waitForPhase(first, 'idle');
    assert.ok(old.endsWith(build));
    site.instead['/service-worker.js'] = source.replace(build, 'newer');
    await first.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await first.waitForFunction(
      async () => (await navigator.serviceWorker.ready).waiting?.state === 'installed',
      { timeout: PATIENCE },
    );
    assert.ok((await cachesOf(first)).includes(old), 'the open page still has its files');
    await first.close();
    const next = await openBeside(page, `${site.url}${SHORT}`);
    await next.waitForFunction(
      async (gone) => {
        const names = await caches.keys();
        return names.length > 0 && !names.includes(gone);
      },
      { timeout: PATIENCE },
      old,
    );
    await next.close();
    site.close();
  },
);

inBrowsers(
  'opened as a file, the page says in plain words what to do',
  { hash: SHORT },
  async ({ page }) => {
    const other = await page.browserContext().newPage();
    await other.goto(`file://${join(SITE, 'index.html')}`);
    const words = await textOf(other, '.no-script');
    assert.match(words, /npm start/);
    assert.match(words, /inkling\.html/);
    const box = await (await other.$('.no-script p'))?.boundingBox();
    assert.ok(box && box.height > 10, 'it can be seen');
    await other.close();
  },
);
