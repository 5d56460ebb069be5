/**
 * What the page's tests share: a page in each stock browser, watched from before its first script,
 * and the hands that draw, press and drop.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch, PATHS } from './browsers.js';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('./browsers.js').Name} Name */

/** Patience with a slow machine; no test asserts how long anything takes. */
export const PATIENCE = 60_000;

/** @type {Map<Name, Promise<import('puppeteer-core').Browser>>} */
const running = new Map();
after(async () => {
  for (const browser of running.values()) await (await browser).close();
});

/** @param {Name} name */
function browserOf(name) {
  const browser = running.get(name) ?? launch(name);
  running.set(name, browser);
  return browser;
}

/**
 * @typedef {object} Opened
 * @property {Page} page
 * @property {Name} browser
 * @property {string} url of the server
 * @property {string[]} errors what the console said in red, unless a test expects it
 */

/** @typedef {{isolated?: boolean, data?: Record<string, Uint8Array>, chunk?: number, cutAt?: number}} Serving */

/**
 * One test in each browser, on a page of its own.
 * @param {string} title
 * @param {object} options
 * @param {string} [options.hash]
 * @param {import('./server.js').ServerOptions} [options.server]
 * @param {import('puppeteer-core').Viewport} [options.viewport]
 * @param {Name[]} [options.only] why is said where it is used
 * @param {RegExp} [options.expected] red console lines that belong to the test
 * @param {(opened: Opened) => Promise<void>} body
 */
export function inBrowsers(title, { hash = '', server = {}, viewport, only, expected }, body) {
  for (const browser of /** @type {Name[]} */ (['chromium', 'firefox'])) {
    if (only && !only.includes(browser)) continue;
    const skip = PATHS[browser] ? false : `${browser} is not on this machine`;
    test(`${title} (${browser})`, { skip, timeout: 2 * PATIENCE }, async () => {
      const { serve } = await import('./server.js');
      const site = await serve(server);
      const page = await (await browserOf(browser)).newPage();
      try {
        /** @type {string[]} */
        const errors = [];
        watch(page, site.url, errors);
        await page.setViewport(viewport ?? { width: 1280, height: 800 });
        await page.evaluateOnNewDocument(installWitness);
        await page.goto(`${site.url}${hash}`);
        await page.waitForSelector('.pad', { timeout: PATIENCE });
        await body({ page, browser, url: site.url, errors });
        const witness = await page.evaluate(() => window.witness);
        assert.deepEqual(witness.wasm, [], 'no WebAssembly runs on the main thread');
        assert.deepEqual(witness.violations, [], 'the Content-Security-Policy is kept');
        const unexpected = errors.filter((line) => !expected?.test(line));
        assert.deepEqual(unexpected, [], 'the console is clean');
      } finally {
        await page.close();
        site.close();
      }
    });
  }
}

/** @param {Page} page @param {string} url @param {string[]} errors */
function watch(page, url, errors) {
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    const target = request.url();
    if (!target.startsWith(url) && !/^(data|blob|about|chrome|moz-extension):/.test(target))
      errors.push(`a request to elsewhere: ${target}`);
  });
}

/** Runs in the page before any of its scripts. */
function installWitness() {
  /** @type {{wasm: string[], violations: string[], shift: number}} */
  const witness = { wasm: [], violations: [], shift: 0 };
  window.witness = witness;
  for (const name of /** @type {const} */ ([
    'instantiate',
    'instantiateStreaming',
    'compile',
    'compileStreaming',
    'Module',
    'Instance',
  ])) {
    const original = /** @type {any} */ (WebAssembly)[name];
    /** @type {any} */ (WebAssembly)[name] = new Proxy(original, {
      apply(target, self, args) {
        witness.wasm.push(name);
        return Reflect.apply(target, self, args);
      },
      construct(target, args) {
        witness.wasm.push(name);
        return Reflect.construct(target, args);
      },
    });
  }
  document.addEventListener('securitypolicyviolation', (event) =>
    witness.violations.push(`${event.violatedDirective}: ${event.blockedURI}`),
  );
}

/** @param {Page} page @param {...string} phases */
export async function waitForPhase(page, ...phases) {
  const selector = phases.map((phase) => `#lab[data-phase="${phase}"]`).join();
  await page.waitForSelector(selector, { timeout: PATIENCE });
}

/** @param {Page} page @param {string} does */
export const press = (page, does) => page.click(`[data-does="${does}"]`);

/** @param {Page} page @param {string} selector @returns {Promise<string>} */
export const textOf = (page, selector) =>
  page.$eval(selector, (element) => element.textContent ?? '');

/** The state behind the page, as far as it can be sent over. @param {Page} page */
export const stateOf = (page) =>
  page.evaluate(() => {
    const { phase, progress, validation, source, recipe, fellBack, loaded } =
      window.inkling.store.get();
    return {
      phase,
      step: progress?.step ?? 0,
      totalSteps: progress?.totalSteps ?? 0,
      accuracy: validation?.accuracy ?? null,
      source,
      recipe,
      fellBack,
      loaded,
    };
  });

/** @param {Page} page @param {number} step */
export async function waitForStep(page, step) {
  await page.waitForFunction(
    (least) => /** @type {any} */ (window.inkling.store.get().progress?.step ?? 0) >= least,
    { timeout: PATIENCE },
    step,
  );
}

/** @param {Page} page @returns {Promise<string>} */
export const hashOf = (page) => page.evaluate(() => window.inkling.trainer.weightsSha256());

/** The ten bars' heights, 0 … 1. @param {Page} page @returns {Promise<number[]>} */
export const barsOf = (page) =>
  page.$$eval('.bar', (bars) =>
    bars.map((bar) =>
      Number(/scaleY\((.*)\)/.exec(/** @type {HTMLElement} */ (bar).style.transform)?.[1]),
    ),
  );

/** A seven, as a share of the pad. */
export const SEVEN = [
  [0.3, 0.2],
  [0.5, 0.19],
  [0.7, 0.2],
  [0.6, 0.45],
  [0.5, 0.8],
];

/** Draws with the mouse. @param {Page} page @param {number[][]} points shares of the pad */
export async function draw(page, points = SEVEN) {
  const corner = await padBox(page);
  const [start, ...rest] = points.map(([x, y]) => [
    corner.x + x * corner.width,
    corner.y + y * corner.height,
  ]);
  await page.mouse.move(start[0], start[1]);
  await page.mouse.down();
  for (const [x, y] of rest) await page.mouse.move(x, y, { steps: 5 });
  await page.mouse.up();
}

/** @param {Page} page */
export async function padBox(page) {
  const pad = await page.$('.pad');
  const box = await pad?.boundingBox();
  if (!box) throw new Error('the pad is not on the page');
  return box;
}

/** @param {Page} page */
export async function waitForPrediction(page) {
  await page.waitForFunction(
    () => /^\d$/.test(document.querySelector('[data-read="digit"]')?.textContent ?? ''),
    { timeout: PATIENCE },
  );
}

/**
 * Drops files on the page, as a hand from outside would.
 * @param {Page} page @param {Record<string, Uint8Array>} files by name
 */
export async function drop(page, files) {
  const sent = Object.entries(files).map(([name, bytes]) => [
    name,
    Buffer.from(bytes).toString('base64'),
  ]);
  await page.evaluate((all) => {
    const carried = new DataTransfer();
    for (const [name, text] of all) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      carried.items.add(new File([bytes], name));
    }
    const target = /** @type {HTMLElement} */ (document.querySelector('.pad'));
    for (const type of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(
        new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }),
      );
  }, sent);
}
