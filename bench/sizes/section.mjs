// What a browser downloads, gzipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ENGINE_FILE, engine, site } from '../../tools/places.mjs';
import * as write from '../table.mjs';

/** Bytes, for the engine (one binary and its JavaScript) and for the page's JavaScript alike. */
const LIMIT = 60 * 1024;

/** @param {string} path @returns {number} bytes as a static host sends them at best */
const gzipped = (path) => gzipSync(readFileSync(path), { level: 9 }).length;

/**
 * @typedef {object} Variant one of the engine's binaries, of which a page loads one
 * @property {string} name
 * @property {number} wasm
 * @property {number} module the JavaScript that starts it
 * @property {number} sum
 *
 * @typedef {object} Sizes bytes
 * @property {Variant[]} variants
 * @property {Record<string, number>} page
 */

/** @returns {Promise<Sizes>} */
async function measure() {
  const assets = join(site, 'assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const sum = (/** @type {string[]} */ names) =>
    names.reduce((total, name) => total + gzipped(join(assets, name)), 0);
  const html = readFileSync(join(site, 'index.html'), 'utf8');
  const inWorker = scripts.filter((name) => name.startsWith('worker'));
  const atOnce = scripts.filter((name) => html.includes(name));
  if (inWorker.length !== 1 || atOnce.length === 0)
    throw new Error(`dist/site/assets is not as expected: ${scripts.join(', ')}`);
  const variants = readdirSync(engine)
    .filter((name) => ENGINE_FILE.test(name) && name.endsWith('.wasm'))
    .sort()
    .map((name) => variant(name.replace('.wasm', '')));
  return {
    variants,
    page: {
      'JavaScript at once': sum(atOnce),
      'JavaScript, every piece loaded on demand too': sum(
        scripts.filter((name) => !inWorker.includes(name)),
      ),
      'JavaScript in the Worker': sum(inWorker),
      'style sheets': sum(readdirSync(assets).filter((name) => name.endsWith('.css'))),
      'index.html': gzipped(join(site, 'index.html')),
    },
  };
}

/** @param {string} name @returns {Variant} */
function variant(name) {
  const [wasm, module] = ['wasm', 'mjs'].map((ending) => {
    const path = join(engine, `${name}.${ending}`);
    return existsSync(path) ? gzipped(path) : Number.NaN;
  });
  return { name, wasm, module, sum: wasm + module };
}

/** @param {Sizes} sizes */
const say = ({ variants }) =>
  variants.map(({ name, sum }) => `${name} ${write.kilobytes(sum)}`).join(', ');

/** @param {import('../types.js').Records} records @returns {import('../types.js').Report} */
function report(records) {
  /** @type {Sizes | undefined} */
  const sizes = records.get('sizes')?.[0];
  if (!sizes) return { record: null, text: [] };
  const limit = `of ${write.kilobytes(LIMIT)}`;
  const engines = write.table(
    ['engine', 'wasm', 'its JavaScript', 'together', limit],
    sizes.variants.map(({ name, ...parts }) => [
      name,
      ...Object.values(parts).map(write.kilobytes),
      write.times(parts.sum / LIMIT),
    ]),
  );
  const page = write.table(
    ['page', 'bytes', limit],
    Object.entries(sizes.page).map(([name, bytes]) => [
      name,
      write.kilobytes(bytes),
      name.startsWith('JavaScript') ? write.times(bytes / LIMIT) : '',
    ]),
  );
  return {
    record: { limit: LIMIT, ...sizes },
    text: [`Downloads, gzip -9, KB of 1,000 bytes\n${engines}\n\n${page}`],
  };
}

/** @type {import('../types.js').Section} */
export const sizesSection = {
  name: 'sizes',
  jobs: () => [
    {
      name: 'sizes',
      tags: [],
      modes: ['usual', 'all'],
      setup: ['wasm', 'npm'],
      builds: ['site'],
      rounds: 1,
      seconds: 1,
      run: measure,
      say,
    },
  ],
  report,
};
