/** The smallest change of the picture that flips the answer, when asked. */
import { h, write } from '../../h.js';
import { percent } from '../../numbers.js';
import { heading } from '../../panels/section.js';
import { canvasView, visibility } from '../../views/canvas.js';
import { drawPixels } from '../../views/pixels.js';
import { figure } from './look.js';
import { drawMaps } from './maps.js';

/** @typedef {import('../../../engine/types.js').Fooling} Fooling */

const PICTURES = /** @type {const} */ (['before', 'change', 'after']);

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab
 * @param {import('../../state.js').Translate} t
 * @param {import('./subject.js').Subject} subject
 */
export function mountFooled(root, lab, t, subject) {
  let isAsked = false;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'button is-small',
      'data-does': 'fool',
      title: t('fool.about'),
      'aria-description': t('fool.about'),
      onclick: () => {
        isAsked = true;
        pull.request();
      },
    },
    t('fool.do'),
  );
  const status = h('span', { class: 'number' });
  const verdict = h('p', { class: 'fool-verdict', 'aria-live': 'polite' }, t('fool.none'));
  const canvases = PICTURES.map((key) =>
    h('canvas', { class: 'inside-picture', role: 'img', 'aria-label': t(`fool.${key}`) }),
  );
  const captions = PICTURES.map((key) => h('span', { class: 'number' }, t(`fool.${key}`)));
  const pictures = h(
    'ul',
    { class: 'fool-pictures' },
    canvases.map((canvas, i) => h('li', {}, canvas, captions[i])),
  );
  root.append(
    h('figure', { class: 'figure' }, heading(t, 'fool', status, button), verdict, pictures),
  );
  const blank = /** @type {Uint8Array | null} */ (null);
  const before = canvasView(canvases[0], blank, drawPixels);
  const change = canvasView(
    canvases[1],
    /** @type {import('./maps.js').Maps | null} */ (null),
    drawMaps,
  );
  const after = canvasView(canvases[2], blank, drawPixels);

  /** @param {Fooling} fooling @param {Float32Array | null} first @param {number} step */
  const show = (fooling, first, step) => {
    const { found, seen, picture, difference } = fooling;
    const named = (/** @type {number} */ label) => lab.get().classTitles[label] ?? String(label);
    const most = difference.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
    before.show(seen);
    change.show({ shape: [1, 28, 28], values: difference, scale: most, cursor: null });
    after.show(picture);
    const [was, is] = [named(fooling.before), named(fooling.digit)];
    const texts = [
      `${was} ${percent(first?.[fooling.before] ?? 0, 0)}`,
      // One part in 255 is the least that a pixel can change by.
      t('fool.scale', { times: most > 0 ? figure(1 / most) : '–', scale: figure(most) }),
      `${is} ${percent(fooling.probabilities[fooling.digit], 0)}`,
    ];
    for (const [i, text] of texts.entries()) {
      write(captions[i], text);
      canvases[i].ariaLabel = `${t(`fool.${PICTURES[i]}`)}: ${text}`;
    }
    const changed = difference.reduce((count, value) => count + Number(value !== 0), 0);
    const values = { before: was, after: is, changed, norm: figure(fooling.norm) };
    write(verdict, t(found ? 'fool.found' : 'fool.notFound', values));
    write(status, t('inside.step', { step }));
  };

  const view = visibility(root, lab.act.wake);
  const pull = lab.act.ask(
    async (trainer) => {
      const image = subject.image();
      if (!isAsked || !image) return null;
      isAsked = false;
      const at = lab.get().at ?? undefined;
      const [{ probabilities }, fooling] = await Promise.all([
        trainer.predict(image, { at }),
        trainer.fool(image, { at }),
      ]);
      return { probabilities, fooling };
    },
    (answer, step) =>
      answer && show(answer.fooling, answer.probabilities, answer.fooling.step ?? step),
    { visible: view.visible, interval: 0, share: 1 },
  );
  const isThere = () => {
    button.disabled = subject.image() === null;
  };
  subject.onChange(isThere);
  isThere();
  return () => {
    pull.stop();
    view.stop();
    for (const picture of [before, change, after]) picture.stop();
  };
}
