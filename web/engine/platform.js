/** What differs between a browser and Node. */

export const inNode =
  typeof process === 'object' &&
  typeof process.versions?.node === 'string' &&
  !('document' in globalThis);

/**
 * A module of Node's own, by a name that bundlers do not follow.
 * @param {string} name such as 'fs/promises'
 * @returns {Promise<any>}
 */
export const nodeModule = (name) => import(/* @vite-ignore */ `node:${name}`);

/**
 * Where strict.mjs, strict.wasm, … lie. As source files, this module stands in web/engine, and they
 * are where the build puts them; bundled into a page, they were copied to engine/ beside the page.
 * @param {string | URL} [given] by the caller, relative to the page
 * @returns {string} an absolute address that ends with a slash
 */
export function engineFolder(given) {
  const here = import.meta.url;
  const base = inNode ? here : document.baseURI;
  if (given !== undefined) return new URL(`${given}`.replace(/\/?$/, '/'), base).href;
  return inNode ? new URL('../../build/wasm/engine/', here).href : new URL('engine/', base).href;
}

/**
 * Lets messages and I/O have their turn. setTimeout would be held back to 4 ms after a few calls,
 * and to a second in a background tab.
 * @type {() => Promise<void>}
 */
export const yieldToMessages = inNode ? () => new Promise(setImmediate) : messageTurns();

/** @returns {() => Promise<void>} */
function messageTurns() {
  const { port1, port2 } = new MessageChannel();
  /** @type {(() => void)[]} */
  const waiting = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}
