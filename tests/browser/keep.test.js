/** What lasts from one visit to the next: a run that was left, in the same browser. */
import assert from 'node:assert/strict';
import {
  hashOf,
  inBrowsers,
  openBeside,
  PATIENCE,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForStep,
} from './harness.js';
import { waitForKept, waitForOffer, waitForSteps } from './kept.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** Epochs that no test waits for. */
const LONG = '#synthetic=3000&epochs=10000&lang=en';
const SHORT = '#synthetic=3000&epochs=2&lang=en';

/** Until so many tabs hold a run. @param {Page} page @param {number} count */
const waitForLocks = (page, count) =>
  page.waitForFunction(
    async (count) => (await navigator.locks.query()).held?.length === count,
    { timeout: PATIENCE },
    count,
  );

/** @param {Page} page */
const waitForNothingKept = (page) => waitForSteps(page, ({ length }) => length === 0);
/** @param {Page} page @param {number[]} wanted */
const waitUntilKept = (page, wanted) =>
  waitForSteps(page, (steps) => String(steps.sort()) === String(wanted));

inBrowsers(
  'goes on in the middle of training after the tab was closed',
  { hash: LONG },
  async ({ page, url }) => {
    const first = await openBeside(page, `${url}${LONG}`);
    await press(first, 'toggle');
    const [kept] = await waitForKept(page);
    await first.close();

    const next = await openBeside(page, `${url}${LONG}`);
    await waitForOffer(next);
    assert.match(await textOf(next, '.verdict-kept'), /kept, up to step [\d,]+ \(epoch \d+\)/);
    assert.equal((await stateOf(next)).step, 0, 'nothing is taken without asking');
    await press(next, 'goOn');
    await waitForPhase(next, 'training');
    await waitForStep(next, kept + 1);
    const curve = await next.evaluate(() => window.inkling.store.get().curves.loss.points(1e6).x);
    assert.equal(curve[0], 1, 'the curves are there from the first step');
    await press(next, 'toggle');
    await waitForPhase(next, 'paused');
    const { step } = await stateOf(next);
    assert.equal(await next.evaluate(() => window.inkling.store.get().curves.loss.last().x), step);
    await next.close();
  },
);

inBrowsers(
  'gives back the very network that was trained, with what it was made from',
  { hash: SHORT },
  async ({ page, url }) => {
    const first = await openBeside(page, `${url}${SHORT}&optimizer=momentum&batch=100&rate=0.05`);
    await press(first, 'toggle');
    await waitForPhase(first, 'done');
    const { step, recipe, accuracy } = await stateOf(first);
    const weights = await hashOf(first);
    await waitUntilKept(page, [step]);
    await first.close();

    const next = await openBeside(page, `${url}${SHORT}`);
    await waitForOffer(next);
    await press(next, 'goOn');
    await waitForPhase(next, 'done');
    const now = await stateOf(next);
    assert.deepEqual([now.step, now.recipe, now.accuracy], [step, recipe, accuracy]);
    assert.equal(await hashOf(next), weights);
    assert.match(await next.evaluate(() => location.hash), /optimizer=momentum/);
    assert.match(await textOf(next, '.verdict-sentence'), /^Done in/);
    // Training more goes on from there, as it would have in the first tab.
    await press(next, 'step');
    await waitForStep(next, step + 1);
    await next.close();
  },
);

inBrowsers(
  'forgets a kept run where one starts anew, and only then',
  { hash: SHORT },
  async ({ page, url }) => {
    const first = await openBeside(page, `${url}${LONG}`);
    await press(first, 'step');
    await waitForKept(page);
    await first.close();
    const second = await openBeside(page, `${url}${LONG}`);
    await waitForOffer(second);
    await second.close();
    const third = await openBeside(page, `${url}${LONG}`);
    await waitForOffer(third);
    await press(third, 'startAnew');
    await third.waitForSelector('[data-does="goOn"][hidden]', { timeout: PATIENCE });
    assert.match(await textOf(third, '.verdict-sentence'), /^Untrained/);
    await waitForNothingKept(page);
    await third.close();
  },
);

inBrowsers(
  'keeps the runs of two tabs apart, and offers neither while its tab is open',
  { hash: SHORT },
  async ({ page, url }) => {
    const one = await openBeside(page, `${url}${LONG}`);
    await press(one, 'step');
    await waitForKept(page);
    const two = await openBeside(page, `${url}${LONG}&model=softmax`);
    await waitForLocks(two, 2);
    assert.equal(await two.$('[data-does="goOn"]:not([hidden])'), null, 'it is the other tab’s');
    for (let i = 1; i <= 2; i++) {
      await press(two, 'step');
      await waitForStep(two, i);
    }
    await waitUntilKept(page, [1, 2]);
    await two.close();
    await one.close();
    // A browser lets go of a closed tab's locks in its own time.
    await waitForLocks(page, 0);
    const next = await openBeside(page, `${url}${LONG}`);
    await waitForOffer(next);
    await press(next, 'goOn');
    await waitForPhase(next, 'paused');
    const { step, recipe } = await stateOf(next);
    assert.deepEqual([step, recipe.model], [2, 'softmax'], 'the newest');
    await waitUntilKept(page, [1, 2]);
    await next.close();
  },
);

inBrowsers(
  'trains on where the browser refuses to keep anything, and says so',
  { hash: LONG },
  async ({ page, url }) => {
    const other = await page.browserContext().newPage();
    await other.evaluateOnNewDocument(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await other.goto(`${url}${LONG}`);
    await waitForPhase(other, 'idle');
    await press(other, 'step');
    await other.waitForFunction(
      () =>
        /cannot keep the training/.test(
          document.querySelector('.verdict-kept .verdict-note:not([hidden])')?.textContent ?? '',
        ),
      { timeout: PATIENCE },
    );
    await press(other, 'toggle');
    await waitForStep(other, 30);
    await other.close();
  },
);
