/** The runs before this one: what each was made with, how it did, and its curves. */

/**
 * @typedef {{x: number[], y: number[]}} Points
 * @typedef {object} Run
 * @property {number} id counted from 1
 * @property {string} name '' where the person gave it none
 * @property {import('./state.js').Recipe} recipe
 * @property {import('./state.js').Source} source
 * @property {number} steps
 * @property {number} seconds
 * @property {number | null} accuracy on validation images
 * @property {import('./state.js').Exam | null} exam
 * @property {boolean} shown in the charts
 *
 * @typedef {Record<'loss' | 'validationLoss' | 'accuracy' | 'validationAccuracy', Points>} Lines
 * @typedef {Run & {lines: Lines}} PastRun
 */

/** Of more, the oldest are forgotten. */
const MOST_RUNS = 30;
/** More lines at a time nobody could tell apart. */
const MOST_SHOWN = 3;
/** Points a line: about one a pixel of a chart. */
const POINTS = 512;

/** @param {import('./state.js').State} state @returns {Run | null} the run of now; null before its first step */
export function runOf({ recipe, progress, validation, exam, source, runNumber, runName }) {
  if (!recipe || !progress || progress.step === 0) return null;
  return {
    id: runNumber,
    name: runName,
    recipe,
    source,
    steps: progress.step,
    seconds: progress.trainSeconds,
    accuracy: validation?.accuracy ?? null,
    exam,
    shown: true,
  };
}

/**
 * What changes when the run of now is over: it joins those before.
 * @param {import('./state.js').State} state
 * @returns {Partial<import('./state.js').State>}
 */
export function archived(state) {
  const run = runOf(state);
  if (!run) return {};
  const { curves, runs, runNumber } = state;
  const lines = {
    loss: curves.loss.points(POINTS),
    validationLoss: curves.validationLoss.points(POINTS),
    accuracy: curves.accuracy.points(POINTS),
    validationAccuracy: curves.validationAccuracy.points(POINTS),
  };
  let shown = 0;
  const all = [{ ...run, lines }, ...runs]
    .slice(0, MOST_RUNS)
    .map((one) => (one.shown && ++shown > MOST_SHOWN ? { ...one, shown: false } : one));
  return { runs: all, runNumber: runNumber + 1, runName: '' };
}

/** What the Log does with runs. @param {import('./store.js').Store<import('./state.js').State>} store */
export function createLog(store) {
  /** @param {number} id @param {Partial<Run>} changes */
  const change = (id, changes) =>
    store.set({
      runs: store.get().runs.map((run) => (run.id === id ? { ...run, ...changes } : run)),
    });
  return {
    /** @param {number} id @param {string} name */
    rename(id, name) {
      if (id === store.get().runNumber) store.set({ runName: name });
      else change(id, { name });
    },
    /** @param {number} id @param {boolean} shown */
    reveal: (id, shown) => change(id, { shown }),
    /** @param {number} id */
    forget: (id) => store.set({ runs: store.get().runs.filter((run) => run.id !== id) }),
  };
}

/** @param {Pick<Run, 'id' | 'name'>} run @param {import('./state.js').Translate} t */
export const nameOf = ({ id, name }, t) => name || t('run', { number: id });
