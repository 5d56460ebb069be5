/**
 * Runs the training: what the buttons do, to its end, a pause or a failure, and what each record of
 * progress changes in the store.
 */
import { codeOf, isDataError } from './choices.js';
import { archived } from './runs.js';

/** @typedef {import('../engine/types.js').Progress} Progress */
/** @typedef {import('../engine/trainer.js').Trainer} Trainer */

/** A visit's first training starts this many steps slowly, one a frame, so that one sees it learn. */
const SLOW_STEPS = 64;

/**
 * @param {import('./store.js').Store<import('./state.js').State>} store
 * @param {object} tools
 * @param {() => import('../engine/trainer.js').Trainer | undefined} tools.current
 * @param {ReturnType<typeof import('./looks.js').createLooks>} tools.looks
 * @param {() => Promise<void>} tools.frame the next picture on the screen
 * @param {() => boolean} tools.isSeen whether the page is in view: a tab in the background draws none
 */
export function createRunner(store, { current, looks, frame, isSeen }) {
  const { get } = store;
  let slowStepsLeft = SLOW_STEPS;
  // Counted up whenever what is under way loses its meaning: an answer of an older run is dropped.
  let run = 0;
  let pauseAsked = false;
  /** Of the run that trains at full pace; 0: none does. */
  let atFullPace = 0;
  /** The run has been stopped only to go on slowly. */
  let slowsDown = false;
  /** Step of the engine's own last score, which counts all validation images. */
  let scoredStep = 0;
  /** Counted up with each new network. */
  let network = 0;
  /** Settles when the final exam is marked: the network must not change meanwhile. */
  let examined = Promise.resolve();

  store.subscribe(['pace'], ({ pace }) => {
    if (pace !== 'slow' || atFullPace === 0 || atFullPace !== run) return;
    slowsDown = true;
    current()?.pause().catch(fail);
  });

  /** @param {Progress} progress */
  const take = (progress) => {
    const { curves, curvesVersion, exam } = get();
    curves.take(progress.recent);
    curves.setRate(progress.step, progress.learningRate);
    const scored = progress.validation;
    const fresh = scored !== undefined && scored.step > scoredStep;
    if (fresh) {
      scoredStep = scored.step;
      curves.endEpoch(scored);
    }
    store.set({
      progress,
      curvesVersion: curvesVersion + 1,
      ...(fresh && { validation: scored }),
      ...(exam && progress.step > exam.step && !exam.seen && { exam: { ...exam, seen: true } }),
    });
    looks.refresh();
  };

  /** A run has come to its end. @param {Progress | null} progress */
  const settle = (progress) => {
    if (progress) take(progress);
    const step = progress?.step ?? 0;
    const isDone = progress !== null && (isOver(progress) || get().stoppedEarly === step);
    if (progress?.verdict.name === 'diverged') store.set({ phase: 'diverged' });
    else store.set({ phase: isDone ? 'done' : step > 0 || get().kept ? 'paused' : 'idle' });
    looks.refresh();
  };

  /** @param {unknown} error of a run */
  const fail = (error) => {
    const { progress, notice } = get();
    const code = codeOf(error);
    const step = progress?.step ?? 0;
    if (code === 'INK_ERROR_NONFINITE') {
      store.set({ phase: 'diverged' });
      return;
    }
    store.set({ phase: step > 0 || get().kept ? 'paused' : 'idle' });
    // What is wrong with the data is told by whoever follows it, and better.
    if (isDataError(error)) return;
    const failed = code === undefined || code === 'INK_ERROR_ENGINE';
    if (!notice) store.set({ notice: { kind: 'stopped', error }, failed });
  };

  /** @param {Trainer} mine @param {number} token */
  const oneStep = async (mine, token) => {
    const progress = await mine.step(1);
    if (token !== run) return;
    take(progress);
    slowStepsLeft = Math.max(0, slowStepsLeft - 1);
    await frame();
    if (token !== run || !(isOver(progress) || progress.verdict.name === 'diverged')) return;
    pauseAsked = true;
    slowStepsLeft = 0;
  };

  /** @param {Trainer} mine @param {number} token */
  const toTheEnd = async (mine, token) => {
    atFullPace = token;
    slowsDown = false;
    const progress = await mine.train();
    if (token !== run) return;
    atFullPace = 0;
    take(progress);
    const isCutShort = !pauseAsked && !slowsDown && !isOver(progress);
    // Nobody stopped it, and it is not through: early stopping has decided.
    if (isCutShort && progress.verdict.name !== 'diverged')
      store.set({ stoppedEarly: progress.step });
    pauseAsked ||= !slowsDown || isOver(progress);
  };

  return {
    take,
    fail,
    async train() {
      const mine = current();
      if (!mine || get().phase === 'training') return;
      const token = ++run;
      pauseAsked = false;
      store.set({ phase: 'training' });
      try {
        await examined;
        while (token === run && !pauseAsked) {
          const isFirst = slowStepsLeft > 0 && isSeen();
          if (isFirst || get().pace === 'slow') await oneStep(mine, token);
          else await toTheEnd(mine, token);
        }
        if (token === run) settle(get().progress);
      } catch (error) {
        if (token === run) fail(error);
      }
    },
    pause() {
      pauseAsked = true;
      current()?.pause().catch(fail);
    },
    async step() {
      const mine = current();
      if (!mine || get().phase === 'training') return;
      const token = ++run;
      try {
        await examined;
        const progress = await mine.step(1);
        if (token === run) settle(progress);
      } catch (error) {
        if (token === run) fail(error);
      }
    },
    /** Scores the test images, which nothing else does, and only where no run is under way. */
    async exam() {
      const mine = current();
      const { progress, exam } = get();
      const step = progress?.step ?? 0;
      if (!mine || !mayTakeExam(get()) || exam?.step === step) return;
      const examinee = network;
      store.set({ examining: true });
      const scoring = mine.evaluate('test');
      examined = scoring.then(
        () => {},
        () => {},
      );
      try {
        const { loss, accuracy, count } = await scoring;
        if (examinee !== network) return;
        // Whoever trains on after an exam knows it: no later one is a surprise.
        store.set({ exam: { loss, accuracy, count, step, seen: exam !== null } });
      } catch (error) {
        if (examinee === network) store.set({ notice: { kind: 'stopped', error } });
      } finally {
        if (examinee === network) store.set({ examining: false });
      }
    },
    /** The network is that of a kept run, which has been loaded. @param {import('./keep/run.js').Kept} kept */
    resume({ phase, shown, points }) {
      const { curves, curvesVersion } = get();
      const { progress } = shown;
      curves.restore(points, progress?.step ?? 0);
      scoredStep = progress?.validation?.step ?? 0;
      slowStepsLeft = 0;
      store.set({
        ...shown,
        curvesVersion: curvesVersion + 1,
        ...((phase === 'done' || phase === 'diverged') && { phase }),
      });
      looks.refresh();
    },
    /**
     * Empties what belonged to the network or the run before; whatever runs has lost its meaning.
     * @returns {() => boolean} whether nothing has begun since
     */
    clear() {
      const token = ++run;
      network++;
      pauseAsked = true;
      scoredStep = 0;
      const { curves, curvesVersion } = get();
      const past = archived(get());
      curves.clear();
      store.set({
        ...past,
        stoppedEarly: null,
        progress: null,
        validation: null,
        exam: null,
        examining: false,
        moments: [],
        at: null,
        curvesVersion: curvesVersion + 1,
      });
      return () => token === run;
    },
  };
}

/** Are its epochs done? @param {Progress} progress */
const isOver = ({ step, totalSteps }) => totalSteps > 0 && step >= totalSteps;

/** @param {import('./state.js').State} state */
export function mayTakeExam({ ready, failed, phase, loaded, files, progress, kept, examining }) {
  const hasLearnt = kept || (progress?.step ?? 0) > 0;
  const isThere = loaded && (files['test-images']?.images ?? 0) > 0;
  return ready && !failed && phase !== 'training' && !examining && hasLearnt && isThere;
}
