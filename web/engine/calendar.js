/**
 * At which steps epochs end. Before a change of the batch size that is every so many steps; after
 * one, what is left of the epoch is gone through in batches of the new size.
 */
export class Calendar {
  #core;
  /** Where the present batch size began, and the images of the epoch that were done by then. */
  #start = { step: 0, epochs: 0, images: 0, batch: 0 };

  /** @param {import('./core.js').Core} core */
  constructor(core) {
    this.#core = core;
  }

  copy() {
    const copy = new Calendar(this.#core);
    copy.#start = this.#start;
    return copy;
  }

  /** Epochs that are over after so many steps. @param {number} step */
  epochsAt(step) {
    const { first, length } = this.#ends();
    if (length === 0 || step < first) return this.#start.epochs;
    return this.#start.epochs + 1 + Math.floor((step - first) / length);
  }

  /** Whether an epoch ends with this step. @param {number} step */
  isEnd(step) {
    const { first, length } = this.#ends();
    return length > 0 && step >= first && (step - first) % length === 0;
  }

  /** The step at which so many epochs are over; 0 while unknown. @param {number} epochs */
  endOf(epochs) {
    const { first, length } = this.#ends();
    if (length === 0) return 0;
    const { step, epochs: before } = this.#start;
    return epochs > before ? first + (epochs - before - 1) * length : step;
  }

  /** To be called before the batch size changes. @param {number} batch the new one */
  changeBatch(batch) {
    const { step, samples, stepsPerEpoch } = this.#core.progress();
    const images = stepsPerEpoch === 0 || this.isEnd(step) ? 0 : this.#imagesAt(step, samples);
    this.#start = { step, epochs: this.epochsAt(step), images, batch };
  }

  /** @param {number} step inside an epoch @param {number} batch of that step, a full one */
  #imagesAt(step, batch) {
    const { first, length } = this.#ends();
    const start = this.#start;
    if (step < first) return start.images + (step - start.step) * batch;
    return ((step - first) % length) * batch;
  }

  /** The first end of an epoch with this batch size, and the steps between two; 0 while unknown. */
  #ends() {
    const { stepsPerEpoch: length } = this.#core.progress();
    const { step, images, batch } = this.#start;
    if (images === 0) return { first: step + length, length };
    const left = this.#core.partCounts('train').total - images;
    return { first: step + Math.ceil(left / batch), length };
  }
}
