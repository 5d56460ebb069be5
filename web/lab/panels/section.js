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

/**
 * A switch beside a title, of something that is only shown one way or another.
 * @template {'lossAxis' | 'lossCurve' | 'accuracyAxis' | 'rateChart' | 'ratioChart' | 'ink'} Key
 * @param {import('../state.js').Lab} lab @param {import('../state.js').Translate} t
 * @param {string} key of its words
 * @param {Key} what
 * @param {string[]} values off, on
 */
export function mountSwitch(lab, t, key, what, [off, on]) {
  const about = t(`switch.${key}.about`);
  const button = h(
    'button',
    {
      type: 'button',
      class: 'switch',
      title: about,
      'aria-description': about,
      'data-does': key,
      onclick: () => lab.act.show({ [what]: lab.get()[what] === on ? off : on }),
    },
    h('span', {}, t(`switch.${key}`)),
  );
  const stop = lab.subscribe([what], (state) =>
    button.setAttribute('aria-pressed', String(state[what] === on)),
  );
  return { button, stop };
}

/** @param {HTMLElement} caption a heading @param {string} about */
export function explain(caption, about) {
  caption.title = about;
  caption.querySelector('h3')?.setAttribute('aria-description', about);
}
