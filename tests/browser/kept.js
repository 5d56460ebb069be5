/** Runs that a tab left behind. */
import { PATIENCE, pressInMenu, waitForPhase } from './hands.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {Page} page */
export const waitForOffer = (page) =>
  page.waitForSelector('[data-does="goOn"]:not([hidden])', { timeout: PATIENCE });

/** The steps of the runs on the shelf. @param {Page} page @returns {Promise<number[]>} */
const keptSteps = (page) =>
  page.evaluate(async () => {
    const db = await new Promise((resolve, reject) => {
      const request = indexedDB.open('inkling', 1);
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }).catch(() => undefined);
    if (!db) return [];
    const all = await new Promise((resolve) => {
      const request = db.transaction('about').objectStore('about').getAll();
      request.onsuccess = () => resolve(request.result);
    });
    db.close();
    return all.map((/** @type {{step: number}} */ { step }) => step);
  });

/** @param {Page} page @param {(steps: number[]) => boolean} enough */
export async function waitForSteps(page, enough) {
  for (;;) {
    const steps = await keptSteps(page);
    if (enough(steps)) return steps;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
/** @param {Page} page */
export const waitForKept = (page) => waitForSteps(page, ({ length }) => length > 0);

/** Leaves a run of one step, and comes back to the offer to go on. @param {Page} page */
export async function leaveRun(page) {
  await pressInMenu(page, 'step');
  await waitForKept(page);
  await page.reload();
  await waitForPhase(page, 'idle');
  await waitForOffer(page);
}
