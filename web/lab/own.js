/** What takes a closer look at configs: loaded with the first choice that is made. */
import { flattenConfig } from '../engine/config.js';
import { named, peakOf, rangeOf } from './recipe.js';

/** @typedef {import('./recipe.js').ModelConfig} ModelConfig */
/** @typedef {import('./recipe.js').Recipe} Recipe */

/** What the engine changes in the middle of a run. */
const LIVE = /^(batchSize|epochs|clipNorm|penalty\.\w+|optimizer\.learningRate)$/;

/** @param {string} path in a config, dotted @param {ModelConfig} config */
export const isLive = (path, config) =>
  // Where the schedule has a peak of its own, the optimiser's rate says nothing.
  LIVE.test(path) && !(path.startsWith('optimizer') && peakOf(config) > 0);

/** @param {ModelConfig} config */
const linesOf = (config) =>
  new Map(
    flattenConfig(config)
      .trim()
      .split('\n')
      .map((line) => /** @type {[string, string]} */ (line.replace('.type=', '=').split('='))),
  );

/**
 * How to come from one config to another without a new network, as `configure` takes it.
 * @param {ModelConfig} before @param {ModelConfig} after
 * @returns {Record<string, any> | null} null: it takes a new one
 */
export function liveChanges(before, after) {
  const [old, wanted] = [linesOf(before), linesOf(after)];
  const changed = [...new Set([...old.keys(), ...wanted.keys()])].filter(
    (path) => old.get(path) !== wanted.get(path),
  );
  if (!changed.every((path) => wanted.has(path) && isLive(path, after))) return null;
  return Object.fromEntries(
    changed.map((path) => {
      const [group, name] = path.split('.');
      if (group === 'penalty') return [group, after.penalty];
      return [name ?? group, Number(wanted.get(path))];
    }),
  );
}

/**
 * With the rate that the engine takes where one's own config gives none.
 * @param {Recipe} recipe @param {import('../engine/types.js').Description['tables']} tables
 * @returns {Recipe}
 */
export function withUsualRate(recipe, tables) {
  const { config } = recipe;
  const usual = rangeOf(tables, recipe, 'rate')?.fallback;
  const isGiven = !config || peakOf(config) > 0 || 'learningRate' in named(config.optimizer);
  return isGiven || typeof usual !== 'number' ? recipe : { ...recipe, rate: usual };
}
