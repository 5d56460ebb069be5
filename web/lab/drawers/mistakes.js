import { h, write } from '../h.js';
import { SCORING, validationCount } from '../looks.js';
import { confusionOf, joined, mostConfused, numbersOf, rightOf, wrongOf } from '../marks.js';
import { tellStep } from '../moments.js';
import { count, percent } from '../numbers.js';
import { split } from '../panels/data.js';
import { createMatrix } from '../panels/matrix.js';
import { heading } from '../panels/section.js';
import { canvasView, visibility } from '../views/canvas.js';
import { drawMistake } from '../views/mistake.js';

/** @typedef {import('../marks.js').Answers} Answers */
/** @typedef {import('../marks.js').Cell} Cell */
/** @typedef {import('../views/mistake.js').Marked} Marked */

const MOST_IMAGES = 24;
const MOST_PAIRS = 5;

/**
 * What the network gets wrong: of a fixed thousand validation images while it trains, of all of them
 * when it has stopped.
 * @type {import('../state.js').Mount}
 */
export function mount(root, lab, t) {
  const none = h('p', { class: 'drawer-none' }, t('mistakes.none'));
  const matrixBox = h('div', { class: 'matrix-box' });
  const title = h('h3', { 'aria-live': 'polite' });
  const unit = h('span');
  const moment = h('strong', { class: 'marked-at', 'data-read': 'marked-at' });
  const back = h(
    'button',
    { type: 'button', class: 'button is-small', 'data-does': 'worst', onclick: () => choose(null) },
    t('worst.back'),
  );
  // Another way to a cell than to hit it.
  const pickers = /** @type {const} */ (['label', 'digit']).map((key) => {
    const about = t('cell.choose');
    const attributes = { title: about, 'aria-description': about, 'data-choice': `cell-${key}` };
    const picker = h('select', { class: 'field', 'aria-label': t(`cell.${key}`), ...attributes });
    picker.addEventListener('change', () => {
      const [label, digit] = pickers.map(({ value }) => Number(value));
      if (pickers.every(({ value }) => value !== '')) choose({ label, digit });
    });
    return picker;
  });
  const pairs = h('div', { class: 'pairs', role: 'group', 'aria-label': t('confused') });
  const empty = h('p', { class: 'unit' });
  const list = h('ul', { class: 'marked-list' });
  const content = h(
    'div',
    { class: 'mistakes' },
    h(
      'figure',
      { class: 'figure' },
      heading(t, 'confusion', h('span', {}, t('confusion.unit'))),
      matrixBox,
      h('div', { class: 'cell-choice', role: 'group', 'aria-label': t('cell.choose') }, pickers),
    ),
    h(
      'div',
      { class: 'marked' },
      h(
        'div',
        { class: 'heading', title: t('worst.about') },
        title,
        h('span', { class: 'unit' }, unit),
        moment,
        back,
      ),
      pairs,
      empty,
      list,
    ),
  );
  root.append(none, content);

  /** @type {Cell | null} */
  let chosen = null;
  /** @type {Answers | null} */
  let answers = null;
  /** The past step that they are of. @type {number | null} */
  let past = null;
  /** @type {readonly string[]} */
  let names = [];
  /** @type {readonly string[]} */
  let titles = [];
  /** @type {ReturnType<typeof createMatrix> | undefined} */
  let matrix;
  /** @type {ReturnType<typeof makeCard>[]} */
  const cards = [];

  /** @param {Cell | null} cell */
  const choose = (cell) => {
    chosen = cell;
    if (!cell) for (const picker of pickers) picker.value = '';
    show();
    pictures.request();
  };
  const isMarked = () => lab.get().kept || (lab.get().progress?.step ?? 0) > 0;

  const show = () => {
    none.hidden = answers !== null;
    content.hidden = answers === null;
    if (!answers) return;
    if (!matrix || names !== lab.get().classNames) {
      ({ classNames: names, classTitles: titles } = lab.get());
      matrix = createMatrix(t, names, titles, choose);
      matrixBox.replaceChildren(matrix.element);
      for (const [i, key] of ['cell.label', 'cell.digit'].entries())
        pickers[i].replaceChildren(
          h('option', { value: '' }, t(key)),
          ...titles.map((name, value) => h('option', { value }, name)),
        );
    }
    const confusion = confusionOf(answers, names.length);
    matrix.show(confusion, rightOf(confusion), chosen);
    if (chosen) pickers[0].value = String(chosen.label);
    if (chosen) pickers[1].value = String(chosen.digit);
    const sums = { count: count(answers.labels.length), wrong: count(wrongOf(answers)) };
    const cell = chosen && named(chosen);
    write(title, cell ? t('cell', cell) : t('worst'));
    write(unit, chosen ? count(confusion[chosen.label][chosen.digit]) : t('worst.unit', sums));
    back.hidden = !chosen;
    write(
      moment,
      past === null ? '' : t('time.past', { when: tellStep(past, lab.get().progress, t) }),
    );
    showPairs(mostConfused(confusion, MOST_PAIRS));
  };

  /** @param {Cell} cell */
  const named = ({ label, digit }) => ({ label: titles[label], digit: titles[digit] });

  /** @param {(Cell & {count: number})[]} found */
  const showPairs = (found) => {
    // Buttons stay the same elements, so that the one in focus keeps it.
    while (pairs.childElementCount < found.length) {
      const place = pairs.childElementCount;
      const press = () => choose(shownPairs[place]);
      pairs.append(h('button', { type: 'button', class: 'button is-small', onclick: press }));
    }
    shownPairs = found;
    for (const [i, element] of [...pairs.children].entries()) {
      const button = /** @type {HTMLElement} */ (element);
      const pair = found[i];
      button.hidden = !pair;
      if (!pair) continue;
      const { label, digit, count } = pair;
      write(button, t('confused.pair', { label: names[label], digit: names[digit], count }));
      const about = t('confusion.cell', { ...named(pair), count });
      button.title = about;
      button.setAttribute('aria-description', about);
    }
  };
  /** @type {Cell[]} */
  let shownPairs = [];

  /** @param {Marked[]} marked */
  const showPictures = (marked) => {
    while (cards.length > marked.length) cards.pop()?.remove();
    while (cards.length < marked.length) cards.push(makeCard(list));
    for (const [i, one] of marked.entries()) {
      const { label, digit, probabilities } = one;
      const [guess, own] = [digit, label].map((which) => percent(probabilities[which], 0));
      const about = { ...named(one), share: guess, own };
      cards[i].show(
        one,
        `${names[digit]} ${guess}`,
        label === digit ? '' : `${names[label]} ${own}`,
        t(label === digit ? 'mistake.right' : 'mistake', about),
      );
    }
    empty.hidden = marked.length > 0;
    write(empty, t(chosen ? 'cell.none' : 'worst.none'));
  };

  const view = visibility(root, lab.act.wake);
  const marking = lab.act.ask(
    async (trainer) => (isMarked() ? mark(trainer, lab) : null),
    (next) => {
      answers = isMarked() ? next : null;
      past = next?.step ?? null;
      show();
      pictures.request();
    },
    { visible: view.visible, interval: 500, share: SCORING },
  );
  const pictures = lab.act.ask(
    async (trainer) => {
      if (!answers) return [];
      const numbers = numbersOf(answers, chosen, MOST_IMAGES);
      if (numbers.length === 0) return [];
      const { images, labels, digits, probabilities } = await trainer.samples('validation', {
        numbers,
        at: lab.get().at ?? undefined,
      });
      const classes = probabilities.length / labels.length;
      return numbers.map((_, i) => ({
        image: images.subarray(i * 784, i * 784 + 784),
        probabilities: probabilities.subarray(i * classes, (i + 1) * classes),
        label: labels[i],
        digit: digits[i],
      }));
    },
    (marked) => answers && showPictures(marked),
    { visible: view.visible, interval: 150, share: SCORING },
  );
  const leave = lab.subscribe(['progress', 'kept', 'classNames'], () => {
    if (isMarked()) return;
    answers = null;
    chosen = null;
    show();
  });
  show();
  return () => {
    leave();
    marking.stop();
    pictures.stop();
    view.stop();
    for (const card of cards) card.remove();
  };
}

/**
 * A thousand at a time, so that training which begins meanwhile waits for no more than that.
 * @param {import('../state.js').Trainer} trainer @param {import('../state.js').Lab} lab
 */
async function mark(trainer, lab) {
  const all = split(lab.get().files['train-images']?.total ?? 0).validation;
  const each = validationCount(lab.get());
  const at = lab.get().at ?? undefined;
  const parts = [await trainer.answers('validation', { first: 0, count: each, at })];
  for (let first = each; first < all; first += each) {
    // Another moment is wanted meanwhile: the rest would be of no use.
    if (lab.get().phase === 'training' || (lab.get().at ?? undefined) !== at) break;
    const count = Math.min(each, all - first);
    parts.push(await trainer.answers('validation', { first, count, at }));
  }
  return joined(parts);
}

/** @param {HTMLElement} list */
function makeCard(list) {
  const canvas = h('canvas', { class: 'marked-picture', role: 'img' });
  const guess = h('span', { class: 'marked-guess' });
  const own = h('span', { class: 'marked-own' });
  const element = h(
    'li',
    {},
    canvas,
    h('span', { class: 'number', 'aria-hidden': 'true' }, guess, own),
  );
  list.append(element);
  const picture = canvasView(canvas, /** @type {Marked | null} */ (null), drawMistake);
  return {
    /** @param {Marked} marked @param {string} first @param {string} second @param {string} about */
    show(marked, first, second, about) {
      picture.show(marked);
      write(guess, first);
      write(own, second);
      element.classList.toggle('is-wrong', second !== '');
      if (element.title === about) return;
      element.title = about;
      canvas.ariaLabel = about;
    },
    remove() {
      picture.stop();
      element.remove();
    },
  };
}
