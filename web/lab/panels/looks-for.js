import { h, write } from '../h.js';
import { canvasView, visibility } from '../views/canvas.js';
import { drawWeights, MOST_UNITS, weightScale } from '../views/pixels.js';
import { heading } from './section.js';

/** The first layer's weights as pictures, live. @type {import('../state.js').Mount} */
export function mountLooksFor(root, lab, t) {
  const canvas = h('canvas', { class: 'weights', role: 'img' });
  const unit = h('span');
  const low = h('span', { class: 'number' });
  const high = h('span', { class: 'number' });
  const scale = h(
    'span',
    { class: 'scale', 'aria-hidden': 'true' },
    low,
    h('i', { class: 'swatch is-low' }),
    h('i', { class: 'swatch' }),
    h('i', { class: 'swatch is-high' }),
    high,
  );
  root.append(h('figure', { class: 'figure' }, heading(t, 'looksFor', unit, scale), canvas));
  const picture = canvasView(
    canvas,
    { weights: /** @type {import('../../engine/types.js').View | null} */ (null) },
    drawWeights,
  );
  const view = visibility(root, lab.act.wake);
  const unwatch = lab.act.watch('weights', view.visible);
  const leave = lab.subscribe(['weights'], ({ weights }) => {
    picture.show({ weights });
    scale.hidden = !weights;
    if (!weights) {
      canvas.ariaLabel = t('looksFor.none');
      write(unit, '');
      return;
    }
    const all = weights.shape[0];
    const shown = Math.min(all, MOST_UNITS);
    const most = weightScale(weights.values).toFixed(2);
    write(unit, t('looksFor.unit', { shown, all }));
    write(low, `−${most}`);
    write(high, `+${most}`);
    canvas.ariaLabel = t('looksFor.now', { shown, scale: most });
  });
  return () => {
    leave();
    unwatch();
    view.stop();
    picture.stop();
  };
}
