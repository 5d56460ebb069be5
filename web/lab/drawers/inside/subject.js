/** The picture that is looked into: what is on the pad, or a validation image where nothing is or one is chosen. */
import { h } from '../../h.js';
import { isBlank } from '../../ink.js';
import { canvasView, visibility } from '../../views/canvas.js';
import { drawPixels } from '../../views/pixels.js';

/**
 * @typedef {object} Subject
 * @property {() => Uint8Array | null} image 784 bytes
 * @property {(tell: () => void) => void} onChange
 * @property {() => void} stop
 */

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab
 * @param {import('../../state.js').Translate} t
 * @returns {Subject}
 */
export function mountSubject(root, lab, t) {
  /** @type {number | null} */
  let chosen = null;
  /** @type {{image: Uint8Array, label: number}[]} one of each class */
  let images = [];
  /** @type {{button: HTMLButtonElement, remove: () => void}[]} */
  let thumbs = [];
  /** @type {(() => void)[]} */
  const listeners = [];

  const own = h(
    'button',
    {
      type: 'button',
      class: 'button is-small',
      'data-does': 'own',
      title: t('inside.own.about'),
      'aria-description': t('inside.own.about'),
      onclick: () => choose(null),
    },
    t('inside.own'),
  );
  const list = h('span', { class: 'thumbs' });
  root.append(
    h('div', { class: 'subject', role: 'group', 'aria-label': t('inside.subject') }, own, list),
  );

  const isDrawn = () => !isBlank(lab.get());
  /** Which image is looked into; null: what is on the pad. */
  const number = () => chosen ?? (isDrawn() ? null : 0);
  const show = () => {
    own.disabled = !isDrawn();
    own.setAttribute('aria-pressed', String(isDrawn() && number() === null));
    for (const [i, { button }] of thumbs.entries())
      button.setAttribute('aria-pressed', String(number() === i));
  };
  const changed = () => {
    show();
    for (const tell of listeners) tell();
  };
  /** @param {number | null} next */
  const choose = (next) => {
    chosen = next;
    changed();
  };
  const fill = () => {
    for (const thumb of thumbs) thumb.remove();
    const { classTitles } = lab.get();
    thumbs = images.map(({ image, label }, i) =>
      makeThumb(image, t('inside.image', { label: classTitles[label] ?? label }), () => choose(i)),
    );
    list.replaceChildren(...thumbs.map(({ button }) => button));
  };

  const view = visibility(root, lab.act.wake);
  // They do not change: asked until they are there.
  const unwatch = lab.act.watch('gallery', () => view.visible() && lab.get().gallery === null);
  const leave = [
    lab.subscribe(['gallery'], ({ gallery }) => {
      const items = gallery?.items ?? [];
      const first = items.filter(({ label }, i) => items[i - 1]?.label !== label);
      if (first.length > 0 === images.length > 0) return;
      images = first;
      if (images.length === 0) chosen = null;
      fill();
      changed();
    }),
    lab.subscribe(['drawing', 'sample'], () => {
      // Whoever draws wants to see that.
      chosen = null;
      changed();
    }),
    lab.subscribe(['prediction'], () => number() === null && changed()),
  ];
  return {
    image() {
      const which = number();
      const seen = which === null ? lab.get().prediction?.seen : undefined;
      // A drawing just begun has not been seen yet.
      return seen ?? images[which ?? 0]?.image ?? null;
    },
    onChange: (tell) => void listeners.push(tell),
    stop() {
      for (const task of leave) task();
      unwatch();
      view.stop();
      for (const thumb of thumbs) thumb.remove();
    },
  };
}

/** @param {Uint8Array} image @param {string} about @param {() => void} choose */
function makeThumb(image, about, choose) {
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const button = h(
    'button',
    { type: 'button', class: 'thumb', 'aria-label': about, title: about, onclick: choose },
    canvas,
  );
  const picture = canvasView(canvas, image, drawPixels);
  return {
    button,
    remove() {
      picture.stop();
      button.remove();
    },
  };
}
