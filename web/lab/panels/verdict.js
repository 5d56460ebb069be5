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
  const kept = h('div', { class: 'verdict-kept' });
  root.append(sentence, remedy, note, kept);
  const offKept = mountLater(kept, lab, t);
  const leave = lab.subscribe(
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
      'offer',
    ],
    (state) => {
      const now = verdict(state);
      write(sentence, t(now.key, now.values));
      rate = now.rate;
      remedy.hidden = rate === undefined;
      if (rate !== undefined) write(remedy, t('remedy.rate', { rate: plain(rate) }));
      // Another sentence stands in its place.
      sentence.hidden = state.offer !== null && state.phase === 'idle';
      note.hidden = state.fellBack === null;
      if (state.fellBack !== null) write(note, t('synthetic', { set: titleOf(state.fellBack) }));
    },
  );
  return () => {
    leave();
    offKept();
  };
}

/** What is to be said of kept runs, loaded when there is something. @type {import('../state.js').Mount} */
function mountLater(root, lab, t) {
  let isLeft = false;
  /** @type {(() => void) | undefined} */
  let leave;
  const off = lab.subscribe(['offer', 'keepingFails'], async ({ offer, keepingFails }) => {
    if (leave || (!offer && !keepingFails)) return;
    leave = () => {};
    const [{ mount }, words] = await Promise.all([import('../keep/offer.js'), t.load('keep')]);
    if (!isLeft) leave = mount(root, lab, words);
  });
  return () => {
    isLeft = true;
    off();
    leave?.();
  };
}
