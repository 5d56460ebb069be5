/** From what a person chooses to the config the engine gets, and back. */

/** @typedef {import('../engine/types.js').ModelConfig} ModelConfig */
/** @typedef {import('./state.js').Recipe} Recipe */
/** @typedef {import('../engine/types.js').ParameterRow} ParameterRow */

/** A choice in a config is a name or an object with a type. @param {unknown} choice */
function named(choice) {
  return typeof choice === 'string'
    ? { type: choice }
    : /** @type {Record<string, unknown> & {type?: string}} */ (choice ?? {});
}

/** Does the rate change over the run, so that what one chooses is its peak? @param {ModelConfig} preset */
export const ratePeaks = (preset) => (named(preset.schedule).type ?? 'constant') !== 'constant';

/** A schedule's own peak; 0, or none, takes the optimiser's rate. @param {ModelConfig} preset */
const peakOf = (preset) => Number(named(preset.schedule).peak ?? 0);

/**
 * @param {string} model @param {ModelConfig} preset
 * @param {number} seed
 * @returns {Recipe}
 */
export function recipeOf(model, preset, seed) {
  const optimizer = named(preset.optimizer);
  return {
    model,
    optimizer: optimizer.type ?? 'adam',
    rate: peakOf(preset) || Number(optimizer.learningRate ?? 0.001),
    batch: Number(preset.batchSize ?? 128),
    epochs: Number(preset.epochs ?? 5),
    seed,
  };
}

/**
 * The preset with the recipe's choices; equal to the preset where the recipe is.
 * @param {ModelConfig} preset @param {Recipe} recipe
 * @returns {ModelConfig}
 */
export function configOf(preset, recipe) {
  const config = structuredClone(preset);
  const before = recipeOf(recipe.model, preset, recipe.seed);
  if (recipe.optimizer !== before.optimizer) config.optimizer = { type: recipe.optimizer };
  if (peakOf(preset) > 0) config.schedule = { ...named(config.schedule), peak: recipe.rate };
  else if (recipe.rate !== before.rate || recipe.optimizer !== before.optimizer)
    config.optimizer = { ...named(config.optimizer), learningRate: recipe.rate };
  if (recipe.batch !== before.batch) config.batchSize = recipe.batch;
  if (recipe.epochs !== before.epochs) config.epochs = recipe.epochs;
  return config;
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
