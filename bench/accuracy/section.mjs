// Seconds of training to an accuracy on the test images: at the same settings here and in PyTorch,
// and by our best recipe. A round is a seed.
import { ROWS } from '../engine/places.mjs';
import { needsOf, runBuilt } from '../engine/sessions.mjs';
import { absenceOfTorch } from '../peers/install.mjs';
import { runTorch } from '../peers/section.mjs';
import { median } from '../statistics.mjs';
import * as write from '../table.mjs';
import { workloadOf } from '../workloads.mjs';
import { configOf, RECIPES } from './recipes.mjs';

/** @typedef {import('../engine/measure.js').Reached} Reached */
/** @typedef {import('../types.js').Context} Context */

/** @type {Record<string, number[]>} */
const TARGETS = { B: [0.97, 0.98], E: [0.985, 0.99] };
const SEEDS = 5;
/** Scoring is not timed; where the target is not met, this is where to give up. */
const PACE = { every: 100, most: 15_000 };
const PLACES = ['chromium-fast-1', 'chromium-strict-1', 'node-fast-1'];
const OURS = ROWS.filter(({ name }) => PLACES.includes(name));
/** Where recipes are tried; a page has nothing faster on one thread. */
const RECIPES_IN = OURS.filter(({ build, place }) => build === 'fast' && place !== 'node');

/**
 * @typedef {object} Trial
 * @property {string} workload
 * @property {string} name of the row of the table
 * @property {number[]} targets
 * @property {string[]} tags
 * @property {() => string | undefined} absence
 * @property {string[]} setup
 * @property {import('../types.js').Built[]} builds
 * @property {(task: object, context: Context) => Promise<Reached>} run
 * @property {() => Promise<object>} config
 */

/** @returns {Trial[]} */
function trials() {
  const same = Object.entries(TARGETS).flatMap(([workload, targets]) => {
    const common = { workload, targets, config: async () => workloadOf(workload).config };
    return [...OURS.map((row) => ({ ...common, ...ours(row) })), { ...common, ...TORCH }];
  });
  const recipes = RECIPES.flatMap((recipe) =>
    RECIPES_IN.map((row) => ({
      ...ours(row),
      ...{ workload: recipe.workload, targets: [recipe.target] },
      name: `recipe-${100 * recipe.target}`,
      tags: ['recipe', row.place],
      config: () => configOf(recipe, workloadOf(recipe.workload).config.split),
    })),
  );
  return [...same, ...recipes];
}

/** @param {import('../engine/places.mjs').Row} row */
const ours = (row) => ({
  name: row.name,
  tags: [row.name, row.place, row.build],
  ...needsOf(row),
  absence: () => undefined,
  run: (/** @type {object} */ task, /** @type {Context} */ context) =>
    runBuilt('reach', row, context, task),
});

const TORCH = {
  name: 'torch',
  tags: ['torch'],
  ...{ setup: [], builds: [] },
  absence: absenceOfTorch,
  run: (/** @type {object} */ task, /** @type {Context} */ { dataFolder }) =>
    runTorch({ ...task, dataFolder }),
};

const nameOf = (/** @type {Trial} */ { workload, name }) => `accuracy-${workload}-${name}`;

/** @param {Trial} trial @returns {import('../types.js').Job} */
const jobOf = (trial) => ({
  name: nameOf(trial),
  tags: ['accuracy', trial.workload, ...trial.tags],
  modes: ['accuracy'],
  ...{ setup: trial.setup, builds: trial.builds, rounds: SEEDS, seconds: 20 },
  absence: ({ dataFolder }) =>
    dataFolder ? trial.absence() : 'accuracy means little without MNIST (see data/README.md)',
  run: async (context, seed) =>
    trial.run({ config: await trial.config(), seed, targets: trial.targets, ...PACE }, context),
  say: (/** @type {Reached} */ { reached, best }) =>
    trial.targets
      .map((target) =>
        target in reached
          ? `${write.share(target)} in ${reached[target].seconds.toFixed(2)} s`
          : `${write.share(target)} not reached (${write.share(best)})`,
      )
      .join(', '),
});

/** @param {import('../types.js').Records} records @returns {import('../types.js').Report} */
function report(records) {
  const rows = trials()
    .filter((trial) => records.get(nameOf(trial))?.some(Boolean))
    .map((trial) => {
      const sessions = /** @type {Reached[]} */ (records.get(nameOf(trial))).filter(Boolean);
      const goals = trial.targets.map((target) => summary(target, sessions));
      return { workload: trial.workload, name: trial.name, goals };
    });
  const text = Object.keys(TARGETS).flatMap((workload) => {
    const there = rows.filter((row) => row.workload === workload);
    if (there.length === 0) return [];
    const targets = [...new Set(there.flatMap(({ goals }) => goals.map(({ target }) => target)))];
    const heads = targets.map((target) => `to ${write.share(target)}`);
    const cells = there.map(({ name, goals }) => [
      name,
      ...targets.map((target) => cell(goals.find((goal) => goal.target === target))),
    ]);
    return [write.table([`${workload}, seconds in steps, median`, ...heads], cells)];
  });
  const note =
    `Training to an accuracy on the test images, scored every ${PACE.every} steps: the workload's ` +
    'own settings, and our recipes (bench/accuracy/recipes.json)';
  return { record: { rows }, text: [note, ...text] };
}

/**
 * The median over all seeds: one that never got there took longer than all others.
 * @param {number} target @param {Reached[]} sessions
 */
function summary(target, sessions) {
  const there = sessions.map(({ reached }) => reached[target]);
  return {
    target,
    seconds: median(there.map((goal) => goal?.seconds ?? Number.POSITIVE_INFINITY)),
    steps: median(there.map((goal) => goal?.steps ?? Number.POSITIVE_INFINITY)),
    seeds: sessions.length,
    reached: there.filter(Boolean).length,
  };
}

/** @param {ReturnType<typeof summary> | undefined} goal */
function cell(goal) {
  if (!goal) return '–';
  const of = `${goal.reached} of ${goal.seeds} seeds`;
  if (!Number.isFinite(goal.seconds)) return `not reached, ${of}`;
  return `${goal.seconds.toFixed(2)} s, ${write.count(goal.steps)} steps, ${of}`;
}

/** @type {import('../types.js').Section} */
export const accuracySection = { name: 'accuracy', jobs: () => trials().map(jobOf), report };
