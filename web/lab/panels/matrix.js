import { h, write } from '../h.js';
import { percent } from '../numbers.js';

/** @typedef {import('../marks.js').Cell} Cell */

/** How each key moves through the cells: rows, columns. @type {Record<string, [number, number]>} */
const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/**
 * A confusion matrix as a grid of cells to choose from, one of which takes the focus at a time.
 * @param {import('../state.js').Translate} t
 * @param {readonly string[]} names of the classes, short
 * @param {readonly string[]} titles the same, whole
 * @param {(cell: Cell) => void} choose
 */
export function createMatrix(t, names, titles, choose) {
  const cells = names.map((_, label) =>
    names.map((_, digit) =>
      h('td', {
        role: 'gridcell',
        class: label === digit ? 'is-right' : '',
        tabindex: label + digit === 0 ? 0 : -1,
        'data-cell': `${label},${digit}`,
        onclick: () => choose({ label, digit }),
      }),
    ),
  );
  const shares = names.map(() => h('td', { class: 'matrix-share number' }));
  const element = h(
    'table',
    {
      class: names.length > 10 ? 'matrix is-crowded' : 'matrix',
      role: 'grid',
      'aria-label': t('confusion'),
      'aria-description': t('confusion.about'),
    },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('td', {}),
        names.map((name, label) => h('th', { scope: 'col', title: titles[label] }, name)),
        h('th', { scope: 'col', class: 'matrix-share' }, t('confusion.right')),
      ),
    ),
    h(
      'tbody',
      {},
      names.map((name, label) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row', title: titles[label] }, name),
          cells[label],
          shares[label],
        ),
      ),
    ),
  );

  let focused = cells[0][0];
  /** @param {HTMLTableCellElement} cell */
  const focus = (cell) => {
    focused.tabIndex = -1;
    focused = cell;
    focused.tabIndex = 0;
  };
  /** @param {Event} event */
  const cellOf = (event) =>
    /** @type {HTMLTableCellElement | null} */ (
      /** @type {Element} */ (event.target).closest('[data-cell]')
    );
  element.addEventListener('focusin', (event) => {
    const cell = cellOf(event);
    if (cell) focus(cell);
  });
  element.addEventListener('keydown', (event) => {
    const [label, digit] = (cellOf(event)?.dataset.cell ?? '').split(',').map(Number);
    const move = MOVES[event.key];
    if (digit === undefined || (!move && event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    if (!move) return choose({ label, digit });
    const [row, column] = [label + move[0], digit + move[1]].map((place) =>
      Math.max(0, Math.min(names.length - 1, place)),
    );
    cells[row][column].focus();
  });

  return {
    element,
    /**
     * @param {number[][]} confusion @param {(number | null)[]} right
     * @param {Cell | null} chosen
     */
    show(confusion, right, chosen) {
      const wrong = confusion.flatMap((row, label) => row.filter((_, digit) => digit !== label));
      const most = Math.max(1, ...wrong);
      for (const [label, row] of confusion.entries()) {
        const all = row.reduce((sum, count) => sum + count, 0);
        for (const [digit, count] of row.entries()) {
          const cell = cells[label][digit];
          const isChosen = chosen?.label === label && chosen.digit === digit;
          cell.setAttribute('aria-selected', String(isChosen));
          // A root, so that a single mistake beside a frequent one can be seen.
          const share = Math.sqrt(count / (label === digit ? Math.max(1, all) : most));
          cell.style.setProperty('--share', `${Math.round(45 * share)}%`);
          if (cell.dataset.count === String(count)) continue;
          cell.dataset.count = String(count);
          write(cell, count > 0 ? String(count) : '');
          cell.title = t('confusion.cell', { label: titles[label], digit: titles[digit], count });
        }
        const share = right[label];
        write(shares[label], share === null ? '–' : percent(share));
      }
    },
  };
}
