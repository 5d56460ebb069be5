/** The Worker's side of a trainer: answers each operation that trainer.js asks for. */

import { checkSeed } from './config.js';
import { Core } from './core.js';
import { configSchema, parseLayers, parseTables } from './describe.js';
import { InklingError } from './error.js';
import { Inside } from './inside.js';
import { loadEngine, loadTables } from './load.js';
import { yieldToMessages } from './platform.js';
import { serve } from './protocol.js';
import { Snapshots } from './snapshots.js';
import { listSources } from './sources.js';
import { Supply } from './supply.js';
import { Training } from './training.js';

/** @param {import('./protocol.js').Endpoint} endpoint */
export function startService(endpoint) {
  /** @type {Service | undefined} */
  let service;
  const ready = () => {
    if (!service) throw new InklingError('INK_ERROR_STATE', 'nothing has been created yet');
    return service;
  };
  const { emit } = serve(endpoint, {
    async create(args) {
      const { engine, ...loaded } = await loadEngine(args);
      service = new Service(new Core(engine), loaded.threads, args.engineUrl, emit);
      return { ...loaded, ...service.create(args, await prepare(args)) };
    },
    loaded: () => ready().supply.loaded,
    train: (args) => ready().training.train(args),
    step: (args) => ready().training.step(args),
    pause: () => ready().training.stop(),
    configure: ({ changes }) => ready().training.configure(changes),
    reset: (args) => ready().reset(args),
    load: (args) => ready().load(args),
    evaluate: ({ part, ...range }) => ready().training.scorer.evaluate(part, range),
    answers: ({ part, ...range }) => ready().training.scorer.answers(part, range),
    predict: (args) => ready().inside.predict(args),
    fool: (args) => ready().inside.fool(args),
    diagnose: () => ready().core.diagnosis(),
    view: (args) => ready().inside.view(args),
    samples: (args) => ready().inside.samples(args),
    labels: ({ part }) => ready().core.labels(part),
    snapshots: () => ready().snapshots.steps(),
    describe: () => ready().describe(),
    gradcheck: ({ lines, samples, seed }) => ready().core.gradcheck(lines, samples, seed),
    gradcheckRow: () => ready().core.gradcheckRow(),
    tensors: ({ training = false } = {}) => ready().tensors(training),
  });
}

class Service {
  #emit;
  #threads;
  #engineUrl;
  #run = 0;
  #dataRun = 0;
  /** Of the last that was asked for. */
  #newestData = 0;

  /**
   * @param {Core} core
   * @param {number} threads
   * @param {string} engineUrl
   * @param {(event: string, run: number, value: unknown) => void} emit
   */
  constructor(core, threads, engineUrl, emit) {
    this.core = core;
    this.#threads = threads;
    this.#engineUrl = engineUrl;
    this.#emit = emit;
    this.supply = this.#supply({ kind: 'none' }, () => listSources({ kind: 'none' }));
    this.snapshots = new Snapshots(core);
    this.training = new Training({
      core,
      snapshots: this.snapshots,
      supply: () => this.supply,
      emit: (progress) => emit('progress', this.#run, progress),
      now: () => performance.now(),
      turn: yieldToMessages,
    });
    this.inside = new Inside(core, this.snapshots, this.training.scorer);
  }

  /**
   * @param {{lines: string, data: import('./data.js').SentData,
   *   tensors?: import('./safetensors.js').Tensor[], mark?: import('./model.js').Mark}} args
   * @param {Prepared} prepared
   */
  create({ lines, data, tensors, mark }, { habits, list }) {
    this.core.create(lines, this.#threads, habits);
    if (tensors) this.#setTensors(tensors);
    if (mark) {
      this.core.resume(mark);
      this.training.resume(mark.trainSeconds);
    }
    this.supply = this.#supply(data, list);
    this.supply.start();
    return { classes: this.core.classes, classNames: habits.classNames };
  }

  /** @param {{seed: number, run: number}} args */
  async reset({ seed, run }) {
    checkSeed(seed);
    await this.#settle();
    this.#run = run;
    this.core.reset(seed);
    this.training.reset();
  }

  /**
   * @param {{lines: string, data: import('./data.js').SentData, run: number,
   *   dataRun: number}} args
   */
  async load({ run, dataRun, ...args }) {
    this.#newestData = dataRun;
    const prepared = await prepare(args);
    await this.#settle();
    if (dataRun < this.#newestData)
      throw new InklingError('INK_ERROR_STATE', 'the data was replaced by other data');
    this.supply.cancel();
    this.#run = run;
    this.#dataRun = dataRun;
    const about = this.create(args, prepared);
    this.training.reset();
    return about;
  }

  /** Until nothing steps and nothing is being scored. */
  async #settle() {
    await this.training.stop();
    await this.training.scorer.idle;
  }

  /** What is saved. @param {boolean} training what a run goes on from as well */
  tensors(training) {
    const { core } = this;
    const tensors = core.tensors();
    const { step } = core.progress();
    if (!training) return { tensors, step };
    const { slots, mark } = core.place();
    const { trainSeconds } = this.training;
    return { tensors: [...tensors, ...slots], step, mark: { ...mark, trainSeconds } };
  }

  /** @returns {Promise<import('./types.js').Description>} */
  async describe() {
    const layers = parseLayers(this.core.describeSession());
    const tables = parseTables(await loadTables(this.#engineUrl));
    return { ...layers, tables, schema: configSchema(tables) };
  }

  /** @param {import('./data.js').SentData} data @param {Prepared['list']} list */
  #supply(data, list) {
    const dataRun = this.#dataRun;
    return new Supply(data, {
      core: this.core,
      emit: (progress) => this.#emit('data', dataRun, progress),
      now: () => performance.now(),
      turn: yieldToMessages,
      list,
    });
  }

  /** All of them or none. @param {import('./safetensors.js').Tensor[]} tensors */
  #setTensors(tensors) {
    const given = new Set(tensors.map(({ name }) => name));
    for (const { name } of this.core.tensors())
      if (!given.has(name))
        throw new InklingError('INK_ERROR_SHAPE', `${name}: the file has no such tensor`);
    for (const tensor of tensors) this.core.loadTensor(tensor);
  }
}

/**
 * @typedef {object} Prepared
 * @property {import('./data.js').Habits} habits
 * @property {() => Promise<import('./sources.js').Listing>} list
 *
 * What must be known of data before there can be a session: how many classes it has, which folders
 * may have to say. What is wrong with them is told to whoever waits for the data.
 * @param {{data: import('./data.js').SentData, habits?: import('./data.js').Habits}} args habits: of
 *   saved weights, where the data says nothing
 * @returns {Promise<Prepared>}
 */
async function prepare({ data, habits: saved }) {
  const told = { ...saved, ...data.habits };
  if (data.kind !== 'dir' && data.kind !== 'files')
    return { habits: told, list: () => listSources(data) };
  const listing = listSources(data);
  const classNames = await listing.then(
    (found) => found.classNames,
    () => undefined,
  );
  const found = classNames && { classes: classNames.length, classNames };
  return { habits: { ...saved, ...found, ...data.habits }, list: () => listing };
}
