/** Rows dragged by a grip, with mouse, pen or finger. */

/**
 * Where a row comes to stand when the pointer is at a height: before the first of the others whose
 * middle is below it.
 * @param {number[]} middles of all rows, from the top @param {number} from @param {number} y
 */
export const placeAt = (middles, from, y) =>
  middles.filter((middle, i) => i !== from && middle < y).length;

/**
 * @param {() => HTMLElement[]} rowsNow
 * @param {(from: number, to: number) => void} move
 * @returns {(grip: HTMLElement, from: number) => void} makes a row's grip one
 */
export function makeDrag(rowsNow, move) {
  return (grip, from) => {
    /** What takes the drag's marks away again; null: nothing is dragged. @type {(() => void) | null} */
    let drop = null;
    grip.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || drop) return;
      grip.setPointerCapture(event.pointerId);
      grip.focus();
      const rows = rowsNow();
      const start = event.clientY;
      const scroller = rows[from].closest('.drawer');
      const scrolled = scroller?.scrollTop ?? 0;
      let to = from;
      const leave = new AbortController();
      const { signal } = leave;
      rows[from].classList.add('is-dragged');

      /** @param {PointerEvent} event */
      const follow = ({ clientY }) => {
        const way = clientY - start + (scroller?.scrollTop ?? 0) - scrolled;
        rows[from].style.transform = `translateY(${way}px)`;
        const middles = rows.map((row) => {
          const { top, height } = row.getBoundingClientRect();
          return top + height / 2;
        });
        to = placeAt(middles, from, clientY);
        for (const [i, row] of rows.entries()) {
          row.classList.toggle('is-before', i === to + (to > from ? 1 : 0) && to !== from);
          row.classList.toggle('is-after', to === rows.length - 1 && i === to && to !== from);
        }
        rows[to].scrollIntoView({ block: 'nearest' });
      };
      drop = () => {
        leave.abort();
        drop = null;
        rows[from].style.transform = '';
        for (const row of rows) row.classList.remove('is-dragged', 'is-before', 'is-after');
      };
      grip.addEventListener('pointermove', follow, { signal });
      grip.addEventListener('pointercancel', () => drop?.(), { signal });
      grip.addEventListener(
        'pointerup',
        () => {
          drop?.();
          move(from, to);
        },
        { signal },
      );
      grip.addEventListener(
        'keydown',
        (event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          drop?.();
        },
        { signal },
      );
    });
  };
}
