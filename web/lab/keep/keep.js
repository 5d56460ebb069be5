/** What lasts from one visit to the next; its parts are loaded when there is something to keep. */
import { NAME } from './name.js';

/**
 * @param {import('../store.js').Store<import('../state.js').State>} store
 * @param {Parameters<typeof import('./keeper.js').createKeeper>[1]} learner
 */
export function createKeep(store, learner) {
  /** @type {Promise<ReturnType<typeof import('./keeper.js').createKeeper>> | undefined} */
  let loading;
  const keeper = () =>
    (loading ??= import('./keeper.js').then(({ createKeeper }) => createKeeper(store, learner)));
  store.subscribe(['progress'], ({ progress }) => {
    // Without it one can train all the same.
    if (progress && !loading) keeper().catch(() => {});
  });
  return {
    /** Offers a run that was left, where there may be one. */
    async begin() {
      try {
        const all = await indexedDB.databases?.();
        if (!all || all.some(({ name }) => name === NAME)) await (await keeper()).look();
      } catch {
        // The browser keeps nothing, so there is nothing to offer.
      }
    },
    act: {
      goOn: () => void keeper().then(({ goOn }) => goOn()),
      startAnew: () => void keeper().then(({ startAnew }) => startAnew()),
    },
  };
}
