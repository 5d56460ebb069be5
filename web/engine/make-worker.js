/** A browser's Worker of the engine; web/single/ makes it without a file of its own. */
export const makeWorker = () =>
  new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
