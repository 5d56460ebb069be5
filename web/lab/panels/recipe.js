import { h, write } from '../h.js';
import { count, plain } from '../numbers.js';
import { rangeOf, stepsWith } from '../recipe.js';

const MODELS = ['softmax', 'mlp', 'dnn', 'lenet5', 'cnn'];
const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.006, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const BATCHES = [1, 8, 16, 32, 64, 128, 256, 512, 1024];

/**
 * Network and training: every control with its range from the engine's tables.
 * @param {readonly string[]} presets that the engine has
 * @returns {import('../state.js').Mount}
 */
export const mountRecipe = (presets) => (root, lab, t) => {
  /** @param {string} key @param {string} value */
  const named = (key, value) => (t.has(`${key}.${value}`) ? t(`${key}.${value}`) : value);

  /**
   * @template {HTMLSelectElement | HTMLInputElement} Control
   * @param {string} key @param {Control} control
   */
  const row = (key, control) => {
    const name = h('span', { class: 'row-name' }, t(key));
    control.dataset.choice = key;
    const line = h('label', { class: 'row' }, name, control);
    explain(control, line, t(`${key}.about`));
    return { line, control, name };
  };
  /** @param {string} key @param {(value: string) => void} choose */
  const select = (key, choose) => {
    const control = h('select', { class: 'field', onchange: () => choose(control.value) });
    return row(key, control);
  };
  /** @param {'epochs' | 'seed'} key @param {number} most */
  const number = (key, most) => {
    const control = h('input', {
      class: 'field number',
      type: 'number',
      inputmode: 'numeric',
      step: 1,
      min: key === 'seed' ? 0 : 1,
      max: most,
      onchange: () => {
        const value = Number(control.value);
        const fits = control.value !== '' && control.validity.valid;
        if (fits) lab.act.choose({ [key]: value });
        else control.value = String(lab.get().recipe?.[key] ?? '');
      },
    });
    return row(key, control);
  };

  const model = h('select', {
    class: 'field',
    'data-choice': 'model',
    'aria-label': t('model'),
    'aria-description': t('model.about'),
    title: t('model.about'),
    onchange: () => lab.act.choose({ model: model.value, config: null }),
  });
  const models = MODELS.filter((name) => presets.includes(name));
  const open = h(
    'button',
    {
      type: 'button',
      class: 'group-open',
      'data-does': 'open-network',
      'aria-description': t('network.open'),
      title: t('network.open'),
      onclick: () => lab.act.show({ drawer: lab.get().drawer === 'network' ? null : 'network' }),
    },
    t('network'),
  );
  const optimizer = select('optimizer', (value) => lab.act.choose({ optimizer: value }));
  const rate = select('rate', (value) => lab.act.choose({ rate: Number(value) }));
  const batch = select('batch', (value) => lab.act.choose({ batch: Number(value) }));
  const epochs = number('epochs', 10000);
  const seed = number('seed', Number.MAX_SAFE_INTEGER);
  const shape = h('p', { class: 'shape', 'data-read': 'shape' });
  const weights = h('p', { class: 'unit', 'data-read': 'weights' });
  root.append(
    h('section', { class: 'group' }, h('h3', {}, open), model, shape, weights),
    h(
      'section',
      { class: 'group' },
      h('h3', {}, t('training')),
      optimizer.line,
      rate.line,
      batch.line,
      epochs.line,
      seed.line,
    ),
  );

  return lab.subscribe(
    ['recipe', 'description', 'ratePeaks', 'drawer'],
    ({ recipe, description, ratePeaks, drawer }) => {
      open.setAttribute('aria-expanded', String(drawer === 'network'));
      if (!recipe) return;
      const tables = description?.tables;
      // A network of one's own is the first choice, and called after what it came from.
      fill(model, [...(recipe.config ? [''] : []), ...models], (name) =>
        name ? named('model', name) : t('model.own', { model: named('model', recipe.model) }),
      );
      model.value = recipe.config ? '' : recipe.model;
      const optimizers = tables?.optimizer?.map(({ name }) => name) ?? [recipe.optimizer];
      fill(optimizer.control, optimizers, (name) => named('optimizer', name));
      optimizer.control.value = recipe.optimizer;
      const rateKey = ratePeaks ? 'rate.peak' : 'rate';
      write(rate.name, t(rateKey));
      explain(
        rate.control,
        rate.line,
        ranged(t(`${rateKey}.about`), rangeOf(tables, recipe, 'rate')),
      );
      steps(rate.control, RATES, rangeOf(tables, recipe, 'rate'), recipe.rate);
      explain(
        batch.control,
        batch.line,
        ranged(t('batch.about'), rangeOf(tables, recipe, 'batch')),
      );
      steps(batch.control, BATCHES, rangeOf(tables, recipe, 'batch'), recipe.batch);
      const range = rangeOf(tables, recipe, 'epochs');
      if (range) {
        epochs.control.min = String(range.minimum);
        epochs.control.max = String(range.maximum);
        explain(epochs.control, epochs.line, ranged(t('epochs.about'), range));
      }
      epochs.control.value = String(recipe.epochs);
      seed.control.value = String(recipe.seed);
      write(shape, description ? shapes(description) : '');
      write(
        weights,
        description ? t('weights.count', { count: count(description.parameters) }) : '',
      );
    },
  );

  /** @param {string} about @param {import('../recipe.js').ParameterRow | undefined} range */
  function ranged(about, range) {
    if (!range || !Number.isFinite(range.maximum)) return about;
    const values = { least: plain(range.minimum), most: plain(range.maximum) };
    return `${about} ${t('range', values)}`;
  }
};

/** @param {HTMLElement} control @param {HTMLElement} line @param {string} about */
function explain(control, line, about) {
  line.title = about;
  control.setAttribute('aria-description', about);
}

/**
 * @param {HTMLSelectElement} control @param {string[]} values
 * @param {(value: string) => string} label
 */
function fill(control, values, label) {
  const labels = values.map(label);
  const key = labels.join();
  if (control.dataset.values === key) return;
  control.dataset.values = key;
  control.replaceChildren(...values.map((value, i) => h('option', { value }, labels[i])));
}

/**
 * @param {HTMLSelectElement} control @param {number[]} round
 * @param {import('../recipe.js').ParameterRow | undefined} range @param {number} value
 */
function steps(control, round, range, value) {
  fill(control, stepsWith(round, range, value).map(plain), (text) => text);
  control.value = plain(value);
}

/** "784 → 128 → 10": what goes in, and what comes out of each layer that learns. @param {import('../state.js').Description} description */
export function shapes({ layers }) {
  const learning = layers.filter(({ parameters }) => parameters > 0);
  const outputs = learning.map(({ shape }) => shape.join('×'));
  const input = learning[0]?.type === 'dense' ? '784' : '28×28';
  return [input, ...outputs].join(' → ');
}
