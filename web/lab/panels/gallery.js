import { h, write } from '../h.js';
import { colorsOf, onTheme, visibility } from '../views/canvas.js';
import { inkPixels } from '../views/pixels.js';
import { heading } from './section.js';

/** Validation images with the network's answers. @type {import('../state.js').Mount} */
export function mountGallery(root, lab, t) {
  const list = h('ul', { class: 'gallery' });
  const none = h('p', { class: 'unit' }, t('gallery.none'));
  root.append(
    h('figure', { class: 'figure' }, heading(t, 'gallery', t('gallery.unit')), list, none),
  );
  /** @type {{element: HTMLElement, canvas: HTMLCanvasElement, answer: HTMLElement}[]} */
  let cells = [];
  /** Whose pictures the cells show. @type {string} */
  let shown = '';

  /** @param {import('../state.js').State} state */
  const show = ({ gallery, classNames, classTitles }) => {
    none.hidden = gallery !== null;
    list.hidden = gallery === null;
    const items = gallery?.items ?? [];
    if (items.length !== cells.length) {
      cells = items.map(makeCell);
      list.replaceChildren(...cells.map(({ element }) => element));
      shown = '';
    }
    const color = colorsOf(root).ink;
    const key = color + items.map(({ image }) => fingerprint(image)).join();
    for (const [i, { image, label, digit }] of items.entries()) {
      const { element, canvas, answer } = cells[i];
      if (key !== shown) paint(canvas, image, color);
      const wrong = digit !== label;
      element.classList.toggle('is-wrong', wrong);
      const [right, given] = [label, digit].map((one) => classTitles[one] ?? String(one));
      write(answer, (wrong ? '✗' : '') + (classNames[digit] ?? digit));
      const about = t(wrong ? 'gallery.wrong' : 'gallery.right', { label: right, digit: given });
      if (element.title !== about) {
        element.title = about;
        canvas.ariaLabel = about;
      }
    }
    shown = key;
    list.classList.toggle('is-named', (classNames[0]?.length ?? 0) > 1);
  };
  const view = visibility(root, lab.act.wake);
  const unwatch = lab.act.watch('gallery', view.visible);
  const offTheme = onTheme(() => show(lab.get()));
  const leave = lab.subscribe(['gallery', 'classNames'], show);
  return () => {
    leave();
    unwatch();
    offTheme();
    view.stop();
  };
}

/** Tells pictures apart without keeping them (FNV-1a). @param {Uint8Array} image */
function fingerprint(image) {
  let hash = 0x811c9dc5;
  for (const byte of image) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

function makeCell() {
  const canvas = h('canvas', { width: 28, height: 28, role: 'img' });
  const answer = h('span', { class: 'number', 'aria-hidden': 'true' });
  return { element: h('li', {}, canvas, answer), canvas, answer };
}

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} image @param {string} color */
function paint(canvas, image, color) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const pixels = context.createImageData(28, 28);
  inkPixels(pixels.data, image, color);
  context.putImageData(pixels, 0, 0);
}
