import { h, write } from '../h.js';
import { momentAt, placeOf, tellStep } from '../moments.js';
import { visibility } from '../views/canvas.js';

/**
 * The way back in time: whatever shows the network shows it as it was at a past moment. At its right
 * end it follows training, which it never touches.
 * @type {import('../state.js').Mount}
 */
export function mountTime(root, lab, t) {
  const about = t('time.about');
  const range = h('input', {
    type: 'range',
    class: 'time-range',
    min: 0,
    max: 0,
    step: 1,
    disabled: true,
    title: about,
    'aria-label': t('time'),
    'aria-description': about,
    'data-choice': 'moment',
    oninput: () => lab.act.moment(momentAt(lab.get().moments, range.valueAsNumber)),
  });
  const read = h('span', { class: 'time-read', 'data-read': 'moment' });
  const back = h(
    'button',
    {
      type: 'button',
      class: 'button is-small',
      'data-does': 'now',
      title: t('time.back.about'),
      'aria-description': t('time.back.about'),
      onclick: () => {
        // The button is of no more use now, and would take the focus with it.
        range.focus();
        lab.act.moment(null);
      },
    },
    t('time.back'),
  );
  const spoken = h('span', { class: 'only-spoken', role: 'status' });
  root.append(h('h3', { title: about }, t('time')), range, read, back, spoken);

  const view = visibility(root, lab.act.wake);
  const unwatch = lab.act.watch('moments', view.visible);
  const offPlace = lab.subscribe(['moments', 'at'], ({ moments, at, progress }) => {
    range.disabled = moments.length < 2;
    range.max = String(Math.max(0, moments.length - 1));
    range.value = String(placeOf(moments, at));
    // Which step is now changes all the time: nobody wants to hear each.
    range.ariaValueText = at === null ? t('time.now.spoken') : tellStep(at, progress, t);
    back.disabled = at === null;
    root.classList.toggle('is-past', at !== null);
    write(spoken, at === null ? '' : t('time.shown'));
  });
  const offStep = lab.subscribe(['moments', 'at', 'progress'], ({ at, progress }) => {
    const when = tellStep(at ?? progress?.step ?? 0, progress, t);
    const key = at === null ? 'time.now' : 'time.past';
    write(read, range.disabled ? t('time.none') : t(key, { when }));
  });
  return () => {
    offPlace();
    offStep();
    unwatch();
    view.stop();
  };
}
