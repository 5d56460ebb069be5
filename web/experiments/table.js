/** An experiment's results as rows of text, for the terminal and for Markdown. */
import { byRun, spreadOf, writeSpread } from './summary.js';

/** @typedef {import('./types.js').RunResult} RunResult */
/** @typedef {import('./types.js').Experiment} Experiment */
/** @typedef {'en' | 'ko'} Language */

const WORDS = {
  en: {
    run: 'run',
    about: '',
    test: 'test',
    printed: 'printed',
    train: 'train',
    validation: 'validation',
    first: 'first loss',
    last: 'train loss',
    reached: 'steps to reach',
    steps: 'steps',
    seconds: 'seconds',
    diverged: 'diverged',
  },
  ko: {
    run: '이름',
    about: '설명',
    test: '시험',
    printed: '강의',
    train: '학습',
    validation: '검증',
    first: '첫 손실',
    last: '학습 손실',
    reached: '걸린 스텝',
    steps: '스텝',
    seconds: '초',
    diverged: '발산',
  },
};

/**
 * @param {Experiment} experiment
 * @param {RunResult[]} results
 * @param {Language} lang
 * @returns {string[][]} the first row names the columns
 */
export function tableRows(experiment, results, lang) {
  const words = WORDS[lang];
  const groups = byRun(results);
  const isPrinted = experiment.runs.some(({ printed }) => printed);
  const head = [
    words.run,
    words.about,
    words.test,
    ...(isPrinted ? [words.printed] : []),
    words.train,
    words.validation,
    words.first,
    words.last,
    ...(experiment.reach ? [words.reached] : []),
    words.steps,
    words.seconds,
  ];
  const rows = experiment.runs.flatMap((run) => {
    const some = groups.get(run.name);
    if (!some) return [];
    /** @param {(result: RunResult) => number | null | undefined} of @param {number} digits */
    const column = (of, digits) => writeSpread(spreadOf(some.map(of)), digits);
    const test = column((result) => result.testAccuracy, 4);
    const diverged = some.filter((result) => result.diverged).length;
    return [
      [
        run.name,
        run.label[lang],
        diverged ? `${test} (${words.diverged})` : test,
        ...(isPrinted ? [writePrinted(run.printed)] : []),
        column((result) => result.trainAccuracy, 4),
        column((result) => result.validationAccuracy, 4),
        column((result) => result.firstLoss, 3),
        column((result) => result.trainLoss, 4),
        ...(experiment.reach ? [column((result) => result.reachedStep, 0)] : []),
        column((result) => result.steps, 0),
        column((result) => result.trainSeconds, 1),
      ],
    ];
  });
  return [head, ...rows];
}

/** @param {import('./types.js').Run['printed']} printed */
function writePrinted(printed) {
  if (!printed) return '';
  return printed.train ? `${printed.test} (${printed.train})` : String(printed.test);
}

/** @param {Experiment} experiment @param {RunResult[]} results @param {Language} lang */
export function experimentTable(experiment, results, lang) {
  const rows = tableRows(experiment, results, lang);
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => widthOf(row[i]))));
  const lines = rows.map((row) => row.map((cell, i) => pad(cell, widths[i])).join('  '));
  return [...lines, ...detailLines(experiment, results)].map((line) => line.trimEnd()).join('\n');
}

/** Hangul takes two places in a terminal. @param {string} text */
const widthOf = (text) =>
  [...text].reduce((sum, sign) => sum + (/[\u1100-\u11ff\u3000-\ud7af]/.test(sign) ? 2 : 1), 0);

/** @param {string} text @param {number} width */
const pad = (text, width) => text + ' '.repeat(width - widthOf(text));

/**
 * What was measured besides, of the first seed: a line each run.
 * @param {Experiment} experiment
 * @param {RunResult[]} results
 */
export function detailLines(experiment, results) {
  /** @type {string[]} */
  const lines = [];
  for (const [name, [result]] of byRun(results)) {
    if (experiment.measures?.includes('depth') && result.depth)
      for (const when of /** @type {const} */ (['before', 'after']))
        lines.push(`${name}, ${when} training, by depth: ${depthText(result.depth[when])}`);
    if (experiment.measures?.includes('weights') && result.weights)
      lines.push(`${name}, weights: ${weightsText(result.weights)}`);
  }
  return lines;
}

/** @param {import('./types.js').Depth[]} depths */
function depthText(depths) {
  return depths
    .map(({ mean, deviation, saturated, dead }) => {
      const share = saturated ? `, ${Math.round(100 * saturated)} % saturated` : '';
      const lost = dead ? `, ${Math.round(100 * dead)} % dead` : '';
      return `${small(mean)} ± ${small(deviation)}${share}${lost}`;
    })
    .join(' | ');
}

/** @param {import('./types.js').Weights[]} weights */
function weightsText(weights) {
  return weights
    .map(
      (one) =>
        `norm ${small(one.norm)}, largest ${small(one.largest)}, ` +
        `${Math.round(100 * one.small)} % below 0.001`,
    )
    .join(' | ');
}

/** @param {number} value */
const small = (value) => Number(value.toPrecision(2)).toString();
