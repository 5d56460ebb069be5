import { InklingError } from '../../web/engine/error.js';
import { createTrainer } from '../../web/engine/index.js';
import { UsageError } from '../arguments.js';
import { percent } from '../bar.js';
import { readDataOption, sayNotes } from '../data.js';
import { readModelOption } from '../model.js';

/** @param {import('../arguments.js').Options} options @param {string[]} words */
export async function run(options, words) {
  if (words.length) throw new UsageError(`eval: what is "${words[0]}" for? see --help`);
  if (!options.model) throw new UsageError('eval: which model? give --model FILE');
  const trainer = await createTrainer({
    model: await readModelOption(options.model),
    data: await readDataOption(options.data),
    threads: options.threads,
    build: options.build,
  });
  sayNotes(trainer);
  try {
    const { accuracy, loss, count } = await trainer.evaluate('test');
    if (options.json)
      console.log(
        JSON.stringify({ event: 'done', testAccuracy: accuracy, testLoss: loss, images: count }),
      );
    else
      console.log(`test accuracy ${percent(accuracy)}, loss ${loss.toFixed(4)}, ${count} images`);
  } finally {
    trainer.dispose();
  }
}

/**
 * @param {import('../../web/engine/index.js').Trainer} trainer
 * @returns {Promise<import('../../web/engine/types.js').Score | null>} null where the set has none
 */
export async function scoreTest(trainer) {
  try {
    return await trainer.evaluate('test');
  } catch (error) {
    if (error instanceof InklingError && error.code === 'INK_ERROR_NO_TEST') return null;
    throw error;
  }
}
