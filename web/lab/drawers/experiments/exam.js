/** Batch and epoch as a mock exam, beside the page's own numbers. */
import { h, write } from '../../h.js';
import { count } from '../../numbers.js';
import { split } from '../../panels/data.js';
import { canvasView } from '../../views/canvas.js';
import { choice, doer } from './controls.js';
import { drawPaper, looksOf, placeOf } from './mock-exam.js';

const QUESTIONS = 100;
const BATCHES = [1, 5, 10, 20, 25, 50, 100];
const ROWS = /** @type {const} */ (['questions', 'batch', 'perEpoch', 'epochs', 'total', 'now']);

/** @type {import('../../state.js').Mount} */
export function mountExam(root, lab, t) {
  let batch = 10;
  let looks = 0;
  const exam = () => ({ questions: QUESTIONS, batch, epochs: lab.get().recipe?.epochs ?? 3 });
  const sizes = choice(
    t,
    'exam.batch',
    BATCHES.map((size) => [String(size), t('exam.batch.size', { size })]),
    (size) => {
      batch = Number(size);
      looks = 0;
      show();
    },
  );
  sizes.value = String(batch);
  /** @param {number} to */
  const go = (to) => {
    looks = Math.min(to, looksOf(exam()).total);
    show();
  };
  const step = doer(t, 'exam.step', () => go(looks + 1), { class: 'button is-main' });
  const epoch = doer(t, 'exam.epoch', () => {
    const { perEpoch } = looksOf(exam());
    go((Math.floor(looks / perEpoch) + 1) * perEpoch);
  });
  const again = doer(t, 'exam.again', () => go(0));
  const canvas = h('canvas', { class: 'exam-paper', role: 'img' });
  const sentence = h('p', { class: 'exam-sentence', 'aria-live': 'polite', 'data-read': 'paper' });
  const cells = ROWS.map((row) => ({
    row,
    exam: h('td', { class: 'number', 'data-read': `exam-${row}` }),
    page: h('td', { class: 'number', 'data-read': `page-${row}` }),
  }));
  root.append(
    h('div', { class: 'lesson-tools' }, sizes, step, epoch, again),
    h(
      'div',
      { class: 'exam' },
      canvas,
      h(
        'div',
        {},
        sentence,
        h(
          'table',
          { class: 'trials-table' },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              h('td'),
              ['exam.exam', 'exam.page'].map((key) => h('th', { scope: 'col' }, t(key))),
            ),
          ),
          h(
            'tbody',
            {},
            cells.map((cell) =>
              h('tr', {}, h('th', { scope: 'row' }, t(`exam.${cell.row}`)), cell.exam, cell.page),
            ),
          ),
        ),
        h('p', { class: 'trials-note' }, t('exam.note')),
      ),
    ),
  );
  const view = canvasView(canvas, { questions: QUESTIONS, from: 0, to: 0 }, drawPaper);

  function show() {
    const { recipe, files, progress } = lab.get();
    const mine = exam();
    const place = placeOf(mine, looks);
    const { perEpoch, total } = looksOf(mine);
    const values = { ...place, looks, batch, questions: QUESTIONS, epochs: mine.epochs };
    const said = t(looks === 0 ? 'exam.none' : looks === total ? 'exam.over' : 'exam.at', values);
    view.show({ questions: QUESTIONS, ...place });
    write(sentence, said);
    canvas.ariaLabel = said;
    for (const button of [step, epoch])
      button.setAttribute('aria-disabled', String(looks === total));
    const images = split(files['train-images']?.total ?? 0).train;
    const page = recipe && { questions: images, batch: recipe.batch, epochs: recipe.epochs };
    const all = page && images > 0 ? looksOf(page) : null;
    /** @type {Record<typeof ROWS[number], [number, number | undefined]>} */
    const rows = {
      questions: [QUESTIONS, images || undefined],
      batch: [batch, recipe?.batch],
      perEpoch: [perEpoch, all?.perEpoch],
      epochs: [mine.epochs, recipe?.epochs],
      total: [total, progress?.totalSteps || all?.total],
      now: [looks, progress?.step ?? 0],
    };
    for (const { row, ...two } of cells) {
      write(two.exam, count(rows[row][0]));
      write(two.page, rows[row][1] === undefined ? '–' : count(rows[row][1]));
    }
  }
  const leave = lab.subscribe(['recipe', 'files', 'progress'], show);
  return () => {
    leave();
    view.stop();
  };
}
