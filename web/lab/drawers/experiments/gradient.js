/** The gradient check of the page's network, tensor by tensor. */
import { createTrainer } from '../../../engine/index.js';
import { h, write } from '../../h.js';
import { count } from '../../numbers.js';
import { reason } from '../../panels/notice.js';
import { doer, swap } from './controls.js';

const COLUMNS = /** @type {const} */ (['tensor', 'error', 'bound', 'tried', 'skipped', 'verdict']);

/** @type {import('../../state.js').Mount} */
export function mountGradient(root, lab, t) {
  /** Counted up with each check and each end of one: an older one's answer is dropped. */
  let check = 0;
  /** @type {import('../../state.js').Trainer | undefined} */
  let trainer;
  const end = () => {
    check++;
    trainer?.dispose();
    trainer = undefined;
    swap(start, cancel, false);
  };
  const start = doer(t, 'gradient.run', () => void run(), { class: 'button is-main' });
  const cancel = doer(t, 'gradient.cancel', () => {
    end();
    write(verdict, t('gradient.cancelled'));
  });
  cancel.disabled = true;
  const verdict = h(
    'p',
    { class: 'gradient-verdict', 'aria-live': 'polite', 'data-read': 'gradient' },
    t('gradient.none'),
  );
  const body = h('tbody', {});
  const table = h(
    'table',
    { class: 'trials-table', hidden: true },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        COLUMNS.map((column) => h('th', { scope: 'col' }, t(`gradient.${column}`))),
      ),
    ),
    body,
  );
  root.append(
    h('div', { class: 'lesson-tools' }, start, cancel),
    verdict,
    h(
      'div',
      { class: 'trials-scroll', role: 'region', tabindex: 0, 'aria-label': t('lesson.gradient') },
      table,
    ),
    h('p', { class: 'trials-note' }, t('gradient.note')),
  );

  async function run() {
    const twin = lab.act.twin();
    if (!twin) return;
    const mine = ++check;
    swap(start, cancel, true);
    body.replaceChildren();
    table.hidden = true;
    write(verdict, t('gradient.running', { done: 0, count: '…' }));
    try {
      const { model, seed } = twin;
      const made = await createTrainer({ model, seed, data: null, build: 'check' });
      if (mine !== check) return made.dispose();
      trainer = made;
      const found = await made.gradcheck({
        seed,
        onRow: (row, tensors, bound) => mine === check && add(row, tensors, bound),
      });
      if (mine === check) conclude(found);
    } catch (error) {
      if (mine === check) write(verdict, t('gradient.failed', { why: reason(error, t) }));
    }
    if (mine === check) end();
  }

  /** @param {import('../../../engine/types.js').GradientRow} row @param {number} tensors @param {number} bound */
  function add({ name, error, tried, count: all, skipped }, tensors, bound) {
    body.append(
      h(
        'tr',
        { 'data-tensor': name },
        h('th', { scope: 'row' }, name),
        [
          scientific(error),
          scientific(bound),
          t('gradient.of', { tried, all: count(all) }),
          String(skipped),
        ].map((text) => h('td', { class: 'number' }, text)),
        h(
          'td',
          { class: 'gradient-mark' },
          t(error <= bound ? 'gradient.right' : 'gradient.wrong'),
        ),
      ),
    );
    table.hidden = false;
    write(verdict, t('gradient.running', { done: body.childElementCount, count: tensors }));
  }

  /** @param {import('../../../engine/types.js').GradientCheck} found */
  function conclude({ bound, rows }) {
    const wrong = rows.filter(({ error }) => !(error <= bound));
    const worst = Math.max(...rows.map(({ error }) => error));
    write(
      verdict,
      wrong.length
        ? t('gradient.bad', { names: wrong.map(({ name }) => name).join(', ') })
        : t('gradient.good', {
            count: rows.length,
            worst: scientific(worst),
            bound: String(bound),
          }),
    );
  }
  return end;
}

/** 2.31e-7 → "2.3e−7", 0 → "0". @param {number} value */
const scientific = (value) =>
  value === 0 ? '0' : value.toExponential(1).replace('.0e', 'e').replace('-', '−');
