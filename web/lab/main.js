/** The page: puts the lab into it, and keeps its state in the address. */
import { checkHash, readHash, VIEW, writeHash } from './hash.js';
import { createKeep } from './keep/keep.js';
import { mountLab } from './lab.js';
import { createLearner } from './learner.js';
import { needsServer, workOffline } from './offline.js';
import { wishOf } from './recipe.js';
import { initialState } from './state.js';
import { createStore } from './store.js';
import { chooseLanguage, loadWords } from './words.js';

/** @typedef {import('./words.js').Language} Language */
/** @typedef {import('./state.js').Source} Source */

// The plain words in the page's HTML stay.
if (needsServer) await new Promise(() => {});

const root = /** @type {HTMLElement} */ (document.getElementById('lab'));
const read = readHash(location.hash);
await checkHash(read);
const { state: wish, faults } = read;
const notation = () => import('./notation.js');
let language = /** @type {Language} */ (wish.lang ?? chooseLanguage(navigator.languages));

/** The next picture on the screen, or a tenth of a second where none is drawn. */
const frame = () =>
  /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const timer = setTimeout(resolve, 100);
      requestAnimationFrame(() => {
        clearTimeout(timer);
        resolve();
      });
    })
  );

const view = Object.fromEntries(VIEW.map((key) => [key, wish[key]]));
const store = createStore({ ...initialState(), ...view });
const learner = createLearner(store, {
  wish: {
    model: String(wish.model),
    seed: Number(wish.seed),
    .../** @type {object} */ ({
      optimizer: wish.optimizer,
      rate: wish.rate,
      batch: wish.batch,
      epochs: wish.epochs,
      config: wish.network && (await notation()).readNetwork(String(wish.network)),
    }),
  },
  source: /** @type {Source} */ (
    // Beside a file that was opened by itself lies nothing that it could read.
    wish.data ?? (wish.synthetic === null && location.protocol !== 'file:' ? 'mnist' : 'synthetic')
  ),
  synthetic: /** @type {number | null} */ (wish.synthetic),
  threads: Number(wish.threads),
  build: /** @type {'strict' | 'fast' | 'auto'} */ (wish.build),
  mnistUrl: new URL('./data/mnist/', document.baseURI).href,
  frame,
  isSeen: () => !document.hidden,
});
const keep = createKeep(store, learner);
const lab = Object.assign(store, {
  act: { ...learner.act, ...keep.act, trainer: learner.trainer },
});

/** @type {(() => void) | undefined} */
let leave;

/** @param {Language} next */
async function speak(next) {
  const t = await loadWords(next);
  language = next;
  leave?.();
  document.documentElement.lang = next;
  document.title = t('title');
  leave = mountLab(root, lab, t);
}

root.addEventListener('lab-language', async () => {
  const next = language === 'ko' ? 'en' : 'ko';
  wish.lang = next;
  remember();
  await speak(next);
  /** @type {HTMLElement | null} */ (root.querySelector('[data-does="language"]'))?.focus();
});

/** Writes what is chosen into the address; no entry in the history for each. */
function remember() {
  const hash = writeHash(wish);
  if (hash !== location.hash)
    history.replaceState(null, '', hash || location.pathname + location.search);
}

/** The drawing that came with the address is no longer on the pad. */
function forgetStrokes() {
  wish.strokes = null;
  remember();
}

/** What the person has changed stands in the address; what the preset brought does not. */
function follow() {
  store.subscribe([...VIEW], (state) => {
    for (const key of VIEW) wish[key] = state[key];
    remember();
  });
  store.subscribe(['recipe', 'source'], async ({ recipe, preset, source, fellBack }) => {
    const network = recipe?.config && (await notation()).writeNetwork(recipe.config);
    // A newer one may have come while the notation did.
    if (recipe !== store.get().recipe) return;
    if (recipe && preset) Object.assign(wish, { network }, wishOf(recipe, preset));
    const isOwn = source === 'files' || fellBack;
    if (!isOwn && (wish.data !== null || source !== 'mnist')) wish.data = source;
    remember();
  });
}

if (wish.strokes !== null) {
  const { receive } = await import('./share/receive.js');
  if (!receive(String(wish.strokes), lab, forgetStrokes)) faults.push('strokes');
}
await speak(language);
if (faults.length > 0) store.set({ notice: { kind: 'hash', faults: faults.join(' ') } });

// For the curious at the console, and for tests: what the page is made of.
Object.assign(window, {
  inkling: {
    store,
    get trainer() {
      return learner.trainer();
    },
  },
});

await learner.start();
follow();
await keep.begin();
workOffline();
