/**
 * How a page and its Worker talk. A request `{id, op, args}` is answered by `{id, value}` or
 * `{id, error}`; an event is `{event, run, value}`. Each event belongs to a run of its topic (a
 * reset begins a new training run, new data a new loading), and one that was sent before the
 * receiver began a newer run is dropped.
 */
import { InklingError, packError, unpackError } from './error.js';

/**
 * One end of a channel, whatever carries it (see endpoint.js).
 * @typedef {object} Endpoint
 * @property {(message: unknown, transfer?: Transferable[]) => void} send
 * @property {(handler: (message: any) => void) => void} receive
 * @property {(handler: (error: Error) => void) => void} failed the other side is gone
 * @property {() => void} close
 * @property {(on: boolean) => void} [keepAlive] whether the process must wait for the other side
 */

/** The asking side. */
export class Client {
  #endpoint;
  #lastId = 0;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  #waiting = new Map();
  /** @type {Map<string, Set<(value: any) => void>>} */
  #listeners = new Map();
  /** @type {Map<string, number>} */
  #runs = new Map();
  /** @type {Error | undefined} */
  #over;

  /** @param {Endpoint} endpoint */
  constructor(endpoint) {
    this.#endpoint = endpoint;
    endpoint.receive((message) => this.#receive(message));
    endpoint.failed((error) => this.end(error));
  }

  /**
   * @param {string} op
   * @param {unknown} [args]
   * @param {Transferable[]} [transfer]
   * @returns {Promise<any>}
   */
  call(op, args, transfer) {
    if (this.#over) return Promise.reject(this.#over);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#endpoint.keepAlive?.(true);
      try {
        this.#endpoint.send({ id, op, args }, transfer);
      } catch (error) {
        this.#take(id);
        reject(error);
      }
    });
  }

  /**
   * @param {string} event
   * @param {(value: any) => void} listener
   * @returns {() => void} takes the listener off again
   */
  on(event, listener) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /**
   * Begins a new run of an event's topic: events of earlier ones are dropped from now on.
   * @param {string} event
   * @returns {number} the run, to be told to the other side
   */
  nextRun(event) {
    const run = (this.#runs.get(event) ?? 0) + 1;
    this.#runs.set(event, run);
    return run;
  }

  /**
   * Closes the channel; every call under way and to come rejects.
   * @param {Error} [error]
   */
  end(error = new InklingError('INK_ERROR_STATE', 'the trainer has been disposed of')) {
    if (this.#over) return;
    this.#over = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#listeners.clear();
    this.#endpoint.close();
  }

  /** @param {any} message */
  #receive(message) {
    if (message.event !== undefined) {
      if (message.run !== (this.#runs.get(message.event) ?? 0)) return;
      for (const listener of this.#listeners.get(message.event) ?? []) listener(message.value);
      return;
    }
    const call = this.#take(message.id);
    if (message.error) call?.reject(unpackError(message.error));
    else call?.resolve(message.value);
  }

  /** @param {number} id */
  #take(id) {
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#endpoint.keepAlive?.(false);
    return call;
  }
}

/**
 * The answering side: runs the handler named by each request.
 * @param {Endpoint} endpoint
 * @param {Record<string, (args: any) => unknown>} handlers
 * @returns {{emit: (event: string, run: number, value: unknown) => void}}
 */
export function serve(endpoint, handlers) {
  endpoint.receive(async ({ id, op, args }) => {
    try {
      if (!Object.hasOwn(handlers, op))
        throw new InklingError('INK_ERROR_ARGUMENT', `there is no operation "${op}"`);
      const value = await handlers[op](args);
      endpoint.send({ id, value });
    } catch (error) {
      endpoint.send({ id, error: packError(error) });
    }
  });
  return { emit: (event, run, value) => endpoint.send({ event, run, value }) };
}
