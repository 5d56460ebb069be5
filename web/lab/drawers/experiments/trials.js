/** The engine's experiments, run in the page: what to look for, curves side by side, a table. */
import { runExperiment } from '../../../experiments/run.js';
import { readExperiments } from '../../../experiments/texts.js';
import { h, write } from '../../h.js';
import { clock, percent } from '../../numbers.js';
import { reason } from '../../panels/notice.js';
import { mountSwitch } from '../../panels/section.js';
import { eachFrame } from '../../views/canvas.js';
import { benchOf } from './bench.js';
import { choice, doer, swap } from './controls.js';
import { makeSheet } from './sheet.js';

/** @type {import('../../state.js').Mount} */
export function mountTrials(root, lab, t) {
  let hasLeft = false;
  /** @type {(() => void) | undefined} */
  let leave;
  // Their texts are many, so they are fetched only when somebody looks.
  readExperiments(t.language).then(
    (experiments) => {
      if (!hasLeft) leave = mountLoaded(root, lab, t, experiments);
    },
    () => root.append(h('p', {}, t('drawer.failed'))),
  );
  return () => {
    hasLeft = true;
    leave?.();
  };
}

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab
 * @param {import('../../state.js').Translate} t
 * @param {import('./bench.js').Experiment[]} experiments
 */
function mountLoaded(root, lab, t, experiments) {
  const bench = benchOf(lab);
  const { language } = t;
  let isBrief = true;
  const chosen = () =>
    experiments.find(({ name }) => name === lab.get().experiment) ?? experiments[0];

  const select = choice(
    t,
    'trials.experiment',
    experiments.map(({ name, title }) => [name, title[language]]),
    (experiment) => lab.act.show({ experiment }),
  );
  const start = doer(
    t,
    'trials.run',
    () => {
      isBrief = !inFull.checked;
      bench.run(chosen(), isBrief && chosen().brief !== undefined, runExperiment);
    },
    { class: 'button is-main' },
  );
  const cancel = doer(t, 'trials.cancel', bench.cancel);
  const inFull = h('input', {
    type: 'checkbox',
    'data-does': 'trials.full',
    title: t('trials.full.about'),
    'aria-description': t('trials.full.about'),
  });
  const full = h('label', {}, inFull, t('trials.full'));
  const log = mountSwitch(lab, t, 'log', 'lossAxis', ['linear', 'log']);
  const status = h('p', { class: 'number', 'data-read': 'trials' });
  const fill = h('span', { class: 'progress-fill' });
  const outcome = h('p', {
    class: 'trials-outcome',
    'aria-live': 'polite',
    'data-read': 'outcome',
  });
  const words = h('div', { class: 'trials-words' });
  const sheetBox = h('div', {});
  root.append(
    h('div', { class: 'lesson-tools' }, select, start, cancel, full, log.button),
    h('div', { class: 'progress trials-progress', 'aria-hidden': 'true' }, fill),
    h('div', { class: 'trials-line' }, status, outcome),
    h('div', { class: 'trials' }, words, sheetBox),
  );

  /** @type {ReturnType<typeof makeSheet> | undefined} */
  let sheet;
  /** @type {import('./bench.js').Experiment | undefined} */
  let shown;
  const show = () => {
    const experiment = chosen();
    const { busy, sheets } = bench.get();
    const { classNames, lossAxis, ready, failed } = lab.get();
    if (experiment !== shown) {
      shown = experiment;
      sheet?.stop();
      sheet = makeSheet(experiment, t, ({ config }) => lab.act.choose({ config }));
      sheetBox.replaceChildren(sheet.element);
      select.value = experiment.name;
      full.hidden = experiment.brief === undefined;
      words.replaceChildren(
        h('h3', {}, experiment.title[language]),
        ...experiment.lookFor[language].map((sentence) => h('p', {}, sentence)),
        h('p', { class: 'trials-note' }, noteOf(experiment, t)),
      );
    }
    const now = sheets[experiment.name];
    sheet?.show(now?.trials ?? [], { chance: Math.log(classNames.length), kind: lossAxis });
    swap(start, cancel, busy !== null, ready && !failed);
    const running = experiments.find(({ name }) => name === busy);
    write(status, running ? statusOf(running, sheets[running.name], t) : '');
    fill.style.transform = `scaleX(${running ? shareOf(sheets[running.name]) : 0})`;
    write(outcome, now ? outcomeOf(experiment, now, t) : '');
  };
  const frame = eachFrame(show);
  const leave = [
    bench.subscribe(['busy', 'sheets'], frame.ask),
    lab.subscribe(['experiment', 'classNames', 'lossAxis', 'ready', 'failed'], frame.ask),
    log.stop,
    frame.cancel,
  ];
  show();
  return () => {
    for (const task of leave) task();
    sheet?.stop();
  };
}

/** @param {import('./bench.js').Experiment} experiment @param {import('../../state.js').Translate} t */
function noteOf({ brief }, t) {
  const { epochs, first } = brief ?? {};
  const shortened = epochs
    ? `${t('trials.brief.epochs', { epochs })} `
    : first
      ? `${t('trials.brief.first', { first })} `
      : '';
  return shortened + t('trials.note');
}

/** How much of it is done, 0 … 1. @param {import('./bench.js').Sheet} sheet */
export function shareOf({ trials, count, progress }) {
  const part = progress?.totalSteps ? progress.step / progress.totalSteps : 0;
  const done = trials.filter(({ result }) => result !== null).length;
  return Math.min(1, (done + (trials.at(-1)?.result ? 0 : part)) / count);
}

/**
 * @param {import('./bench.js').Experiment} experiment @param {import('./bench.js').Sheet} sheet
 * @param {import('../../state.js').Translate} t
 */
function statusOf({ runs }, { trials, count, progress }, t) {
  const index = Math.max(1, trials.length);
  const values = { index, count, label: runs[index - 1].label[t.language] };
  if (!progress) return t('trials.loading', values);
  const { epoch, epochs, secondsLeft } = progress;
  return t('trials.progress', { ...values, epoch, epochs, left: clock(secondsLeft) });
}

/**
 * @param {import('./bench.js').Experiment} experiment @param {import('./bench.js').Sheet} sheet
 * @param {import('../../state.js').Translate} t
 */
function outcomeOf({ runs }, { state, trials, error, source, isBrief }, t) {
  if (state === 'running') return '';
  if (state === 'failed') return t('trials.failed', { why: reason(error, t) });
  if (state === 'cancelled') return t('trials.cancelled');
  const scores = trials.map(({ result }) => result?.testAccuracy ?? 0);
  const best = Math.max(...scores);
  return [
    best > 0 &&
      t('trials.done', {
        label: runs[scores.indexOf(best)].label[t.language],
        share: percent(best),
      }),
    t('trials.on', { data: t(`data.${source}`) }),
    isBrief && t('trials.shortened'),
  ]
    .filter(Boolean)
    .join(' ');
}
