/** The charts' numbers at a step: by mouse, keys and finger; and the ratio of updates to weights. */
import assert from 'node:assert/strict';
import { inBrowsers, PATIENCE, press, textOf, waitForPhase } from './harness.js';

/** @typedef {import('puppeteer-core').Page} Page */

const HASH = '#synthetic=2400&epochs=3&lang=en';
const LOSS = '[data-chart="loss"] .chart';

/** The read-out of a chart: when, and its cells. @param {Page} page @param {string} chart */
const readingOf = (page, chart) =>
  page.$eval(`[data-chart="${chart}"] .readout`, (element) => ({
    isShown: !(/** @type {HTMLElement} */ (element).hidden),
    when: element.querySelector('p')?.textContent ?? '',
    cells: [...element.querySelectorAll('tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent ?? ''),
    ),
  }));

/** @param {Page} page @param {string} selector */
async function boxOf(page, selector) {
  const box = await (await page.$(selector))?.boundingBox();
  assert.ok(box, selector);
  return box;
}

/** @param {Page} page @param {RegExp} when */
const waitForStep = (page, when) =>
  page.waitForFunction(
    (pattern) => {
      const board = /** @type {HTMLElement | null} */ (
        document.querySelector('[data-chart="loss"] .readout')
      );
      return board && !board.hidden && new RegExp(pattern).test(board.textContent ?? '');
    },
    { timeout: PATIENCE },
    when.source,
  );

/** What the curves hold at a step. @param {Page} page @param {number} step */
const curvesAt = (page, step) =>
  page.evaluate((x) => {
    const { curves } = window.inkling.store.get();
    return {
      loss: curves.loss.at(x),
      validationLoss: curves.validationLoss.at(x),
      accuracy: curves.accuracy.at(x),
    };
  }, step);

inBrowsers(
  'tells each chart’s numbers at the step under the mouse and at the keys’, beside an earlier run’s',
  { hash: HASH },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    const last = await page.evaluate(() => window.inkling.store.get().progress.step);
    const plot = await boxOf(page, `${LOSS} .u-over`);
    await page.mouse.move(plot.x + plot.width / 2, plot.y + plot.height / 2);
    await waitForStep(page, new RegExp(`^step ${Math.round(last / 2)}, epoch 2`));
    const { loss, validationLoss, accuracy } = await curvesAt(page, Math.round(last / 2));
    const told = await readingOf(page, 'loss');
    assert.deepEqual(told.cells, [
      ['train', 'validation'],
      [loss.toFixed(4), validationLoss.toFixed(4)],
    ]);
    const other = await readingOf(page, 'accuracy');
    assert.equal(other.when, told.when, 'both charts tell of the same step');
    assert.ok(Math.abs(Number.parseFloat(other.cells[1][0]) - 100 * accuracy) < 0.11);
    const after = await boxOf(page, `${LOSS} .u-over`);
    assert.deepEqual(after, plot, 'nothing moves for it');
    await page.mouse.move(plot.x + plot.width / 2, plot.y - 80);
    await page.waitForSelector('[data-chart="loss"] .readout', { hidden: true, timeout: PATIENCE });

    // A second run stands beside the first.
    await press(page, 'reset');
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await page.focus('[data-does="ratioChart"]');
    await page.keyboard.press('Tab');
    assert.ok(await page.$eval(LOSS, (chart) => chart === document.activeElement));
    await waitForStep(page, new RegExp(`^step ${last}, `));
    await page.keyboard.press('ArrowLeft');
    await waitForStep(page, new RegExp(`^step ${last - 1}, `));
    const { cells } = await readingOf(page, 'loss');
    assert.deepEqual(cells[0], ['', 'train', 'validation']);
    assert.deepEqual(
      cells.slice(1).map(([name]) => name),
      ['Run 2', 'Run 1'],
    );
    assert.equal(cells[1][1], cells[2][1], 'the same seed learns the same');
    const spoken = await page.$eval(LOSS, (chart) => chart.ariaValueText);
    assert.ok(spoken?.includes(`train ${cells[1][1]}`), String(spoken));
    await page.keyboard.press('Home');
    await waitForStep(page, /^step 0/);
    await page.keyboard.press('Tab');
    await page.waitForSelector('[data-chart="loss"] .readout', { hidden: true, timeout: PATIENCE });
  },
);

inBrowsers(
  'keeps what a finger has found in a chart until it touches something else',
  // Only Chromium can be a phone here.
  {
    hash: HASH,
    only: ['chromium'],
    viewport: { width: 390, height: 844, hasTouch: true, isMobile: true },
  },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await page.$eval(LOSS, (chart) => chart.scrollIntoView({ block: 'center' }));
    const plot = await boxOf(page, `${LOSS} .u-over`);
    await page.touchscreen.tap(plot.x + plot.width / 2, plot.y + plot.height / 2);
    await waitForStep(page, /^step \d+, epoch 2/);
    assert.ok((await readingOf(page, 'accuracy')).isShown);
  },
);

inBrowsers(
  'draws the ratio of updates to weights on demand, as the engine has it',
  { hash: `${HASH}&ratioChart=shown` },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await page.waitForFunction(
      async () => {
        const { curves } = window.inkling.store.get();
        const { step, updateRatio } = await window.inkling.trainer.diagnose();
        const last = curves.updateRatio.last();
        return last && step === last.x && Math.abs(updateRatio - last.y) < 1e-9;
      },
      { timeout: PATIENCE },
    );
    assert.match(
      await page.$eval('[data-chart="ratio"] .chart', (chart) => chart.ariaLabel ?? ''),
      /^Update-to-weight chart: 0\.\d+ at the last look\.$/,
    );
    await press(page, 'ratioChart');
    await page.waitForSelector('[data-chart="ratio"]', { hidden: true, timeout: PATIENCE });
    assert.equal(await page.evaluate(() => location.hash.includes('ratioChart')), false);
    assert.equal(await textOf(page, '[data-chart="ratio"] .readout p'), '');
  },
);
