/**
 * What the page's tests share: a page in each stock browser, watched from before its first script,
 * and (from hands.js) the hands that draw, press and drop.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch, PATHS } from './browsers.js';
import { PATIENCE } from './hands.js';

export * from './hands.js';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('./browsers.js').Name} Name */

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
 * @param {number} [options.timeout] ms, of a test that is known to be long
 * @param {(opened: Opened) => Promise<void>} body
 */
export function inBrowsers(
  title,
  { hash = '', server = {}, viewport, only, expected, timeout = 2 * PATIENCE },
  body,
) {
  for (const browser of /** @type {Name[]} */ (['chromium', 'firefox'])) {
    if (only && !only.includes(browser)) continue;
    const skip = PATHS[browser] ? false : `${browser} is not on this machine`;
    test(`${title} (${browser})`, { skip, timeout }, async () => {
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
  // Each test has an address of its own: keeping the whole page for it would be for nothing.
  Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
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
