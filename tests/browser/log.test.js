/** Earlier runs in the charts and in the Log, and how the charts can be drawn. */
import assert from 'node:assert/strict';
import { inBrowsers, PATIENCE, press, stateOf, textOf, waitForPhase } from './harness.js';

/** @typedef {import('puppeteer-core').Page} Page */

const SMALL = '#synthetic=2000&epochs=2&lang=en';

/** @param {Page} page */
async function trainToEnd(page) {
  await waitForPhase(page, 'idle');
  await press(page, 'toggle');
  await waitForPhase(page, 'done');
}

/** The picture of a chart, once it has been drawn. @param {Page} page @param {string} name */
async function pictureOf(page, name) {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return page.$eval(`[data-chart="${name}"] canvas`, (canvas) =>
    /** @type {HTMLCanvasElement} */ (canvas).toDataURL(),
  );
}

/** Waits for what the page draws next to differ. @param {Page} page @param {string} name @param {string} before */
async function waitForOtherPicture(page, name, before) {
  await page.waitForFunction(
    (chart, old) =>
      /** @type {HTMLCanvasElement} */ (
        document.querySelector(`[data-chart="${chart}"] canvas`)
      ).toDataURL() !== old,
    { timeout: PATIENCE },
    name,
    before,
  );
}

/** @param {Page} page @returns {Promise<Record<string, string>[]>} what stands in each row */
const rowsOf = (page) =>
  page.$$eval('.runs .run', (rows) =>
    rows.map((row) => ({
      name: /** @type {HTMLInputElement} */ (row.querySelector('.field')).value,
      made: row.querySelector('.run-made')?.textContent ?? '',
      ...Object.fromEntries(
        [...row.querySelectorAll('[data-read]')].map((value) => [
          /** @type {HTMLElement} */ (value).dataset.read,
          value.textContent ?? '',
        ]),
      ),
    })),
  );

inBrowsers(
  'lists the runs, and shows, names and deletes them',
  { hash: SMALL },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'drawer-log');
    await page.waitForSelector('[data-drawer="log"] .drawer-none', { timeout: PATIENCE });
    assert.equal(
      await textOf(page, '[data-drawer="log"] .drawer-none'),
      'No runs yet. Train first.',
    );
    await trainToEnd(page);
    const first = await stateOf(page);
    await page.waitForSelector('[data-does="exam"]:not(:disabled)', { timeout: PATIENCE });
    await press(page, 'exam');
    await page.waitForFunction(() => window.inkling.store.get().exam !== null, {
      timeout: PATIENCE,
    });
    await page.select('[data-choice="optimizer"]', 'sgd');
    await trainToEnd(page);
    await page.waitForFunction(() => document.querySelectorAll('.runs .run').length === 2, {
      timeout: PATIENCE,
    });
    const [now, past] = await rowsOf(page);
    assert.equal(now.name, 'Run 2');
    assert.match(now.made, /^mlp, SGD .*, batch 128, seed 1, Inkling’s digits$/);
    assert.equal(now.exam, '–');
    assert.equal(past.name, 'Run 1');
    assert.match(past.made, /^mlp, Adam 0\.006, batch 128, seed 1/);
    assert.equal(past.steps, String(first.step));
    assert.match(past.seconds, /^\d+\.\d$/);
    assert.match(past.validation, /^\d+\.\d%$/);
    assert.match(past.exam, /^\d+\.\d%$/);

    const withPast = await pictureOf(page, 'loss');
    await page.click('.run:nth-child(2) [data-does="reveal"]');
    await waitForOtherPicture(page, 'loss', withPast);
    const without = await pictureOf(page, 'loss');
    await page.focus('.run:nth-child(2) [data-does="reveal"]');
    await page.keyboard.press(' ');
    await waitForOtherPicture(page, 'loss', without);

    await page.focus('.run:nth-child(2) .field');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type('with Adam');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.inkling.store.get().runs[0].name === 'with Adam', {
      timeout: PATIENCE,
    });
    await page.click('.run:nth-child(2) [data-does="forget"]');
    await page.waitForFunction(() => document.querySelectorAll('.runs .run').length === 1, {
      timeout: PATIENCE,
    });
    assert.deepEqual(
      (await rowsOf(page)).map(({ name }) => name),
      ['Run 2'],
    );
    assert.deepEqual(await page.evaluate(() => window.inkling.store.get().runs), []);
  },
);

inBrowsers(
  'draws the charts in other ways, and keeps them over a reload',
  { hash: SMALL },
  async ({ page }) => {
    await trainToEnd(page);
    for (const [chart, does] of [
      ['loss', 'log'],
      ['loss', 'smoothed'],
      ['accuracy', 'linear'],
    ]) {
      const before = await pictureOf(page, chart);
      await press(page, does);
      await waitForOtherPicture(page, chart, before);
    }
    assert.equal(
      await page.$eval('[data-does="log"]', (button) => button.getAttribute('aria-pressed')),
      'true',
    );
    assert.equal(await page.$eval('[data-chart="rate"]', (chart) => chart.clientHeight), 0);
    await press(page, 'rateChart');
    await page.waitForSelector('[data-chart="rate"] canvas', { visible: true, timeout: PATIENCE });
    assert.match(
      await page.$eval('[data-chart="rate"] .chart', (chart) => chart.ariaLabel ?? ''),
      /^Learning-rate chart: [\d.e-]+ at the last step\.$/,
    );
    const rates = await page.evaluate(() => window.inkling.store.get().curves.rate.points(1e6).y);
    assert.ok(rates.length > 10 && Math.max(...rates) > rates[0], 'one-cycle rises first');
    await page.reload();
    await waitForPhase(page, 'idle');
    const { lossAxis, lossCurve, accuracyAxis, rateChart } = await page.evaluate(() => {
      const { curves, ...state } = window.inkling.store.get();
      return { ...state, description: null };
    });
    assert.deepEqual(
      { lossAxis, lossCurve, accuracyAxis, rateChart },
      { lossAxis: 'log', lossCurve: 'raw', accuracyAxis: 'linear', rateChart: 'shown' },
    );
  },
);

// No preset stops early, so the trainer's word that the run has ended comes from here.
inBrowsers(
  'marks where early stopping ended a run',
  { hash: '#synthetic=6000&epochs=3&lang=en' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.evaluate(() => {
      const { trainer } = window.inkling;
      trainer.train = () => trainer.step(1);
    });
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    const { step, stoppedEarly } = await page.evaluate(() => {
      const { progress, stoppedEarly } = window.inkling.store.get();
      return { step: progress.step, stoppedEarly };
    });
    assert.equal(stoppedEarly, step);
    assert.equal(
      await textOf(page, '.verdict-sentence'),
      `Stopped early at step ${step}: validation got no better.`,
    );
  },
);
