/**
 * What carries messages: a Worker of a browser or of Node, or any MessagePort, all as one kind of
 * endpoint (see protocol.js).
 */
import { InklingError } from './error.js';
import { inNode, nodeModule } from './platform.js';

/** @typedef {import('./protocol.js').Endpoint} Endpoint */

/**
 * A MessagePort, a browser's Worker, or a Worker's own global scope.
 * @param {MessagePort | Worker} port
 * @returns {Endpoint}
 */
export function portEndpoint(port) {
  return {
    send: (message, transfer = []) => port.postMessage(message, transfer),
    receive(handler) {
      port.onmessage = (event) => handler(event.data);
    },
    failed(handler) {
      if (!('onerror' in port)) return;
      port.onerror = (event) => {
        const reason = event.message ? `: ${event.message}` : ' (could its script be loaded?)';
        handler(new InklingError('INK_ERROR_ENGINE', `the Worker failed${reason}`));
      };
    },
    close() {
      if ('terminate' in port) port.terminate();
      else port.close();
    },
  };
}

/**
 * A Worker of Node. It keeps the process alive only while a call is under way, so that a script
 * that forgets dispose() still ends.
 * @param {import('node:worker_threads').Worker} worker
 * @returns {Endpoint}
 */
function nodeEndpoint(worker) {
  return {
    send: (message, transfer = []) => worker.postMessage(message, /** @type {any} */ (transfer)),
    receive: (handler) => void worker.on('message', handler),
    failed(handler) {
      worker.on('error', (error) =>
        handler(new InklingError('INK_ERROR_ENGINE', `the Worker failed: ${error.message}`)),
      );
      worker.on('exit', () => handler(new InklingError('INK_ERROR_STATE', 'the Worker has ended')));
    },
    close: () => void worker.terminate(),
    keepAlive: (on) => (on ? worker.ref() : worker.unref()),
  };
}

/**
 * @param {() => Worker} makeWorker in a browser
 * @returns {Promise<Endpoint>} of a fresh Worker that runs the engine
 */
export async function startWorker(makeWorker) {
  if (inNode) {
    const { Worker } = await nodeModule('worker_threads');
    const here = import.meta.url;
    return nodeEndpoint(new Worker(new URL('./worker.js', here)));
  }
  return portEndpoint(makeWorker());
}
