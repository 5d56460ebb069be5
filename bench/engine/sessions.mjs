// How each place is given the engine and a config; of steady rates and of training to an accuracy.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/shell.mjs';
import { flattenConfig } from '../../web/engine/config.js';
import { freshNode, freshPage, freshProgram } from '../session.mjs';
import { SYNTHETIC } from '../workloads.mjs';
import { benchPage } from './build_page.mjs';

/** @typedef {import('./places.mjs').Row} Row */
/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../workloads.mjs').Workload} Workload */

const SETUP = { native: ['native'], node: ['wasm'], chromium: ['wasm', 'npm', 'browsers'] };
/** @type {{[kind: string]: import('../types.js').Built[]}} */
const BUILDS = { native: ['native'], node: ['engine'], chromium: ['engine', 'bench-page'] };

/** @param {Row} row what has to be installed and built for it */
export function needsOf({ place }) {
  const kind = place === 'firefox' ? 'chromium' : place;
  return { setup: SETUP[kind], builds: BUILDS[kind] };
}

/**
 * @param {Workload} workload @param {Row} row @param {Context} context
 * @returns {Promise<number>} samples a second
 */
export async function runNative({ name, config, nativeEpochs }, { threads }, context) {
  const path = join(context.scratch, `${name}.config`);
  // The native program is given the lines that JavaScript would make of the config.
  writeFileSync(path, flattenConfig(config));
  const data = context.dataFolder
    ? ['--data', context.dataFolder]
    : ['--data', 'synthetic', '--synthetic', `${SYNTHETIC.train}`];
  const { samplesPerSecond } = await freshProgram(`${root}/build/native/train_main`, [
    ...[...data, '--config', path, '--epochs', `${nativeEpochs}`, '--threads', `${threads}`],
  ]);
  return samplesPerSecond;
}

/**
 * Calls a function of measure.js in Node or in a page.
 * @param {'measure' | 'reach' | 'scaling'} call @param {Row} row @param {Context} context
 * @param {object} task without data, build and threads
 * @returns {Promise<any>}
 */
export function runBuilt(call, { place, build, threads }, { dataFolder }, task) {
  const data = dataFolder ? { dir: dataFolder } : { synthetic: SYNTHETIC };
  const argument = { ...task, data, build, threads };
  if (place === 'node')
    return freshNode(new URL('./node.mjs', import.meta.url).href, { call, argument });
  if (place === 'native') throw new Error('the native program takes no such task');
  return freshPage(benchPage, {
    ...{ place, path: '', isolated: threads > 1, dataFolder },
    ...{ call, argument },
  });
}
