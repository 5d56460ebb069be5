import { h, write } from '../../h.js';
import { plain } from '../../numbers.js';
import { isLive } from '../../own.js';
import { readSetting, settingAt, typeAt, withSetting, withType } from './edit.js';

/**
 * What the parts of the builder share.
 * @typedef {object} Desk
 * @property {() => ModelConfig} config that is shown: the draft, or the one in use
 * @property {(next: ModelConfig) => void} take the person wants this one
 * @property {Tables} tables
 * @property {(path: string) => void} focus puts it on the control of that path
 * @property {import('../../state.js').Translate} t
 *
 * @typedef {import('./edit.js').ModelConfig} ModelConfig
 * @typedef {import('./edit.js').Tables} Tables
 * @typedef {import('./edit.js').ParameterRow} ParameterRow
 * @typedef {{element: HTMLElement, show: () => void}} Part
 */

/** A setting's name in the page's words, or in the engine's, taken apart. @param {import('../../state.js').Translate} t @param {string} name */
export const term = (t, name) =>
  t.has(`term.${name}`)
    ? t(`term.${name}`)
    : name.replace(/([a-z])([A-Z0-9])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);

/** @param {HTMLElement} control @param {HTMLElement} around @param {...string} sentences */
export function explain(control, around, ...sentences) {
  const about = sentences.filter(Boolean).join(' ');
  around.title = about;
  control.setAttribute('aria-description', about);
}

/**
 * One parameter, with its range from the engine's table.
 * @param {Desk} desk @param {string} path @param {ParameterRow} row
 * @returns {Part}
 */
export function makeField(desk, path, row) {
  const { t } = desk;
  const isSwitch = row.type === 'switch';
  const take = (/** @type {unknown} */ value) => desk.take(withSetting(desk.config(), path, value));
  const control = h('input', {
    class: isSwitch ? 'net-switch' : 'field number',
    'data-path': path,
    autocomplete: 'off',
    ...inputOf(row),
    onchange: () => {
      if (isSwitch) take(control.checked);
      // A browser that is given no number keeps what it was given to itself.
      else take(control.validity.badInput ? Number.NaN : readSetting(row, control.value));
    },
  });
  const live = h('span', { class: 'unit' });
  const element = h(
    'label',
    { class: 'row net-field' },
    h('span', { class: 'row-name' }, term(t, row.name), ' ', live),
    control,
  );
  return {
    element,
    show() {
      const isNow = isLive(path, desk.config());
      write(live, isNow ? t('network.live') : '');
      const about = t(isNow ? 'network.live.about' : 'network.anew.about');
      explain(control, element, row.sentence, rangeOf(row, t), about);
      const value = settingAt(desk.config(), path, row);
      if (isSwitch) control.checked = value === true;
      // Not under the hand that writes it.
      else if (control !== rootOf(control).activeElement) control.value = shown(value);
    },
  };
}

/** @param {Node} node @returns {Document | ShadowRoot} */
export const rootOf = (node) => /** @type {Document | ShadowRoot} */ (node.getRootNode());

/** @param {unknown} value */
const shown = (value) => (typeof value === 'number' ? plain(value) : String(value ?? ''));

/** @param {ParameterRow} row */
function inputOf({ type, minimum, maximum }) {
  if (type === 'switch') return { type: 'checkbox' };
  if (type === 'units') return { type: 'text', inputmode: 'text', spellcheck: 'false' };
  return {
    type: 'number',
    inputmode: type === 'integer' ? 'numeric' : 'decimal',
    step: type === 'integer' ? 1 : 'any',
    min: minimum,
    max: maximum,
  };
}

/** @param {ParameterRow} row @param {import('../../state.js').Translate} t */
function rangeOf({ type, minimum, maximum, fallback }, t) {
  if (type === 'switch') return '';
  const range = t('range', { least: plain(minimum), most: plain(maximum) });
  return fallback === null ? range : `${range} ${t('network.usual', { value: shown(fallback) })}`;
}

/**
 * The choice of a type, from the engine's table of its kind.
 * @param {Desk} desk @param {string} path @param {string} kind
 * @param {{mayBeNone?: boolean, label: string}} how
 * @returns {Part & {element: HTMLSelectElement}}
 */
export function makeType(desk, path, kind, { mayBeNone = false, label }) {
  const { t, tables } = desk;
  const none = mayBeNone ? [h('option', { value: '' }, t('network.none'))] : [];
  const names = tables[kind].map(({ name }) =>
    h('option', { value: name }, t.has(`${kind}.${name}`) ? t(`${kind}.${name}`) : name),
  );
  const element = h(
    'select',
    {
      class: 'field',
      'data-path': path,
      'aria-label': label,
      onchange: () => {
        desk.take(withType(desk.config(), path, element.value || null, tables));
        desk.focus(path);
      },
    },
    none,
    names,
  );
  return {
    element,
    show() {
      const type = typeAt(desk.config(), path);
      element.value = type ?? '';
      const sentence = tables[kind].find(({ name }) => name === type)?.sentence;
      const unset = `term.${kind}.about`;
      explain(
        element,
        element,
        sentence ?? (t.has(unset) ? t(unset) : ''),
        t('network.anew.about'),
      );
    },
  };
}
