/** The experiments with their words, in the languages that somebody reads. */
import { InklingError } from '../engine/error.js';
import { inNode, nodeModule } from '../engine/platform.js';
import { LIST } from './list.js';

/** @typedef {'en' | 'ko'} Language */
/** @typedef {Record<string, {title: string, lookFor: [string, string], runs: Record<string, string>}>} Texts */

/**
 * @param {...Language} languages
 * @returns {Promise<import('./types.js').Experiment[]>} with title, lookFor and labels in these
 */
export async function readExperiments(...languages) {
  const texts = await Promise.all(languages.map(readTexts));
  /** @template Words @param {(texts: Texts) => Words} of @returns {any} */
  const inEach = (of) => Object.fromEntries(texts.map((one, i) => [languages[i], of(one)]));
  return LIST.map((experiment) => ({
    ...experiment,
    title: inEach((all) => all[experiment.name].title),
    lookFor: inEach((all) => all[experiment.name].lookFor),
    runs: experiment.runs.map((run) => ({
      ...run,
      label: inEach((all) => all[experiment.name].runs[run.name]),
    })),
  }));
}

/** @param {Language} language @returns {Promise<Texts>} */
async function readTexts(language) {
  if (inNode) {
    const here = import.meta.url;
    const { readFile } = await nodeModule('fs/promises');
    return JSON.parse(await readFile(new URL(`./texts/${language}.json`, here), 'utf8'));
  }
  // A page fetches the one language it shows, as data.
  const response = await fetch(new URL(`./texts/${language}.json`, import.meta.url));
  if (!response.ok)
    throw new InklingError('INK_ERROR_NETWORK', `${response.url} answers ${response.status}`);
  return response.json();
}
