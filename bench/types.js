/**
 * What the parts of the benchmark hand each other; nothing here runs.
 *
 * @typedef {'native' | 'engine' | 'bench-page' | 'site' | 'kernels' | 'wasm-kernels' | 'peers'} Built
 *   what tools/ or we build before a run
 *
 * @typedef {'usual' | 'all' | 'peers' | 'accuracy' | 'cost'} Mode which runs a job belongs to
 *
 * @typedef {object} Context the same for every job of a run
 * @property {string | undefined} dataFolder of MNIST; undefined: the built-in synthetic digits
 * @property {string} scratch a folder of this run, gone afterwards
 *
 * @typedef {object} Job one thing measured in one fresh process, once a round
 * @property {string} name
 * @property {string[]} tags names besides its own that --only knows it by
 * @property {Mode[]} modes
 * @property {string[]} setup parts of tools/setup.mjs
 * @property {Built[]} builds
 * @property {number} [rounds] as many, where nothing else is asked for
 * @property {(context: Context) => string | undefined} [absence] why it cannot be measured on what
 *   is there
 * @property {number} seconds a first guess of how long it takes
 * @property {(context: Context, round: number) => Promise<any>} run the round is 1-based
 * @property {(record: any) => string} say the record in a few words
 *
 * @typedef {Map<string, any[]>} Records by job name, a place a round; undefined where it failed
 *
 * @typedef {object} Report
 * @property {unknown} record for --json
 * @property {string[]} text tables and notes for the terminal
 *
 * @typedef {object} Section jobs that end in one report
 * @property {string} name
 * @property {() => Job[]} jobs
 * @property {(records: Records, context: Context) => Report} report of the jobs that were run
 */
export {};
