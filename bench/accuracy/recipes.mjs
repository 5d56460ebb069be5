// Our best way to each accuracy: a preset as it stands, but for how long its one-cycle schedule is
// and what else recipes.json says of it.
import { readFileSync } from 'node:fs';
import { loadPreset } from '../../web/engine/presets.js';

/**
 * @typedef {object} Recipe
 * @property {string} workload whose target it is
 * @property {number} target accuracy on the test images, 0 … 1
 * @property {string} preset
 * @property {Record<string, unknown>} changes of the preset's config
 */

/** @type {Recipe[]} */
export const RECIPES = JSON.parse(readFileSync(new URL('./recipes.json', import.meta.url), 'utf8'));

/** @param {Recipe} recipe @param {object} split @returns {Promise<import('../workloads.mjs').Config>} */
export const configOf = async ({ preset, changes }, split) =>
  /** @type {any} */ ({ ...(await loadPreset(preset)), ...changes, split });
