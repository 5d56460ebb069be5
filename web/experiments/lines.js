/** Results as JSON lines, as `experiment run … --json` prints them. */

/** @typedef {import('./types.js').RunResult & {data: string}} SavedResult */

/**
 * @param {string} text lines of any events; one that was cut short, as by a stopped run, counts as
 *   not there
 * @returns {SavedResult[]} of finished runs
 */
export function readResults(text) {
  return text.split('\n').flatMap((line) => {
    try {
      const value = JSON.parse(line);
      return value?.event === 'run' ? [value] : [];
    } catch {
      return [];
    }
  });
}
