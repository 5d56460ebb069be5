/** What each layer makes of the picture, live; a click opens how a number comes about. */
import { h, write } from '../../h.js';
import { heading } from '../../panels/section.js';
import { canvasView, visibility } from '../../views/canvas.js';
import { weightScale } from '../../views/pixels.js';
import { figure, look } from './look.js';
import { drawMaps, shownOf, unitAt, unitBeside } from './maps.js';
import { hasMaps, stagesOf, viewOf } from './stages.js';
import { layerName, mountUnit, placeName } from './unit.js';

/** @typedef {import('./stages.js').Stage} Stage */
/** @typedef {import('../../state.js').Translate} Translate */

/** Of all time, for what is looked at while it trains. */
const SHARE = 0.25;
/** Below this width, in CSS pixels, the arithmetic has no column; style/inside.css says the same. */
const NARROW = 640;

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab @param {Translate} t
 * @param {import('./subject.js').Subject} subject
 */
export function mountLayers(root, lab, t, subject) {
  const list = h('ul', { class: 'layers' });
  const spoken = h('span', { class: 'only-spoken', 'aria-live': 'polite' });
  const none = h('p', { class: 'drawer-none' });
  const box = h('div', { class: 'layers-box' }, list);
  root.append(
    h('figure', { class: 'figure' }, heading(t, 'layers', t('layers.unit')), none, box, spoken),
  );
  const unit = mountUnit(box, lab, t, subject);

  /** @type {ReturnType<typeof makeRow>[]} */
  let rows = [];
  /** @type {Stage[]} */
  let stages = [];

  /** @param {ReturnType<typeof makeRow>} row @param {number} index */
  const choose = (row, index) => {
    for (const one of rows) one.choose(one === row ? index : null);
    // Where there is no room beside the layers, it opens below the one that was chosen.
    (box.clientWidth < NARROW ? row.element : box).append(unit.element);
    unit.choose({ stage: row.stage, unit: index });
  };
  /** @param {Stage} stage @param {number} index */
  const speak = (stage, index) => write(spoken, placeName(stage, index, lab.get().classTitles, t));
  const clear = () => {
    for (const row of rows) row.stop();
    rows = [];
    stages = [];
    box.append(unit.element);
    list.replaceChildren();
    unit.choose(null);
  };
  const build = () => {
    clear();
    const { description } = lab.get();
    if (!description) return;
    stages = stagesOf(description, [1, 28, 28]);
    rows = stages.map((stage) => makeRow(stage, t, { choose, speak }));
    list.replaceChildren(...rows.map(({ element }) => element));
  };
  const isThere = () => {
    const text = !lab.get().description
      ? t('inside.none')
      : subject.image()
        ? ''
        : t('inside.wait');
    none.hidden = text === '';
    box.hidden = text !== '';
    write(none, text);
  };

  const view = visibility(root, lab.act.wake);
  const pull = lab.act.ask(
    async (trainer) => {
      const image = subject.image();
      const asked = stages;
      if (!image || asked.length === 0) return null;
      return { asked, ...(await look(trainer, image, asked.map(viewOf), lab.get().at)) };
    },
    (answer) => {
      if (!answer || answer.asked !== stages) return;
      for (const [i, { values }] of answer.views.entries()) rows[i].show(values);
    },
    { visible: view.visible, interval: 66, share: SHARE },
  );
  const leave = lab.subscribe(['description'], () => {
    build();
    isThere();
    pull.request();
  });
  subject.onChange(() => {
    isThere();
    pull.request();
  });
  return () => {
    leave();
    pull.stop();
    view.stop();
    clear();
    unit.stop();
  };
}

/**
 * @param {Stage} stage @param {Translate} t
 * @param {{choose: (row: any, unit: number) => void, speak: (stage: Stage, unit: number) => void}} tell
 */
function makeRow(stage, t, { choose, speak }) {
  const { shape } = stage;
  const shown = shownOf(shape);
  const [channels, height, width] = shape;
  const what = t(hasMaps(stage) ? 'layers.maps' : 'layers.units', {
    count: channels,
    height,
    width,
  });
  const name = layerName(stage, t);
  const scaleText = h('span', { class: 'number' });
  const canvas = h('canvas', { class: 'maps-canvas', 'aria-hidden': 'true' });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'maps',
      'data-layer': stage.index,
      'aria-label': `${name}: ${what}`,
      'aria-description': t('layers.keys'),
    },
    canvas,
  );
  const element = h(
    'li',
    { class: 'layer' },
    h(
      'p',
      { class: 'layer-name' },
      h('strong', {}, name),
      h('span', { class: 'unit' }, what, shown < channels && ` (${t('layers.shown', { shown })})`),
      h(
        'span',
        { class: 'scale unit', 'aria-hidden': 'true' },
        '−',
        h('i', { class: 'swatch is-low' }),
        h('i', { class: 'swatch' }),
        h('i', { class: 'swatch is-high' }),
        '+',
        scaleText,
      ),
    ),
    button,
  );
  for (const [key, value] of Object.entries(frameOf(stage, shown)))
    button.style.setProperty(key, value);

  const picture = canvasView(
    canvas,
    /** @type {import('./maps.js').Maps | null} */ (null),
    drawMaps,
  );
  /** @type {Float32Array | null} */
  let values = null;
  /** The number whose arithmetic is open. @type {number | null} */
  let chosen = null;
  /** The number the keys are at. */
  let cursor = 0;
  let scale = 0;
  const draw = () => {
    const isHere = button === button.ownerDocument.activeElement;
    if (values) picture.show({ shape, values, scale, cursor: isHere ? cursor : chosen });
  };
  const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  const row = {
    element,
    stage,
    /** @param {Float32Array} next */
    show(next) {
      // Of another network, before its description came.
      if (next.length !== channels * height * width) return;
      values = next;
      scale = weightScale(next);
      write(scaleText, figure(scale));
      button.ariaLabel = t('layers.now', { layer: name, what, scale: figure(scale) });
      draw();
    },
    /** @param {number | null} next */
    choose(next) {
      chosen = next;
      draw();
    },
    stop: picture.stop,
  };
  button.addEventListener('click', (event) => {
    // A key presses without a place.
    if (event.detail > 0) {
      const { left, top } = canvas.getBoundingClientRect();
      const unit = unitAt(shape, size(), event.clientX - left, event.clientY - top);
      if (unit === null) return;
      cursor = unit;
    }
    choose(row, cursor);
  });
  button.addEventListener('keydown', (event) => {
    const next = unitBeside(shape, size(), cursor, event.key);
    if (next === null) return;
    event.preventDefault();
    cursor = next;
    speak(stage, cursor);
    draw();
  });
  button.addEventListener('focus', draw);
  button.addEventListener('blur', draw);
  return row;
}

/**
 * How its pictures stand, for the style sheet: rows and width on a wide page and on a narrow one.
 * @param {Stage} stage @param {number} shown
 */
function frameOf(stage, shown) {
  const isMaps = hasMaps(stage);
  const cell = isMaps ? (shown > 1 ? 52 : 84) : shown <= 16 ? 28 : 14;
  /** @param {number} most columns */
  const frame = (most) => {
    const columns = Math.min(most, shown);
    return [`${columns} / ${Math.ceil(shown / columns)}`, `${columns * cell}px`];
  };
  const [wide, wideWidth] = frame(isMaps ? 12 : 32);
  const [narrow, narrowWidth] = frame(isMaps ? 6 : 16);
  return {
    '--wide': wide,
    '--wide-width': wideWidth,
    '--narrow': narrow,
    '--narrow-width': narrowWidth,
  };
}
