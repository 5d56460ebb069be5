import { h, write } from '../h.js';
import { clock, percent, rate } from '../numbers.js';
import { mayTakeExam } from '../runner.js';

/** What the main button does in each phase. */
const MAIN = {
  loading: 'train',
  idle: 'train',
  training: 'pause',
  paused: 'continue',
  done: 'trainMore',
  diverged: 'continue',
};

const PACES = /** @type {const} */ (['full', 'slow']);

/** The brand, the buttons that run the training, and its read-outs. @type {import('../state.js').Mount} */
export function mountHeader(root, lab, t) {
  /** @param {string} key @param {() => void} action @param {string} [kind] */
  const button = (key, action, kind = '') =>
    h(
      'button',
      {
        type: 'button',
        class: `button ${kind}`,
        title: t(`${key}.about`),
        'aria-description': t(`${key}.about`),
        onclick: action,
      },
      t(key),
    );
  const main = button('train', lab.act.toggle, 'is-main');
  main.dataset.does = 'toggle';
  const step = button('step', lab.act.step);
  step.dataset.does = 'step';
  const reset = button('reset', lab.act.reset);
  reset.dataset.does = 'reset';
  const pace = h(
    'select',
    {
      class: 'field head-pace',
      'aria-label': t('pace'),
      'aria-description': t('pace.about'),
      title: t('pace.about'),
      'data-choice': 'pace',
      onchange: () => lab.act.show({ pace: /** @type {'full' | 'slow'} */ (pace.value) }),
    },
    PACES.map((value) => h('option', { value }, t(`pace.${value}`))),
  );
  const exam = button('exam', lab.act.exam);
  exam.dataset.does = 'exam';
  const examScore = h('span', { class: 'number', 'data-read': 'exam' });
  const examSeen = h('span', { class: 'head-exam-seen', title: t('exam.seen.about') });
  const share = button('share', async () => {
    try {
      const { openShare } = await import('../share/dialog.js');
      openShare(root, lab, await t.load('share'));
    } catch (error) {
      lab.set({ notice: { kind: 'part', error } });
    }
  });
  share.dataset.does = 'share';
  share.classList.add('head-share');
  const more = h(
    'div',
    { class: 'head-more' },
    step,
    reset,
    pace,
    share,
    h('div', { class: 'head-exam' }, exam, h('p', { title: t('exam.score') }, examScore, examSeen)),
  );
  const menu = h(
    'button',
    {
      type: 'button',
      class: 'button is-plain head-menu',
      'aria-label': t('more'),
      title: t('more'),
      'aria-expanded': 'false',
      onclick: () => openMore(!more.classList.contains('is-open')),
    },
    '⋯',
  );
  /** @param {boolean} open */
  const openMore = (open) => {
    more.classList.toggle('is-open', open);
    menu.setAttribute('aria-expanded', String(open));
  };
  more.addEventListener('click', (event) => {
    if (/** @type {Element} */ (event.target).closest('.head-more > button')) openMore(false);
  });
  more.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !more.classList.contains('is-open')) return;
    event.preventDefault();
    openMore(false);
    menu.focus();
  });

  const readOut = (/** @type {string} */ name, /** @type {string} */ about) =>
    h('span', { class: 'number', 'data-read': name, title: t(about) }, '–');
  const epoch = readOut('epoch', 'epoch.about');
  const speed = readOut('speed', 'speed.about');
  const left = readOut('left', 'left.about');
  const score = h('span', { class: 'number', 'data-read': 'validation' }, '–');
  const language = h(
    'button',
    {
      type: 'button',
      class: 'button is-plain',
      'data-does': 'language',
      title: t('language.about'),
      'aria-description': t('language.about'),
      onclick: () => root.dispatchEvent(new CustomEvent('lab-language', { bubbles: true })),
    },
    h('span', { 'aria-current': t.language === 'ko' && 'true' }, '한'),
    '/',
    h('span', { 'aria-current': t.language === 'en' && 'true' }, 'EN'),
  );
  const draw = h(
    'button',
    {
      type: 'button',
      class: 'button head-draw',
      onclick: () => root.dispatchEvent(new CustomEvent('lab-draw', { bubbles: true })),
    },
    t('draw'),
  );

  root.append(
    h('h1', { class: 'head-brand' }, 'Inkling'),
    h(
      'div',
      { class: 'head-run' },
      main,
      h(
        'p',
        { class: 'head-reads' },
        h(
          'span',
          { class: 'head-epoch' },
          h('span', { class: 'head-epoch-word' }, t('epoch')),
          ' ',
          epoch,
        ),
        h('span', { class: 'head-speed' }, speed),
        h('span', { class: 'head-left' }, left),
      ),
      draw,
    ),
    h(
      'p',
      { class: 'head-score', title: t('validation.about') },
      h('span', { class: 'head-score-name' }, t('validation')),
      ' ',
      score,
    ),
    more,
    h('div', { class: 'head-end' }, language, menu),
  );

  // Shown wherever one has scrolled to, so only a page in the background goes without.
  const unwatch = lab.act.watch('validation', () => !root.ownerDocument.hidden);
  const leave = lab.subscribe(
    [
      'phase',
      'ready',
      'failed',
      'progress',
      'validation',
      'recipe',
      'kept',
      'loaded',
      'files',
      'pace',
      'exam',
      'examining',
    ],
    (state) => {
      const { phase, progress, validation, recipe } = state;
      const key = MAIN[phase];
      const about = t(phase === 'training' ? 'pause.about' : 'train.about');
      write(main, t(key));
      main.title = about;
      main.setAttribute('aria-description', about);
      const cannot = !state.ready || state.failed;
      main.disabled = cannot;
      step.disabled = cannot || phase === 'training';
      reset.disabled = cannot;
      pace.value = state.pace;
      // One that has been taken keeps its button, and with it the focus.
      exam.disabled = !mayTakeExam(state) && !state.examining;
      write(examScore, state.exam ? percent(state.exam.accuracy) : '');
      write(examSeen, state.exam?.seen ? t('exam.seen') : '');
      const epochs = progress?.epochs || recipe?.epochs;
      // As wide as it will become, so that nothing beside it moves.
      epoch.style.minWidth = `${2 * String(epochs ?? 1).length + 1}ch`;
      write(epoch, epochs ? `${progress?.epoch ?? 0}/${epochs}` : '–');
      const isTraining = phase === 'training';
      // Single steps say nothing of what a run will take.
      const isSlow = isTraining && state.pace === 'slow';
      const perSecond = isSlow ? 0 : (progress?.samplesPerSecond ?? 0);
      write(speed, rate(perSecond) + t('perSecond'));
      speed.parentElement?.classList.toggle('is-unknown', !(perSecond > 0));
      const secondsLeft = (isTraining && !isSlow && progress?.secondsLeft) || Number.NaN;
      write(left, clock(secondsLeft));
      left.parentElement?.classList.toggle('is-unknown', !Number.isFinite(secondsLeft));
      write(score, validation ? percent(validation.accuracy) : '–');
    },
  );
  return () => {
    leave();
    unwatch();
  };
}
