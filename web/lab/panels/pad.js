import { DIGITS } from '../classes.js';
import { h, write } from '../h.js';
import { isBlank } from '../ink.js';
import { canvasView } from '../views/canvas.js';
import { drawPixels } from '../views/pixels.js';
import {
  begin,
  drawStrokes,
  emptyDrawing,
  extend,
  fit,
  isEmpty,
  PENS,
  penWidth,
  toUnits,
  undo,
} from '../views/strokes.js';

/** Where one draws, or looks at an image of the data. @type {import('../state.js').Mount} */
export function mountPad(root, lab, t) {
  const canvas = h('canvas', { class: 'pad', role: 'img', 'aria-label': t('pad') });
  const hint = h('span', { class: 'pad-hint', 'aria-hidden': 'true' });
  /** @param {string} key @param {() => void} action */
  const button = (key, action) =>
    h(
      'button',
      {
        type: 'button',
        class: 'button',
        'data-does': key,
        title: t(`${key}.about`),
        'aria-description': t(`${key}.about`),
        onclick: action,
      },
      t(key),
    );
  const back = button('undo', () => lab.act.draw(undo(lab.get().drawing)));
  const clear = button('clear', () => lab.act.draw(emptyDrawing()));
  const sampleMe = button('sample', lab.act.sample);
  const pen = h(
    'select',
    {
      class: 'field',
      'aria-label': t('pen'),
      'aria-description': t('pen.about'),
      title: t('pen.about'),
      'data-choice': 'pen',
      onchange: () => lab.act.show({ pen: /** @type {keyof typeof PENS} */ (pen.value) }),
    },
    Object.keys(PENS).map((value) => h('option', { value }, t(`pen.${value}`))),
  );
  const label = h('p', { class: 'pad-label', role: 'status' });
  root.append(
    h('div', { class: 'pad-box' }, canvas, hint, label),
    h('div', { class: 'pad-tools' }, back, clear, sampleMe, pen),
  );

  /** @typedef {Pick<import('../state.js').State, 'drawing' | 'sample'>} Shown */
  const nothing = /** @type {Shown} */ ({ drawing: emptyDrawing(), sample: null });
  const picture = canvasView(canvas, nothing, (context, { drawing, sample }, size) => {
    if (sample) {
      const side = Math.min(size.width, size.height);
      context.translate((size.width - side) / 2, (size.height - side) / 2);
      drawPixels(context, sample.image, { ...size, width: side, height: side });
      return;
    }
    context.fillStyle = size.colors.ink;
    context.strokeStyle = size.colors.ink;
    drawStrokes(context, drawing, size);
  });

  /** The pointer that draws; others are ignored until it lifts. @type {number | null} */
  let pointer = null;

  /** @param {PointerEvent} event @returns {import('../views/strokes.js').Point} */
  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    const { aspect } = lab.get().drawing;
    const place = fit(isEmpty(lab.get().drawing) ? box.width / box.height : aspect, box);
    return {
      ...toUnits(place, event.clientX - box.left, event.clientY - box.top),
      width: penWidth(event.pointerType, event.pressure, lab.get().pen),
    };
  };
  /** @param {PointerEvent} event */
  const down = (event) => {
    if (pointer !== null || event.button !== 0) return;
    event.preventDefault();
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    const box = canvas.getBoundingClientRect();
    lab.act.draw(begin(lab.get().drawing, point(event), box.width / box.height));
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (event.pointerId !== pointer) return;
    // What the browser saw between two frames, where it tells: fast strokes stay round.
    const all = event.getCoalescedEvents?.() ?? [];
    lab.act.draw(extend(lab.get().drawing, (all.length > 0 ? all : [event]).map(point)));
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    if (event.pointerId === pointer) pointer = null;
  };
  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', up);
  canvas.addEventListener('lostpointercapture', up);

  const offDrawing = lab.subscribe(['drawing', 'sample', 'received', 'classNames'], (state) => {
    const { sample, received, classTitles } = state;
    write(hint, t(classTitles === DIGITS ? 'pad.hint' : 'pad.hint.other'));
    const blank = isBlank(state);
    hint.hidden = !blank;
    back.disabled = blank;
    clear.disabled = blank;
    write(
      label,
      sample
        ? t('pad.sample', { label: classTitles[sample.label] })
        : received
          ? t('pad.received')
          : '',
    );
    picture.show(state);
  });
  const offTools = lab.subscribe(['pen', 'loaded', 'ready'], (state) => {
    pen.value = state.pen;
    sampleMe.disabled = !state.ready || !state.loaded;
  });
  return () => {
    offDrawing();
    offTools();
    picture.stop();
  };
}
