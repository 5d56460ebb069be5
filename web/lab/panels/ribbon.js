import { h, write } from '../h.js';
import { momentAt, placeOf, tellStep } from '../moments.js';
import { count } from '../numbers.js';
import { canvasView, visibility } from '../views/canvas.js';
import { drawRibbon, stretchesOf } from '../views/ribbon.js';
import { heading } from './section.js';

/** @typedef {import('../views/ribbon.js').Column} Column */

/** ms: answers to a drawing that is still being drawn would come too late. */
const REST = 250;
/** Of all time that its questions may be under way. */
const ASKING = 0.3;
/** Moments that are asked about in one go, since training has its turn between two questions. */
const AT_ONCE = 8;
/** @type {Record<string, (place: number, last: number) => number>} */
const KEYS = {
  ArrowLeft: (place) => place - 1,
  ArrowDown: (place) => place - 1,
  ArrowRight: (place) => place + 1,
  ArrowUp: (place) => place + 1,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * What the network took the drawing for at each moment that can be shown, and another way to move
 * to one of them.
 * @type {import('../state.js').Mount}
 */
export function mountRibbon(root, lab, t) {
  const canvas = h('canvas', {
    class: 'ribbon',
    role: 'slider',
    'aria-label': t('ribbon'),
    'aria-valuemin': 0,
    title: t('ribbon.about'),
  });
  const since = h('span', { 'data-read': 'since' });
  root.append(h('figure', { class: 'figure' }, heading(t, 'ribbon', since), canvas));
  const picture = canvasView(
    canvas,
    {
      columns: /** @type {Column[]} */ ([]),
      place: 0,
      names: /** @type {readonly string[]} */ ([]),
    },
    drawRibbon,
  );

  /** The picture all answers are about, as the network sees it. @type {Uint8Array | null} */
  let seen = null;
  /** Of that picture, by step. @type {Map<number, Float32Array>} */
  let known = new Map();
  /**
   * The newest answer of the network as it is now, which was asked for when that was that step: it
   * may have trained on meanwhile, so this is not that step's own.
   * @type {{step: number, probabilities: Float32Array} | null}
   */
  let latest = null;
  let restsAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {import('../state.js').State} state @returns {Column[]} */
  const columnsOf = ({ moments }) => {
    const last = moments.length - 1;
    return moments.map(
      (step, i) => known.get(step) ?? (i === last ? (latest?.probabilities ?? null) : null),
    );
  };

  const show = () => {
    const state = lab.get();
    const { moments, at, progress, classNames: names, classTitles } = state;
    const isThere = moments.length > 1;
    const place = placeOf(moments, at);
    const columns = isThere ? columnsOf(state) : [];
    picture.show({ columns, place, names });
    const guess = stretchesOf(columns).at(-1);
    const values = guess && { digit: classTitles[guess.digit], step: count(moments[guess.from]) };
    write(since, values ? t('ribbon.since', values) : t('ribbon.none'));
    const about = values ? t('ribbon.now', values) : t('ribbon.none');
    canvas.tabIndex = isThere ? 0 : -1;
    canvas.ariaDisabled = String(!isThere);
    canvas.setAttribute('aria-description', about);
    canvas.ariaValueMax = String(Math.max(0, moments.length - 1));
    canvas.ariaValueNow = String(place);
    canvas.ariaValueText = at === null ? t('time.now.spoken') : tellStep(at, progress, t);
  };

  const view = visibility(root, lab.act.wake);
  const unwatch = lab.act.watch('moments', view.visible);
  const asking = lab.act.ask(
    async (trainer) => {
      const { moments } = lab.get();
      if (!seen || moments.length < 2 || performance.now() < restsAt) return null;
      // The newest first: since when the guess stands is what one wants to know.
      const now = moments.at(-1);
      const isKnown = (/** @type {number} */ one) =>
        known.has(one) || (one === now && one === latest?.step);
      const steps = moments.filter((one) => !isKnown(one)).slice(-AT_ONCE);
      if (steps.length === 0) return null;
      const about = seen;
      const answers = await Promise.all(
        steps.map((step) =>
          // What was now when the moments were told may be no moment that is kept.
          trainer.predict(about, { ink: false, at: step === now ? undefined : step }),
        ),
      );
      return { about, now, steps, answers };
    },
    (told) => {
      if (!told || told.about !== seen) return;
      for (const [i, step] of told.steps.entries()) {
        const { probabilities } = told.answers[i];
        if (!probabilities) return;
        if (step === told.now) latest = { step, probabilities };
        else known.set(step, probabilities);
      }
      show();
      asking.request();
    },
    { visible: view.visible, interval: 0, share: ASKING },
  );

  const offPicture = lab.subscribe(['prediction'], ({ prediction }) => {
    const next = prediction?.seen ?? null;
    if (isSame(seen, next)) return;
    seen = next;
    known = new Map();
    latest = null;
    restsAt = performance.now() + REST;
    clearTimeout(timer);
    timer = setTimeout(asking.request, REST);
    show();
  });
  const offMoments = lab.subscribe(['moments', 'at', 'classNames'], ({ moments }) => {
    // What is not among them has been thinned out, or was another run's.
    const kept = new Set(moments);
    for (const step of known.keys()) if (!kept.has(step)) known.delete(step);
    if (moments.length === 0) latest = null;
    show();
    asking.request();
  });

  /** @param {number} place */
  const goTo = (place) => {
    const { moments } = lab.get();
    const last = moments.length - 1;
    if (last > 0) lab.act.moment(momentAt(moments, Math.min(last, Math.max(0, place))));
  };
  /** @param {PointerEvent} event */
  const point = (event) => {
    if (event.buttons !== 1) return;
    const { left, width } = canvas.getBoundingClientRect();
    goTo(Math.floor(((event.clientX - left) / width) * lab.get().moments.length));
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    point(event);
  });
  canvas.addEventListener('pointermove', point);
  canvas.addEventListener('keydown', (event) => {
    const { moments, at } = lab.get();
    const move = KEYS[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    goTo(move(placeOf(moments, at), moments.length - 1));
  });
  return () => {
    clearTimeout(timer);
    offPicture();
    offMoments();
    unwatch();
    asking.stop();
    view.stop();
    picture.stop();
  };
}

/** @param {Uint8Array | null} a @param {Uint8Array | null} b */
const isSame = (a, b) => a === b || (!!a && !!b && a.every((grey, i) => grey === b[i]));
