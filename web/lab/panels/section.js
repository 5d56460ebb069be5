import { h } from '../h.js';

/**
 * A figure's title with its unit, and its one-sentence explanation.
 * @param {import('../state.js').Translate} t @param {string} key
 * @param {...(Node | string)} unit
 */
export function heading(t, key, ...unit) {
  return h(
    'figcaption',
    { class: 'heading', title: t(`${key}.about`) },
    h('h3', { 'aria-description': t(`${key}.about`) }, t(key)),
    h('span', { class: 'unit' }, unit),
  );
}
