import { h } from '../h.js';
import { percent } from '../numbers.js';
import { visibility } from '../views/canvas.js';
import { createChart } from '../views/chart.js';
import { ninesLabel, ninesTop, toNines } from '../views/nines.js';
import { explain, heading } from './section.js';

/** The loss axis grows to what the curve shows, not to what an exploding batch once showed. */
const HIGHEST_LOSS = 12;

/** Loss and accuracy while it trains. @type {import('../state.js').Mount} */
export function mountLearning(root, lab, t) {
  const lossBox = h('div', { class: 'chart', role: 'img' });
  const accuracyBox = h('div', { class: 'chart', role: 'img' });
  const lossHeading = heading(t, 'loss', t('loss.unit'));
  root.append(
    h('figure', { class: 'figure', 'data-chart': 'loss' }, lossHeading, lossBox),
    h(
      'figure',
      { class: 'figure', 'data-chart': 'accuracy' },
      heading(t, 'accuracy', t('accuracy.unit')),
      accuracyBox,
    ),
  );
  const train = /** @type {const} */ ({ label: t('curve.train'), token: 'ink', width: 1.5 });
  const validation = /** @type {const} */ ({
    label: t('curve.validation'),
    token: 'seal',
    width: 2,
    dashed: true,
  });
  const epochs = /** @type {const} */ ({ token: 'seal', width: 0, dots: true });
  /** Cross-entropy of guessing among the classes: ln 10 for digits. */
  const chance = { y: 0, label: '' };
  const loss = createChart(lossBox, {
    lines: [{ token: 'ink', width: 1, faint: true }, train, validation, epochs],
    ticks: (top) => roundTicks(top),
    tickLabel: String,
    mark: chance,
  });
  const accuracy = createChart(accuracyBox, {
    lines: [train, validation, epochs],
    ticks: (top) => [0, 1, 2, 3].filter((tick) => tick <= top),
    tickLabel: ninesLabel,
  });

  let said = 0;
  const show = () => {
    if (!view.visible()) return;
    const { curves, progress, phase, classNames } = lab.get();
    chance.y = Math.log(classNames.length);
    chance.label = t('curve.chance', { loss: chance.y.toFixed(3) });
    const last = curves.loss.last();
    const end = Math.max(
      progress?.totalSteps ?? 0,
      last?.x ?? 0,
      curves.validationLoss.last()?.x ?? 0,
    );
    const steps = end || 100;
    const highest = Math.max(0, curves.loss.highest(), curves.validationLoss.highest());
    loss.show({
      series: [curves.rawLoss, curves.loss, curves.validationLoss, curves.epochLoss],
      steps,
      top: Math.max(1.13 * chance.y, Math.min(HIGHEST_LOSS, highest * 1.05)),
    });
    const best = Math.max(0, curves.accuracy.highest(), curves.validationAccuracy.highest());
    accuracy.show({
      series: [curves.accuracy, curves.validationAccuracy, curves.epochAccuracy].map(nines),
      steps,
      top: ninesTop(best),
    });
    // The text alternative need not keep up with every frame.
    const now = performance.now();
    if (phase === 'training' && now - said < 1000) return;
    said = now;
    const scores = lab.get().validation;
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
  };
  const view = visibility(root, show);
  const leave = lab.subscribe(['curvesVersion', 'phase'], show);
  const leaveClasses = lab.subscribe(['classNames'], ({ classNames }) =>
    explain(lossHeading, t('loss.about', { loss: Math.log(classNames.length).toFixed(3) })),
  );
  return () => {
    leave();
    leaveClasses();
    view.stop();
    loss.stop();
    accuracy.stop();
  };
}

/**
 * The curve as the nines axis has it; buckets keep their extremes, since the axis only rises.
 * @param {import('../views/series.js').Series} series @returns {import('../views/series.js').Series}
 */
function nines(series) {
  return {
    ...series,
    points(most) {
      const { x, y } = series.points(most);
      return { x, y: y.map(toNines) };
    },
    last() {
      const last = series.last();
      return last && { x: last.x, y: toNines(last.y) };
    },
  };
}

/** Three or four round levels. @param {number} top */
function roundTicks(top) {
  const step = [0.5, 1, 2, 4].find((size) => top / size < 4) ?? 5;
  const ticks = [];
  for (let tick = 0; tick <= top; tick += step) ticks.push(tick);
  return ticks;
}
