import { h } from '../h.js';

/**
 * A figure's title with its unit, and its one-sentence explanation.
 * @param {import('../state.js').Translate} t @param {string} key
 * @param {...(Node | string)} unit
 */
export function heading(t, key, ...unit) {
  const caption = h(
    'figcaption',
    { class: 'heading' },
    h('h3', {}, t(key)),
    h('span', { class: 'unit' }, unit),
  );
  explain(caption, t(`${key}.about`));
  return caption;
}

/** @param {HTMLElement} caption a heading @param {string} about */
export function explain(caption, about) {
  caption.title = about;
  caption.querySelector('h3')?.setAttribute('aria-description', about);
}
