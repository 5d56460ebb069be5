/**
 * Where the page's experiments run: one at a time, each run in a Worker of its own, and what has
 * come out stays for as long as the page does, whether the drawer is open or not.
 *
 * @typedef {import('../../../experiments/types.js').Experiment} Experiment
 * @typedef {import('../../../experiments/types.js').RunResult} RunResult
 * @typedef {import('../../../experiments/types.js').ExperimentEvent} ExperimentEvent
 * @typedef {import('../../../engine/types.js').Progress} Progress
 * @typedef {import('../../runs.js').Points} Points by epoch
 *
 * @typedef {object} Trial one run of an experiment
 * @property {Record<'raw' | 'loss' | 'validation', Points>} lines
 * @property {RunResult | null} result null until it is over
 *
 * @typedef {object} Sheet what has come of an experiment
 * @property {'running' | 'done' | 'cancelled' | 'failed'} state
 * @property {boolean} isBrief
 * @property {import('../../state.js').Source} source
 * @property {Trial[]} trials as far as they have begun
 * @property {number} count of runs in all
 * @property {Progress | null} progress of the run under way
 * @property {unknown} [error]
 *
 * @typedef {object} Bench
 * @property {string | null} busy the experiment that runs
 * @property {Record<string, Sheet>} sheets by experiment
 */
import { createCurves } from '../../curves.js';
import { createStore } from '../../store.js';

/** Points of a line: a panel is hardly wider. */
const POINTS = 160;
/** All panels are drawn anew for what is told: not with every frame. */
const INTERVAL = 100;

/** @type {WeakMap<import('../../state.js').Lab, ReturnType<typeof createBench>>} */
const benches = new WeakMap();

/** The one of this page. @param {import('../../state.js').Lab} lab */
export function benchOf(lab) {
  const bench = benches.get(lab) ?? createBench(lab);
  benches.set(lab, bench);
  return bench;
}

/** @param {Pick<import('../../state.js').Lab, 'get' | 'act'>} lab */
export function createBench(lab) {
  const store = createStore(/** @type {Bench} */ ({ busy: null, sheets: {} }));
  let stop = new AbortController();

  /** @param {string} name @param {Partial<Sheet>} changes */
  const change = (name, changes) => {
    const { sheets } = store.get();
    store.set({ sheets: { ...sheets, [name]: { ...sheets[name], ...changes } } });
  };

  /**
   * @param {Experiment} experiment @param {boolean} isBrief
   * @param {typeof import('../../../experiments/run.js').runExperiment} runExperiment
   */
  async function run(experiment, isBrief, runExperiment) {
    const twin = lab.act.twin();
    if (!twin || store.get().busy !== null) return;
    const { name, runs, brief } = experiment;
    // Two trainings at once would both be slow, and take times that mean nothing.
    if (lab.get().phase === 'training') lab.act.pause();
    stop = new AbortController();
    const { source } = lab.get();
    store.set({ busy: name });
    change(name, {
      state: 'running',
      isBrief,
      source,
      trials: [],
      count: runs.length,
      progress: null,
      error: undefined,
    });
    const { data, seed, threads, build } = twin;
    const recorder = createRecorder();
    try {
      await runExperiment(experiment, {
        data,
        seeds: [Number(seed)],
        threads,
        build,
        ...(isBrief && brief),
        signal: stop.signal,
        onEvent: (event) => change(name, recorder.take(event, store.get().sheets[name])),
      });
      change(name, { state: 'done' });
    } catch (error) {
      change(name, stop.signal.aborted ? { state: 'cancelled' } : { state: 'failed', error });
    }
    change(name, { progress: null });
    store.set({ busy: null });
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    run,
    cancel: () => stop.abort(),
  };
}

/** Makes lines of what a run tells. @param {() => number} [clock] ms */
export function createRecorder(clock = () => performance.now()) {
  let curves = createCurves();
  let epochsPerStep = 0;
  let told = 0;
  return {
    /**
     * @param {ExperimentEvent} event @param {Sheet} sheet
     * @returns {Partial<Sheet>} what changes
     */
    take(event, { trials }) {
      if (event.event === 'start') {
        curves = createCurves();
        return { trials: [...trials, { lines: linesOf(curves, 0), result: null }], progress: null };
      }
      if (event.event === 'data') return {};
      if (event.event === 'progress') {
        const { progress } = event;
        curves.take(progress.recent);
        const { validation } = progress;
        if (validation && validation.step > (curves.epochLoss.last()?.x ?? 0))
          curves.endEpoch(validation);
        epochsPerStep = progress.epochs / progress.totalSteps;
        if (clock() - told < INTERVAL) return {};
        told = clock();
      }
      const lines = linesOf(curves, epochsPerStep);
      const isOver = event.event === 'run';
      return {
        trials: [...trials.slice(0, -1), { lines, result: isOver ? event : null }],
        ...(!isOver && { progress: event.progress }),
      };
    },
  };
}

/** @param {import('../../curves.js').Curves} curves @param {number} epochs in a step */
function linesOf(curves, epochs) {
  /** @param {import('../../views/series.js').Series} series */
  const line = (series) => {
    const { x, y } = series.points(POINTS);
    return { x: x.map((step) => step * epochs), y };
  };
  return {
    raw: line(curves.rawLoss),
    loss: line(curves.loss),
    validation: line(curves.epochLoss),
  };
}

/**
 * What is shown of each finished run, in columns.
 * @param {Experiment} experiment
 * @returns {string[]}
 */
export function columnsOf({ runs, reach, measures }) {
  return [
    'test',
    ...(runs.some(({ printed }) => printed) ? ['printed'] : []),
    'train',
    'validation',
    'first',
    'last',
    ...(reach ? ['reached'] : []),
    ...(measures?.includes('weights') ? ['largest', 'small'] : []),
    'seconds',
  ];
}

/**
 * One figure of a finished run; null where there is none.
 * @param {string} column @param {import('../../../experiments/types.js').Run} run
 * @param {RunResult} result
 * @returns {number | null}
 */
export function figureOf(column, run, result) {
  const weights = result.weights ?? [];
  /** @type {Record<string, number | null | undefined>} */
  const values = {
    test: result.testAccuracy,
    printed: run.printed?.test,
    train: result.trainAccuracy,
    validation: result.validationAccuracy,
    first: result.firstLoss,
    last: result.trainLoss,
    reached: result.reachedStep,
    largest: weights.length ? Math.max(...weights.map(({ largest }) => largest)) : null,
    small: weights[0]?.small,
    seconds: result.trainSeconds,
  };
  return values[column] ?? null;
}
