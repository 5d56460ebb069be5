/** How each layer's outputs are spread, for the picture and at the moment that the rest of Inside shows. */
import { h, write } from '../../h.js';
import { percent } from '../../numbers.js';
import { heading } from '../../panels/section.js';
import { canvasView, visibility } from '../../views/canvas.js';
import { figure, look } from './look.js';
import { binned } from './maps.js';
import { stagesOf, viewOf } from './stages.js';
import { layerName } from './unit.js';

/** @typedef {import('../../state.js').Translate} Translate */
/** @typedef {ReturnType<typeof binned>} Spread */

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab @param {Translate} t
 * @param {import('./subject.js').Subject} subject
 */
export function mountSpread(root, lab, t, subject) {
  const unit = h('span', { class: 'number' });
  const list = h('ul', { class: 'spreads' });
  root.append(h('figure', { class: 'figure' }, heading(t, 'spread', unit), list));
  /** @type {import('./stages.js').Stage[]} */
  let stages = [];
  /** @type {ReturnType<typeof makeRow>[]} */
  let rows = [];
  const clear = () => {
    for (const row of rows) row.stop();
    rows = [];
    list.replaceChildren();
  };

  const view = visibility(root, lab.act.wake);
  const pull = lab.act.ask(
    async (trainer) => {
      const image = subject.image();
      const asked = stages;
      if (!image || asked.length === 0) return null;
      return { asked, ...(await look(trainer, image, asked.map(viewOf), lab.get().at)) };
    },
    (answer, step) => {
      if (!answer || answer.asked !== stages) return;
      write(unit, t('inside.step', { step: answer.views[0]?.step ?? step }));
      for (const [i, { values }] of answer.views.entries()) rows[i].show(binned(values));
    },
    { visible: view.visible, interval: 250, share: 0.1 },
  );
  const leave = lab.subscribe(['description'], ({ description }) => {
    clear();
    stages = description ? stagesOf(description, [1, 28, 28]).slice(1) : [];
    rows = stages.map((stage) => makeRow(list, layerName(stage, t), t));
    pull.request();
  });
  subject.onChange(pull.request);
  return () => {
    leave();
    pull.stop();
    view.stop();
    clear();
  };
}

/** @param {HTMLElement} list @param {string} name @param {Translate} t */
function makeRow(list, name, t) {
  const canvas = h('canvas', { class: 'spread-picture', role: 'img', 'aria-label': name });
  const ends = [h('span'), h('span')];
  const words = h('span', { class: 'number spread-words' });
  const element = h(
    'li',
    {},
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
  const picture = canvasView(canvas, /** @type {Spread | null} */ (null), drawSpread);
  return {
    /** @param {Spread} spread */
    show(spread) {
      picture.show(spread);
      const { mean, deviation, zero } = spread;
      const [lowest, highest] = [figure(spread.lowest), figure(spread.highest)];
      write(ends[0], lowest);
      write(ends[1], highest);
      const values = { mean: figure(mean), deviation: figure(deviation) };
      const text = [
        t('spread.words', values),
        zero > 0 && t('spread.zero', { share: percent(zero, 0) }),
      ];
      write(words, text.filter(Boolean).join(' '));
      canvas.ariaLabel = t('spread.now', { layer: name, lowest, highest });
    },
    stop() {
      picture.stop();
      element.remove();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context @param {Spread | null} spread
 * @param {import('../../views/canvas.js').Size} size
 */
function drawSpread(context, spread, { width, height, colors }) {
  if (!spread) return;
  const { histogram, lowest, highest } = spread;
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
