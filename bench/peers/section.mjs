// Other trainers on the same workloads, in turn with ours.
import { root } from '../../tools/shell.mjs';
import { BEST_ALONE } from '../engine/places.mjs';
import { sessionsOf, TIMES } from '../engine/section.mjs';
import { freshPage, freshProgram } from '../session.mjs';
import { median, ratio, spread } from '../statistics.mjs';
import * as write from '../table.mjs';
import { WORKLOADS } from '../workloads.mjs';
import { absenceOfTorch, python } from './install.mjs';

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../workloads.mjs').Workload} Workload */
/** @typedef {{rate: number, rates: number[]}} Record */

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {(workload: Workload) => string | undefined} [lacks] what it needs for a workload
 */

/** @type {Peer[]} */
const PEERS = [
  {
    name: 'tfjs',
    lacks: ({ name }) =>
      'DE'.includes(name) ? 'its WebAssembly has no gradient of a convolution' : undefined,
  },
  { name: 'jax-js' },
  { name: 'convnetjs' },
  { name: 'torch' },
];

/** @param {Workload} workload @param {string} peer */
const nameOf = ({ name }, peer) => `${name}-${peer}`;

/** @param {Workload} workload @param {Peer} peer @returns {import('../types.js').Job} */
function jobOf(workload, { name, lacks }) {
  const inPage = name !== 'torch';
  return {
    name: nameOf(workload, name),
    tags: ['peers', workload.name, name, ...(inPage ? ['chromium'] : [])],
    modes: ['peers'],
    setup: inPage ? ['npm', 'browsers'] : [],
    builds: inPage ? ['peers'] : [],
    absence: () => (inPage ? lacks?.(workload) : absenceOfTorch()),
    seconds: 6,
    run: (context) => run(workload, name, context),
    say: ({ rate }) => `${write.count(rate)} samples/s`,
  };
}

/** @param {Workload} workload @param {string} peer @param {Context} context @returns {Promise<Record>} */
async function run({ name, config }, peer, { dataFolder }) {
  const protocol = { batch: config.batchSize, ...TIMES };
  const measured =
    peer === 'torch'
      ? await runTorch({ config, dataFolder, ...protocol })
      : await freshPage(root, {
          ...{ place: 'chromium', path: 'bench/peers/', dataFolder, call: 'measure' },
          argument: { peer, workload: name, ...protocol },
        });
  return { rate: median(measured.rates), ...measured };
}

/** @param {object} task @returns {Promise<any>} */
export const runTorch = (task) =>
  freshProgram(python, [`${root}/bench/peers/torch_train.py`, JSON.stringify(task)]);

/** @param {import('../types.js').Records} records @returns {import('../types.js').Report} */
function report(records) {
  const workloads = WORKLOADS.map((workload) => {
    const ours = sessionsOf(records, workload.name, BEST_ALONE).map((session) => session?.rate);
    const peers = PEERS.map(({ name }) => {
      /** @type {(Record | undefined)[]} */
      const sessions = records.get(nameOf(workload, name)) ?? [];
      const rates = sessions.map((session) => session?.rate);
      return {
        name,
        samplesPerSecond: median(rates),
        spread: spread(sessions.flatMap((session) => session?.rates)),
        oursToIt: ratio(ours, rates),
      };
    });
    return { name: workload.name, ours: median(ours), peers };
  }).filter(({ peers }) => peers.some(({ samplesPerSecond }) => samplesPerSecond > 0));
  const heads = workloads.map(({ name }) => name);
  const rates = write.table(
    ['samples a second', ...heads],
    PEERS.map(({ name }, i) => [
      name,
      ...workloads.map(({ peers }) => {
        const { samplesPerSecond, spread } = peers[i];
        return `${write.count(samplesPerSecond)} ${write.aboutPercent(spread).padStart(6)}`;
      }),
    ]),
  );
  const ratios = write.table(
    [`${BEST_ALONE} to`, ...heads],
    PEERS.map(({ name }, i) => [
      name,
      ...workloads.map(({ peers }) => write.times(peers[i].oursToIt)),
    ]),
  );
  const note =
    'Peers on one thread: tfjs (wasm), jax-js (wasm), ConvNetJS (float64; Adadelta for Adam) in ' +
    'Chromium; torch: PyTorch, native';
  return { record: { workloads }, text: [`${note}\n${rates}`, ratios] };
}

/** @type {import('../types.js').Section} */
export const peersSection = {
  name: 'peers',
  jobs: () => WORKLOADS.flatMap((workload) => PEERS.map((peer) => jobOf(workload, peer))),
  report,
};
