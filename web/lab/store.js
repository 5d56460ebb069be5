/**
 * The one store: a flat state that panels read and are told about.
 * @template {object} State
 * @typedef {object} Store
 * @property {() => State} get
 * @property {(patch: Partial<State>) => void} set tells those who watch a key whose value changed
 * @property {(keys: (keyof State)[], tell: (state: State) => void) => () => void} subscribe
 *   tell is called once at once, then after each change of one of the keys; returns the way out
 */

/**
 * @template {object} State
 * @param {State} initial
 * @returns {Store<State>}
 */
export function createStore(initial) {
  let state = { ...initial };
  /** @type {Set<{keys: (keyof State)[], tell: (state: State) => void}>} */
  const watchers = new Set();
  return {
    get: () => state,
    set(patch) {
      const keys = /** @type {(keyof State)[]} */ (Object.keys(patch));
      const changed = keys.filter((key) => !Object.is(state[key], patch[key]));
      if (changed.length === 0) return;
      state = { ...state, ...patch };
      // A copy, since a panel may leave while it is told.
      for (const watcher of [...watchers])
        if (watchers.has(watcher) && watcher.keys.some((key) => changed.includes(key)))
          watcher.tell(state);
    },
    subscribe(keys, tell) {
      const watcher = { keys, tell };
      watchers.add(watcher);
      tell(state);
      return () => watchers.delete(watcher);
    },
  };
}
