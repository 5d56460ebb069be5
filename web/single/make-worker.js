/** In the place of engine/make-worker.js: the Worker's script comes out of the page itself. */
// @ts-expect-error: what Vite makes of a script
import EngineWorker from '../engine/worker.js?worker&inline';

/** @returns {Worker} */
export const makeWorker = () => new EngineWorker();
