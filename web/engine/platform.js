/** What differs between a browser and Node. */

export const inNode =
  typeof process === 'object' && typeof process.versions?.node === 'string' && !('document' in globalThis);

/**
 * A module of Node's own, by a name that bundlers do not follow.
 * @param {string} name such as 'fs/promises'
 * @returns {Promise<any>}
 */
export const nodeModule = (name) => import(/* @vite-ignore */ `node:${name}`);

/**
 * Lets messages and I/O have their turn. setTimeout would be held back to 4 ms after a few calls,
 * and to a second in a background tab.
 * @returns {Promise<void>}
 */
export const yieldToMessages = inNode ? () => new Promise(setImmediate) : messageTurns();

function messageTurns() {
  const { port1, port2 } = new MessageChannel();
  /** @type {(() => void)[]} */
  const waiting = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        waiting.push(resolve);
        port2.postMessage(null);
      })
    );
}
