/** All experiments in both languages, for the command line, the tests and the results' page. */
import { InklingError } from '../engine/error.js';
import { readExperiments } from './texts.js';

export { runExperiment } from './run.js';

/** @type {readonly import('./types.js').Experiment[]} */
export const EXPERIMENTS = Object.freeze(await readExperiments('en', 'ko'));

/**
 * @param {string} name an experiment's, or EXPERIMENT/RUN for one run of it; the results table's rows
 *   go by their own names too
 * @returns {import('./types.js').Experiment} with the asked runs
 */
export function findExperiment(name) {
  const [experimentName, runName] = name.split('/');
  const found = EXPERIMENTS.find((experiment) => experiment.name === experimentName);
  if (found && runName === undefined) return found;
  const place = found ?? EXPERIMENTS[0];
  const runs = place.runs.filter((run) => run.name === (found ? runName : name));
  if (runs.length) return { ...place, runs };
  throw new InklingError(
    'INK_ERROR_ARGUMENT',
    found
      ? `${experimentName} has no run "${runName}"; it has ${found.runs.map((run) => run.name).join(', ')}`
      : `there is no experiment "${name}"; there are ${EXPERIMENTS.map((one) => one.name).join(', ')}`,
  );
}
