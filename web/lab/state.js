/**
 * What the page knows. Panels read it from the store and ask for changes through `act`.
 *
 * @typedef {import('../engine/types.js').Progress} Progress
 * @typedef {import('../engine/types.js').DataProgress} DataProgress
 * @typedef {import('../engine/types.js').Description} Description
 * @typedef {import('../engine/types.js').ModelConfig} ModelConfig
 * @typedef {import('../engine/types.js').Prediction} Prediction
 * @typedef {import('./views/strokes.js').Drawing} Drawing
 *
 * @typedef {'loading' | 'idle' | 'training' | 'paused' | 'done' | 'diverged'} Phase
 *   loading: the engine or its first images are not there yet
 * @typedef {string} Source a set's name as in sets.js, 'synthetic' or 'files'
 *
 * @typedef {object} Recipe
 * @property {string} model a preset's name
 * @property {ModelConfig | null} config of a network of one's own, with all of the below in it; null:
 *   the preset's
 * @property {string} optimizer
 * @property {number} rate constant, or the peak of the preset's schedule
 * @property {number} batch
 * @property {number} epochs
 * @property {number} seed
 *
 * @typedef {'retry' | 'useSynthetic'} NoticeAction
 * @typedef {object} Notice
 * @property {'file' | 'network' | 'engine' | 'stopped' | 'config' | 'hash'
 *   | 'weights' | 'part'} kind
 * @property {unknown} [error] whose reason is shown
 * @property {string} [faults]
 * @property {NoticeAction[]} [actions]
 *
 * @typedef {object} Exam the score on the test images
 * @property {number} loss
 * @property {number} accuracy
 * @property {number} count
 * @property {number} step when it was taken
 * @property {boolean} seen the network has trained on after an exam
 *
 * @typedef {object} Gallery
 * @property {{image: Uint8Array, label: number, digit: number}[]} items
 *
 * @typedef {{image: Uint8Array, label: number}} Sample an image of the data and what it shows
 *
 * @typedef {object} View what is shown, and how; it stands in the address as it does here
 * @property {string | null} drawer that is open
 * @property {string} lesson which part of the experiments is shown
 * @property {string} experiment that is chosen there
 * @property {'full' | 'slow'} pace slow: one step a frame
 * @property {'linear' | 'log'} lossAxis
 * @property {'smoothed' | 'raw'} lossCurve
 * @property {'nines' | 'linear'} accuracyAxis
 * @property {'hidden' | 'shown'} rateChart of the learning rate
 * @property {'hidden' | 'shown'} ratioChart of updates to weights
 * @property {'fine' | 'medium' | 'broad'} pen
 * @property {string | null} hide names of what is not on the page, with commas between; see hidden.js
 * @property {'prepared' | 'asDrawn'} ink is the drawing cropped and centred for the network, or not
 *
 * @typedef {object} Network
 * @property {Phase} phase
 * @property {boolean} ready the engine answers
 * @property {boolean} failed the engine will not answer any more
 * @property {Recipe | null} recipe null until the preset is read
 * @property {ModelConfig | null} preset that the recipe starts from
 * @property {{config: ModelConfig, error?: unknown} | null} draft of a network that is not built yet,
 *   or, with an error, cannot be
 * @property {boolean} ratePeaks the preset's schedule rises to the rate and falls again
 * @property {Description | null} description
 * @property {import('./classes.js').Classes} classes of the data, of which `classNames` and
 *   `classTitles` are what the page calls them
 * @property {readonly string[]} classNames short, for where a letter or two have room
 * @property {readonly string[]} classTitles
 * @property {Source} source
 * @property {readonly string[]} sets that lie beside the page
 * @property {Source | null} fellBack the set that is not there, so the digits are Inkling's
 * @property {boolean} kept the weights come from an earlier run, so step 0 is not untrained
 * @property {boolean} loaded all data is in
 * @property {Partial<Record<DataProgress['file'], DataProgress>>} files
 * @property {Progress | null} progress
 * @property {{loss: number, accuracy: number, step: number} | null} validation
 * @property {number | null} stoppedEarly the step at which early stopping ended the run
 * @property {Exam | null} exam
 * @property {boolean} examining it is being marked
 * @property {import('./curves.js').Curves} curves grows in place; `curvesVersion` tells
 * @property {number} curvesVersion
 * @property {import('./runs.js').PastRun[]} runs before this one, the newest first
 * @property {number} runNumber of this one
 * @property {string} runName '' where the person gave it none
 * @property {Drawing} drawing
 * @property {Drawing | null} received with the address, as long as it is on the pad
 * @property {Sample | null} sample on the pad in place of a drawing
 * @property {import('./moments.js').Moments} moments that can be shown; empty until they are known
 * @property {number | null} at the step of the past that is shown; null: now
 * @property {Prediction | null} prediction of what is on the pad; null while nothing is
 * @property {Gallery | null} gallery
 * @property {Uint8Array | null} thumbs 784 bytes each, of the first training images
 * @property {import('../engine/types.js').View | null} weights of the first layer
 * @property {Notice | null} notice
 * @property {import('./keep/shelf.js').About | null} offer a run of an earlier visit, to go on with
 * @property {boolean} keepingFails the run cannot be kept for the next visit
 * @typedef {Network & View} State
 *
 * @typedef {'prediction' | 'validation' | 'gallery' | 'weights' | 'moments'} Look what a view asks
 *   the engine for
 *
 * @typedef {object} Actions
 * @property {() => void} toggle what the main button does now: train, pause, go on, train more
 * @property {() => void} pause
 * @property {() => void} step
 * @property {() => void} reset
 * @property {() => void} exam
 * @property {(id: number, name: string) => void} rename a run
 * @property {(id: number, shown: boolean) => void} reveal a run in the charts, or not
 * @property {(id: number) => void} forget a run
 * @property {(changes: Partial<Recipe>) => void} choose
 * @property {(source: Source) => void} use
 * @property {(files: File[]) => void} open
 * @property {(rate: number) => void} remedy takes the rate and goes on
 * @property {(drawing: Drawing) => void} draw
 * @property {() => void} sample puts a validation image on the pad
 * @property {(at: number | null) => void} moment is shown from now on
 * @property {(action: NoticeAction | 'close') => void} answer the notice
 * @property {() => import('../engine/types.js').TrainerOptions | undefined} twin what a second
 *   trainer of the same network on the same data is made with; undefined while there is no first
 * @property {() => Trainer | undefined} trainer that there is now
 * @property {() => void} goOn with the run that is offered
 * @property {() => void} startAnew it is not wanted
 * @property {(look: Look, visible: () => boolean) => () => void} watch
 *   somebody shows this and wants it kept up to date while visible; returns the way out
 * @property {Ask} ask
 * @property {() => void} wake something may have become visible
 * @property {(changes: Partial<View>) => void} show
 *
 * @typedef {import('../engine/trainer.js').Trainer} Trainer
 * @typedef {object} Question of a single view's own, asked again as the network changes
 * @property {() => boolean} visible asked only while it is
 * @property {number} interval ms from one answer to the next question, at least
 * @property {number} share of all time that it may be under way
 * @typedef {<T>(question: (trainer: Trainer) => Promise<T>, take: (answer: T, step: number) => void,
 *   how: Question) => {request: () => void, stop: () => void}} Ask
 *
 * @typedef {import('./store.js').Store<State> & {act: Actions}} Lab
 * @typedef {import('./words.js').Translate} Translate
 * @typedef {(root: HTMLElement, lab: Lab, t: Translate) => () => void} Mount
 *   fills the root, follows the store, and returns what takes it all away again
 */
import { DIGITS } from './classes.js';
import { createCurves } from './curves.js';
import { emptyDrawing } from './views/strokes.js';

/** @returns {State} */
export const initialState = () => ({
  phase: 'loading',
  ready: false,
  failed: false,
  recipe: null,
  preset: null,
  draft: null,
  ratePeaks: false,
  description: null,
  classes: { count: DIGITS.length, set: 'mnist' },
  classNames: DIGITS,
  classTitles: DIGITS,
  source: 'mnist',
  sets: [],
  fellBack: null,
  kept: false,
  loaded: false,
  files: {},
  progress: null,
  validation: null,
  stoppedEarly: null,
  exam: null,
  examining: false,
  curves: createCurves(),
  curvesVersion: 0,
  runs: [],
  runNumber: 1,
  runName: '',
  drawing: emptyDrawing(),
  received: null,
  sample: null,
  moments: [],
  at: null,
  prediction: null,
  gallery: null,
  thumbs: null,
  weights: null,
  notice: null,
  offer: null,
  keepingFails: false,
  drawer: null,
  lesson: 'trials',
  experiment: 'overfit-tiny',
  pace: 'full',
  lossAxis: 'linear',
  lossCurve: 'smoothed',
  accuracyAxis: 'nines',
  rateChart: 'hidden',
  ratioChart: 'hidden',
  pen: 'medium',
  ink: 'prepared',
  hide: null,
});
