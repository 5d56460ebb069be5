/** Weights that come as files, and go as files of another kind. */
import { InklingError, loadPreset, PRESETS } from '../../engine/index.js';
import { readModel } from '../../engine/model.js';
import { configOf, recipeOf } from '../recipe.js';

/** @typedef {import('../state.js').Recipe} Recipe */

/** The length of a safetensors header comes first, then the header, which is JSON. */
const START = 9;

/** @param {File[]} files @returns {Promise<File | undefined>} */
export async function weightsAmong(files) {
  for (const file of files) if (await isWeights(file)) return file;
  return undefined;
}

/** @param {File} file */
async function isWeights(file) {
  // What is called so and is damaged shall be told so.
  if (/\.safetensors$/i.test(file.name)) return true;
  const start = new DataView(await file.slice(0, START).arrayBuffer());
  if (start.byteLength < START) return false;
  const length = start.getBigUint64(0, true);
  return length <= BigInt(file.size) && start.getUint8(8) === 0x7b;
}

/**
 * @param {File} file
 * @returns {Promise<{weights: Uint8Array, recipe: Recipe}>} rejects where it is not as `save()`
 *   writes it
 */
export async function readWeights(file) {
  const weights = new Uint8Array(await file.arrayBuffer()).slice();
  const { config, seed } = await readModel(weights).catch((error) => {
    throw new InklingError(error.code, `${file.name}: ${error.detail ?? error.message}`);
  });
  return { weights, recipe: await recipeFor(config, seed) };
}

/** The preset that a config is, with what was chosen. @param {Record<string, any>} config @param {number} seed */
async function recipeFor(config, seed) {
  for (const model of PRESETS) {
    const preset = await loadPreset(model);
    const recipe = recipeOf(model, config, seed);
    if (sameConfig(configOf(preset, recipe), config)) return recipe;
  }
  return recipeOf('mlp', config, seed, config);
}

/** @param {unknown} one @param {unknown} other */
const sameConfig = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** With its keys in order, and without what says nothing. @param {any} value @returns {unknown} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.keys(value)
    .sort()
    .map((key) => [key, sorted(value[key])]);
}
