/**
 * One session of the engine, the same in Node and in a browser: how long until it is ready and has
 * taken its first step, then how many samples a second it trains.
 */
import { createTrainer } from '../../web/engine/index.js';

/** The first block of the first epoch; training starts when it is in. */
const FIRST_BLOCK = 2048;

/**
 * @typedef {object} Task
 * @property {Record<string, unknown>} config
 * @property {import('../../web/engine/types.js').DataOption} data
 * @property {'strict' | 'fast'} build
 * @property {number} threads
 * @property {number} batch
 * @property {number} warmMilliseconds
 * @property {number} windowMilliseconds
 * @property {number} windows
 *
 * @typedef {object} Measured
 * @property {Start} start
 * @property {number[]} rates samples a second of each window, by the caller's clock: slices,
 *   messages and events included
 * @property {number[]} stepRates the same by the engine's own account, of time in steps only
 * @property {number} stepsPerWindow
 * @property {number} loss after the last step
 *
 * @typedef {object} Start milliseconds
 * @property {number} ready from createTrainer to its answer
 * @property {number} firstStep from the word that 2,048 samples are in to the end of the first step;
 *   the word comes at most once a frame (16 ms), so it may even be late
 * @property {number} untilFirstStep from createTrainer to the end of the first step
 * @property {number} untilLoaded from createTrainer until all data is in, the first step included
 */

/** @param {Task} task @returns {Promise<Measured>} */
export async function measure(task) {
  const { config, data, build, threads } = task;
  const begun = performance.now();
  const trainer = await createTrainer({ model: config, data, build, threads });
  try {
    if (trainer.build !== build || trainer.threads !== threads)
      throw new Error(`it runs ${trainer.build} on ${trainer.threads} thread(s)`);
    const start = await timeStart(trainer, begun);
    return { start, ...(await timeTraining(trainer, task)) };
  } finally {
    trainer.dispose();
  }
}

/** @typedef {import('../../web/engine/index.js').Trainer} Trainer */

/** @param {Trainer} trainer @param {number} begun @returns {Promise<Start>} */
async function timeStart(trainer, begun) {
  const ready = performance.now();
  let block = Number.NaN;
  const off = trainer.onData(({ file, images }) => {
    if (file === 'train-images' && images >= FIRST_BLOCK && Number.isNaN(block))
      block = performance.now();
  });
  const stepped = trainer.step(1).then(() => performance.now());
  await trainer.loaded;
  const loaded = performance.now();
  const first = await stepped;
  off();
  return {
    ready: ready - begun,
    // Where the step was done before the word of its data had come.
    firstStep: first >= block ? first - block : 0,
    untilFirstStep: first - begun,
    untilLoaded: loaded - begun,
  };
}

/** @param {Trainer} trainer @param {Task} task @returns {Promise<Omit<Measured, 'start'>>} */
async function timeTraining(trainer, { batch, warmMilliseconds, windowMilliseconds, windows }) {
  let steps = 1;
  let perStep = 1;
  for (let warmed = 0; warmed < warmMilliseconds; ) {
    const took = (await timeSteps(trainer, steps)).milliseconds;
    perStep = took / steps;
    warmed += took;
    if (took < warmMilliseconds / 3) steps *= 2;
  }
  const stepsPerWindow = Math.max(1, Math.round(windowMilliseconds / perStep));
  /** @type {number[]} */
  const rates = [];
  /** @type {number[]} */
  const stepRates = [];
  let loss = Number.NaN;
  for (let window = 0; window < windows; window++) {
    const { milliseconds, progress } = await timeSteps(trainer, stepsPerWindow);
    rates.push((1000 * stepsPerWindow * batch) / milliseconds);
    stepRates.push(progress.samplesPerSecond);
    loss = progress.loss;
  }
  return { rates, stepRates, stepsPerWindow, loss };
}

/** @param {Trainer} trainer @param {number} steps */
async function timeSteps(trainer, steps) {
  const start = performance.now();
  const progress = await trainer.step(steps);
  return { milliseconds: performance.now() - start, progress };
}
