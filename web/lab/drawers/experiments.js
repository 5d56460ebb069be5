/** Experiments: the engine's, and small ones to do by hand. One part is shown at a time. */
import { h } from '../h.js';
import { mountExam } from './experiments/exam.js';
import { mountGradient } from './experiments/gradient.js';
import { mountGraph } from './experiments/graph.js';
import { mountScores } from './experiments/scores.js';
import { mountTrials } from './experiments/trials.js';

/** @type {Record<string, import('../state.js').Mount>} */
const LESSONS = {
  trials: mountTrials,
  exam: mountExam,
  graph: mountGraph,
  scores: mountScores,
  gradient: mountGradient,
};

/** @type {import('../state.js').Mount} */
export function mount(root, lab, t) {
  const names = Object.keys(LESSONS);
  const buttons = names.map((name) =>
    h(
      'button',
      {
        type: 'button',
        class: 'switch lesson',
        'data-does': `lesson-${name}`,
        title: t(`lesson.${name}.about`),
        'aria-description': t(`lesson.${name}.about`),
        onclick: () => lab.act.show({ lesson: name }),
      },
      h('span', {}, t(`lesson.${name}`)),
    ),
  );
  const content = h('div', { class: 'lesson-content' });
  root.append(
    h('div', { class: 'lessons', role: 'group', 'aria-label': t('lessons') }, buttons),
    content,
  );
  /** @type {(() => void) | undefined} */
  let unmount;
  const leave = lab.subscribe(['lesson'], ({ lesson }) => {
    const name = lesson in LESSONS ? lesson : names[0];
    for (const [i, button] of buttons.entries())
      button.setAttribute('aria-pressed', String(names[i] === name));
    unmount?.();
    // A box of its own: what a part listens for goes with it.
    const box = h('div', {});
    content.replaceChildren(box);
    unmount = LESSONS[name](box, lab, t);
  });
  return () => {
    leave();
    unmount?.();
  };
}
