/** What each class looks like to the network: pictures it makes up, when asked. */
import { h, write } from '../../h.js';
import { heading } from '../../panels/section.js';
import { canvasView, visibility } from '../../views/canvas.js';
import { drawPixels } from '../../views/pixels.js';

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab
 * @param {import('../../state.js').Translate} t
 */
export function mountDreams(root, lab, t) {
  const status = h('span', { class: 'number', 'aria-live': 'polite' });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'button is-small',
      'data-does': 'dream',
      title: t('dream.about'),
      'aria-description': t('dream.about'),
      onclick: () => {
        next = 0;
        pull.request();
      },
    },
    t('dream.do'),
  );
  const list = h('ul', { class: 'dreams' });
  root.append(h('figure', { class: 'figure' }, heading(t, 'dream', status, button), list));

  /** @type {{show: (image: Uint8Array, about: string) => void, stop: () => void}[]} */
  let cards = [];
  /** @type {readonly string[]} */
  let names = [];
  /** The class that is dreamt of next; none: all are done, or none has been asked for. */
  let next = Infinity;

  const build = () => {
    for (const card of cards) card.stop();
    names = lab.get().classTitles;
    cards = names.map((name) => makeCard(list, name, t));
    next = Infinity;
    write(status, '');
  };
  const view = visibility(root, lab.act.wake);
  // One at a time, so that training never waits for more.
  const pull = lab.act.ask(
    async (trainer) => {
      const label = next;
      if (label >= names.length) return null;
      const at = lab.get().at ?? undefined;
      const { values, step } = await trainer.view(`dream:${label}`, { at });
      return { label, names, values, moment: step };
    },
    (dream, step) => {
      if (!dream || dream.names !== names || dream.label !== next) return;
      const { label, values } = dream;
      const image = Uint8Array.from(values, (value) => Math.round(255 * value));
      cards[label].show(image, t('dream.now', { label: names[label] }));
      next = label + 1;
      if (next < names.length) pull.request();
      else write(status, t('inside.step', { step: dream.moment ?? step }));
    },
    { visible: view.visible, interval: 0, share: 0.5 },
  );
  const leave = lab.subscribe(['classes'], build);
  return () => {
    leave();
    pull.stop();
    view.stop();
    for (const card of cards) card.stop();
  };
}

/** @param {HTMLElement} list @param {string} name @param {import('../../state.js').Translate} t */
function makeCard(list, name, t) {
  const canvas = h('canvas', {
    class: 'dream-picture',
    role: 'img',
    'aria-label': t('dream.none', { label: name }),
  });
  const element = h('li', {}, canvas, h('span', { 'aria-hidden': 'true' }, name));
  list.append(element);
  const picture = canvasView(canvas, /** @type {Uint8Array | null} */ (null), drawPixels);
  return {
    /** @param {Uint8Array} image @param {string} about */
    show(image, about) {
      picture.show(image);
      canvas.ariaLabel = about;
    },
    stop() {
      picture.stop();
      element.remove();
    },
  };
}
