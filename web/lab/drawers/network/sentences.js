/** @typedef {import('./edit.js').Tables} Tables */

/**
 * The engine's tables as the page says them: a sentence that words/<language>/tables.json has none
 * for stays the engine's own.
 * @param {Tables} tables @param {import('../../state.js').Translate} t
 * @returns {Tables}
 */
export function translateTables(tables, t) {
  /** @template {{name: string, sentence: string}} Row @param {Row} row @param {string} path */
  const say = (row, path) =>
    t.has(`${path}.about`) ? { ...row, sentence: t(`${path}.about`) } : row;
  /** @param {string} path @param {import('./edit.js').Choice} choice */
  const sayChoice = (path, { parameters, ...choice }) => ({
    ...say(choice, path),
    parameters: parameters.map((row) => say(row, `${path}.${row.name}`)),
  });
  return Object.fromEntries(
    Object.entries(tables).map(([kind, choices]) => [
      kind,
      choices.map((choice) => sayChoice(`${kind}.${choice.name}`, choice)),
    ]),
  );
}
