import { h, write } from '../h.js';
import { count, percent, plain, took } from '../numbers.js';
import { nameOf, runOf } from '../runs.js';
import { sourceName } from '../sets.js';

/** @typedef {import('../runs.js').Run} Run */

const COLUMNS = /** @type {const} */ (['steps', 'seconds', 'validation', 'exam']);

/** The runs of this visit, that of now first. @type {import('../state.js').Mount} */
export function mount(root, lab, t) {
  const none = h('p', { class: 'drawer-none' }, t('log.none'));
  const names = ['log.shown', 'run.name', 'recipe', ...COLUMNS.map((column) => `log.${column}`)];
  const head = h(
    'p',
    { class: 'run is-head', 'aria-hidden': 'true' },
    names.map((key) => h('span', {}, t(key))),
  );
  const list = h('ul', { class: 'runs', 'aria-label': t('drawer.log') });
  root.append(none, head, list);
  /** @type {Map<number, ReturnType<typeof makeRow>>} */
  const rows = new Map();

  const leave = lab.subscribe(
    ['runs', 'progress', 'validation', 'exam', 'recipe', 'runName', 'runNumber'],
    (state) => {
      const now = runOf(state);
      const runs = [...(now ? [now] : []), ...state.runs];
      none.hidden = runs.length > 0;
      head.hidden = runs.length === 0;
      for (const [id, row] of rows)
        if (!runs.some((run) => run.id === id)) {
          row.element.remove();
          rows.delete(id);
        }
      for (const [i, run] of runs.entries()) {
        const row = rows.get(run.id) ?? makeRow(run.id, lab, t);
        rows.set(run.id, row);
        // Only a row that is out of its place moves, since moving takes the focus from it.
        if (list.children[i] !== row.element) list.insertBefore(row.element, list.children[i]);
        row.show(run, run === now);
      }
    },
  );
  return leave;
}

/**
 * @param {number} id @param {import('../state.js').Lab} lab
 * @param {import('../state.js').Translate} t
 */
function makeRow(id, lab, t) {
  const shown = h('input', {
    type: 'checkbox',
    'data-does': 'reveal',
    title: t('log.shown.about'),
    'aria-description': t('log.shown.about'),
    onchange: () => lab.act.reveal(id, shown.checked),
  });
  const now = h('span', { class: 'unit' }, t('log.now'));
  const name = h('input', {
    class: 'field',
    type: 'text',
    maxlength: 40,
    autocomplete: 'off',
    'data-does': 'rename',
    title: t('run.name.about'),
    'aria-description': t('run.name.about'),
    onchange: () => lab.act.rename(id, name.value.trim()),
  });
  const made = h('span', { class: 'run-made' });
  const values = Object.fromEntries(
    COLUMNS.map((column) => [column, h('span', { class: 'number', 'data-read': column })]),
  );
  const remove = h(
    'button',
    {
      type: 'button',
      class: 'button is-small',
      'data-does': 'forget',
      title: t('log.forget.about'),
      'aria-description': t('log.forget.about'),
      onclick: () => {
        const next = element.nextElementSibling ?? element.previousElementSibling;
        lab.act.forget(id);
        /** @type {HTMLElement | null | undefined} */ (next?.querySelector('.field'))?.focus();
      },
    },
    t('log.forget'),
  );
  const element = h(
    'li',
    { class: 'run' },
    h('label', { class: 'run-shown' }, shown, now),
    name,
    made,
    COLUMNS.map((column) =>
      h(
        'span',
        { class: 'run-value' },
        h('span', { class: 'run-key' }, t(`log.${column}`)),
        ' ',
        values[column],
      ),
    ),
    remove,
  );
  return {
    element,
    /** @param {Run} run @param {boolean} isNow */
    show(run, isNow) {
      const called = nameOf(run, t);
      shown.checked = run.shown;
      shown.hidden = isNow;
      now.hidden = !isNow;
      remove.hidden = isNow;
      shown.ariaLabel = `${t('log.shown')}: ${called}`;
      remove.ariaLabel = `${t('log.forget')}: ${called}`;
      name.ariaLabel = `${t('run.name')}: ${called}`;
      // Not under the hand that writes it.
      if (name !== name.ownerDocument.activeElement) name.value = called;
      const { model, config, optimizer, rate, batch, seed } = run.recipe;
      const kind = t.has(`optimizer.${optimizer}`) ? t(`optimizer.${optimizer}`) : optimizer;
      write(
        made,
        t('log.made', {
          model: config ? t('model.own', { model }) : model,
          optimizer: kind,
          rate: plain(rate),
          batch,
          seed,
          data: sourceName(run.source, t),
        }),
      );
      write(values.steps, count(run.steps));
      write(values.seconds, took(run.seconds));
      write(values.validation, run.accuracy === null ? '–' : percent(run.accuracy));
      const seen = run.exam?.seen ? ` ${t('exam.seen')}` : '';
      write(values.exam, run.exam ? percent(run.exam.accuracy) + seen : '–');
    },
  };
}
