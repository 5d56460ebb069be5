// The command line of npm run bench.
import { parseArgs } from 'node:util';
import { Trouble } from '../tools/shell.mjs';

const USAGE = `npm run bench -- [--rounds N] [--only NAME,…] [--json FILE] [--no-build]
  --rounds N     each engine in N fresh processes, in turn with the others (3)
  --only NAME,…  only these, by section, place, build or own name; --list names them
  --json FILE    the record: machine, medians and every single session
  --no-build     what has been built before, as it is
  --list         what there is, and nothing is run`;

/**
 * @typedef {object} Options
 * @property {number} rounds
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
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Trouble(`--rounds: "${values.rounds}" is not a whole number of at least 1`);
  const only = (values.only ?? '').split(',').filter(Boolean);
  return { rounds, only, json: values.json, build: !values['no-build'], list: values.list };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        rounds: { type: 'string', default: '3' },
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
 * @param {string[]} only
 */
export function chooseJobs(jobs, only) {
  const names = (/** @type {import('./types.js').Job} */ job) => [job.name, ...job.tags];
  const known = new Set(jobs.flatMap(names));
  const unknown = only.find((name) => !known.has(name));
  if (unknown)
    throw new Trouble(`--only: there is no "${unknown}"; there are ${[...known].join(', ')}`);
  return only.length === 0
    ? jobs
    : jobs.filter((job) => names(job).some((name) => only.includes(name)));
}
