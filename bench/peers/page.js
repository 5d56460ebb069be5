/** The peers' page: what bench/browser.mjs calls. The whole repository is served. */
import { steadyRates } from '../steady.js';
import { workloadOf } from '../workloads.mjs';
import { Batches, loadTraining } from './batches.js';

/**
 * @typedef {object} Task
 * @property {'tfjs' | 'jax-js' | 'convnetjs'} peer
 * @property {string} workload
 * @property {{urls: string}} [data] the address of MNIST's files; else made-up images
 *
 * An adapter's `build` makes the model of a config and resolves to what trains it by so many steps,
 * which are done when it resolves.
 * @typedef {(config: import('../workloads.mjs').Config, batches: Batches) =>
 *   Promise<(steps: number) => Promise<void>>} Build
 */

/** @type {Record<Task['peer'], () => Promise<{build: Build}>>} */
const ADAPTERS = {
  tfjs: () => import('./tfjs.js'),
  'jax-js': () => import('./jax.js'),
  convnetjs: () => import('./convnet.js'),
};

/** @param {Task & import('../steady.js').Protocol} task */
async function measure({ peer, workload, data, ...protocol }) {
  const { config } = workloadOf(workload);
  const { build } = await ADAPTERS[peer]();
  const batches = new Batches(await loadTraining(data?.urls, config.preprocess), config.batchSize);
  const { rates, stepsPerWindow } = await steadyRates(await build(config, batches), protocol);
  return { rates, stepsPerWindow };
}

Object.assign(window, { measure });
