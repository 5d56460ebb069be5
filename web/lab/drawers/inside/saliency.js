/** Which pixels the answer rests on: where a little more or less ink would change its score most. */
import { h, write } from '../../h.js';
import { percent } from '../../numbers.js';
import { heading } from '../../panels/section.js';
import { canvasView, channels, visibility } from '../../views/canvas.js';
import { weightScale } from '../../views/pixels.js';
import { figure, look } from './look.js';

/**
 * @typedef {{image: Uint8Array, slopes: Float32Array, scale: number}} Model
 *
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab
 * @param {import('../../state.js').Translate} t
 * @param {import('./subject.js').Subject} subject
 */
export function mountSaliency(root, lab, t, subject) {
  const canvas = h('canvas', {
    class: 'inside-picture',
    role: 'img',
    'aria-label': t('saliency.none'),
  });
  const answer = h('p', { class: 'saliency-answer' }, t('saliency.none'));
  const scale = h('p', { class: 'unit' });
  root.append(
    h(
      'figure',
      { class: 'figure' },
      heading(t, 'saliency'),
      h('div', { class: 'saliency' }, canvas, h('div', {}, answer, scale)),
    ),
  );
  const picture = canvasView(canvas, /** @type {Model | null} */ (null), drawSaliency);
  const view = visibility(root, lab.act.wake);
  const pull = lab.act.ask(
    async (trainer) => {
      const image = subject.image();
      return image && { image, ...(await look(trainer, image, ['saliency'], lab.get().at)) };
    },
    (found) => {
      const slopes = found?.views[0].values;
      const digit = found?.prediction.digit ?? null;
      // Numbers that are no pixels cannot be laid over the picture.
      if (!found || digit === null || slopes?.length !== found.image.length) return;
      const most = weightScale(slopes);
      picture.show({ image: found.image, slopes, scale: most });
      const label = lab.get().classTitles[digit] ?? String(digit);
      const share = percent(found.prediction.probabilities?.[digit] ?? 0, 0);
      write(answer, t('saliency.answer', { label, share }));
      write(scale, t('saliency.scale', { scale: figure(most) }));
      canvas.ariaLabel = t('saliency.now', { label });
    },
    { visible: view.visible, interval: 100, share: 0.25 },
  );
  subject.onChange(pull.request);
  return () => {
    pull.stop();
    view.stop();
    picture.stop();
  };
}

/**
 * The ink faint, the slopes in seal over it.
 * @param {CanvasRenderingContext2D} context @param {Model | null} model
 * @param {import('../../views/canvas.js').Size} size
 */
function drawSaliency(context, model, { width, height, colors }) {
  if (!model) return;
  const side = Math.round(Math.sqrt(model.image.length));
  const tile = new OffscreenCanvas(side, side);
  const tileContext = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext('2d'));
  const pixels = tileContext.createImageData(side, side);
  const [card, ink, seal] = [colors.card, colors.ink, colors.seal].map(channels);
  for (const [i, grey] of model.image.entries()) {
    const dark = 0.35 * (grey / 255);
    const share = model.scale > 0 ? Math.min(1, model.slopes[i] / model.scale) : 0;
    for (let c = 0; c < 3; c++) {
      const ground = card[c] + (ink[c] - card[c]) * dark;
      pixels.data[4 * i + c] = ground + (seal[c] - ground) * share;
    }
    pixels.data[4 * i + 3] = 255;
  }
  tileContext.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(tile, 0, 0, width, height);
}
