/** What a choice brings with it. */
import { loadPreset } from '../engine/index.js';
import { configOf, rangeOf, recipeOf } from './recipe.js';

/** @typedef {import('./state.js').Recipe} Recipe */

/**
 * The recipe after a choice: another model, or config of one's own, brings its own ways; another
 * optimiser its own learning rate.
 * @param {Recipe} before @param {Partial<Recipe>} changes
 * @param {import('./state.js').State} state
 * @returns {Promise<Recipe>}
 */
export async function afterChoice(before, changes, state) {
  const next = { ...before, ...changes };
  const { config } = changes;
  if (config) return { ...recipeOf(next.model, config, next.seed, config), ...changes };
  const preset = await loadPreset(next.model);
  const own = recipeOf(next.model, preset, next.seed);
  if (next.model !== before.model || config === null) return { ...own, ...changes };
  if (next.optimizer !== before.optimizer && changes.rate === undefined) {
    const usual = rangeOf(state.description?.tables, next, 'rate')?.fallback;
    if (own.optimizer === next.optimizer) next.rate = own.rate;
    else if (typeof usual === 'number') next.rate = usual;
  }
  return { ...next, config: next.config && configOf(preset, next) };
}

/** @template {object} T @param {T} values @returns {Partial<T>} without what is null or undefined */
export const defined = (values) =>
  /** @type {Partial<T>} */ (
    Object.fromEntries(Object.entries(values).filter(([, value]) => value != null))
  );

/**
 * The whole config that a choice of one amounts to; none where it is of another model's.
 * @param {Partial<Recipe>} changes @param {Recipe} recipe
 * @param {import('../engine/types.js').ModelConfig} preset
 */
export function draftOf(changes, { model, seed }, preset) {
  if (changes.config === undefined || (changes.model ?? model) !== model) return undefined;
  return changes.config ?? configOf(preset, { ...recipeOf(model, preset, seed), ...changes });
}

/** Two recipes of the same values, in the same order. @param {Recipe} one @param {Recipe} other */
export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** @param {unknown} error @returns {string | undefined} the engine's name for it */
export const codeOf = (error) => /** @type {{code?: string}} */ (error)?.code;

/** Is it the data that is wrong or missing, and not the engine? @param {unknown} error */
export const isDataError = (error) =>
  /_(NETWORK|FILE|GZIP|IDX|TRUNCATED|LABEL|COUNT)$/.test(codeOf(error) ?? '');
