import { createTrainer } from '../../web/engine/index.js';
import { UsageError } from '../arguments.js';
import { readModelOption } from '../model.js';

/** @param {import('../arguments.js').Options} options @param {string[]} words */
export async function run(options, words) {
  if (words.length) throw new UsageError(`describe: what is "${words[0]}" for? see --help`);
  const model = await readModelOption(options.model ?? 'mlp');
  const trainer = await createTrainer({ model, data: null });
  try {
    const description = await trainer.describe();
    console.log(options.json ? JSON.stringify(description) : asText(description));
  } finally {
    trainer.dispose();
  }
}

/** @param {import('../../web/engine/types.js').Description} description */
function asText({ layers, parameters, tables }) {
  const rows = layers.map(
    ({ index, type, shape, parameters: own }) =>
      `${String(index).padStart(3)}  ${type.padEnd(12)} ${shape.join('×').padEnd(12)} ${own}`,
  );
  const choices = Object.entries(tables).flatMap(([kind, some]) => [
    '',
    `${kind}:`,
    ...some.flatMap(({ name, sentence, parameters: own }) => [
      ...(name === '-' ? [] : [`  ${name.padEnd(24)} ${sentence}`]),
      ...own.map((row) => {
        const fallback = row.fallback === null ? 'required' : row.fallback;
        const range = row.type === 'switch' ? '' : `, ${row.minimum} … ${row.maximum}`;
        return `    ${row.name.padEnd(22)} ${row.sentence} (${fallback}${range})`;
      }),
    ]),
  ]);
  return [...rows, `${parameters} parameters`, ...choices].join('\n');
}
