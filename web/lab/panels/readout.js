/** The numbers of charts at the step under the pointer, the finger or the keys: the same in each of them. */
import { h, write } from '../h.js';
import { tellStep } from '../moments.js';
import { percent } from '../numbers.js';
import { nameOf } from '../runs.js';

/**
 * @typedef {object} Reading
 * @property {string} when
 * @property {string[]} columns what the numbers are
 * @property {string[][]} rows a run's name, then its numbers
 *
 * @typedef {import('../runs.js').PastRun} PastRun
 * @typedef {import('../state.js').Translate} Translate
 * @typedef {ReturnType<typeof createReadOut>} ReadOut
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
 * @param {{box: HTMLElement, stepAt: (clientX: number) => number}[]} charts as `readingsOf` has them
 * @param {import('../state.js').Lab} lab @param {Translate} t
 * @param {() => void} moved
 */
export function createReadOut(charts, lab, t, moved) {
  /** The longest run's last step so far. */
  const last = () => {
    const { curves, runs } = lab.get();
    const past = runs.map((run) => (run.shown ? run.steps : 0));
    return Math.max(0, curves.loss.last()?.x ?? 0, ...past);
  };
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
    box.setAttribute('aria-valuemin', '0');
    /** @param {PointerEvent} event */
    const point = (event) => set(stepAt(event.clientX));
    box.addEventListener('pointermove', point);
    box.addEventListener('pointerdown', point);
    box.addEventListener('pointerleave', ({ pointerType }) => {
      // What a finger has found stays, to be read without the finger.
      if (pointerType === 'mouse' && !box.matches(':focus-visible')) set(null);
    });
    const focus = () => box.matches(':focus-visible') && set(step ?? last());
    box.addEventListener('focus', focus);
    box.addEventListener('blur', () => set(null));
    box.addEventListener('keydown', (event) => {
      const move = KEYS[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      // Short runs have fewer steps than there are hundredths.
      const far = Math.sign(move) * Math.max(1, Math.abs(move) * last());
      set((step ?? last()) + far);
    });
    return { box, element, when, table, point, focus };
  });
  return {
    step: () => step,
    /** What brought it here counts as well. @param {Event} event */
    begin(event) {
      const board = boards.find(({ box }) => box.contains(/** @type {Node} */ (event.target)));
      if (event.type === 'focusin') board?.focus();
      else board?.point(/** @type {PointerEvent} */ (event));
    },
    /** @param {PastRun[]} runs that are shown @param {number} end of the axis */
    show(runs, end) {
      const at = step ?? last();
      const isHidden = step === null || last() === 0;
      for (const [i, reading] of readingsOf(lab.get(), runs, at, t).entries()) {
        const { box, element, when, table } = boards[i];
        box.ariaValueMax = String(last());
        box.ariaValueNow = String(at);
        box.ariaValueText = spoken(reading);
        element.hidden = isHidden;
        if (isHidden) continue;
        // On the side where the line is not.
        element.classList.toggle('is-right', at < end / 2);
        write(when, reading.when);
        table.replaceChildren(
          ...cellsOf(reading).map((row) =>
            h(
              'tr',
              {},
              row.map((cell) => h('td', {}, cell)),
            ),
          ),
        );
      }
    },
  };
}

/** @param {Reading} reading */
const spoken = ({ when, columns, rows }) =>
  [
    when,
    ...rows.map(([name, ...values]) =>
      [name, ...values.map((value, i) => `${columns[i]} ${value}`)].join(' ').trim(),
    ),
  ].join(', ');

/** Of one run alone, its name need not be said. @param {Reading} reading */
const cellsOf = ({ columns, rows }) =>
  rows.length > 1 ? [['', ...columns], ...rows] : [columns, rows[0].slice(1)];

/**
 * Loss, accuracy, learning rate and update ratio at a step: of the run of now, then of those before.
 * @param {import('../state.js').State} state @param {PastRun[]} runs
 * @param {number} step @param {Translate} t
 * @returns {Reading[]}
 */
function readingsOf(state, runs, step, t) {
  const { curves, progress, runNumber, runName } = state;
  const when = tellStep(step, progress, t);
  const isThere = step > 0 && step <= (curves.loss.last()?.x ?? 0);
  /** @param {number | null} value @param {(value: number) => string} told */
  const cell = (value, told) => (value === null ? '–' : told(value));
  /** @param {(keyof import('../runs.js').Lines)[]} names @param {(value: number) => string} told */
  const pair = (names, told) => ({
    when,
    columns: [t('curve.train'), t('curve.validation')],
    rows: [
      [
        nameOf({ id: runNumber, name: runName }, t),
        ...names.map((name) => cell(isThere ? curves[name].at(step) : null, told)),
      ],
      ...runs.map((run) => [
        nameOf(run, t),
        ...names.map((name) =>
          cell(step <= run.steps ? valueAt(run.lines[name], step) : null, told),
        ),
      ]),
    ],
  });
  /** @param {'rate' | 'updateRatio'} name @param {string} title */
  const single = (name, title) => ({
    when,
    columns: [title],
    rows: [['', cell(isThere ? curves[name].at(step) : null, (value) => value.toPrecision(2))]],
  });
  return [
    pair(['loss', 'validationLoss'], (loss) => loss.toFixed(4)),
    pair(['accuracy', 'validationAccuracy'], percent),
    single('rate', t('rateChart')),
    single('updateRatio', t('ratioChart')),
  ];
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
