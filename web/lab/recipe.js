/** From what a person chooses to the config the engine gets, and back. */

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
export const peakOf = (preset) => Number(named(preset.schedule).peak ?? 0);

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
 * What the address says of a recipe beside a network of one's own, whose config holds the rest.
 * @param {Recipe} recipe @param {ModelConfig} preset
 */
export function wishOf(recipe, preset) {
  const usual = recipeOf(recipe.model, preset, recipe.seed);
  /** @template {keyof Recipe} Key @param {Key} key */
  const chosen = (key) => (recipe.config || recipe[key] === usual[key] ? null : recipe[key]);
  return {
    model: recipe.model,
    optimizer: chosen('optimizer'),
    rate: chosen('rate'),
    batch: chosen('batch'),
    epochs: chosen('epochs'),
    seed: recipe.seed,
  };
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
