import { h, write } from '../h.js';
import { count, percent } from '../numbers.js';
import { answerNote, ranked } from '../verdict.js';
import { canvasView, visibility } from '../views/canvas.js';
import { drawPixels } from '../views/pixels.js';
import { mountSwitch } from './section.js';

/** From here on an answer counts as sure: its numeral is stamped. */
const SURE = 0.9;
/** What is read aloud waits until the hand rests. */
const SPEAK_AFTER = 700;

/** What the network sees, what it answers and how sure it is of each digit. @type {import('../state.js').Mount} */
export function mountAnswer(root, lab, t) {
  const seen = h('canvas', { class: 'seen', role: 'img' });
  const numeral = h('span', { class: 'numeral', 'data-read': 'digit' });
  const share = h('span', { class: 'number share', 'data-read': 'share' });
  const then = h('span', { class: 'then' });
  const note = h('span', { class: 'answer-note' });
  const spoken = h('span', { class: 'only-spoken', 'aria-live': 'polite' });
  const words = h(
    'p',
    { class: 'answer-words', 'aria-hidden': 'true' },
    numeral,
    h('span', {}, share, ' ', then),
    note,
  );
  const asDrawn = mountSwitch(lab, t, 'asDrawn', 'ink', ['prepared', 'asDrawn']);
  asDrawn.button.classList.add('answer-switch');
  /** @type {HTMLElement[]} */
  let bars = [];
  const row = h('div', { class: 'bars', role: 'img', 'aria-label': t('bars'), title: t('bars') });
  /** @type {readonly string[]} */
  let shown = [];
  /** One bar for each class. @param {readonly string[]} names @param {readonly string[]} titles */
  const showBars = (names, titles) => {
    if (names === shown) return;
    shown = names;
    bars = names.map(() => h('i', { class: 'bar' }));
    row.classList.toggle('is-crowded', names.length > 10);
    row.replaceChildren(
      ...bars.map((bar, label) =>
        h(
          'span',
          { class: 'bar-cell', title: titles[label] },
          h('span', { class: 'bar-box' }, bar),
          names[label],
        ),
      ),
    );
  };
  root.append(
    h(
      'div',
      { class: 'answer' },
      h('figure', { class: 'seen-box' }, seen, h('figcaption', { class: 'unit' }, t('seen'))),
      words,
      asDrawn.button,
      spoken,
    ),
    row,
  );
  const picture = canvasView(seen, /** @type {Uint8Array | null} */ (null), drawPixels);
  const view = visibility(root, lab.act.wake);
  const unwatch = lab.act.watch('prediction', view.visible);

  let wasSure = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let speech;
  const leave = lab.subscribe(
    ['prediction', 'progress', 'kept', 'classNames', 'ink', 'sample'],
    ({ prediction, progress, kept, classNames, classTitles, ink, sample }) => {
      showBars(classNames, classTitles);
      const named = (/** @type {number} */ label) => classTitles[label] ?? String(label);
      const order = prediction?.probabilities ? ranked(prediction.probabilities) : null;
      const first = order?.[0];
      const second = order?.[1];
      const guess = first ? named(first.digit) : '';
      write(numeral, guess);
      numeral.classList.toggle('is-word', guess.length > 2);
      write(share, first ? percent(first.share, 0) : '');
      write(then, second ? t('answer.then', { second: named(second.digit) }) : '');
      words.classList.toggle('is-blank', !first);
      const remark = answerNote(prediction, kept || (progress?.step ?? 0) > 0);
      const past = prediction?.step;
      const isPlain = ink === 'asDrawn' && !sample;
      if (past !== undefined) write(note, t('answer.past', { step: count(past) }));
      else if (first && isPlain) write(note, t('answer.asDrawn'));
      else write(note, remark ? t(remark.key, mapValues(remark.values, named)) : '');
      for (const [digit, bar] of bars.entries()) {
        bar.style.transform = `scaleY(${prediction?.probabilities?.[digit] ?? 0})`;
        bar.classList.toggle('is-first', first?.digit === digit);
      }
      picture.show(prediction?.seen ?? null);
      const about = t(sample ? 'seen.sample' : isPlain ? 'seen.asDrawn' : 'seen.about');
      if (seen.title !== about) seen.title = about;
      seen.ariaLabel = prediction ? about : t('seen.blank');

      const sure = (first?.share ?? 0) >= SURE;
      numeral.classList.toggle('is-sure', sure);
      if (sure && !wasSure && !matchMedia('(prefers-reduced-motion: reduce)').matches)
        numeral.animate([{ transform: 'scale(1.4)' }, { transform: 'none' }], {
          duration: 160,
          easing: 'ease-in',
        });
      wasSure = sure;

      clearTimeout(speech);
      speech = setTimeout(() => {
        const sentence =
          first && second
            ? t('answer.spoken', {
                digit: named(first.digit),
                percent: percent(first.share, 0),
                second: named(second.digit),
              })
            : '';
        write(spoken, sentence);
      }, SPEAK_AFTER);
    },
  );
  return () => {
    clearTimeout(speech);
    asDrawn.stop();
    leave();
    unwatch();
    view.stop();
    picture.stop();
  };
}

/**
 * @param {Record<string, number>} values labels of classes
 * @param {(label: number) => string} named
 */
function mapValues(values, named) {
  return Object.fromEntries(Object.entries(values).map(([key, label]) => [key, named(label)]));
}
