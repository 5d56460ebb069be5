/**
 * The types of the engine's public face; nothing here runs.
 *
 * @typedef {'train' | 'validation' | 'test'} Part
 *
 * @typedef {Record<string, unknown>} ModelConfig
 *   A model as JSON: layers, loss, optimizer, schedule, batchSize, epochs, seed …; see the
 *   published schema (`describe().schema`). Defaults and ranges are the engine's.
 *
 * @typedef {{data: ArrayLike<number>, width: number, height: number}} Picture
 *   RGBA, 4 bytes a pixel, rows from the top: an ImageData or the like of one.
 *
 * @typedef {object} UrlList
 * @property {string} trainImages
 * @property {string} trainLabels
 * @property {string} [testImages]
 * @property {string} [testLabels]
 *
 * @typedef {object} ArrayData
 * @property {Uint8Array} images 784 grey bytes an image, ink light on dark as MNIST has it
 * @property {Uint8Array} labels 0 … 9, or 0 … classes−1
 * @property {Uint8Array} [testImages]
 * @property {Uint8Array} [testLabels]
 *
 * @typedef {object} SetHabits how a set differs from MNIST
 * @property {number} [classes] 10 unless told, or as many as there are folders of PNG files
 * @property {boolean} [transposed] its IDX files hold images by columns, as EMNIST's do
 * @property {number} [firstLabel] what its files call class 0; 1 in EMNIST's letters
 *
 * @typedef {null
 *   | 'synthetic' | 'fake'
 *   | {synthetic: {train?: number, test?: number, seed?: number}} & SetHabits
 *   | {fake: {train?: number, test?: number, seed?: number}} & SetHabits
 *   | {name: string} & SetHabits
 *   | {dir: string} & SetHabits
 *   | {urls: string | string[] | UrlList} & SetHabits
 *   | {files: Iterable<File>} & SetHabits
 *   | ArrayData & SetHabits} DataOption
 *   - 'synthetic': 60,000 + 10,000 digits that the engine draws itself;
 *   - 'fake': as many random images with random labels, in which there is nothing to learn;
 *   - name: a public set, such as 'fashion-mnist' (see data/README.md). In Node it is looked for in
 *     $INKLING_DATA and data/cache, else fetched; in a page it is data/<name>/ beside the page;
 *   - dir: in Node, a folder with the usual names (train-images-idx3-ubyte[.gz] …), or with what
 *     `files` may be, or such a file itself;
 *   - urls: the address of such a folder, or the files' own addresses;
 *   - files: chosen or dropped files, told apart by content, name and count: IDX files, gzipped or
 *     not; mnist.npz or other .npz of images and labels; mnist.pkl.gz; PNG files of 28×28 in folders
 *     by class, or a zip of them. An EMNIST file's name also tells its classes and orientation;
 *   - null: none; the network can be looked at and asked, but not trained.
 *
 * @typedef {object} TrainerOptions
 * @property {string | ModelConfig | Uint8Array | ArrayBuffer} [model] a preset's name ('mlp'), a
 *   config, or bytes of `save()`, whose weights it starts from (the optimiser starts
 *   anew), or of `save({training: true})`, whose run it goes on with
 * @property {DataOption} [data] 'synthetic' unless told
 * @property {number} [seed] whole, 0 … 2^53−1; else the config's, else 1
 * @property {number | 'auto'} [threads] 1 unless told; more need a cross-origin isolated page
 * @property {'strict' | 'fast' | 'auto' | 'check'} [build] 'strict' gives equal bits everywhere;
 *   'fast' needs relaxed SIMD; 'auto' takes 'fast' where it runs; 'check' is strict and larger, for
 *   `gradcheck`
 * @property {string | URL} [engineUrl] the folder of strict.mjs, strict.wasm, …; found by itself in
 *   this repository and on its built pages
 * @property {WebAssembly.Module} [wasm] the compiled binary of `build`, where it is at hand already
 *
 * @typedef {object} Recent one entry for each step since the last event
 * @property {number} first number of the first of these steps, 1-based
 * @property {Float32Array} loss mean over the step's batch, nats
 * @property {Float32Array} accuracy 0 … 1, of the batch before its update
 *
 * @typedef {object} Progress
 * @property {number} step steps done since the start or reset
 * @property {number} epoch of the last step, 1-based; 0 before the first
 * @property {number} epochs where the run ends
 * @property {number} totalSteps the step at which they are over; 0 while the data's size is unknown
 * @property {number} loss of the last step's batch, nats; NaN before the first step
 * @property {number} accuracy of that batch, 0 … 1; NaN before the first step
 * @property {number} learningRate of the last step
 * @property {{loss: number, accuracy: number, step: number, epoch: number}} [validation] the latest
 *   score on the validation images and when it was taken (at an epoch's end, once they are in)
 * @property {{loss: number, accuracy: number, step: number, epoch: number}} [test] the same of the
 *   test images, only where `until.testAccuracy` asks for it
 * @property {number} samplesPerSecond of this run, counting time in steps only
 * @property {number} secondsLeft to the end of the run; Infinity while unknown
 * @property {number} trainSeconds time in steps since the start or reset
 * @property {Recent} recent
 * @property {number} epochsDone epochs all of whose images have been gone through
 * @property {Verdict} verdict
 *
 * @typedef {object} Verdict what is to be said of the run, as src/train/diagnosis.h finds it
 * @property {string} name 'none', 'rising', 'initial-loss', 'dead', 'saturated', 'vanishing', 'flat',
 *   'overfitting', 'learning', 'steady'; or 'diverged': the loss stopped being finite, and the
 *   weights are from before that
 * @property {number} layer that it is about, or -1
 *
 * @typedef {object} Diagnosis
 * @property {number} step that was looked into; 0 before the first
 * @property {Verdict} verdict
 * @property {number} firstLoss of step 1
 * @property {number} chanceLoss what a network that guesses would lose, −ln(1/classes) for softmax
 * @property {number} gradientNorm over all parameters
 * @property {number} updateRatio ‖update‖/‖weights‖; about 1e-3 is usual
 * @property {LayerDiagnosis[]} layers in order
 *
 * @typedef {object} LayerDiagnosis
 * @property {OutputDiagnosis | null} outputs over the step's batch; null where a later layer has
 *   written over them, and where they are the images themselves
 * @property {number} gradientNorm of the layer's parameters; 0 where it has none
 * @property {number} updateRatio the same as above, of this layer
 *
 * @typedef {object} OutputDiagnosis
 * @property {number} mean
 * @property {number} deviation
 * @property {number} lowest
 * @property {number} highest
 * @property {number[]} histogram how many lie in each of equal parts between lowest and highest
 * @property {number} saturated part of them within 2 % of the ends of their range
 * @property {number} dead part of the units that are zero for the whole batch
 *
 * @typedef {object} GradientCheck
 * @property {number} bound a tensor whose error is above it has a wrong gradient
 * @property {GradientRow[]} rows of each trained tensor
 *
 * @typedef {object} GradientRow
 * @property {string} name
 * @property {number} count of the tensor's numbers
 * @property {number} tried of them
 * @property {number} skipped of those, since the loss has a kink there
 * @property {number} error the relative one, over the others
 *
 * @typedef {object} DataProgress
 * @property {'train-labels' | 'train-images' | 'test-labels' | 'test-images'} file
 * @property {number} bytes read of this file; 0 where nothing is read (synthetic, arrays)
 * @property {number} [totalBytes] its size, where known
 * @property {number} images samples of the part that are there, image and label
 * @property {number} total samples that the file promises; 0 before its header is in
 * @property {boolean} done the file is complete and checked
 * @property {string[]} [notes] what was decided about the data, as sentences
 *
 * @typedef {object} Until
 * @property {number} [validationAccuracy] 0 … 1; checked at each epoch's end
 * @property {number} [testAccuracy] for benchmarks only: choosing when to stop by the test set makes
 *   its score worthless as a measure of anything else
 *
 * @typedef {object} TrainOptions
 * @property {number} [epochs] where to stop, else the config's; before the first step this stretches
 *   the schedule to it. When all epochs are done, the number of epochs to go on.
 * @property {Until} [until] stop at an epoch's end when this is reached
 * @property {AbortSignal} [signal] stops the run, whose promise rejects with the signal's reason
 *
 * @typedef {object} Prediction
 * @property {number | null} digit the likeliest; null where nothing is drawn
 * @property {Float32Array | null} probabilities of each class; null where nothing is drawn
 * @property {Uint8Array} seen the 28×28 grey bytes the network saw
 * @property {number} [step] whose weights answered, where `at` was given
 *
 * @typedef {object} Fooling
 * @property {boolean} found whether the changed picture is taken for the target, or for another
 *   class than before; if not, the rest shows how far the search went
 * @property {Uint8Array} seen the 28×28 grey bytes that were changed
 * @property {number} before what these are taken for
 * @property {Uint8Array} picture 28×28 grey bytes, changed
 * @property {number} digit what that is taken for
 * @property {Float32Array} probabilities of each class, for the changed picture
 * @property {Float32Array} difference picture less seen, as parts of 255: −1 … 1
 * @property {number} norm the difference's length, √Σ difference²
 * @property {number} [step] whose weights answered, where `at` was given
 *
 * @typedef {object} Score
 * @property {number} loss mean, nats
 * @property {number} accuracy 0 … 1
 * @property {number[][]} confusion counts, [label][prediction]
 * @property {number} count images scored
 *
 * @typedef {object} Answers one entry an image
 * @property {number} first number of the first image in its part
 * @property {Uint8Array} labels
 * @property {Uint8Array} digits the likeliest class
 * @property {Float32Array} probabilities of that class
 * @property {number} [step] whose weights answered, where `at` was given
 *
 * @typedef {object} Samples
 * @property {number} first number of the first image in its part
 * @property {Uint8Array} images 784 bytes each, one after the other
 * @property {Uint8Array} labels
 * @property {Float32Array} probabilities of each class, for each
 * @property {Uint8Array} digits the likeliest of each
 * @property {number} [step] whose weights answered, where `at` was given
 *
 * @typedef {object} View
 * @property {string} name of the tensor, as in saved files, or of the view
 * @property {number[]} shape
 * @property {Float32Array} values
 * @property {number} [step] whose weights answered, where `at` was given
 *
 * @typedef {object} ParameterRow one row of a parameter table
 * @property {string} name
 * @property {'number' | 'integer' | 'switch' | 'units'} type units: an integer or "classes"
 * @property {number} minimum
 * @property {number} maximum
 * @property {number | boolean | string | null} fallback the default; null where it must be given
 * @property {string} sentence
 *
 * @typedef {{name: string, sentence: string, parameters: ParameterRow[]}} Choice
 *
 * @typedef {object} Description
 * @property {{index: number, type: string, shape: number[], parameters: number}[]} layers
 * @property {number} parameters of all layers together
 * @property {Record<string, Choice[]>} tables by kind: layer, loss, init, optimizer, schedule, …
 * @property {object} schema JSON Schema of a model config
 */
export {};
