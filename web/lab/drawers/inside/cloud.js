/** The last hidden layer's view of the validation images: alike to the network, near each other. */
import { h, write } from '../../h.js';
import { count } from '../../numbers.js';
import { heading } from '../../panels/section.js';
import { canvasView, visibility } from '../../views/canvas.js';

/** @typedef {{values: Float32Array, names: readonly string[]}} Model x, y, label, guess of each */

const IMAGES = 2000;

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab
 * @param {import('../../state.js').Translate} t
 */
export function mountCloud(root, lab, t) {
  const unit = h('span', { class: 'number cloud-unit' });
  const canvas = h('canvas', { class: 'cloud', role: 'img', 'aria-label': t('cloud.none') });
  root.append(h('figure', { class: 'figure' }, heading(t, 'cloud', unit), canvas));
  const picture = canvasView(canvas, /** @type {Model | null} */ (null), drawCloud);
  const view = visibility(root, lab.act.wake);
  const pull = lab.act.ask(
    // Before there are images it would be refused.
    async (trainer) => {
      const { loaded, at } = lab.get();
      return loaded ? trainer.view('map', { count: IMAGES, at: at ?? undefined }) : null;
    },
    (map) => {
      if (!map) return;
      const { values } = map;
      picture.show({ values, names: lab.get().classNames });
      let wrong = 0;
      for (let i = 0; i < values.length; i += 4) wrong += Number(values[i + 2] !== values[i + 3]);
      const sums = { count: count(values.length / 4), wrong: count(wrong) };
      write(unit, t('cloud.unit', sums));
      canvas.ariaLabel = t('cloud.now', sums);
    },
    { visible: view.visible, interval: 1000, share: 0.1 },
  );
  const leave = lab.subscribe(['loaded'], pull.request);
  return () => {
    leave();
    pull.stop();
    view.stop();
    picture.stop();
  };
}

/**
 * @param {CanvasRenderingContext2D} context @param {Model | null} model
 * @param {import('../../views/canvas.js').Size} size
 */
function drawCloud(context, model, { width, height, colors }) {
  if (!model) return;
  const { values, names } = model;
  const [rangeX, rangeY] = [rangeOf(values, 0), rangeOf(values, 1)];
  const margin = 8;
  const x = (/** @type {number} */ at) => margin + rangeX(at) * (width - 2 * margin);
  const y = (/** @type {number} */ at) => height - margin - rangeY(at) * (height - 2 * margin);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  // Wrong ones last, so that nothing lies over them.
  for (const isWrong of [false, true]) {
    context.font = `${isWrong ? '700 12px' : '10px'} system-ui, sans-serif`;
    context.fillStyle = isWrong ? colors.seal : colors['ink-2'];
    for (let i = 0; i < values.length; i += 4) {
      const [label, guess] = [values[i + 2], values[i + 3]];
      if ((label !== guess) === isWrong)
        context.fillText(names[label] ?? String(label), x(values[i]), y(values[i + 1]));
    }
  }
}

/**
 * Brings a coordinate into 0 … 1. A few far out are put at the edge, not all others in a heap.
 * @param {Float32Array} values @param {number} which
 */
function rangeOf(values, which) {
  const sorted = values.filter((_, i) => i % 4 === which).sort();
  const low = sorted[Math.floor(0.005 * (sorted.length - 1))] ?? 0;
  const high = sorted[Math.ceil(0.995 * (sorted.length - 1))] ?? 1;
  return (/** @type {number} */ at) =>
    high > low ? Math.max(0, Math.min(1, (at - low) / (high - low))) : 0.5;
}
