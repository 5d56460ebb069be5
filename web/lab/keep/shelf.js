/**
 * Where runs are kept from one visit to the next: a database of this site, which all its tabs
 * share. Each tab writes under a name of its own, so that none takes another's place.
 *
 * @typedef {object} About of a kept run, small enough to list
 * @property {string} id
 * @property {number} time when it was kept
 * @property {number} step
 * @property {number} epoch
 */

import { NAME } from './name.js';

/** More would only fill the disk: the oldest go. */
const MOST = 4;
const LOCK = 'inkling-run-';

/** @type {Promise<IDBDatabase> | undefined} */
let opened;
const open = () =>
  (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('about', { keyPath: 'id' });
      request.result.createObjectStore('parts');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }));

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(about: IDBObjectStore, parts: IDBObjectStore) => IDBRequest<T>} use whose answer counts
 * @returns {Promise<T>} when all is written
 */
async function within(mode, use) {
  const transaction = (await open()).transaction(['about', 'parts'], mode);
  return new Promise((resolve, reject) => {
    transaction.onabort = () => reject(transaction.error);
    const request = use(transaction.objectStore('about'), transaction.objectStore('parts'));
    transaction.oncomplete = () => resolve(request.result);
  });
}

/** @param {IDBObjectStore} about @param {IDBObjectStore} parts @param {string} id */
function remove(about, parts, id) {
  for (const part of ['run', 'files']) parts.delete([id, part]);
  return about.delete(id);
}

export const shelf = {
  /**
   * @param {About} about
   * @param {Record<string, unknown>} parts a `run`, and `files` where they are others than before
   */
  put: (about, parts) =>
    within('readwrite', (abouts, store) => {
      for (const [part, value] of Object.entries(parts)) store.put(value, [about.id, part]);
      return abouts.put(about);
    }),

  /** @param {string} id @param {'run' | 'files'} part @returns {Promise<any>} */
  get: (id, part) => within('readonly', (_, parts) => parts.get([id, part])),

  /** @param {string} id */
  remove: (id) => within('readwrite', (about, parts) => remove(about, parts, id)),

  /** Those that no open tab writes, the newest first. @returns {Promise<About[]>} */
  async free() {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    const names = held.map(({ name }) => name);
    /** @type {About[]} */
    const all = await within('readonly', (about) => about.getAll());
    const free = all.filter(({ id }) => !names.includes(LOCK + id)).sort((a, b) => b.time - a.time);
    for (const { id } of free.splice(MOST)) await shelf.remove(id);
    return free;
  },

  /** While this tab lives, others see that the run is its own. @param {string} id */
  hold: (id) =>
    void navigator.locks?.request(LOCK + id, () => new Promise(() => {})).catch(() => {}),
};
