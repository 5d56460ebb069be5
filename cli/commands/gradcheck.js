import { createTrainer } from '../../web/engine/index.js';
import { UsageError } from '../arguments.js';
import { readModelOption } from '../model.js';

/** @param {import('../arguments.js').Options} options @param {string[]} words */
export async function run(options, words) {
  if (words.length) throw new UsageError(`gradcheck: what is "${words[0]}" for? see --help`);
  const model = await readModelOption(options.model ?? 'mlp', options.changes);
  const trainer = await createTrainer({ model, data: null, build: 'check', seed: options.seed });
  try {
    const { bound, rows } = await trainer.gradcheck({
      seed: options.seed,
      // As soon as its tensor is done: those of convolutions take long.
      onRow: (row, _, bound) => options.json || console.log(asText(row, bound)),
    });
    const worst = Math.max(...rows.map(({ error }) => error));
    const passed = worst <= bound;
    if (options.json) console.log(JSON.stringify({ event: 'done', passed, bound, worst, rows }));
    else console.log(`a relative error of at most ${bound} counts as right`);
    if (!passed) process.exitCode = 1;
  } finally {
    trainer.dispose();
  }
}

/** @param {import('../../web/engine/types.js').GradientRow} row @param {number} bound */
function asText({ name, count, tried, skipped, error }, bound) {
  const mark = error <= bound ? 'right' : 'WRONG';
  const kinks = skipped ? `, ${skipped} at kinks` : '';
  return `${mark}  ${error.toExponential(1)}  ${name}  (${tried} of ${count} tried${kinks})`;
}
