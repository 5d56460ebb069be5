/** How a run goes: its pace, and the final exam when it has stopped. */
import assert from 'node:assert/strict';
import {
  inBrowsers,
  PATIENCE,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForStep,
} from './harness.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** Notes which parts of the data are asked about, and how it trains, from now on. @param {Page} page */
const witness = (page) =>
  page.evaluate(() => {
    const { trainer } = window.inkling;
    const calls = { parts: /** @type {string[]} */ ([]), train: 0, step: 0 };
    Object.assign(window, { calls });
    for (const name of ['evaluate', 'answers', 'samples', 'train', 'step']) {
      const original = trainer[name].bind(trainer);
      trainer[name] = (/** @type {unknown[]} */ ...args) => {
        if (name === 'train' || name === 'step') calls[name]++;
        else calls.parts.push(String(args[0]));
        return original(...args);
      };
    }
  });

/** @param {Page} page @returns {Promise<{parts: string[], train: number, step: number}>} */
const callsOf = (page) => page.evaluate(() => Reflect.get(window, 'calls'));

/** @param {Page} page @returns {Promise<boolean>} */
const examIsClosed = (page) =>
  page.$eval('[data-does="exam"]', (button) => /** @type {HTMLButtonElement} */ (button).disabled);

inBrowsers(
  'takes the final exam only when a run has stopped, and remembers that it has been seen',
  { hash: '#synthetic=3000&epochs=2&lang=en&drawer=mistakes' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForFunction(() => window.inkling.store.get().loaded, { timeout: PATIENCE });
    await witness(page);
    assert.ok(await examIsClosed(page), 'untrained');
    await page.evaluate(() => {
      Object.assign(window, { wasOpen: false });
      window.inkling.store.subscribe(['progress'], () => {
        const button = /** @type {HTMLButtonElement} */ (
          document.querySelector('[data-does="exam"]')
        );
        const isTraining = window.inkling.store.get().phase === 'training';
        if (isTraining && !button.disabled) Object.assign(window, { wasOpen: true });
      });
    });
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    assert.equal(await page.evaluate(() => Reflect.get(window, 'wasOpen')), false);
    assert.ok(
      !(await callsOf(page)).parts.includes('test'),
      'nothing has looked at the test images',
    );

    await page.waitForSelector('[data-does="exam"]:not(:disabled)', { timeout: PATIENCE });
    await press(page, 'exam');
    const isTaken = () =>
      page.waitForFunction(
        () => {
          const { exam, progress } = window.inkling.store.get();
          return exam?.step === progress.step;
        },
        { timeout: PATIENCE },
      );
    await isTaken();
    assert.equal((await callsOf(page)).parts.filter((part) => part === 'test').length, 1);
    const first = await page.evaluate(() => window.inkling.trainer.evaluate('test'));
    assert.equal(first.count, 500);
    const shown = Number.parseFloat(await textOf(page, '[data-read="exam"]'));
    assert.ok(Math.abs(shown - 100 * first.accuracy) < 0.1 + 1e-9);
    assert.match(
      await textOf(page, '.verdict-sentence'),
      /^Final exam: [\d.]+% of 500 test images/,
    );
    assert.equal(await textOf(page, '.head-exam-seen'), '');

    await press(page, 'step');
    await page.waitForFunction(
      () => document.querySelector('.head-exam-seen')?.textContent === 'seen',
      { timeout: PATIENCE },
    );
    assert.equal(Number.parseFloat(await textOf(page, '[data-read="exam"]')), shown);
    await press(page, 'exam');
    await isTaken();
    assert.equal(await textOf(page, '.head-exam-seen'), 'seen');
    assert.match(await textOf(page, '.verdict-sentence'), /had been seen/);

    await press(page, 'reset');
    await waitForPhase(page, 'idle');
    assert.equal(await textOf(page, '[data-read="exam"]'), '');
    assert.equal(await textOf(page, '.head-exam-seen'), '');
  },
);

inBrowsers(
  'trains a step at a time at slow pace, and changes pace in the middle of a run',
  { hash: '#synthetic=3000&epochs=10000&lang=en' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'toggle');
    await waitForStep(page, 100);
    await witness(page);
    await page.select('[data-choice="pace"]', 'slow');
    await page.waitForFunction(() => Reflect.get(window, 'calls').step > 5, { timeout: PATIENCE });
    assert.equal((await stateOf(page)).phase, 'training');
    assert.equal((await callsOf(page)).train, 0);
    assert.match(await page.evaluate(() => location.hash), /pace=slow/);
    await page.select('[data-choice="pace"]', 'full');
    await page.waitForFunction(() => Reflect.get(window, 'calls').train === 1, {
      timeout: PATIENCE,
    });
    await page.select('[data-choice="pace"]', 'slow');
    const before = (await callsOf(page)).step;
    await page.waitForFunction(
      (least) => Reflect.get(window, 'calls').step > least + 3,
      { timeout: PATIENCE },
      before,
    );
    await press(page, 'toggle');
    await waitForPhase(page, 'paused');
    const { step } = await stateOf(page);
    const loss = await page.evaluate(() => {
      const { x } = window.inkling.store.get().curves.loss.points(1e6);
      return x.at(-1);
    });
    assert.equal(loss, step, 'no step is lost on the way');
  },
);

inBrowsers(
  'trains more at slow pace, as many epochs again',
  { hash: '#synthetic=600&epochs=2&pace=slow&lang=en' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await witness(page);
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    const first = await stateOf(page);
    assert.equal(first.step, first.totalSteps);
    assert.equal(await textOf(page, '[data-read="epoch"]'), '2/2');
    await press(page, 'toggle');
    await waitForStep(page, 2 * first.step);
    await waitForPhase(page, 'done');
    assert.equal((await stateOf(page)).step, 2 * first.step);
    assert.equal(await textOf(page, '[data-read="epoch"]'), '4/4');
    assert.equal((await callsOf(page)).train, 0);
  },
);

/**
 * Another tab comes before this one, or goes again: it is hidden and drawn no more. Headless browsers
 * leave all tabs visible, so the page is told what a window would tell it.
 * @param {Page} page @param {boolean} isHidden
 */
const hide = (page, isHidden) =>
  page.evaluate((isHidden) => {
    const own = /** @type {any} */ (window);
    own.draws ??= window.requestAnimationFrame;
    window.requestAnimationFrame = isHidden ? () => 0 : own.draws;
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);

/** As waitForStep, which looks once a frame: here none may come. @param {Page} page @param {number} least */
async function waitForUnseenStep(page, least) {
  for (const end = Date.now() + PATIENCE; (await stateOf(page)).step < least; ) {
    assert.ok(Date.now() < end, `step ${(await stateOf(page)).step} of ${least}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

inBrowsers(
  'trains on at full pace in a background tab, and shows what came of it',
  { hash: '#synthetic=3000&epochs=10000&lang=en' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForFunction(() => window.inkling.store.get().loaded, { timeout: PATIENCE });
    await witness(page);
    await press(page, 'toggle');
    await hide(page, true);
    // Of the first 64 steps, which are shown one by one, those that nobody sees are not waited for.
    await waitForUnseenStep(page, 200);
    const { train, step } = await callsOf(page);
    assert.equal(train, 1);
    assert.ok(step < 64, `${step} steps one by one`);
    const { step: unseen } = await stateOf(page);
    await hide(page, false);
    await waitForStep(page, unseen + 1);
    await press(page, 'toggle');
    await waitForPhase(page, 'paused');
    const { step: last } = await stateOf(page);
    const told = await textOf(page, '.verdict-sentence');
    assert.ok(told.startsWith(`Paused at step ${last.toLocaleString('en')}.`), told);
  },
);

inBrowsers(
  'goes on where it was when a tab that was put to sleep wakes up',
  // Only Chromium can be told to freeze a page; it stays hidden afterwards, so no hand reaches it.
  { hash: '#synthetic=3000&epochs=10000&lang=en', only: ['chromium'] },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'toggle');
    await waitForStep(page, 100);
    await page.evaluate(() => {
      const slept = /** @type {string[]} */ ([]);
      Object.assign(window, { slept });
      for (const name of ['freeze', 'resume'])
        document.addEventListener(name, () => slept.push(name));
    });
    const session = await page.createCDPSession();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    const { step: asleep } = await stateOf(page);
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await waitForUnseenStep(page, asleep + 200);
    assert.deepEqual(await page.evaluate(() => Reflect.get(window, 'slept')), ['freeze', 'resume']);
    await page.$eval('[data-does="toggle"]', (button) =>
      /** @type {HTMLButtonElement} */ (button).click(),
    );
    await waitForPhase(page, 'paused');
    const { step } = await stateOf(page);
    const { x } = await page.evaluate(() => window.inkling.store.get().curves.loss.points(1e6));
    assert.deepEqual([x[0], x.length, x.at(-1)], [1, step, step], 'no step is missing');
  },
);
