import { h, write } from '../h.js';
import { plain } from '../numbers.js';
import { titleOf } from '../sets.js';
import { verdict } from '../verdict.js';

/** How things stand, in one sentence, with a remedy where there is one. @type {import('../state.js').Mount} */
export function mountVerdict(root, lab, t) {
  const sentence = h('p', { class: 'verdict-sentence', 'aria-live': 'polite' });
  /** @type {number | undefined} */
  let rate;
  const remedy = h('button', {
    type: 'button',
    class: 'button',
    hidden: true,
    'data-does': 'remedy',
    onclick: () => rate !== undefined && lab.act.remedy(rate),
  });
  const note = h('p', { class: 'verdict-note', hidden: true });
  root.append(sentence, remedy, note);
  return lab.subscribe(
    [
      'phase',
      'failed',
      'progress',
      'validation',
      'recipe',
      'description',
      'fellBack',
      'exam',
      'examining',
      'stoppedEarly',
    ],
    (state) => {
      const now = verdict(state);
      write(sentence, t(now.key, now.values));
      rate = now.rate;
      remedy.hidden = rate === undefined;
      if (rate !== undefined) write(remedy, t('remedy.rate', { rate: plain(rate) }));
      note.hidden = state.fellBack === null;
      if (state.fellBack !== null) write(note, t('synthetic', { set: titleOf(state.fellBack) }));
    },
  );
}
