/**
 * What opens at the page's foot: a file in drawers/ with a `mount`, and a row here. Each is loaded
 * when it is first opened. Its words are `drawer.<name>` and `drawer.<name>.about` of the page's, and
 * words/<language>/<name>.json.
 * @type {Record<string, () => Promise<{mount: import('./state.js').Mount}>>}
 */
export const DRAWERS = {
  network: () => import('./drawers/network.js'),
  inside: () => import('./drawers/inside.js'),
  mistakes: () => import('./drawers/mistakes.js'),
  data: () => import('./drawers/data.js'),
  experiments: () => import('./drawers/experiments.js'),
  log: () => import('./drawers/log.js'),
};
