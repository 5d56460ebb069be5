// On what the figures were taken; without it they mean nothing.
import os from 'node:os';
import { launch, PATHS } from '../tests/browser/browsers.js';
import { ask, which } from '../tools/shell.mjs';

/** How many processes wanted to run, mean over the last 1, 5 and 15 minutes. */
export const load = () => os.loadavg().map((value) => Math.round(100 * value) / 100);

/** @param {string[]} browsers names of those that are measured */
export async function machine(browsers) {
  const [processor] = os.cpus();
  return {
    processor: processor?.model.trim() ?? 'unknown',
    processors: os.availableParallelism(),
    memoryGigabytes: Math.round(os.totalmem() / 1e8) / 10,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    compiler: ask('cc', ['--version']).split('\n')[0],
    node: process.versions.node,
    v8: process.versions.v8,
    ...(await versions(browsers)),
    commit: which('git') ? ask('git', ['describe', '--always', '--dirty']) : '',
  };
}

/** @param {string[]} browsers @returns {Promise<Record<string, string>>} */
async function versions(browsers) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of /** @type {const} */ (['chromium', 'firefox'])) {
    if (!browsers.includes(name) || !PATHS[name]) continue;
    const browser = await launch(name);
    found[name] = await browser.version();
    await browser.close();
  }
  return found;
}
