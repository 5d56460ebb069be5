// The command line of npm run bench.
import { parseArgs } from 'node:util';
import { Trouble } from '../tools/shell.mjs';

const USAGE = `npm run bench -- [what] [options]
  (nothing)      sizes, kernels, page, and the engine in the places that matter most
  --all          the engine in all places, builds and threads as well
  --peers        our engine in Chromium beside tfjs, jax-js, ConvNetJS and PyTorch
  --accuracy     seconds of training to an accuracy, here and in PyTorch
  --cost         what a sample costs by batch, width and threads; draws docs/cost.svg
  --only NAME,…  only these, by section, workload, place, build, threads or own name, of all that
                 there is; B+chromium+fast takes what has all three names; --list names them
  --rounds N     each in N fresh processes, in turn with the others (3; seeds of --accuracy: 5)
  --json FILE    the record: machine, medians and every single session
  --no-build     what has been built before, as it is
  --list         what would be run, and nothing is`;

/** @type {import('./types.js').Mode[]} */
const MODES = ['all', 'peers', 'accuracy', 'cost'];

/**
 * @typedef {object} Options
 * @property {import('./types.js').Mode[]} modes
 * @property {number} [rounds]
 * @property {string[]} only empty: all
 * @property {string} [json]
 * @property {boolean} build
 * @property {boolean} list
 */

/** @param {string[]} args @returns {Options | undefined} undefined: help was asked for and given */
export function readOptions(args) {
  const { values } = parse(args);
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds >= 1))
    throw new Trouble(`--rounds: "${values.rounds}" is not a whole number of at least 1`);
  const only = (values.only ?? '').split(',').filter(Boolean);
  const modes = MODES.filter((mode) => /** @type {Record<string, unknown>} */ (values)[mode]);
  // Whoever names something wants it, be it usual or not.
  if (modes.length === 0) modes.push(only.length > 0 ? 'all' : 'usual');
  return { modes, rounds, only, json: values.json, build: !values['no-build'], list: values.list };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        ...Object.fromEntries(
          MODES.map((mode) => [mode, /** @type {const} */ ({ type: 'boolean' })]),
        ),
        rounds: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'string' },
        'no-build': { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

/**
 * @param {import('./types.js').Job[]} jobs
 * @param {Pick<Options, 'modes' | 'only'>} options
 */
export function chooseJobs(jobs, { modes, only }) {
  const pool = jobs.filter((job) => job.modes.some((mode) => modes.includes(mode)));
  const names = (/** @type {import('./types.js').Job} */ job) => [job.name, ...job.tags];
  const known = new Set(pool.flatMap(names));
  const wanted = only.map((choice) => choice.split('+'));
  const unknown = wanted.flat().find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new Trouble(`--only: there is no "${unknown}"; there are ${[...known].join(', ')}`);
  if (wanted.length === 0) return pool;
  return pool.filter((job) =>
    wanted.some((choice) => choice.every((name) => names(job).includes(name))),
  );
}
