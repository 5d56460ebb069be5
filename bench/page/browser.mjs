// The page in a browser, as a person uses it: the process of one session.
import { setTimeout as delay } from 'node:timers/promises';
import { launch } from '../../tests/browser/browsers.js';
import { draw, press, waitForStep } from '../../tests/browser/harness.js';
import { serve } from '../../tests/browser/server.js';
import { mnistFiles } from '../data.mjs';
import { answer, task } from '../session.mjs';
import { countFrames, lookAway, watchFirstPoint, watchLongTasks } from './watch.js';

/** @typedef {import('puppeteer-core').Page} Page */

const PATIENCE = 120_000;
/** The page takes its first steps slowly, one a frame; what is asked here is what comes after. */
const FULL_SPEED = 100;

/** What the views asked before one looked away is answered, and the page is laid out again. */
const SETTLING = 300;

const { place, dataFolder, synthetic, loads, idleMilliseconds, trainMilliseconds, turns } = task();
const site = await serve({ data: mnistFiles(dataFolder) });
const browser = await launch(place);

await answer(async () => {
  try {
    return await measure();
  } finally {
    await browser.close();
    site.close();
  }
});

async function measure() {
  const firstPaints = [];
  const firstPoints = [];
  for (let load = 1; load < loads; load++) {
    const page = await openPage();
    firstPaints.push(await firstPaint(page));
    firstPoints.push(await clickTrain(page));
    await page.close();
  }
  const page = await openPage();
  firstPaints.push(await firstPaint(page));
  await page.evaluate(watchLongTasks);
  // A drawing is guessed anew as the network learns, which is part of what a person sees.
  await draw(page);
  const idle = await page.evaluate(countFrames, idleMilliseconds);
  firstPoints.push(await clickTrain(page));
  const starting = await page.evaluate(countFrames, 500);
  await waitForStep(page, FULL_SPEED);
  const training = await page.evaluate(countFrames, trainMilliseconds);
  const looking = await takeTurns(page);
  return { firstPaints, firstPoints, idle, starting, training, looking };
}

/**
 * Trains on while somebody looks and while nobody does, in turn.
 * @param {Page} page
 * @returns {Promise<{seen: number, unseen: number}[]>} steps a second
 */
async function takeTurns(page) {
  const found = [];
  const rate = async (/** @type {boolean} */ away) => {
    await page.evaluate(lookAway, away);
    await delay(SETTLING);
    return (await page.evaluate(countFrames, turns.milliseconds)).stepsPerSecond;
  };
  for (let turn = 0; turn < turns.count; turn++)
    found.push({ unseen: await rate(true), seen: await rate(false) });
  return found;
}

/** @param {Page} page @returns {Promise<number>} milliseconds from the address to something to see */
function firstPaint(page) {
  return page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
}

/** @returns {Promise<Page>} with its data in and nothing under way */
async function openPage() {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  const data = dataFolder ? '' : `&synthetic=${synthetic}`;
  // Epochs enough that the training outlasts the measuring.
  await page.goto(`${site.url}#epochs=1000${data}`);
  const state = await page.waitForFunction(
    () => {
      const { loaded, notice } = /** @type {any} */ (window).inkling?.store.get() ?? {};
      return (loaded || notice) && { problem: notice && String(notice.error ?? notice.kind) };
    },
    { timeout: PATIENCE },
  );
  const { problem } = /** @type {any} */ (await state.jsonValue());
  if (problem) throw new Error(`the page says: ${problem}`);
  // The gallery and the first scores settle.
  await delay(1000);
  return page;
}

/** @param {Page} page @returns {Promise<number>} milliseconds until the first point was shown */
async function clickTrain(page) {
  await page.evaluate(watchFirstPoint);
  await press(page, 'toggle');
  const shown = await page.evaluate(() => /** @type {any} */ (window).firstPoint);
  if (!(shown >= 0)) throw new Error('the chart did not change after the click on Train');
  return shown;
}
