/**
 * The types of experiments; nothing here runs. An experiment is data: the command line and the page
 * run the same ones.
 *
 * @typedef {{en: string, ko: string}} Text
 * @typedef {[string, string]} TwoSentences
 *
 * @typedef {object} Setting one training of an experiment, without words
 * @property {string} name unique in its experiment
 * @property {Record<string, unknown>} config a model config without a seed
 * @property {{test: number, train?: number}} [printed] the accuracy that the lectures print for it
 * @property {string} [improves] the run of the same experiment that it is to beat
 *
 * @typedef {object} Definition an experiment without words
 * @property {string} name
 * @property {Setting[]} runs
 * @property {('depth' | 'weights')[]} [measures] what is measured besides: outputs by depth before
 *   and after training, the weights after it
 * @property {{epochs?: number, first?: number}} [brief] where all of it takes minutes: fewer epochs,
 *   or only the first training images, that still show what to look for
 * @property {number} [reach] count the steps until the accuracy of training batches, averaged over
 *   the last hundred, is this high
 *
 * @typedef {Setting & {label: Text}} Run
 * @typedef {object} Words of an experiment: texts/en.json and texts/ko.json have them by its name
 * @property {Text} title
 * @property {{en: TwoSentences, ko: TwoSentences}} lookFor what to look for
 * @property {Run[]} runs
 * @typedef {Omit<Definition, 'runs'> & Words} Experiment in the languages that were asked for
 *
 * @typedef {object} Depth one layer's outputs over some training images
 * @property {number} layer
 * @property {string} type
 * @property {number} mean
 * @property {number} deviation
 * @property {number} zero the share of outputs that are 0
 * @property {number} saturated the share of outputs near an end of their range; 0 where it has none
 * @property {number} dead the share of units that are 0 for every image
 *
 * @typedef {object} Weights one layer's weights
 * @property {number} layer of those that have any
 * @property {number} norm root of the sum of squares
 * @property {number} largest by magnitude
 * @property {number} small the share of weights below 0.001 by magnitude
 *
 * @typedef {{accuracy: number | null, loss: number | null}} PartScore null where there is no part
 *
 * @typedef {object} RunResult
 * @property {string} experiment
 * @property {string} run
 * @property {string} recipe stands for the config: another recipe, another figure
 * @property {number} seed
 * @property {number} epochs that were to be trained
 * @property {boolean} shortened whether they are not the config's, or fewer images than its
 * @property {number | null} testAccuracy
 * @property {number | null} testLoss
 * @property {number | null} trainAccuracy after training, of all training images
 * @property {number | null} trainLoss
 * @property {number | null} validationAccuracy
 * @property {number | null} validationLoss
 * @property {number | null} firstLoss of the first batch
 * @property {number} steps
 * @property {number} trainSeconds
 * @property {number} samplesPerSecond
 * @property {number | null} [reachedStep] see Experiment.reach
 * @property {boolean} diverged the loss stopped being finite; the scores are of the weights before
 * @property {string} verdict the last one
 * @property {{step: number, loss: number}[]} losses mean over equal stretches of steps
 * @property {{epoch: number, loss: number, accuracy: number}[]} validation at each epoch's end
 * @property {{before: Depth[], after: Depth[]}} [depth]
 * @property {Weights[]} [weights]
 * @property {string} build
 * @property {number} threads
 *
 * @typedef {{event: 'start', experiment: string, run: string, seed: number, index: number,
 *     count: number}} StartEvent
 * @typedef {{event: 'progress', experiment: string, run: string, seed: number, index: number,
 *     count: number, progress: import('../engine/types.js').Progress}} ProgressEvent
 * @typedef {{event: 'data', progress: import('../engine/types.js').DataProgress}} DataEvent
 * @typedef {{event: 'run'} & RunResult} ResultEvent
 * @typedef {StartEvent | ProgressEvent | DataEvent | ResultEvent} ExperimentEvent
 */
export {};
