import { h, write } from '../h.js';
import { count } from '../numbers.js';

/** A run that was left, to go on with; or that this one cannot be kept. @type {import('../state.js').Mount} */
export function mount(root, lab, t) {
  const sentence = h('p', { class: 'verdict-sentence', role: 'status' });
  /** @param {'goOn' | 'startAnew'} does */
  const button = (does) =>
    h(
      'button',
      {
        type: 'button',
        class: 'button',
        'data-does': does,
        title: t(`${does}.about`),
        'aria-description': t(`${does}.about`),
        onclick: lab.act[does],
      },
      t(does),
    );
  const offered = [sentence, button('goOn'), button('startAnew')];
  const failed = h('p', { class: 'verdict-note' }, t('keep.fails'));
  root.append(...offered, failed);
  return lab.subscribe(['offer', 'phase', 'keepingFails'], ({ offer, phase, keepingFails }) => {
    const isOffered = offer !== null && phase === 'idle';
    for (const element of offered) element.hidden = !isOffered;
    if (offer) write(sentence, t('keep.offer', { step: count(offer.step), epoch: offer.epoch }));
    failed.hidden = !keepingFails;
  });
}
