// A page of ours in a browser: the process of one session, which serves the page, starts the browser
// and calls one function of it.
import { launch } from '../tests/browser/browsers.js';
import { serve } from '../tests/browser/server.js';
import { mnistFiles } from './data.mjs';
import { answer, task } from './session.mjs';

/** @type {import('./session.mjs').PageTask} */
const { place, path, isolated, dataFolder, call, argument } = task();

await answer(async () => {
  const site = await serve({ isolated, data: mnistFiles(dataFolder) });
  const browser = await launch(place);
  try {
    const page = await browser.newPage();
    await page.goto(new URL(path, site.url).href);
    await page.waitForFunction((name) => name in window, {}, call);
    const data = dataFolder ? { data: { urls: `${site.url}data/mnist/` } } : {};
    return await page.evaluate(
      (name, given) => /** @type {any} */ (window)[name](given),
      ...[call, { ...argument, ...data }],
    );
  } finally {
    await browser.close();
    site.close();
  }
});
