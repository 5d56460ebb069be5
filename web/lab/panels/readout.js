/** The numbers of charts at the step under the pointer, the finger or the keys: the same in each of them. */
import { h, write } from '../h.js';

/**
 * @typedef {object} Reading
 * @property {string} when
 * @property {string[]} columns what the numbers are
 * @property {string[][]} rows a run's name, then its numbers
 */

/** How far each key moves, as a share of the axis. @type {Record<string, number>} */
const KEYS = {
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -Infinity,
  End: Infinity,
};

/**
 * @param {{box: HTMLElement, stepAt: (clientX: number) => number}[]} charts
 * @param {() => number} last step that there is to read
 * @param {() => void} moved
 */
export function createReadOut(charts, last, moved) {
  /** @type {number | null} */
  let step = null;
  /** @param {number | null} next */
  const set = (next) => {
    const clamped = next === null ? null : Math.max(0, Math.min(last(), Math.round(next)));
    if (clamped === step) return;
    step = clamped;
    moved();
  };
  const boards = charts.map(({ box, stepAt }) => {
    const when = h('p');
    const table = h('table');
    const element = h('div', { class: 'readout number', 'aria-hidden': 'true' }, when, table);
    element.hidden = true;
    box.append(element);
    box.tabIndex = 0;
    box.setAttribute('aria-valuemin', '0');
    /** @param {PointerEvent} event */
    const point = (event) => set(stepAt(event.clientX));
    box.addEventListener('pointermove', point);
    box.addEventListener('pointerdown', point);
    box.addEventListener('pointerleave', ({ pointerType }) => {
      // What a finger has found stays, to be read without the finger.
      if (pointerType === 'mouse' && !box.matches(':focus-visible')) set(null);
    });
    box.addEventListener('focus', () => box.matches(':focus-visible') && set(step ?? last()));
    box.addEventListener('blur', () => set(null));
    box.addEventListener('keydown', (event) => {
      const move = KEYS[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      // Short runs have fewer steps than there are hundredths.
      const far = Math.sign(move) * Math.max(1, Math.abs(move) * last());
      set((step ?? last()) + far);
    });
    return { box, element, when, table };
  });
  return {
    step: () => step,
    /** @param {number} place of the chart among them @param {Reading} reading @param {number} end of the axis */
    show(place, { when, columns, rows }, end) {
      const { box, element, ...board } = boards[place];
      const at = step ?? last();
      box.ariaValueMax = String(last());
      box.ariaValueNow = String(at);
      const spoken = rows.map((row) =>
        row.map((cell, i) => (i > 0 ? `${columns[i - 1]} ${cell}` : cell)).join(' '),
      );
      box.ariaValueText = [when, ...spoken].join(', ');
      element.hidden = step === null || last() === 0;
      if (element.hidden) return;
      // On the side where the line is not.
      element.classList.toggle('is-right', at < end / 2);
      write(board.when, when);
      const head = [rows.length > 1 ? '' : null, ...columns];
      const cells = rows.length > 1 ? rows : rows.map((row) => [null, ...row.slice(1)]);
      board.table.replaceChildren(
        ...[head, ...cells].map((row) =>
          h(
            'tr',
            {},
            row.map((cell) => cell !== null && h('td', {}, cell)),
          ),
        ),
      );
    },
  };
}

/**
 * The last value at or before a step.
 * @param {{x: number[], y: number[]}} points by rising x @param {number} step
 * @returns {number | null}
 */
export function valueAt({ x, y }, step) {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? y[low - 1] : null;
}
