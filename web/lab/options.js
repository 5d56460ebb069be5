/** What the page's trainer is made with, beside the recipe. */
import { isSet } from './sets.js';

/**
 * @typedef {object} Options
 * @property {Partial<import('./state.js').Recipe> & {model: string, seed: number}} wish what the
 *   address says
 * @property {import('./state.js').Source} source
 * @property {number | null} synthetic how many digits to draw, for tests
 * @property {number} threads
 * @property {'strict' | 'fast' | 'auto'} build
 * @property {string} mnistUrl
 * @property {() => Promise<void>} frame the next picture on the screen, or a little later without one
 * @property {() => boolean} isSeen whether the page is in view: a tab in the background is not
 */

/**
 * @param {import('./state.js').Source} source
 * @param {Pick<Options, 'mnistUrl' | 'synthetic'>} options
 * @param {File[]} files of the source 'files'
 * @returns {import('../engine/types.js').DataOption}
 */
export function dataOf(source, { mnistUrl, synthetic }, files) {
  if (source === 'files') return { files };
  // Nothing has to be known of MNIST to read it.
  if (source === 'mnist') return { urls: mnistUrl };
  if (isSet(source)) return { name: source };
  if (synthetic === null) return 'synthetic';
  // As MNIST is split: one image in six of the training file validates.
  return { synthetic: { train: synthetic, test: Math.ceil(synthetic / 6) } };
}
