/**
 * Loaded when there is something to keep or to offer. Keeps the run, so that who closes the tab in
 * the middle of training can go on later: every few seconds while it trains, when it stops, and when the
 * page is left. On opening, a run that was left is offered, and nothing is taken without asking.
 */
import { keptRun } from './run.js';
import { shelf } from './shelf.js';

/** At most this much training is lost, and what one saving takes. */
const EVERY = 4000;
/** Of the time, for a network so large that saving it takes long. */
const SHARE = 0.1;

/**
 * @param {import('../store.js').Store<import('../state.js').State>} store
 * @param {object} tools
 * @param {() => import('../../engine/trainer.js').Trainer | undefined} tools.trainer
 * @param {() => File[]} tools.files of the source 'files'
 * @param {(kept: import('./run.js').Kept, files: File[]) => Promise<void>} tools.resume
 */
export function createKeeper(store, { trainer, files, resume }) {
  const { get, set } = store;
  const id = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  /** When it is time again, by the page's clock. */
  let due = 0;
  let isKept = false;
  /** How far the run was when it was kept. @type {import('../state.js').State['progress'] | undefined} */
  let keptProgress;
  /** @type {File[] | undefined} */
  let keptFiles;

  const write = async () => {
    const mine = trainer();
    if (!mine || !get().progress?.step) return;
    const bytes = await mine.save({ training: true }).catch(() => undefined);
    const state = get();
    const { progress, source } = state;
    // What is wrong with the engine is told where it trains.
    if (!bytes || !progress?.step || mine !== trainer()) return;
    const own = source === 'files' ? files() : undefined;
    const parts = { run: keptRun(state, bytes), ...(own !== keptFiles && { files: own }) };
    try {
      await shelf.put({ id, time: Date.now(), step: progress.step, epoch: progress.epoch }, parts);
      isKept = true;
      keptProgress = progress;
      keptFiles = own;
      set({ keepingFails: false });
    } catch {
      set({ keepingFails: true });
    }
  };

  const saving = oneAtATime(async () => {
    const start = performance.now();
    await write();
    const end = performance.now();
    due = start + Math.max(EVERY, (end - start) / SHARE);
  });

  const forget = async () => {
    await saving.idle();
    if (!isKept || get().progress) return;
    isKept = false;
    shelf.remove(id).catch(() => {});
  };

  store.subscribe(['progress'], ({ progress, phase }) => {
    if (!progress) void forget();
    else if (phase !== 'training') void saving.ask();
    else if (performance.now() >= due && !saving.busy()) void saving.ask();
  });
  store.subscribe(['phase'], ({ phase, progress, offer }) => {
    if (phase !== 'training') {
      if (progress) void saving.ask();
      return;
    }
    due = performance.now() + EVERY;
    // Whoever trains has decided; the offer comes again with the next visit.
    if (offer) set({ offer: null });
  });

  shelf.hold(id);
  // The page is being left, or goes out of sight and may never come back. A run that has stood still is
  // as old as it is: of several, the one that trained last is offered.
  const leave = () => get().progress !== keptProgress && saving.ask();
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => document.hidden && leave());

  return {
    /** Looks for a run that was left. */
    async look() {
      const [offer] = await shelf.free().catch(() => []);
      if (offer && !get().progress) set({ offer });
    },
    async goOn() {
      const { offer } = get();
      if (!offer) return;
      set({ offer: null });
      try {
        const kept = await shelf.get(offer.id, 'run');
        await resume(kept, (await shelf.get(offer.id, 'files')) ?? []);
        await saving.ask();
        // Its place is taken by this tab's own.
        if (isKept) await shelf.remove(offer.id);
      } catch (error) {
        set({ notice: { kind: 'weights', error } });
      }
    },
    startAnew() {
      const { offer } = get();
      set({ offer: null });
      if (offer) shelf.remove(offer.id).catch(() => {});
    },
  };
}

/**
 * Runs a task again when it was asked for meanwhile.
 * @param {() => Promise<void>} task
 */
function oneAtATime(task) {
  /** @type {Promise<void> | undefined} */
  let running;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await task();
    } while (again);
    running = undefined;
  };
  return {
    /** @returns {Promise<void>} when all that was asked for is done */
    ask() {
      again = running !== undefined;
      running ??= run();
      return running;
    },
    busy: () => running !== undefined,
    idle: () => running ?? Promise.resolve(),
  };
}
