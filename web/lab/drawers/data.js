/** What the network learns from: the images themselves, how many of each class, and what becomes of them. */
import { h, write } from '../h.js';
import { count } from '../numbers.js';
import { heading } from '../panels/section.js';
import { sourceName } from '../sets.js';
import { visibility } from '../views/canvas.js';
import { countsOf } from './data/pages.js';
import { mountPicture } from './data/picture.js';
import { mountSheet } from './data/sheet.js';

/** @typedef {import('../../engine/types.js').ModelConfig} ModelConfig */

/** @type {import('../state.js').Mount} */
export function mount(root, lab, t) {
  const boxes = { sheet: h('div', { class: 'contact-box' }), picture: h('div'), facts: h('div') };
  const split = h('p', { 'data-read': 'split' });
  const list = h('table', { class: 'class-counts' });
  const prepared = h('p', { 'data-read': 'prepared' });
  const augmented = h('p', { 'data-read': 'augmented' });
  /** @param {string} key @param {...Node} content */
  const fact = (key, ...content) => h('figure', { class: 'figure' }, heading(t, key), ...content);
  boxes.facts.append(
    fact('split', split),
    fact('prepared', prepared, augmented),
    fact('ownFiles', ownFiles(lab, t)),
  );
  root.append(
    h(
      'div',
      { class: 'data-drawer' },
      boxes.sheet,
      boxes.picture,
      fact('counts', list),
      boxes.facts,
    ),
  );
  const picture = mountPicture(boxes.picture, lab, t);
  const sheet = mountSheet(boxes.sheet, lab, t, picture.show);

  /** What the labels are of. @type {import('../classes.js').Classes | null} */
  let known = null;
  let arrived = 0;
  /** @type {ModelConfig} */
  let config = {};
  const prepare = () => {
    if (!known) return;
    write(prepared, preparationOf(config, lab.get().description, t));
    write(augmented, augmentationOf(config, t));
  };
  const view = visibility(root, lab.act.wake);
  const pull = lab.act.ask(
    async (trainer) => {
      const { classes, files, loaded } = lab.get();
      const images = (files['train-images']?.images ?? 0) + Number(loaded);
      if (images === 0 || (classes === known && images === arrived)) return null;
      const parts = [trainer.labels('train'), trainer.labels('validation')];
      const [train, validation] = await Promise.all(parts);
      ({ config } = trainer);
      return { classes, images, labels: { train, validation } };
    },
    (answer) => {
      if (!answer || answer.classes !== lab.get().classes) return;
      const { classes, images, labels } = answer;
      const isOther = classes !== known && (known?.set !== classes.set || classes.set === 'files');
      known = classes;
      arrived = images;
      if (isOther) picture.show(null);
      sheet.setLabels(labels, isOther);
      showCounts(list, labels, lab.get().classTitles, t);
      write(split, splitOf(lab.get(), labels, t));
      prepare();
    },
    { visible: view.visible, interval: 250, share: 0.2 },
  );
  const leave = [
    lab.subscribe(['files', 'loaded', 'classes'], pull.request),
    lab.subscribe(['description'], prepare),
  ];
  return () => {
    for (const task of leave) task();
    pull.stop();
    view.stop();
    sheet.stop();
    picture.stop();
  };
}

/** @typedef {Record<'train' | 'validation', Uint8Array>} Labels */
/** @typedef {import('../state.js').Translate} Translate */
/** @typedef {import('../../engine/types.js').Description} Description */

/**
 * @param {HTMLElement} list @param {Labels} labels @param {readonly string[]} titles
 * @param {Translate} t
 */
function showCounts(list, labels, titles, t) {
  const [train, validation] = [labels.train, labels.validation].map((one) =>
    countsOf(one, titles.length),
  );
  const most = train.reduce((a, b) => Math.max(a, b), 1);
  list.replaceChildren(
    h(
      'tr',
      {},
      ['class', 'part.train', 'part.validation'].map((key) => h('th', { scope: 'col' }, t(key))),
      h('td', {}),
    ),
    ...titles.map((title, label) => {
      const bar = h('i', { class: 'progress-fill' });
      bar.style.transform = `scaleX(${train[label] / most})`;
      return h(
        'tr',
        {},
        h('th', { scope: 'row' }, title),
        h('td', {}, count(train[label])),
        h('td', {}, count(validation[label])),
        h('td', { class: 'class-bar', 'aria-hidden': 'true' }, bar),
      );
    }),
  );
}

/** @param {import('../state.js').State} state @param {Labels} labels @param {Translate} t */
function splitOf({ files, loaded, source }, labels, t) {
  if (!loaded) return t('split.wait');
  const test = files['test-images']?.total ?? 0;
  const values = {
    set: sourceName(source, t),
    train: count(labels.train.length),
    validation: count(labels.validation.length),
    test: count(test),
  };
  return t('split.words', values) + (test > 0 ? t('split.test', values) : t('split.noTest'));
}

/**
 * The usual one in the page's words, others as the engine's tables say it.
 * @param {ModelConfig} config @param {Description | null} description @param {Translate} t
 */
function preparationOf({ preprocess, features }, description, t) {
  const [kind, choice] = features ? ['features', features] : ['preprocess', preprocess];
  const {
    type = choice ?? 'standardize',
    mean = 0.1307,
    deviation = 0.3081,
  } = /** @type {any} */ (choice ?? {});
  if (type === 'standardize') return t('prepared.words', { mean, deviation });
  const about = `${kind}.${type}.about`;
  if (t.has(about)) return t(about);
  return description?.tables[kind]?.find(({ name }) => name === type)?.sentence ?? type;
}

/** @param {ModelConfig} config @param {Translate} t */
function augmentationOf({ augment }, t) {
  const parts = Object.entries(augment ?? {}).flatMap(([name, value]) => {
    if (!(value > 0)) return [];
    const key = `augment.${name}`;
    return t.has(key) ? t(key, { value: name === 'scale' ? 100 * value : value }) : name;
  });
  return parts.length > 0 ? t('augmented', { how: parts.join(', ') }) : t('augmented.none');
}

/** @param {import('../state.js').Lab} lab @param {Translate} t */
function ownFiles(lab, t) {
  /** @param {string} key @param {boolean} isFolder */
  const pick = (key, isFolder) => {
    const input = h('input', {
      type: 'file',
      multiple: true,
      webkitdirectory: isFolder,
      class: 'only-spoken',
      tabindex: -1,
      'aria-hidden': 'true',
      onchange: () => {
        lab.act.open([...(input.files ?? [])]);
        input.value = '';
      },
    });
    const button = h(
      'button',
      {
        type: 'button',
        class: 'button',
        'data-does': key,
        title: t('ownFiles.words'),
        onclick: () => input.click(),
      },
      t(key),
    );
    return [button, input];
  };
  return h(
    'div',
    {},
    h('p', {}, t('ownFiles.words')),
    h('div', { class: 'open-row' }, pick('pickFiles', false), pick('pickFolder', true)),
  );
}
