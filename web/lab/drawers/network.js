import { PRESETS } from '../../engine/index.js';
import { h, write } from '../h.js';
import { count } from '../numbers.js';
import { configOf } from '../recipe.js';
import { choiceOf, faultOf, outputsOf } from './network/edit.js';
import { sayFault } from './network/fault.js';
import { term } from './network/field.js';
import { makeLayers } from './network/layers.js';
import { translateTables } from './network/sentences.js';
import { makeSettings } from './network/settings.js';

/** @typedef {import('./network/field.js').Desk} Desk */
/** @typedef {import('../state.js').State} State */

/** The network builder: all that makes a network, and how it is trained. @type {import('../state.js').Mount} */
export function mount(root, lab, t) {
  const { get } = lab;
  const none = h('p', { class: 'drawer-none' }, t('network.none.yet'));
  root.append(none);
  /** @type {ReturnType<typeof build> | undefined} */
  let builder;
  return lab.subscribe(['recipe', 'preset', 'draft', 'description'], (state) => {
    if (!state.description || !state.recipe) return;
    if (!builder) {
      builder = build(root, lab, t, translateTables(state.description.tables, t));
      none.replaceWith(...builder.elements);
    }
    builder.show(get());
  });
}

/** @param {State} state @returns {import('../state.js').ModelConfig} the one in use */
const inUse = ({ recipe, preset }) => (recipe ? configOf(preset ?? {}, recipe) : {});

/**
 * @param {HTMLElement} root @param {import('../state.js').Lab} lab
 * @param {import('../state.js').Translate} t @param {import('./network/edit.js').Tables} tables
 */
function build(root, lab, t, tables) {
  /** @type {Desk} */
  const desk = {
    t,
    tables,
    config: () => lab.get().draft?.config ?? inUse(lab.get()),
    take: (next) => {
      const { preset, recipe } = lab.get();
      if (preset && recipe) lab.act.choose(choiceOf(next, preset, recipe, tables));
    },
    focus: (path) => controlOf(path)?.focus(),
  };
  /** @param {string} path @returns {HTMLElement | null} */
  const controlOf = (path) => root.querySelector(`[data-path="${path}"]`);

  const said = h('p', { class: 'only-spoken', 'aria-live': 'polite' });
  const layers = makeLayers(desk, (words) => write(said, words));
  const settings = makeSettings(desk);
  const total = h('p', { class: 'number', 'data-read': 'total' });
  const presets = h(
    'select',
    {
      class: 'field',
      'data-choice': 'preset',
      'aria-label': t('network.preset'),
      title: t('network.preset.about'),
      'aria-description': t('network.preset.about'),
      onchange: () => lab.act.choose({ model: presets.value, config: null }),
    },
    PRESETS.map((name) => h('option', { value: name }, t(`model.${name}`))),
  );
  const back = h(
    'button',
    {
      type: 'button',
      class: 'button',
      'data-does': 'preset',
      title: t('network.back.about'),
      'aria-description': t('network.back.about'),
      onclick: () => lab.act.choose({ config: null }),
    },
    t('network.back'),
  );
  const fault = h('p', { class: 'net-fault', role: 'alert', id: 'network-fault', hidden: true });
  const top = h(
    'div',
    { class: 'net-top' },
    h('label', { class: 'net-preset' }, h('span', {}, t('network.preset')), presets),
    back,
    total,
  );

  /** The engine's word beside what it is about. @param {State} state */
  const showFault = ({ draft }) => {
    for (const control of root.querySelectorAll('[aria-invalid]')) {
      control.removeAttribute('aria-invalid');
      control.removeAttribute('aria-describedby');
    }
    fault.hidden = !draft?.error;
    if (!draft?.error) return;
    const { path, text } = faultOf(draft.error, draft.config);
    const control = controlOf(path) ?? controlOf(path.split('.').slice(0, -1).join('.'));
    const parameter = control?.tagName === 'INPUT' ? path.split('.').at(-1) : undefined;
    const name = parameter === undefined ? '' : `${term(t, parameter)}: `;
    write(fault, `${name}${sayFault(t, text)} ${t('network.fault')}`);
    control?.setAttribute('aria-invalid', 'true');
    control?.setAttribute('aria-describedby', fault.id);
    const row = control?.closest('.net-layer');
    if (row) row.append(fault);
    else (control?.closest('.row') ?? top).after(fault);
  };

  return {
    elements: [
      top,
      layers.list,
      h('div', { class: 'net-add' }, layers.add),
      settings.element,
      said,
    ],
    /** @param {State} state */
    show(state) {
      const built = inUse(state);
      const config = desk.config();
      presets.value = state.recipe?.model ?? '';
      // The focus stays on a button that has done its work.
      const isPreset = state.draft === null && isAsPreset(state);
      back.setAttribute('aria-disabled', String(isPreset));
      const outputs = outputsOf(config, built, state.description);
      layers.show(outputs);
      settings.show();
      const isKnown = outputs.every((output) => output !== null);
      const weights = state.description?.parameters ?? 0;
      write(total, isKnown ? t('weights.count', { count: count(weights) }) : '');
      showFault(state);
    },
  };
}

/** @param {State} state */
const isAsPreset = (state) => JSON.stringify(inUse(state)) === JSON.stringify(state.preset);
