/**
 * The page in twelve states, as pictures in tests/browser/screenshots/ for people to look at. Trained on
 * MNIST where it is at hand. `node tests/browser/screenshot.js` takes three of them over for the README.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import {
  breakLayer,
  draw,
  explode,
  inBrowsers,
  openDrawer,
  PATIENCE,
  padBox,
  press,
  waitForPhase,
  waitForPrediction,
  waitForStep,
} from './harness.js';
import { handwriting } from './ink-strokes.js';
import { mnist } from './mnist.js';

/** @typedef {import('puppeteer-core').Page} Page */

const FOLDER = fileURLToPath(new URL('./screenshots/', import.meta.url));
mkdirSync(FOLDER, { recursive: true });

const DATA = mnist ? '' : '&synthetic=30000';
const server = { data: mnist?.files ?? {} };
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/**
 * Takes the picture, and makes sure that there is something on it.
 * @param {Page} page @param {string} name
 */
async function take(page, name) {
  // Bars and numbers come to rest.
  await new Promise((resolve) => setTimeout(resolve, 600));
  await page.mouse.move(0, 0);
  const shot = Buffer.from(await page.screenshot({ path: join(FOLDER, `${name}.png`) }));
  const { data } = PNG.sync.read(shot);
  const colors = new Set(new Uint32Array(data.buffer, data.byteOffset, data.length / 4));
  assert.ok(colors.size > 16, `${name}: ${colors.size} colours`);
}

/** A digit by a hand, in the middle of the pad. @param {Page} page @param {number} digit */
async function write(page, digit) {
  const { width, height } = await padBox(page);
  const drawn = handwriting(3, width / height).find(
    (one) => one.digit === digit && one.way === 'huge' && one.style === 1,
  );
  for (const stroke of drawn?.strokes ?? [])
    await draw(
      page,
      stroke.map(({ x, y }) => [(x * height) / width, y]),
    );
  await waitForPrediction(page);
}

inBrowsers(
  'is pictured on a desk',
  // One browser's pictures are enough to judge by.
  { hash: `#epochs=3&lang=en${DATA}`, only: ['chromium'], viewport: WIDE, server },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForFunction(() => window.inkling.store.get().loaded, { timeout: PATIENCE });
    await write(page, 2);
    await take(page, 'before the first step');
    await press(page, 'toggle');
    await waitForStep(page, 200);
    await take(page, 'training');
    await waitForPhase(page, 'done');
    await take(page, 'wide');
    for (const name of ['mistakes', 'experiments', 'inside']) {
      await openDrawer(page, name);
      await take(page, name);
    }
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await take(page, 'dark');
    await page.emulateMediaFeatures([]);
    await press(page, 'drawer-inside');
    await press(page, 'language');
    await page.waitForFunction(() => document.documentElement.lang === 'ko', { timeout: PATIENCE });
    await take(page, 'Korean');
    await press(page, 'language');
    await page.waitForFunction(() => document.documentElement.lang === 'en', { timeout: PATIENCE });
    await explode(page);
    await take(page, 'diverged');
    await openDrawer(page, 'network');
    await breakLayer(page);
    await take(page, 'builder error');
  },
);

inBrowsers(
  'is pictured on a phone',
  { hash: `#epochs=2&lang=en${DATA}`, only: ['chromium'], viewport: PHONE, server },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await write(page, 7);
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await page.evaluate(() => scrollTo(0, 0));
    await take(page, 'phone');
  },
);

inBrowsers(
  'is pictured where no data can be had',
  { hash: '#lang=en', only: ['chromium'], viewport: WIDE, expected: /404/ },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await take(page, 'offline');
  },
);
