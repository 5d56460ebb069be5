/** One image, large: its pixels' values, and what preprocessing makes of them for the network. */
import { h, write } from '../../h.js';
import { count } from '../../numbers.js';
import { heading } from '../../panels/section.js';
import { canvasView } from '../../views/canvas.js';
import { drawPixels, weightPixels } from '../../views/pixels.js';
import { figure, look } from '../inside/look.js';

/** @typedef {import('./sheet.js').Picked} Picked */

const SIDE = 28;

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab
 * @param {import('../../state.js').Translate} t
 */
export function mountPicture(root, lab, t) {
  const title = h('p', { class: 'picked-title', 'aria-live': 'polite', 'data-read': 'picked' });
  const canvases = [h('canvas', {}), h('canvas', { role: 'img' })];
  const captions = [h('span', { class: 'unit' }, t('picked.bytes')), h('span', { class: 'unit' })];
  const pixel = h('p', { class: 'unit number', role: 'status', 'data-read': 'pixel' });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'picked-pixels',
      title: t('picked.keys'),
      'aria-description': t('picked.keys'),
    },
    canvases[0],
  );
  root.append(
    h(
      'figure',
      { class: 'figure' },
      heading(t, 'picked'),
      title,
      h(
        'div',
        { class: 'picked' },
        h('div', {}, button, captions[0]),
        h('div', {}, canvases[1], captions[1]),
      ),
      pixel,
    ),
  );
  /** @type {Picked | null} */
  let picked = null;
  /** What the first layer gets of it. @type {{shape: number[], values: Float32Array} | null} */
  let input = null;
  /** @type {number | null} */
  let at = null;

  const before = canvasView(
    canvases[0],
    /** @type {Marked} */ ({ image: null, at: null }),
    drawMarked,
  );
  const after = canvasView(
    canvases[1],
    /** @type {Input} */ ({ input: null, scale: 0, at: null }),
    drawInput,
  );

  const show = () => {
    const { classTitles } = lab.get();
    button.disabled = !picked;
    write(
      title,
      picked
        ? t('picked.title', {
            number: count(picked.number),
            part: t(`part.${picked.part}`),
            label: classTitles[picked.label],
          })
        : t('picked.none'),
    );
    button.ariaLabel = picked ? title.textContent : t('picked.none');
    before.show({ image: picked?.image ?? null, at });
    const isPicture = input !== null && input.values.length === SIDE * SIDE;
    const scale = input?.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) ?? 0;
    after.show({ input: input?.values ?? null, scale, at: isPicture ? at : null });
    const range = input && {
      count: count(input.values.length),
      lowest: figure(Math.min(...input.values)),
      highest: figure(Math.max(...input.values)),
    };
    write(captions[1], range ? t('picked.input', range) : t('picked.noInput'));
    canvases[1].ariaLabel = captions[1].textContent;
    const place = at !== null && picked && { grey: picked.image[at], ...placeOf(at) };
    const value = at !== null && isPicture ? figure(/** @type {any} */ (input).values[at]) : null;
    const words =
      place && (value === null ? t('pixel', place) : t('pixel.input', { ...place, value }));
    write(pixel, words || (picked ? t('pixel.none') : ''));
  };
  /** @param {number | null} next */
  const mark = (next) => {
    at = next;
    show();
  };

  // What the network gets changes with its preprocessing, which a new network may bring.
  const pull = lab.act.ask(
    async (trainer) => {
      const about = picked;
      if (!about || input) return null;
      const { views } = await look(trainer, about.image, ['input'], null);
      return { about, view: views[0] };
    },
    (answer) => {
      if (!answer || answer.about !== picked) return;
      input = answer.view;
      show();
    },
    { visible: () => true, interval: 100, share: 0.2 },
  );
  const leave = lab.subscribe(['classes', 'loaded'], () => {
    input = null;
    show();
    pull.request();
  });

  /** @param {PointerEvent} event */
  const point = (event) => {
    if (!picked) return;
    const box = canvases[0].getBoundingClientRect();
    const [column, row] = [
      (event.clientX - box.left) / box.width,
      (event.clientY - box.top) / box.height,
    ].map((share) => Math.max(0, Math.min(SIDE - 1, Math.floor(share * SIDE))));
    mark(row * SIDE + column);
  };
  button.addEventListener('pointermove', point);
  button.addEventListener('pointerdown', point);
  button.addEventListener('keydown', (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE }[event.key];
    if (move === undefined || !picked) return;
    event.preventDefault();
    const next = at === null ? 0 : at + move;
    if (next >= 0 && next < SIDE * SIDE) mark(next);
  });
  return {
    /** @param {Picked | null} next */
    show(next) {
      picked = next;
      input = null;
      at = null;
      show();
      pull.request();
    },
    stop() {
      leave();
      pull.stop();
      before.stop();
      after.stop();
    },
  };
}

/** @param {number} at */
const placeOf = (at) => ({ row: Math.floor(at / SIDE) + 1, column: (at % SIDE) + 1 });

/**
 * @typedef {{image: Uint8Array | null, at: number | null}} Marked
 * @typedef {{input: Float32Array | null, scale: number, at: number | null}} Input
 * @typedef {import('../../views/canvas.js').Size} Size
 */

/** @param {CanvasRenderingContext2D} context @param {Marked} model @param {Size} size */
function drawMarked(context, { image, at }, size) {
  drawPixels(context, image, size);
  if (at !== null) drawMark(context, at, size);
}

/** In the colours of weights. @param {CanvasRenderingContext2D} context @param {Input} model @param {Size} size */
function drawInput(context, { input, scale, at }, size) {
  if (!input) return;
  // What is no picture any more is laid out as one, for want of a better order.
  const side = Math.ceil(Math.sqrt(input.length));
  const tile = new OffscreenCanvas(side, side);
  const tileContext = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext('2d'));
  const pixels = tileContext.createImageData(side, side);
  weightPixels(pixels.data, input, scale, size.colors);
  tileContext.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(tile, 0, 0, size.width, size.height);
  if (at !== null) drawMark(context, at, size);
}

/** @param {CanvasRenderingContext2D} context @param {number} at @param {Size} size */
function drawMark(context, at, { width, colors }) {
  const { row, column } = placeOf(at);
  const side = width / SIDE;
  context.strokeStyle = colors.ink;
  context.lineWidth = 2;
  context.strokeRect((column - 1) * side, (row - 1) * side, side, side);
}
