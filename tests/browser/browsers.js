/** Starts the stock browsers that are on the machine. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';

/** @param {string[]} names @returns {string | undefined} */
function which(...names) {
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(delimiter))
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {}
  return undefined;
}

const CHROMIUM_ARGS = [
  // Debian's Chromium starts as root only without its sandbox.
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--lang=en-US',
];

const PREFERENCES = {
  'intl.accept_languages': 'en-US, en',
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.disabledForTesting': true,
};

/** @typedef {'chromium' | 'firefox'} Name */

/** @type {Record<Name, string | undefined>} */
export const PATHS = {
  chromium: which('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
  firefox: which('firefox-esr', 'firefox'),
};

/** @param {Name} name */
export function launch(name) {
  const executablePath = PATHS[name];
  if (!executablePath) throw new Error(`${name} is not on this machine`);
  return name === 'chromium'
    ? puppeteer.launch({ executablePath, args: CHROMIUM_ARGS, defaultViewport: null })
    : puppeteer.launch({
        browser: 'firefox',
        executablePath,
        extraPrefsFirefox: PREFERENCES,
        defaultViewport: null,
      });
}
