/**
 * Runs the training: what the buttons do, to its end, a pause or a failure, and what each record of
 * progress changes in the store.
 */
import { codeOf, isDataError } from './choices.js';

/** @typedef {import('../engine/types.js').Progress} Progress */

/** A visit's first training starts this many steps slowly, one a frame, so that one sees it learn. */
const SLOW_STEPS = 64;

/**
 * @param {import('./store.js').Store<import('./state.js').State>} store
 * @param {object} tools
 * @param {() => import('../engine/trainer.js').Trainer | undefined} tools.current
 * @param {ReturnType<typeof import('./looks.js').createLooks>} tools.looks
 * @param {() => Promise<void>} tools.frame the next picture on the screen
 */
export function createRunner(store, { current, looks, frame }) {
  const { get } = store;
  let slowStepsLeft = SLOW_STEPS;
  // Counted up whenever what is under way loses its meaning: an answer of an older run is dropped.
  let run = 0;
  let pauseAsked = false;
  /** Step of the engine's own last score, which counts all validation images. */
  let scoredStep = 0;

  /** @param {Progress} progress */
  const take = (progress) => {
    const { curves, curvesVersion } = get();
    curves.take(progress.recent);
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
    });
    looks.request('prediction', 'validation', 'gallery', 'weights');
  };

  /** A run has come to its end. @param {Progress | null} progress */
  const settle = (progress) => {
    if (progress) take(progress);
    const { step = 0, totalSteps = 0 } = progress ?? {};
    const isDone = totalSteps > 0 && step >= totalSteps;
    if (progress?.verdict.name === 'diverged') store.set({ phase: 'diverged' });
    else store.set({ phase: isDone ? 'done' : step > 0 || get().kept ? 'paused' : 'idle' });
    looks.request('prediction', 'validation', 'gallery', 'weights');
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
        while (slowStepsLeft > 0 && !pauseAsked) {
          const progress = await mine.step(1);
          if (token !== run) return;
          take(progress);
          if (progress.verdict.name === 'diverged') return settle(progress);
          slowStepsLeft--;
          await frame();
          if (token !== run) return;
          if (progress.totalSteps > 0 && progress.step >= progress.totalSteps) {
            slowStepsLeft = 0;
            return settle(progress);
          }
        }
        const progress = pauseAsked ? get().progress : await mine.train();
        if (token !== run) return;
        settle(progress);
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
        const progress = await mine.step(1);
        if (token === run) settle(progress);
      } catch (error) {
        if (token === run) fail(error);
      }
    },
    /**
     * Empties what belonged to the network or the run before; whatever runs has lost its meaning.
     * @returns {() => boolean} whether nothing has begun since
     */
    clear() {
      const token = ++run;
      pauseAsked = true;
      scoredStep = 0;
      const { curves, curvesVersion } = get();
      curves.clear();
      store.set({ progress: null, validation: null, curvesVersion: curvesVersion + 1 });
      return () => token === run;
    },
  };
}
