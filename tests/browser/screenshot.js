/**
 * Takes over three of the tests' pictures as docs/images/ for the README, as small as PNG goes:
 *     INKLING_DATA=… node --test tests/browser/screenshots.test.js
 *     node tests/browser/screenshot.js
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { packPng } from './pack-png.js';

for (const [from, to] of [
  ['wide', 'page'],
  ['phone', 'phone'],
  ['mistakes', 'mistakes'],
]) {
  const picture = PNG.sync.read(
    readFileSync(new URL(`./screenshots/${from}.png`, import.meta.url)),
  );
  const target = fileURLToPath(new URL(`../../docs/images/${to}.png`, import.meta.url));
  writeFileSync(target, packPng(picture));
  console.log(`${target}: ${statSync(target).size} bytes`);
}
