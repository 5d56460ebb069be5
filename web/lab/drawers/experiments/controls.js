/** Buttons of this drawer. */
import { h } from '../../h.js';

/**
 * A button that does what its words say: `key` and `key.about`.
 * @param {import('../../state.js').Translate} t @param {string} key @param {() => void} act
 * @param {Record<string, unknown>} [properties]
 */
export const doer = (t, key, act, properties = {}) =>
  h(
    'button',
    {
      type: 'button',
      class: 'button',
      'data-does': key,
      title: t(`${key}.about`),
      'aria-description': t(`${key}.about`),
      onclick: act,
      ...properties,
    },
    t(key),
  );

/**
 * A select with its choices.
 * @param {import('../../state.js').Translate} t @param {string} key
 * @param {[value: string, text: string][]} options
 * @param {(value: string) => void} take
 */
export function choice(t, key, options, take) {
  const select = h(
    'select',
    {
      class: 'field',
      'data-choice': key,
      'aria-label': t(key),
      title: t(`${key}.about`),
      'aria-description': t(`${key}.about`),
      onchange: () => take(select.value),
    },
    options.map(([value, text]) => h('option', { value }, text)),
  );
  return select;
}

/**
 * Either can be pressed, never both; who has pressed one goes on from the other.
 * @param {HTMLButtonElement} start @param {HTMLButtonElement} cancel @param {boolean} isBusy
 * @param {boolean} [isReady]
 */
export function swap(start, cancel, isBusy, isReady = true) {
  const focused = start.ownerDocument.activeElement;
  start.disabled = isBusy || !isReady;
  cancel.disabled = !isBusy;
  if (focused === start && isBusy) cancel.focus();
  if (focused === cancel && !isBusy) start.focus();
}
