/** dist/inkling.html, opened by its file: URL: the whole page in one file. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  draw,
  drop,
  inBrowsers,
  PATIENCE,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForPrediction,
} from './harness.js';
import { idxFiles } from './idx.js';
import { SITE } from './server.js';

const FILE = `file://${join(SITE, '../inkling.html')}`;

inBrowsers(
  'trains in one file without a server, reads a digit, and asks nobody for anything',
  { hash: '#synthetic=3000&lang=en' },
  async ({ page }) => {
    const own = await page.browserContext().newPage();
    await own.setViewport({ width: 1280, height: 800 });
    /** @type {string[]} */
    const troubles = [];
    own.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
    own.on('pageerror', (error) => troubles.push(String(error)));
    own.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && request.url().split('#')[0] !== FILE)
        troubles.push(request.url());
    });
    await own.goto(`${FILE}#synthetic=6000&epochs=1&lang=en`);
    await waitForPhase(own, 'idle');
    assert.equal((await stateOf(own)).source, 'synthetic');
    await press(own, 'toggle');
    await waitForPhase(own, 'done');
    assert.ok((await stateOf(own)).accuracy > 0.5);
    await draw(own);
    await waitForPrediction(own);
    for (const name of ['inside', 'mistakes', 'log']) {
      await press(own, `drawer-${name}`);
      await own.waitForSelector(`[data-drawer="${name}"] > *`, { timeout: PATIENCE });
    }
    await press(own, 'language');
    await own.waitForFunction(() => document.documentElement.lang === 'ko', { timeout: PATIENCE });
    await press(own, 'share');
    await own.waitForSelector('dialog[open]', { timeout: PATIENCE });
    assert.match(await textOf(own, '[data-part="share.link"]'), /내 기기에 있는 파일/);
    await own.keyboard.press('Escape');

    const { images, labels } = idxFiles(1200);
    await drop(own, {
      'train-labels-idx1-ubyte.gz': gzipSync(labels),
      'train-images-idx3-ubyte': images,
    });
    await own.waitForFunction(() => window.inkling.store.get().source === 'files', {
      timeout: PATIENCE,
    });
    await press(own, 'toggle');
    await waitForPhase(own, 'done');
    assert.deepEqual(troubles, []);
    await own.close();
  },
);
