/** The contact sheet: a page of the set's images, of all classes or one. */
import { h, write } from '../../h.js';
import { count } from '../../numbers.js';
import { canvasView, visibility } from '../../views/canvas.js';
import { drawSheet } from '../../views/pixels.js';
import { gridOf, numbersOf, placeAfter } from './pages.js';

/** @typedef {import('../../../engine/types.js').Part} Part */
/** @typedef {{part: Part, number: number, image: Uint8Array, label: number}} Picked */

/** Of a cell, and of one for fingers, CSS pixels. */
const CELL = 36;
const COARSE = 44;
const GAP = 3;

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab
 * @param {import('../../state.js').Translate} t
 * @param {(picked: Picked) => void} pick
 */
export function mountSheet(root, lab, t, pick) {
  const least = matchMedia('(pointer: coarse)').matches ? COARSE : CELL;
  /** @type {Part} */
  let part = 'train';
  /** @type {number | null} */
  let label = null;
  /** Of the classes. @type {readonly string[]} */
  let titles = [];
  /** Of each part, as far as they have arrived. @type {Partial<Record<Part, Uint8Array>>} */
  let labels = {};
  /** Of the images that are shown, in their part. @type {Uint32Array} */
  let numbers = new Uint32Array();
  /** Among these. */
  let cursor = 0;
  let isOpen = false;
  /** @type {{start: number, numbers: number[], images: Uint8Array} | null} */
  let shown = null;

  /**
   * @param {string} key @param {() => void} onchange
   */
  const select = (key, onchange) =>
    h('select', {
      class: 'field',
      'aria-label': t(key),
      'aria-description': t(`${key}.about`),
      title: t(`${key}.about`),
      'data-choice': key,
      onchange,
    });
  const partChoice = select('part', () => {
    part = /** @type {Part} */ (partChoice.value);
    filter();
  });
  partChoice.append(
    ...['train', 'validation'].map((value) => h('option', { value }, t(`part.${value}`))),
  );
  const classChoice = select('class', () => {
    label = classChoice.value === '' ? null : Number(classChoice.value);
    filter();
  });
  const canvas = h('canvas', { class: 'contact-canvas', 'aria-hidden': 'true' });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'contact',
      'aria-label': t('sheet'),
      'aria-description': t('sheet.keys'),
      title: t('sheet.about'),
    },
    canvas,
  );
  const range = h('input', {
    type: 'range',
    class: 'time-range',
    min: 0,
    step: 1,
    'aria-label': t('sheet.page'),
    title: t('sheet.page.about'),
    'aria-description': t('sheet.page.about'),
    'data-choice': 'page',
    oninput: () => goTo(range.valueAsNumber * perPage()),
  });
  const read = h('p', { class: 'unit number', 'data-read': 'page' });
  const spoken = h('span', { class: 'only-spoken', 'aria-live': 'polite' });
  root.append(
    h('div', { class: 'contact-choices' }, partChoice, classChoice),
    button,
    h('div', { class: 'contact-pages' }, range, read),
    spoken,
  );
  const picture = canvasView(
    canvas,
    /** @type {Parameters<typeof drawPage>[1]} */ ({ images: null, columns: 1, place: null }),
    drawPage,
  );

  const grid = () => gridOf({ width: canvas.clientWidth, height: canvas.clientHeight }, least, GAP);
  const perPage = () => grid().columns * grid().rows;
  const start = () => Math.floor(cursor / perPage()) * perPage();
  const wanted = () => [...numbers.subarray(start(), start() + perPage())];

  const show = () => {
    const first = start();
    const isHere = button === button.ownerDocument.activeElement || isOpen;
    picture.show({
      // Until the next page is there, the last one stays.
      images: shown?.images ?? null,
      columns: grid().columns,
      place: isHere && shown?.start === first ? cursor - first : null,
    });
    const pages = Math.ceil(numbers.length / perPage());
    range.max = String(Math.max(0, pages - 1));
    range.value = String(first / perPage());
    range.disabled = pages < 2;
    const last = Math.min(numbers.length, first + perPage());
    const values = { first: count(first + 1), last: count(last), all: count(numbers.length) };
    write(read, numbers.length > 0 ? t('sheet.read', values) : t('sheet.none'));
    range.ariaValueText = read.textContent;
  };
  /** Another choice begins at its first image. */
  const filter = () => {
    numbers = numbersOf(labels[part] ?? new Uint8Array(), label);
    cursor = 0;
    shown = null;
    isOpen = false;
    show();
    pull.request();
  };
  /** @param {number} place */
  const goTo = (place) => {
    cursor = Math.max(0, Math.min(numbers.length - 1, place));
    show();
    pull.request();
  };
  const choose = () => {
    const at = shown ? cursor - shown.start : -1;
    if (!shown || at < 0 || at >= shown.numbers.length) return;
    const number = shown.numbers[at];
    isOpen = true;
    pick({
      part,
      number,
      image: shown.images.slice(at * 784, at * 784 + 784),
      label: /** @type {Uint8Array} */ (labels[part])[number],
    });
    show();
  };
  const speak = () => {
    const own = labels[part]?.[numbers[cursor]];
    if (own !== undefined)
      write(
        spoken,
        t('sheet.at', { number: count(numbers[cursor]), label: lab.get().classTitles[own] }),
      );
  };

  const view = visibility(root, lab.act.wake);
  const pull = lab.act.ask(
    async (trainer) => {
      const first = start();
      const asked = wanted();
      const isThere = shown?.start === first && shown.numbers.join() === asked.join();
      if (asked.length === 0 || isThere) return null;
      const about = { part, label };
      const { images } = await trainer.samples(part, { numbers: asked, answers: false });
      return { about, page: { start: first, numbers: asked, images } };
    },
    (answer) => {
      if (!answer || answer.about.part !== part || answer.about.label !== label) return;
      shown = answer.page;
      show();
      pull.request();
    },
    { visible: view.visible, interval: 0, share: 0.5 },
  );

  button.addEventListener('click', (event) => {
    // The keyboard's Enter is a click that has no place.
    if (event.detail > 0) {
      const box = canvas.getBoundingClientRect();
      const { columns, side } = grid();
      const column = Math.min(columns - 1, Math.floor((event.clientX - box.left) / side));
      const place = start() + Math.floor((event.clientY - box.top) / side) * columns + column;
      if (place >= numbers.length || place >= start() + perPage()) return;
      cursor = place;
    }
    choose();
    speak();
  });
  button.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = placeAfter(event.key, cursor, numbers.length, grid());
    if (place === null) return;
    event.preventDefault();
    goTo(place);
    speak();
  });
  for (const type of ['focus', 'blur']) button.addEventListener(type, show);
  const observer = new ResizeObserver(() => {
    show();
    pull.request();
  });
  observer.observe(canvas);

  return {
    /**
     * @param {Partial<Record<Part, Uint8Array>>} next those of before and what has arrived since
     * @param {boolean} isOther it is another set
     */
    setLabels(next, isOther) {
      labels = next;
      if (isOther) {
        label = null;
        filter();
      }
      numbers = numbersOf(labels[part] ?? new Uint8Array(), label);
      const { classTitles } = lab.get();
      if (titles !== classTitles) {
        titles = classTitles;
        const all = titles.map((title, i) => h('option', { value: i }, title));
        classChoice.replaceChildren(h('option', { value: '' }, t('class.all')), ...all);
      }
      classChoice.value = label === null ? '' : String(label);
      show();
      pull.request();
    },
    stop() {
      observer.disconnect();
      pull.stop();
      view.stop();
      picture.stop();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{images: Uint8Array | null, columns: number, place: number | null}} model place: that is
 *   marked
 * @param {import('../../views/canvas.js').Size} size
 */
function drawPage(context, { images, columns, place }, size) {
  drawSheet(context, { images, columns, gap: GAP }, size);
  if (place === null) return;
  const side = (size.width + GAP) / columns;
  context.strokeStyle = size.colors.seal;
  context.lineWidth = 2;
  context.strokeRect(
    (place % columns) * side + 1,
    Math.floor(place / columns) * side + 1,
    side - GAP - 2,
    side - GAP - 2,
  );
}
