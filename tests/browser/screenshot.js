/**
 * Makes docs/images/page.png for the README: the page in Chromium, trained on MNIST with a digit
 * drawn, as it stands after `npm run build` with MNIST at hand.
 *     INKLING_DATA=… node tests/browser/screenshot.js
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { launch } from './browsers.js';
import { draw, waitForPhase, waitForPrediction } from './hands.js';
import { packPng } from './pack-png.js';
import { serve } from './server.js';

const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const home = process.env.INKLING_DATA ?? 'data/cache';
const names = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];
const data = Object.fromEntries(
  names.map((name) => [`${name}-ubyte.gz`, readFileSync(join(home, 'mnist', `${name}-ubyte.gz`))]),
);

/** A two as one draws it: an arc, a slope and a foot. */
const TWO = [
  ...arc(0.5, 0.33, 0.16, 0.17, 195, 395),
  ...arc(0.22, 0.2, 0.45, 0.5, 25, 70),
  [0.36, 0.78],
  [0.46, 0.765],
  [0.56, 0.785],
  [0.66, 0.79],
  [0.72, 0.77],
];

/**
 * Points on an ellipse, clockwise from one angle to another, in degrees.
 * @param {number} x @param {number} y @param {number} width @param {number} height
 * @param {number} from @param {number} to
 */
function arc(x, y, width, height, from, to) {
  return Array.from({ length: 12 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 11) * Math.PI) / 180;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)];
  });
}

const site = await serve({ data });
const browser = await launch('chromium');
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(`${site.url}#epochs=3&lang=en`);
  await waitForPhase(page, 'idle');
  await draw(page, TWO);
  await waitForPrediction(page);
  await page.click('[data-does="toggle"]');
  await waitForPhase(page, 'done');
  // The last answers, and the bars' way to where they belong.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  mkdirSync(IMAGES, { recursive: true });
  const target = join(IMAGES, 'page.png');
  const picture = PNG.sync.read(Buffer.from(await page.screenshot({ type: 'png' })));
  writeFileSync(target, packPng(picture));
  console.log(`${target}: ${statSync(target).size} bytes`);
} finally {
  await browser.close();
  site.close();
}
