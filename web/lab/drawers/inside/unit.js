/** How one number comes about, in words and numbers. */
import { h, write } from '../../h.js';
import { count } from '../../numbers.js';
import { canvasView, visibility } from '../../views/canvas.js';
import { weightScale } from '../../views/pixels.js';
import { figure, look } from './look.js';
import { drawMaps } from './maps.js';
import { hasMaps, placeOf, viewOf } from './stages.js';
import { convolutionTerms, denseTerms, largest, pooledInputs, productsOf } from './terms.js';

/** @typedef {import('./stages.js').Stage} Stage */
/** @typedef {import('../../../engine/types.js').View} View */
/** @typedef {import('../../state.js').Translate} Translate */
/** @typedef {{stage: Stage, unit: number}} Chosen */
/**
 * @typedef {object} Account of one number
 * @property {Chosen} chosen
 * @property {number} value
 * @property {string} [words]
 * @property {{terms: import('./terms.js').Terms, products: Float32Array, bias: number}} [sum]
 */

const MOST_TERMS = 6;

/**
 * @param {HTMLElement} root @param {import('../../state.js').Lab} lab @param {Translate} t
 * @param {import('./subject.js').Subject} subject
 */
export function mountUnit(root, lab, t, subject) {
  const title = h('h4', { class: 'unit-title', 'aria-live': 'polite' });
  const words = h('p', { class: 'unit-words' });
  const equation = h('p', { class: 'unit-sum number' });
  const rows = Array.from({ length: MOST_TERMS + 2 }, () => {
    const cells = [h('th', { scope: 'row' }), h('td'), h('td')];
    return { element: h('tr', {}, cells), cells };
  });
  const table = h(
    'table',
    { class: 'terms number' },
    h(
      'tbody',
      {},
      rows.map((row) => row.element),
    ),
  );
  const canvas = h('canvas', { class: 'products', role: 'img' });
  const scale = h('p', { class: 'unit' });
  const box = h('div', { class: 'unit-box' }, title, words, equation, table, canvas, scale);
  root.append(box);
  const picture = canvasView(
    canvas,
    /** @type {import('./maps.js').Maps | null} */ (null),
    drawMaps,
  );

  /** @type {Chosen | null} */
  let chosen = null;
  /** @param {Stage} stage @param {number} unit */
  const named = (stage, unit) => placeName(stage, unit, lab.get().classTitles, t);

  /** @param {Account | null} account */
  const show = (account) => {
    const { sum } = account ?? {};
    for (const part of [equation, table, canvas, scale]) part.hidden = !sum;
    if (!account) {
      write(title, t('sum'));
      write(words, t('sum.none'));
      return;
    }
    const { stage, unit } = account.chosen;
    write(title, `${layerName(stage, t)}: ${named(stage, unit)}`);
    write(words, account.words ?? '');
    if (!sum) return;
    const { terms, products, bias } = sum;
    const whole = products.reduce((total, product) => total + product, 0);
    write(equation, `${figure(whole)} + ${figure(bias)} = ${figure(account.value)}`);
    const { first, others } = largest(products, MOST_TERMS);
    const before = /** @type {Stage} */ (stage.before);
    const lines = first.map((i) => [
      named(before, terms.units[i]),
      `${figure(terms.inputs[i])} × ${figure(terms.weights[i])}`,
      figure(products[i]),
    ]);
    if (others.count > 0)
      lines.push([t('sum.others', { count: count(others.count) }), '', figure(others.sum)]);
    lines.push([t('sum.bias'), '', figure(bias)]);
    for (const [i, { element, cells }] of rows.entries()) {
      element.hidden = !lines[i];
      for (const [j, cell] of cells.entries()) write(cell, lines[i]?.[j] ?? '');
    }
    const most = weightScale(products);
    picture.show({ shape: terms.shape, values: products, scale: most, cursor: null });
    const about = t('sum.picture', { scale: figure(most) });
    write(scale, about);
    canvas.ariaLabel = about;
    canvas.style.setProperty('--wide', `${shapeOf(terms.shape)}`);
  };

  const view = visibility(box, lab.act.wake);
  const pull = lab.act.ask(
    async (trainer) => {
      const image = subject.image();
      return chosen && image ? account(trainer, image, chosen, { t, at: lab.get().at }) : null;
    },
    (answer) => {
      if (answer && answer.chosen === chosen) show(answer);
    },
    { visible: view.visible, interval: 150, share: 0.25 },
  );
  subject.onChange(pull.request);
  show(null);
  return {
    element: box,
    /** @param {Chosen | null} next */
    choose(next) {
      chosen = next;
      if (!next) show(null);
      pull.request();
    },
    stop() {
      pull.stop();
      view.stop();
      picture.stop();
    },
  };
}

/** One picture is as wide as high; several stand in rows of eight. @param {number[]} shape */
function shapeOf([channels, height, width]) {
  if (height * width === 1) return `${Math.min(32, channels)} / ${Math.ceil(channels / 32)}`;
  return `${Math.min(8, channels) * width} / ${Math.ceil(channels / 8) * height}`;
}

/**
 * @param {import('../../state.js').Trainer} trainer @param {Uint8Array} image
 * @param {Chosen} chosen @param {{t: Translate, at: number | null}} how
 * @returns {Promise<Account | null>} null: the network changed while it was asked
 */
async function account(trainer, image, chosen, { t, at }) {
  const { stage, unit } = chosen;
  if (!stage.before) {
    const { views } = await look(trainer, image, ['input'], at);
    const value = views[0].values[unit];
    return { chosen, value, words: t('sum.input', { grey: image[unit], value: figure(value) }) };
  }
  const { parameters } = stage;
  const names = [viewOf(stage), viewOf(stage.before)];
  if (parameters >= 0) names.push(`weights:${parameters}`, `biases:${parameters}`);
  const { views } = await look(trainer, image, names, at);
  const [own, before, weights, biases] = views;
  const value = own.values[unit];
  const place = placeOf(stage, unit);
  const how = optionsOf(trainer.config, stage.index);
  // A view of flattened numbers says nothing of the picture they come from.
  const input = { shape: stage.before.shape, values: before.values };

  if (stage.type === 'dense' || stage.type === 'conv2d') {
    const terms =
      stage.type === 'dense'
        ? denseTerms(input, weights, unit)
        : convolutionTerms(input, weights, place, how);
    const products = productsOf(terms);
    const bias = biases.values[place[0]];
    const sum = products.reduce((total, product) => total + product, bias);
    // Steps went in between the views: the next answer will add up.
    if (!(Math.abs(sum - value) <= 1e-3 * (1 + Math.abs(value)))) return null;
    const values = { count: count(products.length) };
    return { chosen, value, words: t(`sum.${stage.type}`, values), sum: { terms, products, bias } };
  }
  const x = before.values[unit];
  const values = { value: figure(value), x: figure(x), name: layerName(stage, t), list: '' };
  if (/pool2d$/.test(stage.type)) {
    values.list = pooledInputs(input, place, how).map(figure).join(', ');
    return { chosen, value, words: t(`sum.${stage.type}`, values) };
  }
  if (stage.type === 'batchnorm') {
    const [weight, bias] = [weights, biases].map((view) => figure(view.values[place[0]]));
    return { chosen, value, words: t('sum.batchnorm', { ...values, weight, bias }) };
  }
  if (before.values.length !== own.values.length)
    return { chosen, value, words: t('sum.value', values) };
  return { chosen, value, words: t(stage.type === 'relu' ? 'sum.relu' : 'sum.function', values) };
}

/**
 * A layer's own settings, as the config gives them.
 * @param {import('../../../engine/types.js').ModelConfig} config @param {number} index
 * @returns {{stride?: number, padding?: number, size?: number}}
 */
function optionsOf({ layers }, index) {
  const layer = Array.isArray(layers) ? layers[index] : null;
  return layer && typeof layer === 'object' ? layer : {};
}

/** @param {Stage} stage @param {Translate} t */
export function layerName({ index, type, isLast }, t) {
  const name = t.has(`layer.${type}`) ? t(`layer.${type}`) : type;
  const full = isLast ? t('layer.scores', { name }) : name;
  return index < 0 ? full : `${index} ${full}`;
}

/**
 * @param {Stage} stage @param {number} unit @param {readonly string[]} classNames
 * @param {Translate} t
 */
export function placeName(stage, unit, classNames, t) {
  const [map, row, column] = placeOf(stage, unit).map((place) => place + 1);
  if (hasMaps(stage))
    return t(stage.shape[0] > 1 ? 'place.map' : 'place.pixel', { map, row, column });
  return stage.isLast
    ? t('place.score', { label: classNames[unit] ?? unit })
    : t('place.unit', { unit: map });
}
