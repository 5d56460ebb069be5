/** What a choice brings with it. */
import { loadPreset } from '../engine/index.js';
import { rangeOf, recipeOf } from './recipe.js';

/** @typedef {import('./state.js').Recipe} Recipe */

/**
 * The recipe after a choice: another model brings its own ways; another optimiser its own learning
 * rate.
 * @param {Recipe} before @param {Partial<Recipe>} changes
 * @param {import('./state.js').State} state
 * @returns {Promise<Recipe>}
 */
export async function afterChoice(before, changes, state) {
  const next = { ...before, ...changes };
  const isOther = next.optimizer !== before.optimizer && changes.rate === undefined;
  if (next.model === before.model && !isOther) return next;
  const own = recipeOf(next.model, await loadPreset(next.model), next.seed);
  if (next.model !== before.model) return { ...own, ...changes };
  if (own.optimizer === next.optimizer) return { ...next, rate: own.rate };
  const usual = rangeOf(state.description?.tables, next, 'rate')?.fallback;
  return typeof usual === 'number' ? { ...next, rate: usual } : next;
}

/** @template {object} T @param {T} values @returns {Partial<T>} without what is null or undefined */
export const defined = (values) =>
  /** @type {Partial<T>} */ (
    Object.fromEntries(Object.entries(values).filter(([, value]) => value != null))
  );

/** @param {unknown} error @returns {string | undefined} the engine's name for it */
export const codeOf = (error) => /** @type {{code?: string}} */ (error)?.code;

/** Is it the data that is wrong or missing, and not the engine? @param {unknown} error */
export const isDataError = (error) =>
  /_(NETWORK|FILE|GZIP|IDX|TRUNCATED|LABEL|COUNT)$/.test(codeOf(error) ?? '');
