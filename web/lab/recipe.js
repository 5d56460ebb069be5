/** From what a person chooses to the config the engine gets, and back. */
import { flattenConfig } from '../engine/config.js';
import { writeNetwork } from './notation.js';

/** @typedef {import('../engine/types.js').ModelConfig} ModelConfig */
/** @typedef {import('./state.js').Recipe} Recipe */
/** @typedef {import('../engine/types.js').ParameterRow} ParameterRow */

/** A choice in a config is a name or an object with a type. @param {unknown} choice */
export function named(choice) {
  return typeof choice === 'string'
    ? { type: choice }
    : /** @type {Record<string, unknown> & {type?: string}} */ (choice ?? {});
}

/** Does the rate change over the run, so that what one chooses is its peak? @param {ModelConfig} preset */
export const ratePeaks = (preset) => (named(preset.schedule).type ?? 'constant') !== 'constant';

/** A schedule's own peak; 0, or none, takes the optimiser's rate. @param {ModelConfig} preset */
const peakOf = (preset) => Number(named(preset.schedule).peak ?? 0);

/**
 * @param {string} model @param {ModelConfig} preset or a config of one's own
 * @param {number} seed
 * @param {ModelConfig | null} [config] of one's own
 * @returns {Recipe}
 */
export function recipeOf(model, preset, seed, config = null) {
  const optimizer = named(preset.optimizer);
  return {
    model,
    config,
    optimizer: optimizer.type ?? 'adam',
    rate: peakOf(preset) || Number(optimizer.learningRate ?? 0.001),
    batch: Number(preset.batchSize ?? 128),
    epochs: Number(preset.epochs ?? 5),
    seed,
  };
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

/**
 * The preset, or one's own config, with the recipe's choices; equal to it where the recipe is.
 * @param {ModelConfig} preset @param {Recipe} recipe
 * @returns {ModelConfig}
 */
export function configOf(preset, recipe) {
  const base = recipe.config ?? preset;
  const config = structuredClone(base);
  const before = recipeOf(recipe.model, base, recipe.seed);
  if (recipe.optimizer !== before.optimizer) config.optimizer = { type: recipe.optimizer };
  if (peakOf(base) > 0) config.schedule = { ...named(config.schedule), peak: recipe.rate };
  else if (recipe.rate !== before.rate || recipe.optimizer !== before.optimizer)
    config.optimizer = { ...named(config.optimizer), learningRate: recipe.rate };
  if (recipe.batch !== before.batch) config.batchSize = recipe.batch;
  if (recipe.epochs !== before.epochs) config.epochs = recipe.epochs;
  return config;
}

/**
 * What the address says of a recipe: an own network's config holds the rest.
 * @param {Recipe} recipe @param {ModelConfig} preset
 */
export function wishOf(recipe, preset) {
  const usual = recipeOf(recipe.model, preset, recipe.seed);
  /** @template {keyof Recipe} Key @param {Key} key */
  const chosen = (key) => (recipe.config || recipe[key] === usual[key] ? null : recipe[key]);
  return {
    model: recipe.model,
    network: recipe.config && writeNetwork(recipe.config),
    optimizer: chosen('optimizer'),
    rate: chosen('rate'),
    batch: chosen('batch'),
    epochs: chosen('epochs'),
    seed: recipe.seed,
  };
}

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
 * The engine's row for one of the recipe's numbers, for its range.
 * @param {Record<string, import('../engine/types.js').Choice[]> | undefined} tables
 * @param {Recipe} recipe @param {'rate' | 'batch' | 'epochs'} what
 * @returns {ParameterRow | undefined}
 */
export function rangeOf(tables, recipe, what) {
  /** @param {string} kind @param {string} choice @param {string} parameter */
  const row = (kind, choice, parameter) =>
    tables?.[kind]
      ?.find(({ name }) => name === choice)
      ?.parameters.find(({ name }) => name === parameter);
  if (what === 'rate') return row('optimizer', recipe.optimizer, 'learningRate');
  return row('training', '-', what === 'batch' ? 'batchSize' : 'epochs');
}

/**
 * The round steps of a range, with the value in use among them.
 * @param {number[]} steps @param {{minimum: number, maximum: number} | undefined} range
 * @param {number} value
 */
export function stepsWith(steps, range, value) {
  const within = steps.filter((step) => !range || (step >= range.minimum && step <= range.maximum));
  return [...new Set([...within, value])].sort((a, b) => a - b);
}

/**
 * The rate to offer when one was too high: the optimiser's own, or a hundredth where that is less.
 * @param {number} rate the one that was too high @param {ParameterRow | undefined} row
 */
export function gentlerRate(rate, row) {
  const usual = typeof row?.fallback === 'number' ? row.fallback : 0.01;
  const hundredth = Number((rate / 100).toPrecision(2));
  // An optimiser whose usual rate is what exploded has to go lower still.
  return usual < rate / 5 ? usual : hundredth;
}
