/**
 * Runs the trainer for the page: what the buttons do, and what the engine's answers change in the
 * store. All computing is in the trainer's Worker; nothing here waits for it.
 */
import { createTrainer, loadPreset } from '../engine/index.js';
import { afterChoice, codeOf, defined, draftOf, isDataError, isSame } from './choices.js';
import { createLooks } from './looks.js';
import { dataOf } from './options.js';
import { configOf, ratePeaks, recipeOf } from './recipe.js';
import { createRunner } from './runner.js';
import { createLog } from './runs.js';
import { isSet, setsAtHand } from './sets.js';
import { emptyDrawing } from './views/strokes.js';

/** @typedef {import('../engine/trainer.js').Trainer} Trainer */
/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Source} Source */
/** @typedef {import('./state.js').Recipe} Recipe */
/** @typedef {import('../engine/types.js').ModelConfig} ModelConfig */

const own = () => import('./own.js');

/**
 * @param {import('./store.js').Store<State>} store
 * @param {import('./options.js').Options} options
 * @returns {{act: Omit<import('./state.js').Actions, 'goOn' | 'startAnew' | 'trainer'>,
 *   start: () => Promise<void>, trainer: () => Trainer | undefined, files: () => File[],
 *   resume: (kept: import('./keep/run.js').Kept, files: File[]) => Promise<void>}}
 */
export function createLearner(store, options) {
  /** @type {Trainer | undefined} */
  let trainer;
  /** @type {ModelConfig} */
  let preset = {};
  /** @type {File[]} */
  let files = [];
  // Counted up with each building of a network, of which the last asked for counts.
  let building = 0;
  /** Of the network that a choice has asked for and that is not there yet. @type {Recipe | null} */
  let coming = null;
  const looks = createLooks(store, () => trainer);
  const runner = createRunner(store, {
    current: () => trainer,
    looks,
    frame: options.frame,
    isSeen: options.isSeen,
  });
  const get = store.get;

  /**
   * Builds a network on its data beside the one there is, and takes it in once it is known to work.
   * @param {Recipe} recipe @param {Source} source
   * @param {object} [how]
   * @param {boolean} [how.certain] wait until all data is in and checked before the old one goes
   * @param {Uint8Array} [how.weights] go on from these, as `save()` gave them
   * @param {import('./keep/run.js').Kept} [how.run] that they are of
   */
  const build = async (recipe, source, { certain = false, weights, run } = {}) => {
    const mine = ++building;
    const wanted = get().recipe?.model === recipe.model ? preset : await loadPreset(recipe.model);
    const next = await createTrainer({
      model: weights ?? configOf(wanted, recipe),
      data: dataOf(source, options, files),
      seed: recipe.seed,
      threads: options.threads,
      build: options.build,
    });
    // Listening begins at once: what is loaded while the old network still answers counts too.
    /** @type {State['files']} */
    let loadedFiles = {};
    next.onData((data) => {
      loadedFiles = { ...loadedFiles, [data.file]: data };
      if (trainer === next) arrived(loadedFiles);
    });
    next.onProgress((progress) => trainer === next && runner.take(progress));
    try {
      if (certain) await next.loaded;
      if (mine !== building) throw new Outdated();
    } catch (error) {
      next.dispose();
      throw error;
    }
    trainer?.dispose();
    trainer = next;
    preset = wanted;
    runner.clear();
    store.set({
      ready: true,
      recipe,
      preset: wanted,
      draft: null,
      ratePeaks: ratePeaks(recipe.config ?? wanted),
      source,
      files: {},
      loaded: false,
      kept: weights !== undefined,
      phase: 'loading',
      thumbs: null,
      gallery: null,
      weights: null,
      classes: classesOf(next, source),
      // Its label may be of other data.
      ...(get().sample && { sample: null, prediction: null }),
    });
    if (run) runner.resume(run);
    arrived(loadedFiles);
    follow(next, source);
    looks.request('prediction', 'weights');
    const description = await next.describe();
    if (trainer !== next) return;
    store.set({ description });
    if (!recipe.config) return;
    const { withUsualRate } = await own();
    const now = get().recipe;
    if (trainer === next && now) store.set({ recipe: withUsualRate(now, description.tables) });
  };

  /** There is something to train on. */
  const begin = () => {
    const { phase, kept } = get();
    if (phase === 'loading') store.set({ phase: kept ? 'paused' : 'idle' });
  };

  /** @param {State['files']} loadedFiles */
  const arrived = (loadedFiles) => {
    const first = (loadedFiles['train-images']?.images ?? 0) > 0;
    store.set({ files: loadedFiles });
    if (first) begin();
    if (first) looks.request('thumbs', 'gallery', 'validation');
  };

  /** @param {Trainer} mine @param {Source} source */
  const follow = async (mine, source) => {
    const { loaded } = mine;
    try {
      await loaded;
    } catch (error) {
      if (trainer !== mine || mine.loaded !== loaded) return;
      if (isDataError(error)) await missing(mine, source, error);
      else runner.fail(error);
      return;
    }
    if (trainer !== mine || mine.loaded !== loaded) return;
    store.set({ loaded: true });
    begin();
    looks.request('thumbs', 'gallery', 'validation');
  };

  /**
   * The data did not come. Where none of it did, the built-in digits serve; where some did, what
   * was trained on it stays.
   * @param {Trainer} mine @param {Source} source @param {unknown} error
   */
  const missing = async (mine, source, error) => {
    const { files: loadedFiles, phase } = get();
    const images = loadedFiles['train-images']?.images ?? 0;
    // Weights from before would be lost with their data.
    if (isSet(source) && images === 0 && !get().kept) {
      const wasWaiting = phase === 'training';
      runner.clear();
      store.set({ source: 'synthetic', fellBack: source, files: {}, phase: 'loading' });
      await mine.load(dataOf('synthetic', options, files));
      if (trainer !== mine) return;
      store.set({ classes: classesOf(mine, 'synthetic') });
      follow(mine, 'synthetic');
      looks.request('prediction', 'weights');
      if (wasWaiting) await runner.train();
      return;
    }
    const actions = /** @type {import('./state.js').NoticeAction[]} */ (['retry', 'useSynthetic']);
    store.set({ notice: { kind: 'network', error, actions } });
  };

  /**
   * What the engine will not have: told beside the draft, where there is one.
   * @param {unknown} error @param {ModelConfig} [draft]
   */
  const refuse = (error, draft) => {
    const { recipe } = get();
    const isData = isDataError(error);
    if (draft && !isData) store.set({ draft: { config: draft, error } });
    else store.set({ notice: { kind: isData ? 'network' : 'config', error } });
    // Told anew although the recipe is as before, so that controls show what holds.
    store.set({ recipe: recipe && { ...recipe } });
  };

  /** @param {Recipe} recipe @param {Source} source @param {ModelConfig} [draft] */
  const rebuild = async (recipe, source, draft) => {
    // What has been trained goes only for data that is known to be there.
    const certain = source !== get().source && (get().progress?.step ?? 0) > 0;
    coming = recipe;
    try {
      await build(recipe, source, { certain });
      store.set({ notice: null, fellBack: source === 'synthetic' ? get().fellBack : null });
    } catch (error) {
      if (coming === recipe && !(error instanceof Outdated)) refuse(error, draft);
    } finally {
      if (coming === recipe) coming = null;
    }
  };

  /** Fetches the data anew, for the network as far as it has come. */
  const again = async () => {
    const { recipe, source, progress, kept } = get();
    if (!recipe || !trainer) return;
    try {
      const isTrained = kept || (progress?.step ?? 0) > 0;
      const weights = isTrained ? await trainer.save() : undefined;
      await build(recipe, source, { weights });
    } catch (error) {
      if (error instanceof Outdated) return;
      store.set({ notice: { kind: 'network', error, actions: ['retry', 'useSynthetic'] } });
    }
  };

  /** New weights, from the recipe's seed. @param {Recipe} recipe */
  const restart = async (recipe) => {
    if (!trainer) return;
    const isLast = runner.clear();
    store.set({ recipe });
    await trainer.reset(recipe.seed);
    if (!isLast()) return;
    store.set({ phase: 'loading', kept: false, notice: null });
    if (get().files['train-images']?.images) begin();
    looks.refresh();
  };

  /**
   * Takes the weights of a file, and what they were made from.
   * @param {File[]} chosen @returns {Promise<boolean>} whether there are any among them
   */
  const loadWeights = async (chosen) => {
    const { readWeights, weightsAmong } = await import('./share/weights.js');
    const file = await weightsAmong(chosen);
    if (!file) return false;
    try {
      const { weights, recipe } = await readWeights(file);
      await build(recipe, get().source, { weights });
      store.set({ notice: null, offer: null });
    } catch (error) {
      if (!(error instanceof Outdated)) store.set({ notice: { kind: 'weights', error } });
    }
    return true;
  };

  const act = {
    ...createLog(store),
    toggle() {
      if (get().phase === 'training') act.pause();
      else void runner.train();
    },
    pause: runner.pause,
    step: runner.step,
    exam: runner.exam,
    async reset() {
      const { recipe } = get();
      if (recipe) await restart(recipe);
    },
    /** @param {Partial<Recipe>} changes */
    async choose(changes) {
      const { recipe, source } = get();
      if (!recipe) return;
      const draft = draftOf(changes, recipe, preset);
      if (draft) store.set({ draft: { config: draft } });
      const next = await afterChoice(coming ?? recipe, changes, get());
      if (isSame(next, recipe)) {
        // Whatever was on its way is not wanted any more.
        building++;
        coming = null;
        store.set({ draft: null });
        return;
      }
      const isOther = coming || next.model !== recipe.model;
      if (!isOther && isSame({ ...next, seed: recipe.seed }, recipe)) {
        await restart(next);
        return;
      }
      try {
        const { liveChanges } = await own();
        const live =
          !isOther &&
          next.seed === recipe.seed &&
          liveChanges(configOf(preset, recipe), configOf(preset, next));
        if (!live) {
          await rebuild(next, source, draft);
          return;
        }
        await trainer?.configure(live);
        store.set({ recipe: next, notice: null, draft: null });
      } catch (error) {
        refuse(error, draft);
      }
    },
    /** @param {Source} source */
    use(source) {
      const { recipe } = get();
      if (recipe) void rebuild(recipe, source);
    },
    /** @param {File[]} chosen */
    async open(chosen) {
      const { recipe } = get();
      if (!recipe || chosen.length === 0) return;
      if (await loadWeights(chosen)) return;
      const before = files;
      files = chosen;
      const kept = get().source;
      try {
        await build(recipe, 'files', { certain: true });
        store.set({ notice: null, fellBack: null });
      } catch (error) {
        if (error instanceof Outdated) return;
        files = before;
        store.set({ notice: { kind: 'file', error }, source: kept });
      }
    },
    /** @param {number} rate */
    async remedy(rate) {
      await act.choose({ rate });
      await runner.train();
    },
    /** @param {import('./state.js').Drawing} drawing */
    draw(drawing) {
      const blank = drawing.strokes.length === 0;
      store.set({
        drawing: blank ? emptyDrawing() : drawing,
        sample: null,
        ...(blank && { prediction: null }),
      });
      if (!blank) looks.request('prediction');
    },
    /** @param {import('./state.js').NoticeAction | 'close'} action */
    answer(action) {
      store.set({ notice: null });
      if (action === 'retry') void again();
      if (action === 'useSynthetic') act.use('synthetic');
    },
    sample: () => void looks.sample().catch(() => {}),
    moment: looks.goTo,
    show: store.set,
    twin: () =>
      trainer && {
        model: trainer.config,
        data: dataOf(get().source, options, files),
        seed: trainer.seed,
        threads: options.threads,
        build: options.build,
      },
    watch: looks.watch,
    ask: looks.ask,
    wake: looks.wake,
  };

  return {
    act,
    trainer: () => trainer,
    files: () => files,
    async resume(kept, keptFiles) {
      const { recipe, source } = kept.shown;
      if (!recipe) return;
      const before = files;
      if (source === 'files') files = keptFiles;
      try {
        await build(recipe, source, { weights: kept.bytes, run: kept });
      } catch (error) {
        files = before;
        if (error instanceof Outdated) return;
        throw error;
      }
      store.set({ notice: null });
      if (kept.phase === 'training') void runner.train();
    },
    async start() {
      const { wish, source } = options;
      void setsAtHand().then((sets) => store.set({ sets }));
      try {
        preset = await loadPreset(wish.model);
      } catch (error) {
        store.set({ notice: { kind: 'config', error } });
        wish.model = 'mlp';
        preset = await loadPreset(wish.model);
      }
      const config = wish.config ?? null;
      const usual = recipeOf(wish.model, config ?? preset, wish.seed, config);
      const recipe = { ...usual, ...defined(wish) };
      if (config) recipe.config = configOf(preset, recipe);
      store.set({ recipe, preset, ratePeaks: ratePeaks(config ?? preset), source });
      try {
        await build(recipe, source);
      } catch (error) {
        if (codeOf(error) !== 'INK_ERROR_CONFIG') {
          store.set({ failed: true, notice: { kind: 'engine', error } });
          return;
        }
        store.set({ notice: { kind: 'config', error } });
        await build(recipeOf(wish.model, preset, wish.seed), source);
        if (config) store.set({ draft: { config, error } });
      }
    },
  };
}

/**
 * @param {Trainer} trainer @param {Source} set
 * @returns {import('./classes.js').Classes}
 */
const classesOf = ({ classes: count, classNames: names }, set) => ({ count, names, set });

/** A newer wish has overtaken this one. */
class Outdated extends Error {}
