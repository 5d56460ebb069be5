// The engine in a browser, on a page without anything else: the process of one session, which
// serves the page and starts the browser.
import { launch } from '../../tests/browser/browsers.js';
import { serve } from '../../tests/browser/server.js';
import { mnistFiles } from '../data.mjs';
import { answer, task } from '../session.mjs';

const { place, dataFolder, ...rest } = task();

await answer(async () => {
  const site = await serve({ isolated: rest.threads > 1, data: mnistFiles(dataFolder) });
  const browser = await launch(place);
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    await page.waitForFunction(() => 'measure' in window);
    const data = dataFolder ? { urls: `${site.url}data/mnist/` } : rest.data;
    return await page.evaluate((given) => /** @type {any} */ (window).measure(given), {
      ...rest,
      data,
    });
  } finally {
    await browser.close();
    site.close();
  }
});
