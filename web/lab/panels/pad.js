import { h } from '../h.js';
import { canvasView } from '../views/canvas.js';
import {
  begin,
  drawStrokes,
  emptyDrawing,
  extend,
  fit,
  isEmpty,
  penWidth,
  toUnits,
  undo,
} from '../views/strokes.js';

/** Where one draws, with undo and clear. @type {import('../state.js').Mount} */
export function mountPad(root, lab, t) {
  const canvas = h('canvas', { class: 'pad', role: 'img', 'aria-label': t('pad') });
  const hint = h('span', { class: 'pad-hint', 'aria-hidden': 'true' }, t('pad.hint'));
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
  root.append(
    h('div', { class: 'pad-box' }, canvas, hint),
    h('div', { class: 'pad-tools' }, back, clear),
  );

  const picture = canvasView(canvas, emptyDrawing(), (context, drawing, size) => {
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
      width: penWidth(event.pointerType, event.pressure),
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

  const leave = lab.subscribe(['drawing'], ({ drawing }) => {
    const blank = isEmpty(drawing);
    hint.hidden = !blank;
    back.disabled = blank;
    clear.disabled = blank;
    picture.show(drawing);
  });
  return () => {
    leave();
    picture.stop();
  };
}
