/**
 * What views want to see of the engine: asked one at a time each, no oftener than is of use, and
 * only while somebody looks.
 */
import { isBlank, onPad } from './ink.js';
import { stillAt } from './moments.js';
import { split } from './panels/data.js';
import { createPull } from './pull.js';
import { emptyDrawing } from './views/strokes.js';

/** @typedef {import('./state.js').Look} Look */
/** @typedef {import('./state.js').State} State */

/** The validation images that are scored while training: always the same ones. */
const SCORED = 1000;
/** Enough images that two of each digit are among them. */
const GALLERY_POOL = 200;
/** As many as have room. */
const GALLERY = 20;
const THUMBS = 12;
/** Of the time, for what the engine scores only to be looked at. */
export const SCORING = 0.1;

/**
 * @param {import('./store.js').Store<State>} store
 * @param {() => import('../engine/trainer.js').Trainer | undefined} current
 */
export function createLooks(store, current) {
  const { get, set } = store;
  /** @type {Set<{look: Look, visible: () => boolean}>} */
  const watchers = new Set();
  /** @param {Look} look */
  const wanted = (look) => () => {
    for (const watcher of watchers) if (watcher.look === look && watcher.visible()) return true;
    return false;
  };

  /** The moment to be shown, as the engine is told. */
  const at = () => get().at ?? undefined;

  /**
   * Asks the trainer there is now; the answer counts only if it still is the one, at no earlier a
   * step (a reset went in between).
   * @template T
   * @param {(trainer: import('../engine/trainer.js').Trainer) => Promise<T>} question
   * @param {(answer: T, step: number) => void} take
   */
  const ask = async (question, take) => {
    const trainer = current();
    if (!trainer) return;
    const before = get().progress?.step ?? 0;
    const { source } = get();
    const answer = await question(trainer);
    const step = get().progress?.step ?? 0;
    if (trainer === current() && source === get().source && step >= before) take(answer, step);
  };

  /**
   * The drawing that was asked about last, as the network sees it: while it stays as it is, only the
   * network is another, and nothing is drawn and prepared anew.
   * @type {{drawing: State['drawing'], wish: State['ink'], seen: Uint8Array} | null}
   */
  let known = null;

  const pulls = {
    prediction: createPull(
      async () => {
        if (isBlank(get())) return;
        const { drawing, sample, ink: wish } = get();
        const isKnown = sample === null && known?.drawing === drawing && known.wish === wish;
        const { picture, ink } =
          known && isKnown ? { picture: known.seen, ink: false } : onPad(get());
        await ask(
          (trainer) => trainer.predict(picture, { ink, at: at() }),
          (prediction) => {
            known = sample === null ? { drawing, wish, seen: prediction.seen } : null;
            // Cleared meanwhile: an answer to nothing would stand beside an empty pad.
            if (isBlank(get())) return;
            set({ prediction: prediction.digit === null ? null : prediction });
          },
        );
      },
      { interval: 33, wanted: wanted('prediction') },
    ),
    validation: createPull(
      async () => {
        await ask(
          (trainer) => trainer.evaluate('validation', { first: 0, count: validationCount(get()) }),
          ({ loss, accuracy }, step) => {
            const score = { loss, accuracy, step };
            const { curves, curvesVersion, validation } = get();
            curves.validate(score);
            // The whole set's score, taken by the engine at an epoch's end, is the better one.
            const isBetter = validation?.step !== step;
            set({ curvesVersion: curvesVersion + 1, ...(isBetter && { validation: score }) });
          },
        );
      },
      { interval: 500, share: SCORING, wanted: wanted('validation') },
    ),
    gallery: createPull(
      async () => {
        await ask(
          (trainer) => trainer.samples('validation', { first: 0, count: GALLERY_POOL, at: at() }),
          (samples) => {
            if (samples.labels.length > 0) set({ gallery: { items: someOfEach(samples) } });
          },
        );
      },
      { interval: 250, share: SCORING, wanted: wanted('gallery') },
    ),
    weights: createPull(
      async () => {
        await ask(
          (trainer) => trainer.view('weights:0', { at: at() }),
          (weights) => set({ weights }),
        );
      },
      { interval: 150, wanted: wanted('weights') },
    ),
    moments: createPull(
      () =>
        ask(
          (trainer) => trainer.snapshots(),
          (moments) => {
            set({ moments });
            goTo(stillAt(moments, get().at));
          },
        ),
      { interval: 200, wanted: wanted('moments') },
    ),
    thumbs: createPull(async () => {
      if ((get().thumbs?.length ?? 0) >= THUMBS * 784) return;
      await ask(
        (trainer) => trainer.samples('train', { first: 0, count: THUMBS }),
        ({ images }) => set({ thumbs: images }),
      );
    }),
  };

  /** The questions of views that have their own. @type {Set<import('./pull.js').Pull>} */
  const own = new Set();

  /** @param {...(Look | 'thumbs')} looks */
  const request = (...looks) => {
    for (const look of looks) pulls[look].request();
    for (const pull of own) pull.request();
  };
  /** Shows a moment. @param {number | null} moment */
  const goTo = (moment) => {
    if (moment === get().at) return;
    set({ at: moment });
    request('prediction', 'gallery', 'weights');
  };

  store.subscribe(['ink', 'sample'], () => pulls.prediction.request());

  return {
    request,
    goTo,
    /** Puts any of the validation images on the pad. */
    async sample() {
      const { validation } = split(get().files['train-images']?.total ?? 0);
      const numbers = [Math.floor(Math.random() * validation)];
      await ask(
        (trainer) => trainer.samples('validation', { numbers }),
        ({ images, labels }) => {
          if (labels.length > 0)
            set({ sample: { image: images, label: labels[0] }, drawing: emptyDrawing() });
        },
      );
    },
    /** The network is another. */
    refresh: () => request('prediction', 'validation', 'gallery', 'weights', 'moments'),
    /** @type {import('./state.js').Ask} */
    ask(question, take, { visible, ...how }) {
      const pull = createPull(() => ask(question, take), { ...how, wanted: visible });
      own.add(pull);
      pull.request();
      return {
        request: pull.request,
        stop() {
          own.delete(pull);
          pull.stop();
        },
      };
    },
    /** @param {Look} look @param {() => boolean} visible */
    watch(look, visible) {
      const watcher = { look, visible };
      watchers.add(watcher);
      pulls[look].request();
      return () => void watchers.delete(watcher);
    },
    wake() {
      for (const pull of [...Object.values(pulls), ...own]) pull.wake();
    },
  };
}

/** How many validation images are scored while it trains. @param {State} state */
export function validationCount({ files }) {
  // A small set of one's own may hold fewer; the engine's split says how many once it is known.
  const total = files['train-images']?.total ?? 0;
  return total > 0 ? Math.min(SCORED, Math.floor(total / 6)) : SCORED;
}

/**
 * The first images of each class, by class, so that the row reads 0 0 1 1 2 2 … where all is right;
 * of many classes, one of each as far as there is room.
 * @param {import('../engine/types.js').Samples} samples
 */
export function someOfEach({ images, labels, digits }) {
  const items = [];
  const classes = Math.min(
    GALLERY,
    labels.reduce((most, label) => Math.max(most, label + 1), 0),
  );
  const each = classes > GALLERY / 2 ? 1 : 2;
  for (let label = 0; label < classes; label++) {
    let found = 0;
    for (let i = 0; i < labels.length && found < each; i++) {
      if (labels[i] !== label) continue;
      found++;
      items.push({ image: images.subarray(i * 784, i * 784 + 784), label, digit: digits[i] });
    }
  }
  return items;
}
