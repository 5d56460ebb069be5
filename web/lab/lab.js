/** The whole lab: its panels put in their places. The same for the page and for an embed. */
import { PRESETS } from '../engine/index.js';
import { namesOf } from './classes.js';
import { h } from './h.js';
import { mountHints } from './hints.js';
import { mountAnswer } from './panels/answer.js';
import { mountData } from './panels/data.js';
import { mountDock } from './panels/dock.js';
import { mountGallery } from './panels/gallery.js';
import { mountHeader } from './panels/header.js';
import { mountLearning } from './panels/learning.js';
import { mountLooksFor } from './panels/looks-for.js';
import { mountNotice } from './panels/notice.js';
import { mountPad } from './panels/pad.js';
import { mountRecipe } from './panels/recipe.js';
import { mountRibbon } from './panels/ribbon.js';
import { mountTime } from './panels/time.js';
import { mountVerdict } from './panels/verdict.js';

/** Below this width, in CSS pixels, sections fold; style/layout.css says the same. */
const NARROW = 760;

/** @type {import('./state.js').Mount} */
export function mountLab(root, lab, t) {
  /** @type {(() => void)[]} */
  const leave = [];
  /** @template {HTMLElement} Box @param {Box} box @param {...import('./state.js').Mount} mounts */
  const fill = (box, ...mounts) => {
    for (const mount of mounts) leave.push(mount(box, lab, t));
    return box;
  };
  /** @param {string} key @param {HTMLElement[]} boxes */
  const fold = (key, ...boxes) =>
    h(
      'details',
      { class: `fold fold-${key}`, open: true },
      h('summary', {}, h('h2', {}, t(key))),
      boxes,
    );

  // Mounted only once in the page: a canvas learns its size and colours from where it stands.
  const boxes = {
    header: h('header', { class: 'head' }),
    verdict: h('div', { class: 'verdict' }),
    notice: h('div', { class: 'notice', hidden: true }),
    answer: h('div', { class: 'answer-box' }),
    pad: h('div', { class: 'pad-area' }),
    ribbon: h('div', { class: 'ribbon-area' }),
    learning: h('div', { class: 'charts' }),
    looksFor: h('div'),
    time: h('div', { class: 'time' }),
    gallery: h('div'),
    data: h('section', { class: 'group' }),
    recipe: h('div'),
    dock: h('div', { class: 'dock' }),
  };
  const folds = [
    fold('learning', boxes.learning),
    fold('looksFor', boxes.looksFor, boxes.time, boxes.gallery),
    fold('recipe', boxes.data, boxes.recipe),
  ];
  const tryIt = h(
    'section',
    { class: 'try' },
    h('h2', {}, t('tryIt')),
    boxes.answer,
    boxes.pad,
    boxes.ribbon,
  );
  const veil = h('div', { class: 'veil', hidden: true }, h('p', {}, t('data.dropHere')));
  root.replaceChildren(
    h(
      'div',
      { class: 'lab-page' },
      boxes.header,
      boxes.verdict,
      boxes.notice,
      h(
        'main',
        { class: 'columns' },
        tryIt,
        h('div', { class: 'middle' }, folds[0], folds[1]),
        folds[2],
        boxes.dock,
      ),
    ),
    veil,
  );
  // Before the panels, so that they find the names in their language.
  leave.push(lab.subscribe(['classes'], ({ classes }) => lab.set(namesOf(classes, t))));
  fill(boxes.header, mountHeader);
  fill(boxes.verdict, mountVerdict);
  fill(boxes.notice, mountNotice);
  fill(boxes.answer, mountAnswer);
  fill(boxes.pad, mountPad);
  fill(boxes.ribbon, mountRibbon);
  fill(boxes.learning, mountLearning);
  fill(boxes.looksFor, mountLooksFor);
  fill(boxes.time, mountTime);
  fill(boxes.gallery, mountGallery);
  fill(boxes.data, mountData);
  fill(boxes.recipe, mountRecipe(PRESETS));
  fill(boxes.dock, mountDock);

  leave.push(
    lab.subscribe(['phase'], ({ phase }) => {
      root.dataset.phase = phase;
    }),
    foldWhenNarrow(root, folds),
    takeFiles(root, veil, lab),
    closeOnEscape(root, boxes.dock, lab),
    hideWhenAsked(root, lab),
    mountHints(root),
  );
  const toPad = () => tryIt.scrollIntoView({ block: 'start' });
  root.addEventListener('lab-draw', toPad);
  leave.push(() => root.removeEventListener('lab-draw', toPad));
  return () => {
    for (const task of leave) task();
    root.replaceChildren();
  };
}

/**
 * Sections fold on a phone, where only the first starts open, and all stand open elsewhere.
 * @param {HTMLElement} root @param {HTMLDetailsElement[]} folds
 */
function foldWhenNarrow(root, folds) {
  let narrow = false;
  const observer = new ResizeObserver(() => {
    const isNarrow = root.clientWidth < NARROW;
    for (const [i, fold] of folds.entries()) {
      if (isNarrow !== narrow) fold.open = !isNarrow || i === 0;
      const summary = /** @type {HTMLElement} */ (fold.firstElementChild);
      summary.tabIndex = isNarrow ? 0 : -1;
    }
    narrow = isNarrow;
  });
  observer.observe(root);
  return () => observer.disconnect();
}

/** Few pages hide anything. @param {HTMLElement} root @param {import('./state.js').Lab} lab */
function hideWhenAsked(root, lab) {
  /** @type {(() => void) | undefined} */
  let show;
  let isOver = false;
  const leave = lab.subscribe(['hide'], async ({ hide }) => {
    if (hide === null || show) return;
    show = () => {};
    const { hideControls } = await import('./hidden.js');
    if (!isOver) show = hideControls(root, lab);
  });
  return () => {
    isOver = true;
    leave();
    show?.();
  };
}

/**
 * Escape closes the open drawer, and what comes next starts from its button.
 * @param {HTMLElement} root @param {HTMLElement} dock @param {import('./state.js').Lab} lab
 */
function closeOnEscape(root, dock, lab) {
  /** @param {KeyboardEvent} event */
  const close = (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || lab.get().drawer === null) return;
    /** @type {HTMLElement | null} */ (dock.querySelector('[aria-expanded="true"]'))?.focus();
    lab.act.show({ drawer: null });
  };
  root.addEventListener('keydown', close);
  return () => root.removeEventListener('keydown', close);
}

/**
 * Files dropped anywhere are opened.
 * @param {HTMLElement} root @param {HTMLElement} veil @param {import('./state.js').Lab} lab
 */
function takeFiles(root, veil, lab) {
  const withdraw = new AbortController();
  const { signal } = withdraw;
  /** @param {DragEvent} event */
  const bringsFiles = (event) => event.dataTransfer?.types.includes('Files') ?? false;
  root.addEventListener(
    'dragover',
    (event) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      veil.hidden = false;
    },
    { signal },
  );
  root.addEventListener(
    'dragleave',
    (event) => {
      // Leaving one element for another inside is no leaving.
      if (!root.contains(/** @type {Node | null} */ (event.relatedTarget))) veil.hidden = true;
    },
    { signal },
  );
  root.addEventListener(
    'drop',
    (event) => {
      veil.hidden = true;
      if (!bringsFiles(event)) return;
      event.preventDefault();
      lab.act.open([...(event.dataTransfer?.files ?? [])]);
    },
    { signal },
  );
  return () => withdraw.abort();
}
