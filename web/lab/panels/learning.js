import { h } from '../h.js';
import { percent } from '../numbers.js';
import { nameOf } from '../runs.js';
import { accuracyAxis, HEALTHY, lossAxis, rateAxis, ratioAxis } from '../views/axes.js';
import { visibility } from '../views/canvas.js';
import { createChart } from '../views/chart.js';
import { explain, heading, mountSwitch } from './section.js';

/** ms between two questions for the update-to-weight ratio, of which the engine has one each 32 steps. */
const RATIO_EACH = 100;

/** Loss and accuracy while it trains, with those of earlier runs. @type {import('../state.js').Mount} */
export function mountLearning(root, lab, t) {
  /** @type {(() => void)[]} */
  const leave = [];
  /** @param {string} key @param {'lossAxis' | 'lossCurve' | 'accuracyAxis' | 'rateChart' | 'ratioChart'} what @param {string[]} values off, on */
  const choice = (key, what, values) => {
    const { button, stop } = mountSwitch(lab, t, key, what, values);
    leave.push(stop);
    return button;
  };
  // Sliders, since the keys move through the steps that are read.
  const box = (kind = '') =>
    h('div', { class: `chart ${kind}`, role: 'slider', tabindex: 0, 'aria-valuenow': 0 });
  const [lossBox, accuracyBox, rateBox, ratioBox] = [box(), box(), box('is-low'), box('is-low')];
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
      choice('ratioChart', 'ratioChart', ['hidden', 'shown']),
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
  const ratioFigure = h(
    'figure',
    { class: 'figure', 'data-chart': 'ratio', hidden: true },
    heading(t, 'ratioChart', h('span', {}, t('rateChart.unit'))),
    ratioBox,
  );
  root.append(
    h('figure', { class: 'figure', 'data-chart': 'loss' }, lossHeading, lossBox),
    h('figure', { class: 'figure', 'data-chart': 'accuracy' }, accuracyHeading, accuracyBox),
    rateFigure,
    ratioFigure,
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
    ratio: createChart(ratioBox, [{ token: 'ink', width: 1.5 }]),
  };
  /** Comes with the first pointer or focus. @type {import('./readout.js').ReadOut | undefined} */
  let readOut;
  const withdraw = new AbortController();
  /** @param {Event} event */
  const begin = async (event) => {
    const { createReadOut } = await import('./readout.js');
    if (readOut || withdraw.signal.aborted) return;
    const boxes = [lossBox, accuracyBox, rateBox, ratioBox];
    const readers = Object.values(charts).map(({ stepAt }, i) => ({ box: boxes[i], stepAt }));
    readOut = createReadOut(readers, lab, t, show);
    readOut.begin(event);
  };
  for (const type of ['pointermove', 'pointerdown', 'focusin'])
    root.addEventListener(type, (event) => !readOut && begin(event).catch(() => {}), withdraw);

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
    const cursor = readOut?.step();
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
      cursor,
    });
    const best = Math.max(0, curves.accuracy.highest(), curves.validationAccuracy.highest());
    charts.accuracy.show({
      series: [curves.accuracy, curves.validationAccuracy, curves.epochAccuracy],
      axis: accuracyAxis(state.accuracyAxis, best),
      steps,
      past: past('accuracy', 'validationAccuracy'),
      stop,
      cursor,
    });
    rateFigure.hidden = state.rateChart === 'hidden';
    if (!rateFigure.hidden)
      charts.rate.show({
        series: [curves.rate],
        axis: rateAxis(curves.rate.highest()),
        steps,
        cursor,
      });
    ratioFigure.hidden = state.ratioChart === 'hidden';
    if (!ratioFigure.hidden)
      charts.ratio.show({
        series: [curves.updateRatio],
        axis: ratioAxis(curves.updateRatio.lowest(), curves.updateRatio.highest()),
        steps,
        band: HEALTHY,
        mark: { at: HEALTHY.usual, label: t('ratioChart.usual') },
        cursor,
      });
    readOut?.show(runs, steps);
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
    const ratio = curves.updateRatio.last();
    ratioBox.ariaLabel = ratio
      ? t('ratioChart.now', { ratio: ratio.y.toPrecision(2) })
      : t('ratioChart.none');
  };
  const view = visibility(root, show);
  const ratios = lab.act.ask(
    (trainer) => trainer.diagnose(),
    ({ step, updateRatio }) => {
      const { curves, curvesVersion } = lab.get();
      if (step <= (curves.updateRatio.last()?.x ?? 0)) return;
      curves.updateRatio.append(step, updateRatio);
      lab.set({ curvesVersion: curvesVersion + 1 });
    },
    {
      visible: () => view.visible() && lab.get().ratioChart === 'shown',
      interval: RATIO_EACH,
      share: 0.1,
    },
  );
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
        'ratioChart',
        'stoppedEarly',
      ],
      show,
    ),
    lab.subscribe(['ratioChart'], ratios.request),
    ratios.stop,
    () => withdraw.abort(),
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
