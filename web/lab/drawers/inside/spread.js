/** How each layer's outputs are spread over the batch that was looked into last. */
import { h, write } from '../../h.js';
import { percent } from '../../numbers.js';
import { heading } from '../../panels/section.js';
import { canvasView, visibility } from '../../views/canvas.js';
import { figure } from './look.js';
import { stagesOf } from './stages.js';
import { layerName } from './unit.js';

/** @typedef {import('../../../engine/types.js').OutputDiagnosis} OutputDiagnosis */
/** @typedef {import('../../state.js').Translate} Translate */

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab @param {Translate} t
 */
export function mountSpread(root, lab, t) {
  const unit = h('span', { class: 'number' });
  const list = h('ul', { class: 'spreads' });
  root.append(h('figure', { class: 'figure' }, heading(t, 'spread', unit), list));
  /** @type {ReturnType<typeof makeRow>[]} */
  let rows = [];
  const clear = () => {
    for (const row of rows) row.stop();
    rows = [];
    list.replaceChildren();
  };
  const hasTrained = () => (lab.get().progress?.step ?? 0) > 0;

  const view = visibility(root, lab.act.wake);
  const pull = lab.act.ask(
    async (trainer) => (hasTrained() ? trainer.diagnose() : null),
    (diagnosis) => {
      const isThere = diagnosis !== null && diagnosis.step > 0;
      write(unit, isThere ? t('inside.step', { step: diagnosis.step }) : t('spread.none'));
      // Rows keep their places, so that nothing moves when training begins.
      for (const row of rows)
        if (isThere) row.show(diagnosis.layers[row.index]?.outputs ?? null);
        else row.clear();
    },
    { visible: view.visible, interval: 250, share: 0.1 },
  );
  const leave = [
    lab.subscribe(['description'], ({ description }) => {
      clear();
      if (!description) return;
      const stages = stagesOf(description, [1, 28, 28]).slice(1);
      rows = stages.map((stage) => makeRow(list, stage.index, layerName(stage, t), t));
      pull.request();
    }),
    // A reset makes the untrained network again.
    lab.subscribe(['progress'], () => !hasTrained() && pull.request()),
  ];
  return () => {
    for (const task of leave) task();
    pull.stop();
    view.stop();
    clear();
  };
}

/** @param {HTMLElement} list @param {number} index @param {string} name @param {Translate} t */
function makeRow(list, index, name, t) {
  const canvas = h('canvas', { class: 'spread-picture', role: 'img', 'aria-label': name });
  const ends = [h('span'), h('span')];
  const words = h('span', { class: 'number spread-words' });
  const element = h(
    'li',
    { class: 'is-empty' },
    h('strong', {}, name),
    h(
      'span',
      { class: 'spread-box' },
      canvas,
      h('span', { class: 'spread-ends number', 'aria-hidden': 'true' }, ends),
    ),
    words,
  );
  list.append(element);
  const picture = canvasView(canvas, /** @type {OutputDiagnosis | null} */ (null), drawSpread);
  /** @param {string} why */
  const empty = (why) => {
    picture.show(null);
    element.classList.add('is-empty');
    for (const end of ends) write(end, '');
    write(words, why);
    canvas.ariaLabel = name;
  };
  return {
    index,
    clear: () => empty(''),
    /** @param {OutputDiagnosis | null} outputs */
    show(outputs) {
      if (!outputs) return empty(t('spread.over'));
      picture.show(outputs);
      element.classList.remove('is-empty');
      const { mean, deviation, lowest, highest, dead, saturated } = outputs;
      write(ends[0], figure(lowest));
      write(ends[1], figure(highest));
      const values = { mean: figure(mean), deviation: figure(deviation) };
      const text = [
        t('spread.words', values),
        dead > 0 && t('spread.dead', { share: percent(dead, 0) }),
        saturated > 0 && t('spread.saturated', { share: percent(saturated, 0) }),
      ];
      write(words, text.filter(Boolean).join(' '));
      canvas.ariaLabel = t('spread.now', {
        layer: name,
        lowest: figure(lowest),
        highest: figure(highest),
      });
    },
    stop() {
      picture.stop();
      element.remove();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context @param {OutputDiagnosis | null} outputs
 * @param {import('../../views/canvas.js').Size} size
 */
function drawSpread(context, outputs, { width, height, colors }) {
  if (!outputs) return;
  const { histogram, lowest, highest } = outputs;
  const most = Math.max(1, ...histogram);
  const step = width / histogram.length;
  for (const [i, count] of histogram.entries()) {
    const middle = lowest + ((i + 0.5) / histogram.length) * (highest - lowest);
    context.fillStyle = middle < 0 ? colors.blue : colors.seal;
    // A root, so that the few far out can be seen beside the many at 0.
    const tall = Math.sqrt(count / most) * (height - 1);
    context.fillRect(i * step, height - 1 - tall, Math.max(1, step - 1), tall);
  }
  context.fillStyle = colors.edge;
  context.fillRect(0, height - 1, width, 1);
}
