/** What can be taken along: a link, a picture, the weights, and the page in another one. */
import { h, write } from '../h.js';
import { isBlank } from '../ink.js';
import { percent, took } from '../numbers.js';
import { ranked } from '../verdict.js';
import { colorsOf } from '../views/canvas.js';
import { CARD, drawCard } from './card.js';
import { packStrokes } from './strokes.js';

/** From which probability on the answer is sealed, as beside the pad. */
const SURE = 0.9;

/** @typedef {import('../state.js').Lab} Lab */
/** @typedef {import('../words.js').Translate} Translate */

/**
 * Opens the dialog; it takes itself away again when it is closed.
 * @param {HTMLElement} root @param {Lab} lab @param {Translate} t
 */
export function openShare(root, lab, t) {
  const page = root.ownerDocument;
  const said = h('p', { class: 'share-said', role: 'status' });
  const close = button('close', t, () => dialog.close());
  const dialog = h(
    'dialog',
    { class: 'share-dialog', 'aria-labelledby': 'share-title' },
    h('div', { class: 'share-head' }, h('h2', { id: 'share-title' }, t('share.title')), close),
    link(page, lab, t, said),
    picture(lab, t, said),
    weights(lab, t, said),
    embed(page, t, said),
    said,
  );
  // What is beneath has an Escape of its own.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  /** @type {HTMLCanvasElement} */ (dialog.querySelector('canvas')).dispatchEvent(
    new Event('shown'),
  );
  return dialog;
}

/** @param {string} key @param {Translate} t @param {() => unknown} action */
const button = (key, t, action) =>
  h(
    'button',
    {
      type: 'button',
      class: 'button',
      'data-does': key,
      title: t.has(`${key}.about`) && t(`${key}.about`),
      'aria-description': t.has(`${key}.about`) && t(`${key}.about`),
      onclick: action,
    },
    t(key),
  );

/** @param {string} key @param {Translate} t @param {...import('../h.js').Child} children */
const part = (key, t, ...children) =>
  h('section', { class: 'share-part', 'data-part': key }, h('h3', {}, t(key)), children);

/** @param {HTMLInputElement | HTMLTextAreaElement} field @param {Translate} t @param {HTMLElement} said */
async function copy(field, t, said) {
  field.select();
  // So that the same words are spoken a second time.
  write(said, '');
  try {
    await navigator.clipboard.writeText(field.value);
    write(said, t('share.copied'));
  } catch {
    write(said, t('share.copyByHand'));
  }
}

/** @param {Document} page @param {Lab} lab @param {Translate} t @param {HTMLElement} said */
function link(page, lab, t, said) {
  const { drawing } = lab.get();
  const field = h('input', {
    type: 'text',
    class: 'field',
    readonly: true,
    'aria-label': t('share.link'),
    'data-read': 'link',
  });
  const withStrokes = h('input', {
    type: 'checkbox',
    'data-does': 'strokes',
    onchange: () => fill(),
  });
  const canDraw = drawing.strokes.length > 0;
  withStrokes.checked = canDraw;
  withStrokes.disabled = !canDraw;
  const fill = () => {
    const url = new URL(page.location.href);
    const parts = new URLSearchParams(url.hash.slice(1));
    parts.delete('strokes');
    if (withStrokes.checked) parts.set('strokes', packStrokes(drawing));
    url.hash = parts.toString();
    field.value = url.href;
  };
  fill();
  const isFile = page.location.protocol === 'file:';
  const send = async () => {
    const text = withStrokes.checked ? t('share.question') : t('title');
    // Whoever thinks better of it has done nothing wrong.
    await navigator.share({ title: 'Inkling', text, url: field.value }).catch(() => {});
  };
  return part(
    'share.link',
    t,
    h('p', { class: 'share-about' }, t(isFile ? 'share.link.file' : 'share.link.about')),
    h('label', { class: 'share-check' }, withStrokes, t('share.strokes')),
    h(
      'div',
      { class: 'share-row' },
      field,
      button('share.copy', t, () => copy(field, t, said)),
      'share' in navigator && button('share.send', t, send),
    ),
  );
}

/** @param {Lab} lab @param {Translate} t @param {HTMLElement} said */
function picture(lab, t, said) {
  const state = lab.get();
  const { prediction } = state;
  const [first] = prediction?.probabilities ? ranked(prediction.probabilities) : [];
  if (isBlank(state) || !first)
    return part(
      'share.picture',
      t,
      h('canvas', { hidden: true }),
      h('p', {}, t('share.drawFirst')),
    );
  const guess = state.classNames[first.digit] ?? String(first.digit);
  const share = percent(first.share, 0);
  const canvas = h('canvas', {
    class: 'share-card',
    role: 'img',
    'aria-label': t('share.card', { guess, share }),
    width: CARD.width,
    height: CARD.height,
  });
  const seconds = took(state.progress?.trainSeconds ?? 0);
  const isTrained = state.kept || (state.progress?.step ?? 0) > 0;
  const score =
    state.validation && state.validation.step > 0 ? percent(state.validation.accuracy) : '';
  const lines = [
    isTrained ? t('share.trained', { seconds }) : t('share.untrained'),
    ...(isTrained && score ? [t('share.score', { score })] : []),
  ];
  canvas.addEventListener('shown', () => {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const { drawing, sample } = state;
    const card = { drawing, sample, guess, share, certain: first.share >= SURE, lines };
    drawCard(context, card, colorsOf(canvas));
  });
  const save = () =>
    canvas.toBlob((blob) => {
      if (blob) hand(canvas, blob, `inkling-${guess}.png`);
      write(said, t('share.saved'));
    }, 'image/png');
  return part(
    'share.picture',
    t,
    canvas,
    h('div', { class: 'share-row' }, button('share.download', t, save)),
  );
}

/** @param {Lab} lab @param {Translate} t @param {HTMLElement} said */
function weights(lab, t, said) {
  const { ready, failed, recipe } = lab.get();
  const name = `inkling-${recipe?.model ?? 'network'}`;
  const save = async () => {
    const trainer = lab.act.trainer();
    if (!trainer) return;
    write(said, '');
    try {
      const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (await trainer.save());
      hand(said, new Blob([bytes]), `${name}.safetensors`);
      write(said, t('share.saved'));
    } catch (error) {
      write(said, t('share.failed', { why: String(/** @type {Error} */ (error).message) }));
    }
  };
  const input = h('input', {
    type: 'file',
    class: 'only-spoken',
    tabindex: -1,
    'aria-hidden': 'true',
    'data-does': 'weightsFile',
    onchange: () => {
      lab.act.open([...(input.files ?? [])]);
      input.closest('dialog')?.close();
    },
  });
  const keep = button('share.safetensors', t, save);
  keep.disabled = !ready || failed;
  return part(
    'share.weights',
    t,
    h('p', { class: 'share-about' }, t('share.weights.about')),
    h(
      'div',
      { class: 'share-row' },
      keep,
      button('share.open', t, () => input.click()),
      input,
    ),
  );
}

/** @param {Document} page @param {Translate} t @param {HTMLElement} said */
function embed(page, t, said) {
  const source = page.location.href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const field = h('textarea', {
    class: 'field',
    readonly: true,
    rows: 3,
    'aria-label': t('share.embed'),
    'data-read': 'embed',
  });
  field.value = `<iframe src="${source}" title="Inkling" width="100%" height="800" loading="lazy"></iframe>`;
  return part(
    'share.embed',
    t,
    h('p', { class: 'share-about' }, t('share.embed.about')),
    h(
      'div',
      { class: 'share-row' },
      field,
      button('share.copy', t, () => copy(field, t, said)),
    ),
  );
}

/** Gives a file to whoever looks at the page. @param {HTMLElement} near @param {Blob} blob @param {string} name */
function hand(near, blob, name) {
  const url = URL.createObjectURL(blob);
  const anchor = h('a', { href: url, download: name });
  near.after(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
