// Writes docs/RESULTS.md from saved results of experiments:
//     node cli/inkling.js experiment run NAME --seeds 5 --json >> results.jsonl
//     node tools/results.mjs results.jsonl [--out FILE]
// Only results of the present recipes count, at full length, on MNIST.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { EXPERIMENTS } from '../web/experiments/index.js';
import { readResults } from '../web/experiments/lines.js';
import { recipeOf } from '../web/experiments/run.js';
import { byRun, spreadOf, writeSpread } from '../web/experiments/summary.js';
import { detailLines, tableRows } from '../web/experiments/table.js';
import { Trouble } from './shell.mjs';

/** @typedef {import('../web/experiments/types.js').Experiment} Experiment */
/** @typedef {import('../web/experiments/lines.js').SavedResult} SavedResult */

const INTRODUCTION = `# Results

Every figure here is of MNIST (50,000 images for training, 10,000 for validation, the 10,000
test images scored once, after training), mean ± sample deviation over the seeds named. This
file is written by \`node tools/results.mjs results.jsonl\` from what the commands beneath each
table print; \`--skip results.jsonl\` leaves out what is there already, so that the hours can be
had in pieces. DIR is the folder of MNIST. Seconds are those of steps, on a machine with other
work to do and now and then stopped for it: they say nothing of speed.
`;

const ABOUT_RESULTS = `The lectures print no hyperparameters. Batch 100, 15 epochs, a constant learning rate of 0.001,
pixels scaled to 0 … 1 and "random" as normal with σ = 1 (biases 0) are assumed, as is usual in
that course; the hidden sizes are inferred, those of the MLP (256) too. The course trains on all
60,000 images; here the last 10,000 are kept for validation. The stated rows are not tuned to
meet a figure, so where they miss the printed one, they miss it here. The improved ones keep the
hidden layers, batch and epochs of the row they improve and do not augment: they add batch
normalization, dropout (0.1 on the pixels, 0.1 or 0.2 between layers), He initialization, AdamW
with decay 0.02, and one cycle of the learning rate up to 0.004 (\`web/experiments/results.js\`).
They were chosen by validation accuracy.`;

/** @param {string[][]} rows the first names the columns */
function markdownTable(rows) {
  const [head, ...body] = rows.map((row) => `| ${row.join(' | ')} |`);
  return [head, `|${' --- |'.repeat(rows[0].length)}`, ...body].join('\n');
}

/** @param {SavedResult[]} results */
function seedsText(results) {
  const seeds = [...new Set(results.map(({ seed }) => seed))].sort((a, b) => a - b);
  return seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds.join(', ')}`;
}

/** @param {Experiment} experiment @param {SavedResult[]} results */
function summaryRows({ runs }, results) {
  const groups = byRun(results);
  const rows = runs.map(({ name, label, printed, improves }) => {
    const some = groups.get(name) ?? [];
    const printedTest = printed?.test ?? '';
    const printedTrain = printed?.train ?? '';
    return [
      `\`${name}\``,
      label.en,
      `${writeSpread(spreadOf(some.map((result) => result.testAccuracy)), 4)}`,
      String(printedTest),
      writeSpread(spreadOf(some.map((result) => result.trainAccuracy)), 4),
      String(printedTrain),
      improves ? `improves \`${improves}\`` : '',
      String(some.length),
    ];
  });
  return [['row', 'setting', 'test', 'printed', 'train', 'printed', '', 'seeds'], ...rows];
}

/** @param {Experiment} experiment @param {SavedResult[]} results */
function section(experiment, results) {
  const { name, title, lookFor } = experiment;
  const isMain = name === 'results';
  const command = `node cli/inkling.js experiment run ${name} --data DIR --seeds 5 --json`;
  const lines = [`## ${title.en}`, '', isMain ? ABOUT_RESULTS : lookFor.en.join(' '), ''];
  if (!results.length && !isMain) lines.push('Not run yet.');
  else if (isMain) lines.push(markdownTable(summaryRows(experiment, results)));
  else lines.push(markdownTable(tableRows(experiment, results, 'en')));
  const details = detailLines(experiment, results);
  if (details.length) lines.push('', 'Of the first seed:', '', ...details.map((d) => `- ${d}`));
  lines.push('', `\`${command}\`${results.length ? ` (here ${seedsText(results)})` : ''}`, '');
  return lines.join('\n');
}

/** @param {SavedResult[]} all */
function current(all) {
  const recipes = new Set(
    EXPERIMENTS.flatMap(({ name, runs }) =>
      runs.map((run) => `${name}/${run.name}/${recipeOf(run)}`),
    ),
  );
  return all.filter(
    ({ experiment, run, recipe, shortened, data }) =>
      data === 'mnist' && !shortened && recipes.has(`${experiment}/${run}/${recipe}`),
  );
}

/** @param {SavedResult[]} all @returns {string} */
export function resultsPage(all) {
  const results = current(all);
  const sections = EXPERIMENTS.map((experiment) =>
    section(
      experiment,
      results.filter((result) => result.experiment === experiment.name),
    ),
  );
  return [INTRODUCTION, ...sections].join('\n');
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { out: { type: 'string' } },
    allowPositionals: true,
  });
  if (!positionals.length)
    throw new Trouble('Give the files of results: node tools/results.mjs results.jsonl');
  const texts = await Promise.all(positionals.map((path) => readFile(path, 'utf8')));
  const out = values.out ?? fileURLToPath(new URL('../docs/RESULTS.md', import.meta.url));
  await writeFile(out, resultsPage(texts.flatMap(readResults)));
  console.log(out);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
