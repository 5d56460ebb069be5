/**
 * One session of the engine, the same in Node and in a browser: how long until it is ready and has
 * taken its first step, then how many samples a second it trains.
 */
import { createTrainer } from '../../web/engine/index.js';
import { steadyRates } from '../steady.js';

/** The first block of the first epoch; training starts when it is in. */
const FIRST_BLOCK = 2048;

/**
 * @typedef {Engine & import('../steady.js').Protocol} Task
 *
 * @typedef {object} Engine
 * @property {Record<string, unknown>} config
 * @property {import('../../web/engine/types.js').DataOption} data
 * @property {'strict' | 'fast'} build
 * @property {number} threads
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
async function timeTraining(trainer, task) {
  const { answers, ...steady } = await steadyRates((steps) => trainer.step(steps), task);
  return {
    ...steady,
    stepRates: answers.map(({ samplesPerSecond }) => samplesPerSecond),
    loss: answers.at(-1)?.loss ?? Number.NaN,
  };
}

/**
 * @typedef {object} Turns
 * @property {number} turns
 * @property {number} turnMilliseconds about as long, on one thread
 *
 * Training on one thread and on several, in turn: what slows the machine for a while slows both.
 * @param {Task & Turns} task its windows are not used
 * @returns {Promise<{ratios: number[]}>} of each turn, how many times as fast several threads were
 */
export async function scaling(task) {
  const { config, data, build, threads, turns, turnMilliseconds } = task;
  const create = async (/** @type {number} */ threads) => {
    const trainer = await createTrainer({ model: config, data, build, threads });
    if (trainer.threads !== threads) throw new Error(`it runs on ${trainer.threads} thread(s)`);
    await trainer.loaded;
    return trainer;
  };
  const [one, several] = [await create(1), await create(threads)];
  const warm = { ...task, windowMilliseconds: turnMilliseconds, windows: 1 };
  await steadyRates((steps) => several.step(steps), warm);
  const { stepsPerWindow } = await steadyRates((steps) => one.step(steps), warm);
  const taken = async (/** @type {Trainer} */ trainer) => {
    const start = performance.now();
    await trainer.step(stepsPerWindow);
    return performance.now() - start;
  };
  const ratios = [];
  for (let turn = 0; turn < turns; turn++) ratios.push((await taken(one)) / (await taken(several)));
  one.dispose();
  several.dispose();
  return { ratios };
}

/**
 * @typedef {object} Goal
 * @property {number[]} targets accuracies on the test images, 0 … 1
 * @property {number} every steps between two scorings
 * @property {number} most steps
 *
 * @typedef {object} Reached
 * @property {Record<string, {seconds: number, steps: number}>} reached by target: time in steps only
 * @property {number} best accuracy
 * @property {number} steps
 *
 * Trains until all targets have been reached, or for the most steps.
 * @param {Engine & Goal & {seed: number}} task
 * @returns {Promise<Reached>}
 */
export async function reach({ config, data, build, threads, seed, targets, every, most }) {
  const trainer = await createTrainer({ model: config, data, build, threads, seed });
  try {
    await trainer.loaded;
    /** @type {Reached} */
    const record = { reached: {}, best: 0, steps: 0 };
    while (record.steps < most && targets.some((target) => !(target in record.reached))) {
      const { trainSeconds } = await trainer.step(every);
      record.steps += every;
      const { accuracy } = await trainer.evaluate('test');
      record.best = Math.max(record.best, accuracy);
      for (const target of targets)
        if (accuracy >= target)
          record.reached[target] ??= { seconds: trainSeconds, steps: record.steps };
    }
    return record;
  } finally {
    trainer.dispose();
  }
}
