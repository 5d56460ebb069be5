/** Three scores to move by hand: what softmax with cross-entropy and what the hinge make of them. */
import { h, write } from '../../h.js';
import { percent } from '../../numbers.js';
import { doer } from './controls.js';
import { short, term } from './figures.js';
import { EXAMPLES, jiggled, LIMIT, lossesOf } from './three-scores.js';

const CLASSES = [0, 1, 2];
const LOSSES = /** @type {const} */ (['crossEntropy', 'hinge']);

/** @type {import('../../state.js').Mount} */
export function mountScores(root, _lab, t) {
  let [{ scores, right }] = EXAMPLES;
  let margin = 1;
  /** What was jiggled, so that scores do not wander off; and what it lost. */
  let base = scores;
  /** @type {import('./three-scores.js').Losses | null} */
  let before = null;

  /** @param {number[]} next @param {number} [nextRight] */
  const take = (next, nextRight = right) => {
    scores = next;
    base = next;
    right = nextRight;
    before = null;
    show();
  };
  const examples = EXAMPLES.map((example, i) =>
    doer(t, `scores.example${i + 1}`, () => take(example.scores, example.right)),
  );
  const jiggle = doer(t, 'scores.jiggle', () => {
    before = lossesOf(base, right, margin);
    scores = jiggled(base);
    show();
  });
  const marginField = h('input', {
    class: 'field',
    type: 'number',
    min: 0,
    max: LIMIT,
    step: 0.5,
    'data-choice': 'margin',
    'aria-label': t('scores.margin'),
    title: t('scores.margin.about'),
    'aria-description': t('scores.margin.about'),
    oninput: () => {
      const value = read(marginField, 0);
      if (value === null) return;
      margin = value;
      before = null;
      show();
    },
  });
  const rows = CLASSES.map((i) => makeRow(i, t, { take, now: () => ({ scores, right }) }));
  const sums = LOSSES.map((name) => ({
    name,
    line: h('span', { class: 'number', 'data-read': name }),
    change: h('strong', { class: 'number scores-change', 'data-read': `${name}Change` }),
  }));
  const verdict = h('p', { class: 'scores-verdict', 'aria-live': 'polite' });
  root.append(
    h(
      'div',
      { class: 'lesson-tools' },
      examples,
      h('label', { class: 'scores-margin' }, t('scores.margin'), marginField),
      jiggle,
    ),
    h(
      'ul',
      { class: 'scores' },
      rows.map(({ element }) => element),
    ),
    h(
      'dl',
      { class: 'scores-losses' },
      sums.flatMap(({ name, line, change }) => [
        h('dt', {}, t(`scores.${name}`)),
        h('dd', {}, line, ' ', change),
      ]),
    ),
    verdict,
  );

  function show() {
    const losses = lossesOf(scores, right, margin);
    for (const row of rows) row.show({ scores, right, margin, losses });
    write(
      sums[0].line,
      `−ln ${short(losses.probabilities[right])} = ${short(losses.crossEntropy)}`,
    );
    const terms = losses.terms.filter((one) => one !== null);
    write(sums[1].line, `${terms.map(short).join(' + ')} = ${short(losses.hinge)}`);
    for (const { name, change } of sums) {
      const difference = before ? losses[name] - before[name] : 0;
      const sign = difference > 0 ? '+' : '';
      const text = difference ? `${sign}${short(difference)}` : t('scores.unchanged');
      write(change, before ? text : '');
    }
    write(
      verdict,
      t(losses.hinge === 0 ? 'scores.met' : 'scores.unmet', { margin: short(margin) }),
    );
    if (read(marginField, 0) !== margin) marginField.value = String(margin);
  }
  show();
  return () => {};
}

/**
 * @typedef {object} Shown
 * @property {number[]} scores @property {number} right @property {number} margin
 * @property {import('./three-scores.js').Losses} losses
 */

/**
 * One class: whether it is the right one, its score, and what becomes of it.
 * @param {number} i @param {import('../../state.js').Translate} t
 * @param {{take: (scores: number[], right?: number) => void, now: () => {scores: number[], right: number}}} all
 */
function makeRow(i, t, { take, now }) {
  const name = t(`scores.class${i}`);
  /** @param {HTMLInputElement} input */
  const move = (input) => {
    const value = read(input, -LIMIT);
    if (value !== null) take(now().scores.map((score, j) => (j === i ? value : score)));
  };
  const isRight = h('input', {
    type: 'radio',
    name: 'scores-right',
    'data-does': `right-${i}`,
    title: t('scores.right.about'),
    'aria-description': t('scores.right.about'),
    onchange: () => take(now().scores, i),
  });
  /** @param {string} type @param {string} kind */
  const input = (type, kind) => {
    const element = h('input', {
      class: kind,
      type,
      min: -LIMIT,
      max: LIMIT,
      step: 0.1,
      'data-choice': `${type}-${i}`,
      'aria-label': t('scores.score', { name }),
      title: t('scores.score.about'),
      'aria-description': t('scores.score.about'),
      oninput: () => move(element),
    });
    return element;
  };
  const slider = input('range', 'scores-range');
  const field = input('number', 'field');
  const power = h('span', { class: 'number' });
  const fill = h('span', { class: 'fill' });
  const share = h('span', { class: 'number', 'data-read': `probability-${i}` });
  const hinge = h('span', { class: 'number scores-term', 'data-read': `term-${i}` });
  const element = h(
    'li',
    {},
    h('label', { class: 'scores-name' }, isRight, name),
    slider,
    field,
    power,
    h('span', { class: 'fill-row' }, h('span', { class: 'fill-box' }, fill), share),
    hinge,
  );
  return {
    element,
    /** @param {Shown} shown */
    show({ scores, right, margin, losses }) {
      const [score, own] = [scores[i], scores[right]];
      isRight.checked = i === right;
      element.classList.toggle('is-right', i === right);
      slider.value = String(score);
      if (read(field, -LIMIT) !== score) field.value = String(score);
      write(power, `exp(${short(score)}) = ${short(losses.powers[i])}`);
      fill.style.transform = `scaleX(${losses.probabilities[i]})`;
      write(share, percent(losses.probabilities[i]));
      const value = losses.terms[i];
      write(
        hinge,
        value === null
          ? t('scores.isRight')
          : `max(0, ${short(score)} − ${term(own)} + ${short(margin)}) = ${short(value)}`,
      );
    },
  };
}

/** @param {HTMLInputElement} input @param {number} least @returns {number | null} null: nothing that counts */
function read(input, least) {
  const value = input.valueAsNumber;
  return Number.isFinite(value) && value >= least && value <= LIMIT ? value : null;
}
