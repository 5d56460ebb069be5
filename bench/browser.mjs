// A page of ours in a browser: the process of one session, which serves the page, starts the browser
// and calls one function of it.
import { setTimeout as delay } from 'node:timers/promises';
import { launch } from '../tests/browser/browsers.js';
import { serve } from '../tests/browser/server.js';
import { mnistFiles } from './data.mjs';
import { answer, task } from './session.mjs';

/** @type {import('./session.mjs').PageTask} */
const { place, path, isolated, dataFolder, call, argument } = task();

const BETWEEN_QUESTIONS = 300;

await answer(async () => {
  const site = await serve({ isolated, data: mnistFiles(dataFolder) });
  const browser = await launch(place);
  try {
    const page = await browser.newPage();
    await page.goto(new URL(path, site.url).href);
    await page.waitForFunction((name) => name in window, {}, call);
    const data = dataFolder ? { data: { urls: `${site.url}data/mnist/` } } : {};
    return await settled(page, call, { ...argument, ...data });
  } finally {
    await browser.close();
    site.close();
  }
});

/**
 * Asks now and then, since a single call of the browser's protocol may not take minutes.
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 * @param {object} argument
 * @returns {Promise<any>}
 */
async function settled(page, name, argument) {
  await page.evaluate(
    (name, given) => {
      const page = /** @type {any} */ (window);
      page[name](given).then(
        (/** @type {unknown} */ value) => Object.assign(page, { outcome: { value } }),
        (/** @type {unknown} */ error) => Object.assign(page, { outcome: { error: `${error}` } }),
      );
    },
    ...[name, argument],
  );
  for (;;) {
    await delay(BETWEEN_QUESTIONS);
    const outcome = await page.evaluate(() => /** @type {any} */ (window).outcome);
    if (outcome?.error !== undefined) throw new Error(outcome.error);
    if (outcome) return outcome.value;
  }
}
