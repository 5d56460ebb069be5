/** What comes out of an experiment: a panel and a row of the table for each of its runs. */
import { h, write } from '../../h.js';
import { count, percent } from '../../numbers.js';
import { lossAxis } from '../../views/axes.js';
import { canvasView } from '../../views/canvas.js';
import { columnsOf, figureOf } from './bench.js';
import { doer } from './controls.js';
import { short } from './figures.js';
import { drawDepths, drawPanel } from './panel.js';

/** @typedef {import('./bench.js').Trial} Trial */

const SHARES = ['test', 'printed', 'train', 'validation', 'small'];

/**
 * @param {import('./bench.js').Experiment} experiment
 * @param {import('../../state.js').Translate} t
 * @param {(run: import('../../../experiments/types.js').Run) => void} take its recipe for the page
 */
export function makeSheet(experiment, t, take) {
  const { runs, measures } = experiment;
  const hasDepth = measures?.includes('depth') ?? false;
  const panels = runs.map((run) => makePanel(run.label[t.language], hasDepth, t));
  const columns = columnsOf(experiment);
  const rows = runs.map((run) => makeRow(run, columns, t, () => take(run)));
  const element = h(
    'div',
    {},
    h(
      'p',
      { class: 'unit' },
      h('strong', { class: 'panel-train' }, t('curve.train')),
      ', ',
      h('strong', { class: 'panel-validation' }, t('curve.validation')),
      ': ',
      t(hasDepth ? 'trials.panels.depth' : 'trials.panels'),
    ),
    h(
      'ul',
      { class: 'panels' },
      panels.map((panel) => panel.element),
    ),
    h(
      'div',
      { class: 'trials-scroll', role: 'region', tabindex: 0, 'aria-label': t('trials.table') },
      h(
        'table',
        { class: 'trials-table' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, t('column.run')),
            columns.map((column) => h('th', { scope: 'col' }, t(`column.${column}`))),
            h('td'),
          ),
        ),
        h(
          'tbody',
          {},
          rows.map((row) => row.element),
        ),
      ),
    ),
  );
  return {
    element,
    /** @param {Trial[]} trials @param {{chance: number, kind: 'linear' | 'log'}} how */
    show(trials, { chance, kind }) {
      const all = trials.map(({ lines }) => lines.loss);
      const losses = trials.flatMap(({ lines }) => [lines.loss.y, lines.validation.y]).flat();
      losses.sort((a, b) => a - b);
      const axis = lossAxis(kind, {
        chance,
        lowest: losses[0] ?? 1,
        // A run that explodes would press the others flat, so the highest quarter may lie outside.
        highest: 1.2 * (losses[Math.floor(0.75 * losses.length)] ?? 0),
      });
      const epochs = Math.max(
        1,
        ...trials.map(({ result, lines }) => result?.epochs ?? Math.ceil(lines.loss.x.at(-1) ?? 0)),
      );
      const depths = trials.map(({ result }) => result?.depth);
      const most = Math.max(
        1e-6,
        ...depths.flatMap((one) => one?.before.map(({ deviation }) => deviation) ?? []),
      );
      for (const [i, panel] of panels.entries()) {
        panel.show(trials[i], {
          lines: trials[i]?.lines ?? null,
          others: all.filter((_, j) => j !== i),
          axis,
          epochs,
          chance,
        });
        const depth = depths[i];
        const deviations = (/** @type {import('../../../experiments/types.js').Depth[]} */ rows) =>
          rows.map(({ deviation }) => Math.min(deviation, most));
        panel.showDepth(
          depth ? { before: deviations(depth.before), after: deviations(depth.after), most } : null,
        );
        rows[i].show(trials[i]?.result ?? null);
      }
    },
    stop() {
      for (const panel of panels) panel.stop();
    },
  };
}

/** @param {string} label @param {boolean} hasDepth @param {import('../../state.js').Translate} t */
function makePanel(label, hasDepth, t) {
  const canvas = h('canvas', { class: 'panel-canvas', role: 'img', 'aria-label': label });
  const bars = h('canvas', { class: 'panel-depths', role: 'img', 'aria-label': label });
  const train = h('span', { class: 'number panel-train' });
  const validation = h('span', { class: 'number panel-validation' });
  const element = h(
    'li',
    {},
    h('div', { class: 'panel-name' }, label),
    canvas,
    hasDepth && bars,
    h('div', { class: 'panel-ends' }, train, ' ', validation),
  );
  const empty = /** @type {import('./panel.js').Panel} */ ({
    lines: null,
    others: [],
    axis: lossAxis('linear', { chance: 1, lowest: 1, highest: 1 }),
    epochs: 1,
    chance: 1,
  });
  const view = canvasView(canvas, empty, drawPanel);
  const depths = hasDepth
    ? canvasView(bars, /** @type {import('./panel.js').Depths | null} */ (null), drawDepths)
    : null;
  return {
    element,
    /** @param {Trial | undefined} trial @param {import('./panel.js').Panel} panel */
    show(trial, panel) {
      view.show(panel);
      const [loss, scored] = [trial?.lines.loss.y.at(-1), trial?.lines.validation.y.at(-1)];
      write(train, loss === undefined ? '–' : short(loss));
      const end = trial?.result?.diverged ? t('trials.diverged') : '–';
      write(validation, scored === undefined ? end : short(scored));
      canvas.ariaLabel = t('trials.panel.now', {
        label,
        loss: train.textContent ?? '',
        validation: validation.textContent ?? '',
      });
    },
    /** @param {import('./panel.js').Depths | null} given */
    showDepth(given) {
      depths?.show(given);
      if (given)
        bars.ariaLabel = t('trials.depths.now', {
          label,
          list: given.before.map(short).join(', '),
        });
    },
    stop() {
      view.stop();
      depths?.stop();
    },
  };
}

/**
 * @param {import('../../../experiments/types.js').Run} run @param {string[]} columns
 * @param {import('../../state.js').Translate} t @param {() => void} take
 */
function makeRow(run, columns, t, take) {
  const cells = columns.map((column) => {
    const text = h('span', { class: 'number' }, '–');
    const fill = h('span', { class: 'fill' });
    const isBar = column === 'test';
    return {
      column,
      text,
      fill,
      element: h(
        'td',
        { 'data-column': column },
        isBar
          ? h('span', { class: 'fill-row' }, h('span', { class: 'fill-box' }, fill), text)
          : text,
      ),
    };
  });
  const element = h(
    'tr',
    { 'data-run': run.name },
    h('th', { scope: 'row' }, run.label[t.language]),
    cells.map((cell) => cell.element),
    h(
      'td',
      {},
      doer(t, 'trials.take', take, {
        class: 'button is-small',
        'aria-label': `${t('trials.take')}: ${run.label[t.language]}`,
      }),
    ),
  );
  return {
    element,
    /** @param {import('./bench.js').RunResult | null} result */
    show(result) {
      for (const { column, text, fill } of cells) {
        const value = result && figureOf(column, run, result);
        write(text, value === null ? '–' : figure(column, value));
        fill.style.transform = `scaleX(${column === 'test' ? (value ?? 0) : 0})`;
      }
    },
  };
}

/** @param {string} column @param {number} value */
function figure(column, value) {
  if (SHARES.includes(column)) return percent(value);
  if (column === 'reached') return count(value);
  return column === 'seconds' ? value.toFixed(1) : short(value);
}
