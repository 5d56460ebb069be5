// What is trained. Every place gets the same config: JavaScript as it is, the native program as
// the lines that JavaScript would make of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flattenConfig } from '../../web/engine/config.js';
import { loadPreset } from '../../web/engine/presets.js';

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} preset
 * @property {number} nativeEpochs long enough for a steady rate, short enough to wait for
 */

/** @type {Workload} */
export const MLP = { name: 'mlp', preset: 'mlp', nativeEpochs: 2 };

/** The built-in digits, where MNIST is not at hand; drawing them is not what is measured. */
export const SYNTHETIC = { train: 12000, test: 2000 };

/**
 * @param {Workload} workload
 * @returns {Promise<Record<string, unknown> & {batchSize: number}>}
 */
export async function configOf({ preset }) {
  const config = /** @type {any} */ (await loadPreset(preset));
  // Scoring at an epoch's end is no training; one image is the least there can be.
  return { ...config, split: { train: 50000, validation: 1 } };
}

/**
 * @param {Workload} workload
 * @param {import('../types.js').Context} context
 * @returns {Promise<string>} the path of a file with the config's lines
 */
export async function configFile(workload, { scratch }) {
  const { epochs: _, seed: __, ...config } = await configOf(workload);
  const path = join(scratch, `${workload.name}.config`);
  writeFileSync(path, flattenConfig(config));
  return path;
}
