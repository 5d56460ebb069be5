import { h } from '../h.js';
import { percent } from '../numbers.js';
import { nameOf } from '../runs.js';
import { accuracyAxis, lossAxis, rateAxis } from '../views/axes.js';
import { visibility } from '../views/canvas.js';
import { createChart } from '../views/chart.js';
import { explain, heading, mountSwitch } from './section.js';

/** Loss and accuracy while it trains, with those of earlier runs. @type {import('../state.js').Mount} */
export function mountLearning(root, lab, t) {
  /** @type {(() => void)[]} */
  const leave = [];
  /** @param {string} key @param {'lossAxis' | 'lossCurve' | 'accuracyAxis' | 'rateChart'} what @param {string[]} values off, on */
  const choice = (key, what, values) => {
    const { button, stop } = mountSwitch(lab, t, key, what, values);
    leave.push(stop);
    return button;
  };
  const lossBox = h('div', { class: 'chart', role: 'img' });
  const accuracyBox = h('div', { class: 'chart', role: 'img' });
  const rateBox = h('div', { class: 'chart is-low', role: 'img' });
  const lossHeading = heading(
    t,
    'loss',
    h('span', {}, t('loss.unit')),
    h(
      'span',
      { class: 'switches' },
      choice('smoothed', 'lossCurve', ['raw', 'smoothed']),
      choice('log', 'lossAxis', ['linear', 'log']),
      choice('rateChart', 'rateChart', ['hidden', 'shown']),
    ),
  );
  const accuracyHeading = heading(
    t,
    'accuracy',
    h('span', {}, t('accuracy.unit')),
    h('span', { class: 'switches' }, choice('linear', 'accuracyAxis', ['nines', 'linear'])),
  );
  const rateFigure = h(
    'figure',
    { class: 'figure', 'data-chart': 'rate', hidden: true },
    heading(t, 'rateChart', h('span', {}, t('rateChart.unit'))),
    rateBox,
  );
  root.append(
    h('figure', { class: 'figure', 'data-chart': 'loss' }, lossHeading, lossBox),
    h('figure', { class: 'figure', 'data-chart': 'accuracy' }, accuracyHeading, accuracyBox),
    rateFigure,
  );
  const train = /** @type {const} */ ({ label: t('curve.train'), token: 'ink', width: 1.5 });
  const validation = /** @type {const} */ ({
    label: t('curve.validation'),
    token: 'seal',
    width: 2,
    dashed: true,
  });
  const epochs = /** @type {const} */ ({ token: 'seal', width: 0, dots: true });
  const raw = /** @type {const} */ ({ token: 'ink', width: 1, faint: true });
  const charts = {
    loss: createChart(lossBox, [raw, train, validation, epochs]),
    accuracy: createChart(accuracyBox, [train, validation, epochs]),
    rate: createChart(rateBox, [{ token: 'ink', width: 1.5 }]),
  };

  let said = 0;
  const show = () => {
    if (!view.visible()) return;
    const state = lab.get();
    const { curves, phase, stoppedEarly } = state;
    const runs = state.runs.filter((run) => run.shown);
    const steps = stepsOf(state, runs);
    const stop =
      stoppedEarly === null ? undefined : { at: stoppedEarly, label: t('curve.stoppedEarly') };
    /** @param {'loss' | 'accuracy'} own @param {'validationLoss' | 'validationAccuracy'} marked */
    const past = (own, marked) =>
      runs.flatMap((run) => [
        { points: run.lines[own], dashed: false, label: nameOf(run, t) },
        { points: run.lines[marked], dashed: true },
      ]);
    /** Cross-entropy of guessing among the classes: ln 10 for digits. */
    const chance = Math.log(state.classNames.length);
    const isSmoothed = state.lossCurve === 'smoothed';
    charts.loss.show({
      series: [
        isSmoothed ? curves.rawLoss : null,
        isSmoothed ? curves.loss : curves.rawLoss,
        curves.validationLoss,
        curves.epochLoss,
      ],
      axis: lossAxis(state.lossAxis, {
        chance,
        lowest: Math.min(curves.loss.lowest(), curves.validationLoss.lowest()),
        highest: Math.max(0, curves.loss.highest(), curves.validationLoss.highest()),
      }),
      steps,
      mark: { at: chance, label: t('curve.chance', { loss: chance.toFixed(3) }) },
      past: past('loss', 'validationLoss'),
      stop,
    });
    const best = Math.max(0, curves.accuracy.highest(), curves.validationAccuracy.highest());
    charts.accuracy.show({
      series: [curves.accuracy, curves.validationAccuracy, curves.epochAccuracy],
      axis: accuracyAxis(state.accuracyAxis, best),
      steps,
      past: past('accuracy', 'validationAccuracy'),
      stop,
    });
    rateFigure.hidden = state.rateChart === 'hidden';
    if (!rateFigure.hidden)
      charts.rate.show({ series: [curves.rate], axis: rateAxis(curves.rate.highest()), steps });
    // The text alternative need not keep up with every frame.
    const now = performance.now();
    if (phase === 'training' && now - said < 1000) return;
    said = now;
    tell(state);
  };
  /** @param {import('../state.js').State} state */
  const tell = ({ curves, validation: scores, progress }) => {
    const last = curves.loss.last();
    lossBox.ariaLabel = last
      ? t('loss.now', {
          loss: last.y.toFixed(3),
          step: last.x,
          validation: scores?.loss.toFixed(3) ?? '–',
        })
      : t('loss.none');
    const right = curves.accuracy.last();
    accuracyBox.ariaLabel = right
      ? t('accuracy.now', {
          accuracy: percent(right.y),
          validation: scores ? percent(scores.accuracy) : '–',
        })
      : t('accuracy.none');
    const rate = progress && progress.step > 0 ? progress.learningRate : null;
    rateBox.ariaLabel =
      rate === null ? t('rateChart.none') : t('rateChart.now', { rate: rate.toPrecision(2) });
  };
  const view = visibility(root, show);
  leave.push(
    lab.subscribe(
      [
        'curvesVersion',
        'phase',
        'runs',
        'lossAxis',
        'lossCurve',
        'accuracyAxis',
        'rateChart',
        'stoppedEarly',
      ],
      show,
    ),
    lab.subscribe(['classNames'], ({ classNames }) =>
      explain(lossHeading, t('loss.about', { loss: Math.log(classNames.length).toFixed(3) })),
    ),
    lab.subscribe(['accuracyAxis'], ({ accuracyAxis: kind }) =>
      explain(accuracyHeading, t(kind === 'nines' ? 'accuracy.about' : 'accuracy.about.linear')),
    ),
    view.stop,
    ...Object.values(charts).map((chart) => chart.stop),
  );
  return () => {
    for (const task of leave) task();
  };
}

/**
 * Where the charts end: at the longest run's last step.
 * @param {import('../state.js').State} state @param {import('../runs.js').PastRun[]} runs
 */
function stepsOf({ curves, progress }, runs) {
  const own = [
    progress?.totalSteps ?? 0,
    curves.loss.last()?.x ?? 0,
    curves.validationLoss.last()?.x ?? 0,
  ];
  return Math.max(...own, ...runs.map((run) => run.steps)) || 100;
}
