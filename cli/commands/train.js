import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InklingError } from '../../web/engine/error.js';
import { createTrainer } from '../../web/engine/index.js';
import { UsageError } from '../arguments.js';
import { Bar, clock, percent } from '../bar.js';
import { readDataOption, sayNotes } from '../data.js';
import { readModelOption } from '../model.js';
import { scoreTest } from './eval.js';

/** @typedef {import('../../web/engine/types.js').Progress} Progress */

/** @param {import('../arguments.js').Options} options @param {string[]} words */
export async function run(options, words) {
  if (words.length) throw new UsageError(`train: what is "${words[0]}" for? see --help`);
  if (options.save) await checkWritable(options.save);
  const trainer = await createTrainer({
    model: await readModelOption(options.model ?? 'mlp', options.changes),
    data: await readDataOption(options.data),
    seed: options.seed,
    threads: options.threads,
    build: options.build,
  });
  sayNotes(trainer);
  try {
    const show = new Show(trainer, options.json === true);
    const progress = await trainer.train({ epochs: options.epochs, until: options.until });
    // A short run may be over before the validation images are in.
    progress.validation ??= { ...progress, ...(await trainer.evaluate('validation')) };
    const score = await scoreTest(trainer);
    const weightsSha256 = await trainer.weightsSha256();
    if (options.save) await save(options.save, await trainer.save());
    show.done(progress, score, weightsSha256);
  } finally {
    trainer.dispose();
  }
}

/** Tells how training goes: JSON lines, a bar, or a line each epoch. */
class Show {
  #bar = new Bar();
  #epoch = 0;
  #trainer;
  #json;

  /** @param {import('../../web/engine/index.js').Trainer} trainer @param {boolean} json */
  constructor(trainer, json) {
    this.#trainer = trainer;
    this.#json = json;
    trainer.onProgress((progress) => this.#progress(progress));
    trainer.onData((data) => {
      if (!json && data.total > 0 && !data.done)
        this.#bar.draw(data.images / data.total, `${data.file} ${data.images} of ${data.total}`);
    });
  }

  /** @param {Progress} progress */
  #progress(progress) {
    const finished = progress.epochsDone;
    if (finished > this.#epoch) this.#endEpoch(finished, progress);
    const { step, totalSteps, loss, samplesPerSecond, secondsLeft, epochs } = progress;
    if (this.#json || step === 0) return;
    this.#bar.draw(
      step / totalSteps,
      `epoch ${progress.epoch}/${epochs}  loss ${loss.toFixed(4)}  ` +
        `${Math.round(samplesPerSecond)} images/s  ${clock(secondsLeft)} left`,
    );
  }

  /** @param {number} epoch @param {Progress} progress */
  #endEpoch(epoch, progress) {
    this.#epoch = epoch;
    const { step, loss, accuracy, validation, test, samplesPerSecond, trainSeconds } = progress;
    if (this.#json) {
      const scores = { ...(validation && { validation }), ...(test && { test }) };
      print({
        event: 'epoch',
        epoch,
        step,
        loss,
        accuracy,
        ...scores,
        samplesPerSecond,
        trainSeconds,
      });
      return;
    }
    this.#bar.clear();
    const checked = validation ? `, validation ${percent(validation.accuracy)}` : '';
    console.error(
      `epoch ${epoch}/${progress.epochs}: loss ${loss.toFixed(4)}${checked}, ` +
        `${trainSeconds.toFixed(1)} s, ${Math.round(samplesPerSecond)} images/s`,
    );
  }

  /**
   * @param {Progress} progress
   * @param {import('../../web/engine/types.js').Score | null} score
   * @param {string} weightsSha256
   */
  done(progress, score, weightsSha256) {
    this.#bar.clear();
    const { trainSeconds, samplesPerSecond, step, validation } = progress;
    const { build, threads, seed } = this.#trainer;
    if (this.#json) {
      print({
        event: 'done',
        testAccuracy: score?.accuracy ?? null,
        testLoss: score?.loss ?? null,
        validationAccuracy: validation?.accuracy ?? null,
        trainSeconds,
        samplesPerSecond,
        steps: step,
        weightsSha256,
        build,
        threads,
        seed,
      });
      return;
    }
    const tested = score ? `test accuracy ${percent(score.accuracy)}` : 'no test images';
    console.log(`${tested} after ${step} steps in ${trainSeconds.toFixed(1)} s`);
  }
}

/** @param {object} value */
function print(value) {
  console.log(JSON.stringify(value));
}

/** Better said before the training than after it. @param {string} path */
async function checkWritable(path) {
  const folder = dirname(path);
  await access(folder, constants.W_OK).catch(() => {
    throw new InklingError('INK_ERROR_FILE', `${path}: the folder ${folder} cannot be written to`);
  });
}

/** @param {string} path @param {Uint8Array} bytes */
async function save(path, bytes) {
  await writeFile(path, bytes).catch((error) => {
    throw new InklingError(
      'INK_ERROR_FILE',
      `${path}: ${error.message}`,
      'the model was not saved',
    );
  });
}
